"""Security levels are recorded here and set elsewhere, by the authority."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.base.remembering import remembered
from port2port.members.access import Facilities
from port2port.members.actions.rights import on_rights, require
from port2port.members.level_board import effective_levels
from port2port.members.member import Act, Function, Member
from port2port.members.models import (
    Facility,
    LevelAcknowledgement,
    LevelEntry,
    Organisation,
    Port,
    Waterway,
)


class BadLevel(Refusal):
    """ISPS 1 to 3, OCAD 1 to 4; only an ISPS level can exempt."""

    words = _("ISPS levels run from 1 to 3, OCAD levels from 1 to 4; only ISPS knows exemptions.")


class BadPeriod(Refusal):
    """A level ends after it starts."""

    words = _("The level must end after it starts, and an exemption must have an end.")


class NotComing(Refusal):
    """Only what has not started can be cancelled."""

    status = 409
    words = _("This level has already started or was already cancelled. What has started can be ended instead.")


@dataclass(frozen=True, slots=True)
class LevelDraft:
    """A level as somebody reports it; at most one of port, facility and waterway, none of them = the country."""

    scale: str
    value: int
    valid_from: datetime
    issued_by: str
    valid_to: datetime | None = None
    port: Port | None = None
    facility: Facility | None = None
    waterway: Waterway | None = None
    source: str = ""
    reason: str = ""
    exempts: bool = False

    @property
    def scope(self) -> LevelEntry.Scope:
        """The scope that the named place implies."""
        if self.facility is not None:
            return LevelEntry.Scope.FACILITY
        if self.port is not None:
            return LevelEntry.Scope.PORT
        return LevelEntry.Scope.COUNTRY if self.waterway is None else LevelEntry.Scope.WATERWAY


ANYWHERE = LevelDraft(scale="isps", value=1, valid_from=datetime.max.replace(tzinfo=UTC), issued_by="")


def confirms(member: Member, place: LevelDraft | LevelEntry) -> bool:
    """Whether the member's word confirms a level there: the authority's anywhere, the officer's of the own port."""
    if not member.may(Act.CONFIRM_LEVELS) or member.facility_id is not None:
        return False
    own = require(member, Act.CONFIRM_LEVELS)
    if member.port_id is None and _is_authority(own):
        return True
    if place.waterway is not None:
        return place.waterway.manager_id == own
    port = place.facility.port if place.facility is not None else place.port
    return port is not None and port.manager_id == own and member.port_id in {None, port.pk}


def reports(member: Member, place: LevelDraft | LevelEntry) -> bool:
    """Whether the member may report a level there: its own facilities in its scope, or where its word confirms."""
    if not member.may(Act.REPORT_LEVELS):
        return False
    if place.facility is not None:
        return place.facility.pk in _facilities_of(member) or confirms(member, place)
    if member.function == Function.COORDINATOR and place.port is not None:
        return place.port.manager_id == member.organisation_id
    return confirms(member, place)


def ends(member: Member, entry: LevelEntry) -> bool:
    """Whether the member may end the level: whose word confirms it, or who reported it as long as nobody confirmed."""
    own = entry.confirmed_at is None and entry.reported_for_id == member.organisation_id and reports(member, entry)
    return own or confirms(member, entry)


@remembered
def _is_authority(organisation: int) -> bool:
    return Organisation.objects.filter(pk=organisation, kind=Organisation.Kind.AUTHORITY).exists()


@remembered
def _facilities_of(member: Member) -> frozenset[int]:
    return frozenset(Facility.objects.in_scope_of(member).values_list("pk", flat=True))


