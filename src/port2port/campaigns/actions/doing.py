"""What an organisation says it did in a campaign: talks held, sheets put up; each can be taken back."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.campaigns.access import runs_campaigns
from port2port.campaigns.actions.running import LANGUAGES, acting_seat
from port2port.campaigns.models import Campaign, Item, Part, PutUp, Sums, Talk
from port2port.campaigns.refusals import (
    ChooseOne,
    HandsMissing,
    HowMany,
    MoreThanThere,
    NothingMore,
    NotYours,
    OutsideTheCampaign,
    TakesPart,
)
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.reach import QUESTIONS, takes_counts
from port2port.reports.rules import BadField, own_organisation

MOST_PEOPLE = 5_000


@dataclass(frozen=True, slots=True)
class Hands:
    """A quiz by show of hands: how many were asked, and how many were right in each question."""

    asked: int = 0
    right: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkFields:
    """A talk as its holder tells it."""

    held_on: date
    language: str
    people: int
    facility: Facility | None = None
    before: Hands = field(default=Hands())
    after: Hands = field(default=Hands())


@transaction.atomic
def record_talk(*, member: Member, campaign: Campaign, said: TalkFields, now: datetime) -> Talk:
    """A talk was held. Raises NotAllowed, TakesPart, NothingMore, BadField."""
    row = _open(member, campaign, now=now)
    _check_day("held_on", said.held_on, row, now=now)
    _check_place(said.facility, member)
    if said.language not in LANGUAGES:
        raise BadField("language", ChooseOne.words)
    _check_number("people", said.people)
    _check_hands("before", said.before, said.people)
    _check_hands("after", said.after, said.people)
    return Talk.objects.create(
        campaign=row,
        organisation_id=own_organisation(member),
        facility=said.facility,
        held_on=said.held_on,
        language=said.language,
        people=said.people,
        before_asked=said.before.asked,
        before_right=list(said.before.right),
        after_asked=said.after.asked,
        after_right=list(said.after.right),
        by_id=acting_seat(member),
        at=now,
    )


@transaction.atomic
def put_up(
    *,
    member: Member,
    campaign: Campaign,
    item: str,
    number: int,
    put_up_on: date,
    facility: Facility | None = None,
    now: datetime,
) -> PutUp:
    """So many are up, or were handed out. Raises NotAllowed, TakesPart, NothingMore, BadField."""
    row = _open(member, campaign, now=now)
    _check_day("put_up_on", put_up_on, row, now=now)
    _check_place(facility, member)
    if item not in Item.values:
        raise BadField("item", ChooseOne.words)
    _check_number("number", number)
    return PutUp.objects.create(
        campaign=row,
        organisation_id=own_organisation(member),
        facility=facility,
        item=item,
        number=number,
        put_up_on=put_up_on,
        by_id=acting_seat(member),
        at=now,
    )


@transaction.atomic
def take_back_talk(*, member: Member, talk: Talk, now: datetime) -> None:
    """It was not so. Raises NotAllowed, NothingMore."""
    rows = Talk.objects.editable_by(member).standing().select_for_update(of=("self",))
    row = rows.select_related("campaign").filter(pk=talk.pk).first()
    if row is None:
        raise NotAllowed
    _still_open(row.campaign, now=now)
    row.undone_at, row.undone_by_id = now, acting_seat(member)
    row.save(update_fields=["undone_at", "undone_by"])


@transaction.atomic
def take_back_put_up(*, member: Member, row: PutUp, now: datetime) -> None:
    """It was not so. Raises NotAllowed, NothingMore."""
    rows = PutUp.objects.editable_by(member).standing().select_for_update(of=("self",))
    found = rows.select_related("campaign").filter(pk=row.pk).first()
    if found is None:
        raise NotAllowed
    _still_open(found.campaign, now=now)
    found.undone_at, found.undone_by_id = now, acting_seat(member)
    found.save(update_fields=["undone_at", "undone_by"])


def _open(member: Member, campaign: Campaign, *, now: datetime) -> Campaign:
    if not runs_campaigns(member):
        raise NotAllowed
    # The same row is locked where the sums are made: nothing slips in behind them.
    row = Campaign.objects.visible_to(member).select_for_update(of=("self",)).filter(pk=campaign.pk).first()
    if row is None:
        raise NotAllowed
    if not Part.objects.editable_by(member).running().filter(campaign=row).exists():
        raise TakesPart
    _still_open(row, now=now)
    return row


def _still_open(campaign: Campaign, *, now: datetime) -> None:
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    today = timezone.localdate(now)
    if not takes_counts(today, to_on=held.to_on) or Sums.objects.filter(campaign=held).exists():
        raise NothingMore


def _check_day(name: str, day: date, campaign: Campaign, *, now: datetime) -> None:
    if not campaign.from_on <= day <= min(campaign.to_on, timezone.localdate(now)):
        raise BadField(name, OutsideTheCampaign.words)


def _check_place(facility: Facility | None, member: Member) -> None:
    own = Facility.objects.visible_to(member).in_scope_of(member)
    if facility is not None and not own.filter(pk=facility.pk).exists():
        raise BadField("facility", NotYours.words)


def _check_number(name: str, number: int) -> None:
    if not 1 <= number <= MOST_PEOPLE:
        raise BadField(name, HowMany.words)


def _check_hands(name: str, hands: Hands, people: int) -> None:
    if not hands.right and not hands.asked:
        return
    if len(hands.right) != QUESTIONS or hands.asked < 1:
        raise BadField(f"{name}_1", HandsMissing.words)
    if hands.asked > people:
        raise BadField(f"{name}_1", MoreThanThere.words)
    for place, right in enumerate(hands.right, start=1):
        if not 0 <= right <= hands.asked:
            raise BadField(f"{name}_{place}", MoreThanThere.words)
