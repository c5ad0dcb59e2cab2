"""Who may see and change declarations and checklists: the facility's own organisation, and nobody by agreement."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.member import Act, Function, Member, Standing
from port2port.pure.declaration import ACKNOWLEDGED_WITHIN, State

if TYPE_CHECKING:
    from port2port.levels.models import Dos, DosStep, LevelChecklist, LevelTick, MeasureNote  # noqa: F401

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR})
# What comes on at a higher level is done by those on the floor, too.
ON_SITE = READERS | {Function.GUARD}


def _facilities() -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("members", "Facility").objects


def reads_declarations(member: Member) -> bool:
    """Whether this seat reads declarations at all; which, `visible_to` says."""
    return member.may(Act.READ) and member.standing == Standing.MEMBER and member.function in READERS


def makes_declarations(member: Member) -> bool:
    """Whether this seat speaks for a facility to a ship: its officer, or who coordinates the organisation."""
    return reads_declarations(member) and member.seat_id is not None and member.may(Act.REPORT_LEVELS)


def reads_checklists(member: Member) -> bool:
    """Whether this seat reads what a level asks of its facilities, and the checklists of a change."""
    return member.may(Act.READ) and member.standing == Standing.MEMBER and member.function in ON_SITE


def ticks_checklists(member: Member) -> bool:
    """Whether this seat ticks what is in effect: guards too, who do it."""
    return reads_checklists(member) and member.seat_id is not None and (member.may(Act.LOG) or runs_checklists(member))


def runs_checklists(member: Member) -> bool:
    """Whether this seat says that all measures are in effect, that one does not apply, and where instructions lie."""
    return reads_checklists(member) and member.seat_id is not None and member.may(Act.REPORT_LEVELS)


class DosSet(models.QuerySet["Dos"]):
    """Declarations of the own organisation's facilities, within the seat's scope."""

    def visible_to(self, member: Member) -> Self:
        if not reads_declarations(member):
            return self.none()
        return self.filter(facility__in=_facilities().in_scope_of(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if makes_declarations(member) else self.none()

    def listed(self) -> Self:
        """With all that a line names, without the bytes of the paper and without what was erased."""
        return self.filter(erased_at=None).select_related("facility__port").defer("paper")

    def in_state(self, state: State, *, at: datetime) -> Self:
        """As `pure.declaration.state_at` says it of each."""
        going = Q(declined_at=None) & (Q(ended_at=None) | Q(ended_at__gt=at))
        signed = going & Q(agreed_at__isnull=False)
        wanted = {
            State.REQUESTED: going & Q(agreed_at=None, acknowledged_at=None),
            State.ACKNOWLEDGED: going & Q(agreed_at=None, acknowledged_at__isnull=False),
            State.AGREED: signed & Q(from_at__gt=at, to_at__gt=at),
            State.IN_FORCE: signed & Q(from_at__lte=at, to_at__gt=at),
            State.ENDED: Q(declined_at=None) & (Q(ended_at__lte=at) | Q(agreed_at__isnull=False, to_at__lte=at)),
            State.DECLINED: Q(declined_at__isnull=False),
        }
        return self.filter(wanted[state])

    def unanswered(self, *, at: datetime) -> Self:
        """Requests that should have been acknowledged by now."""
        asked_before = at - ACKNOWLEDGED_WITHIN
        return self.in_state(State.REQUESTED, at=at).filter(requested_at__lte=asked_before, erased_at=None)

    def past_keeping(self, *, on: date) -> Self:
        """That are over, whose time of keeping is too, and that are still there."""
        over = Q(declined_at__isnull=False) | Q(ended_at__isnull=False) | Q(agreed_at__isnull=False)
        return self.filter(over, erased_at=None, keep_until_on__lt=on)

    def matching(self, words: str) -> Self:
        """Of ships of that name or number."""
        found = self
        for word in words.split()[:5]:
            found = found.filter(
                Q(ship_name__icontains=word) | Q(imo_number__startswith=word.upper().removeprefix("IMO"))
            )
        return found


class DosSteps(models.QuerySet["DosStep"]):
    """As their declaration."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(dos__in=apps.get_model("levels", "Dos")._default_manager.all().visible_to(member))

    def editable_by(self, member: Member) -> Self:
        """Never: what was done stands."""
        del member
        return self.none()


class _OfFacility[M: models.Model](models.QuerySet[M]):
    """What hangs from a facility, for the seats of its own organisation that cover it."""

    to_facility = "facility"

    def visible_to(self, member: Member) -> Self:
        if not reads_checklists(member):
            return self.none()
        return self.filter(**{f"{self.to_facility}__in": _facilities().in_scope_of(member).values("pk")})

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if runs_checklists(member) else self.none()


class MeasureNotes(_OfFacility["MeasureNote"]):
    """Where an organisation keeps its instruction for a measure."""


class LevelChecklists(_OfFacility["LevelChecklist"]):
    """What came on with a raise."""

    to_facility = "acknowledgement__facility"


class LevelTicks(_OfFacility["LevelTick"]):
    """Who ticked what, and when."""

    to_facility = "checklist__acknowledgement__facility"

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(undone_at=None)