@on_rights
@transaction.atomic
def report_level(*, member: Member, draft: LevelDraft, now: datetime) -> LevelEntry:
    """The level on the board; confirmed at once when the reporter's word confirms it.

    A raise asks every facility concerned to acknowledge. Raises NotAllowed, BadLevel, BadPeriod.
    """
    _check(draft)
    own = require(member, Act.REPORT_LEVELS, where=reports(member, draft))
    if member.seat_id is None:
        raise NotAllowed
    confirmed = confirms(member, draft)
    concerned = list(_concerned(draft))
    before = effective_levels(concerned, at=max(now, draft.valid_from))
    entry = LevelEntry.objects.create(
        scale=draft.scale,
        scope=draft.scope,
        port=draft.port,
        facility=draft.facility,
        waterway=draft.waterway,
        value=draft.value,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        issued_by=draft.issued_by,
        source=draft.source,
        reason=draft.reason,
        exempts=draft.exempts,
        reported_by_id=member.seat_id,
        reported_for_id=own,
        reported_at=now,
        confirmed_by_id=member.seat_id if confirmed else None,
        confirmed_at=now if confirmed else None,
    )
    after = effective_levels(concerned, at=max(now, draft.valid_from))
    raised = [one for one in concerned if after[one.pk].level > before[one.pk].level]
    LevelAcknowledgement.objects.bulk_create(LevelAcknowledgement(entry=entry, facility=one) for one in raised)
    return entry


@on_rights
@transaction.atomic
def confirm_level(*, member: Member, entry: LevelEntry, now: datetime) -> None:
    """The authority or the port's officer says that the reported level is the level. Raises NotAllowed."""
    if not confirms(member, entry):
        raise NotAllowed
    LevelEntry.objects.standing().filter(pk=entry.pk, confirmed_at=None).update(
        confirmed_at=now, confirmed_by_id=member.seat_id
    )


@on_rights
@transaction.atomic
def end_level(*, member: Member, entry: LevelEntry, now: datetime) -> None:
    """The level no longer holds; its history stays. Raises NotAllowed, BadPeriod."""
    if not ends(member, entry):
        raise NotAllowed
    if (
        entry.cancelled_at is not None
        or entry.valid_from >= now
        or (entry.valid_to is not None and entry.valid_to <= now)
    ):
        raise BadPeriod
    LevelEntry.objects.filter(pk=entry.pk).update(valid_to=now)


@on_rights
@transaction.atomic
def cancel_level(*, member: Member, entry: LevelEntry, now: datetime) -> None:
    """The announced level will not come; the history keeps who said so. Raises NotAllowed, NotComing."""
    if not ends(member, entry) or member.seat_id is None:
        raise NotAllowed
    coming = LevelEntry.objects.coming(at=now).filter(pk=entry.pk)
    if not coming.update(cancelled_at=now, cancelled_by_id=member.seat_id):
        raise NotComing


@transaction.atomic
def acknowledge_level(*, member: Member, acknowledgement: LevelAcknowledgement, in_effect: bool, now: datetime) -> None:
    """The raise was read at the facility, and, when so, its measures are in effect. Raises NotAllowed."""
    facility = Facility.objects.filter(pk=acknowledgement.facility_id).in_scope_of(member)
    require(member, Act.REPORT_LEVELS, where=facility.exists())
    if acknowledgement.read_at is None:
        acknowledgement.read_at = now
    if in_effect and acknowledgement.measures_in_effect_at is None:
        acknowledgement.measures_in_effect_at = now
    acknowledgement.save(update_fields=["read_at", "measures_in_effect_at"])


def _concerned(draft: LevelDraft) -> Facilities:
    # OCAD levels and waterways bind no facility by the ISPS Code.
    inside = Facility.objects.filter(isps=Facility.Isps.INSIDE, is_active=True)
    if draft.scale != LevelEntry.Scale.ISPS or draft.waterway is not None:
        return inside.none()
    if draft.facility is not None:
        return inside.filter(pk=draft.facility.pk)
    return inside if draft.port is None else inside.filter(port=draft.port)


def _check(draft: LevelDraft) -> None:
    highest = {LevelEntry.Scale.ISPS.value: 3, LevelEntry.Scale.OCAD.value: 4}.get(draft.scale, 0)
    if not 1 <= draft.value <= highest or (draft.exempts and draft.scale != LevelEntry.Scale.ISPS):
        raise BadLevel
    if (draft.exempts and draft.valid_to is None) or (
        draft.valid_to is not None and draft.valid_to <= draft.valid_from
    ):
        raise BadPeriod
