"""A campaign is started and ended by whose it is; organisations join and leave it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.campaigns.access import calls_everybody, runs_campaigns
from port2port.campaigns.kits import kit_named
from port2port.campaigns.models import Audience, Campaign, Part, Reach
from port2port.campaigns.refusals import (
    ChooseCircle,
    ChooseOne,
    EndsBefore,
    IsOver,
    OnlyTheSecretariat,
    TooLong,
    UnknownKit,
)
from port2port.members.member import Member
from port2port.members.models import Circle, Organisation
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned, own_organisation

TITLE = Room(characters=120, byte_count=480, required=True)
LONGEST = timedelta(days=366)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFields:
    """What a campaign is made of; language is the title's."""

    title: str
    language: str
    kit: str
    from_on: date
    to_on: date
    audience: str = Audience.ALL_STAFF.value
    languages: tuple[str, ...] = field(default=("nl", "fr"))
    reach: str = Reach.OWN.value
    circle: Circle | None = None


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


@transaction.atomic
def start(*, member: Member, said: CampaignFields, now: datetime) -> Campaign:
    """A new campaign; the own organisation takes part, but for the secretariat's, which everybody is asked to join.

    Raises NotAllowed, OnlyTheSecretariat, BadField.
    """
    if not runs_campaigns(member):
        raise NotAllowed
    _check(said, member=member, today=timezone.localdate(now))
    kit = kit_named(said.kit)
    if kit is None:
        raise BadField("kit", UnknownKit.words)
    row = Campaign.objects.create(
        organisation_id=own_organisation(member),
        title=cleaned("title", said.title, TITLE),
        language=said.language,
        audience=said.audience,
        languages=list(said.languages),
        kit=kit.slug,
        kit_version=kit.version,
        mo=list(kit.mo),
        reach=said.reach,
        circle=said.circle if said.reach == Reach.CIRCLE else None,
        from_on=said.from_on,
        to_on=said.to_on,
        made_by_id=acting_seat(member),
        made_at=now,
    )
    if said.reach != Reach.COMMUNITY:
        _joined(row, member, now)
    return row


def _check(said: CampaignFields, *, member: Member, today: date) -> None:
    if said.reach == Reach.COMMUNITY and not calls_everybody(member):
        raise OnlyTheSecretariat
    if said.reach == Reach.CIRCLE and (
        said.circle is None or not Circle.objects.choosable_by(member).filter(pk=said.circle.pk).exists()
    ):
        raise BadField("circle", ChooseCircle.words)
    known = {"reach": Reach.values, "audience": Audience.values, "language": LANGUAGES}
    for name, values in known.items():
        if getattr(said, name) not in values:
            raise BadField(name, ChooseOne.words)
    if not said.languages or set(said.languages) - set(LANGUAGES):
        raise BadField("languages", ChooseOne.words)
    if said.to_on < said.from_on or said.to_on < today:
        raise BadField("to_on", EndsBefore.words)
    if said.to_on - said.from_on > LONGEST:
        raise BadField("to_on", TooLong.words)


@transaction.atomic
def end(*, member: Member, campaign: Campaign, now: datetime) -> Campaign:
    """It ends today, or does not take place; what was done stays, and can be written down for two more weeks.

    Raises NotAllowed, IsOver.
    """
    row = Campaign.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=campaign.pk).first()
    if row is None:
        raise NotAllowed
    today = timezone.localdate(now)
    if row.to_on < today or row.ended_at is not None:
        raise IsOver
    row.to_on, row.ended_at, row.ended_by_id = today, now, acting_seat(member)
    row.save(update_fields=["to_on", "ended_at", "ended_by"])
    return row


@transaction.atomic
def join(*, member: Member, campaign: Campaign, now: datetime) -> Part:
    """The own organisation takes part; twice is once. Raises NotAllowed, IsOver."""
    row = _seen(member, campaign)
    if row.to_on < timezone.localdate(now):
        raise IsOver
    return _joined(row, member, now)


@transaction.atomic
def leave(*, member: Member, campaign: Campaign, now: datetime) -> None:
    """The own organisation takes part no more: what it counted goes into no sums; sums that were made stay as they are.

    Raises NotAllowed.
    """
    row = _seen(member, campaign)
    parts = Part.objects.editable_by(member).running().filter(campaign=row)
    parts.update(left_at=now, left_by_id=acting_seat(member))


def _seen(member: Member, campaign: Campaign) -> Campaign:
    if not runs_campaigns(member):
        raise NotAllowed
    row = Campaign.objects.visible_to(member).filter(pk=campaign.pk).first()
    if row is None:
        raise NotAllowed
    return row


def _joined(row: Campaign, member: Member, now: datetime) -> Part:
    organisation = own_organisation(member)
    # One at a time: two officers who press at once make one part.
    Organisation.objects.select_for_update().get(pk=organisation)
    part, _is_new = Part.objects.running().get_or_create(
        campaign=row,
        organisation_id=organisation,
        left_at=None,
        defaults={"joined_by_id": acting_seat(member), "joined_at": now},
    )
    return part
