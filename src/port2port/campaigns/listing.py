"""Campaigns as pages show them: what runs here, what one may join, how far the own organisation is, and its file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from port2port.base.refusal import NotAllowed
from port2port.campaigns.access import reads_campaigns, runs_campaigns
from port2port.campaigns.kits import kit_named
from port2port.campaigns.models import Campaign, Item, Part, PutUp, Reach, Sums, Talk
from port2port.log.access import reads_log
from port2port.log.models import Occurrence
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.kit import Kit
from port2port.pure.reach import Effect, State, Tally, effect_of, state_on, takes_counts
from port2port.pure.sheets import Column

STATE_WORDS: dict[State, str | Promise] = {
    State.PLANNED: pgettext_lazy("state of a campaign", "Planned"),
    State.RUNNING: pgettext_lazy("state of a campaign", "Running"),
    State.ENDED: pgettext_lazy("state of a campaign", "Ended"),
    State.EVALUATED: pgettext_lazy("state of a campaign", "Evaluated"),
}
STATE_CHIPS = {State.RUNNING: "done", State.PLANNED: "information"}
MOST = 50
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One campaign in a list."""

    row: Campaign
    state: State
    has_joined: bool
    talks: int
    kit: Kit | None

    @property
    def words(self) -> str | Promise:
        """Where it stands."""
        return STATE_WORDS[self.state]

    @property
    def chip(self) -> str:
        """The kind of its chip."""
        return STATE_CHIPS.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Own:
    """What the own organisation did in a campaign."""

    talks: list[Talk]
    people: int
    put_ups: list[PutUp]
    effect: Effect | None
    reports: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """One campaign. names: who joined, for whose campaign it is; None for everybody else."""

    line: Line
    own: Own
    sums: Sums | None
    names: list[str] | None
    may_run: bool
    may_join: bool
    may_end: bool
    takes_counts: bool


def state_of(row: Campaign, *, now: datetime, is_evaluated: bool = False) -> State:
    """Where the campaign stands."""
    return state_on(timezone.localdate(now), from_on=row.from_on, to_on=row.to_on, is_evaluated=is_evaluated)


def lines_of(member: Member, *, now: datetime) -> list[Line]:
    """The newest fifty that the member sees, those that run first."""
    rows = list(Campaign.objects.visible_to(member).select_related("organisation")[:MOST])
    keys = [row.pk for row in rows]
    parts = Part.objects.visible_to(member).running().filter(organisation_id=member.organisation_id or 0)
    joined = set(parts.filter(campaign__in=keys).values_list("campaign_id", flat=True))
    made = set(Sums.objects.visible_to(member).filter(campaign__in=keys).values_list("campaign_id", flat=True))
    held: dict[int, int] = {}
    for campaign in Talk.objects.visible_to(member).standing().filter(campaign__in=keys).values_list("campaign_id"):
        held[campaign[0]] = held.get(campaign[0], 0) + 1
    lines = [
        Line(
            row,
            state_of(row, now=now, is_evaluated=row.pk in made),
            row.pk in joined,
            held.get(row.pk, 0),
            kit_named(row.kit),
        )
        for row in rows
    ]
    order = [State.RUNNING, State.PLANNED, State.ENDED, State.EVALUATED]
    return sorted(lines, key=lambda line: order.index(line.state))


def page_of(row: Campaign, *, member: Member, now: datetime) -> Page:
    """All that the page of a campaign says to this member."""
    sums = Sums.objects.visible_to(member).filter(campaign=row).first()
    parts = Part.objects.visible_to(member).running().filter(campaign=row).select_related("organisation")
    taking_part = list(parts)
    has_joined = any(one.organisation_id == member.organisation_id for one in taking_part)
    is_ours = row.organisation_id == member.organisation_id
    state = state_of(row, now=now, is_evaluated=sums is not None)
    own = own_of(row, member=member)
    runs, is_over = runs_campaigns(member), state in {State.ENDED, State.EVALUATED}
    return Page(
        line=Line(row, state, has_joined, len(own.talks), kit_named(row.kit)),
        own=own,
        sums=sums,
        names=sorted(one.organisation.label for one in taking_part) if is_ours and row.reach != Reach.OWN else None,
        may_run=runs,
        may_join=runs and not has_joined and not is_over,
        may_end=runs and is_ours and not is_over and row.ended_at is None,
        takes_counts=runs
        and has_joined
        and sums is None
        and row.from_on <= timezone.localdate(now)
        and takes_counts(timezone.localdate(now), to_on=row.to_on),
    )


def own_of(row: Campaign, *, member: Member) -> Own:
    """Talks, sheets, and the quiz of talks that had it before and after; entries of the own log beside."""
    talks = list(Talk.objects.visible_to(member).standing().filter(campaign=row).select_related("facility"))
    both = [one for one in talks if one.before_asked and one.after_asked]
    return Own(
        talks=talks,
        people=sum(one.people for one in talks),
        put_ups=list(PutUp.objects.visible_to(member).standing().filter(campaign=row).select_related("facility")),
        effect=effect_of(sum((one.before for one in both), Tally()), sum((one.after for one in both), Tally())),
        reports=_reports(row, member),
    )


def _reports(row: Campaign, member: Member) -> int | None:
    if not reads_log(member):
        return None
    during = Q(happened_at__date__gte=row.from_on, happened_at__date__lte=row.to_on)
    own = Q(facility__organisation_id=member.organisation_id)
    return Occurrence.objects.visible_to(member).filter(during & own, struck_at=None).count()


def export(*, member: Member, now: datetime) -> list[Talk]:
    """Every talk of the own organisation, for a file; on record. Raises NotAllowed."""
    if not reads_campaigns(member):
        raise NotAllowed
    rows = list(Talk.objects.visible_to(member).standing().select_related("campaign", "facility")[:MOST_ROWS])
    record_act(member=member, act="take_out_talks", subject=f"export as csv, {len(rows)} talks", now=now)
    return rows


def columns() -> list[Column]:
    """The headings in the reader's language."""
    before, after = pgettext("quiz", "Before"), pgettext("quiz", "After")
    names = [
        _("Campaign"), _("Kit"), _("Day of the talk"), _("Facility"), _("Language"), _("People"),
        *(f"{before} {number}" for number in "123"), *(f"{after} {number}" for number in "123"),
    ]  # fmt: skip
    return [Column(name, 18) for name in names]


def cells(rows: Sequence[Talk]) -> Iterator[Sequence[str]]:
    """One talk a row; days are ISO 8601."""
    for row in rows:
        before, after = row.before_right or [""] * 3, row.after_right or [""] * 3
        yield [
            row.campaign.title,
            f"{row.campaign.kit} {row.campaign.kit_version}",
            row.held_on.isoformat(),
            row.facility.name if row.facility else "",
            row.language,
            str(row.people),
            *(str(one) for one in (*before, *after)),
        ]


def put_up_words(own: Own) -> list[tuple[str, int]]:
    """How many of each are up."""
    found = {value: sum(one.number for one in own.put_ups if one.item == value) for value in Item.values}
    return [(str(Item(value).label), number) for value, number in found.items() if number]
