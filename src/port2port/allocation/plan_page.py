"""A plan as its page shows it to one organisation, and who read it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from port2port.allocation.access import audits_reads
from port2port.allocation.actions.planning import in_the_way, may_agree, may_take_back, overtaken_by, standing_in
from port2port.allocation.answers import OwnPort, Told, told_to
from port2port.allocation.models import Agreement, Aim, Plan, PlanRead, Roster, Solution
from port2port.allocation.naming import label_of
from port2port.allocation.result_page import signed_span
from port2port.members.member import Member
from port2port.pure.weeks import monday_of

MOST = 200
FIRST = 8


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the plan. is_drawn, may_draw   now     other   the agreed plan that stands in it in place of this one

    is_drawn_from_other   whether its roster is drawn already, and so stays
    """

    monday: date
    is_drawn: bool
    may_draw: bool
    other: Plan | None
    is_drawn_from_other: bool


@dataclass(frozen=True, slots=True)
class Read:
    """One reading: the person by name inside the own organisation alone."""

    at: datetime
    plan: str
    organisation: str
    person: str
    what: str
    week: date | None


class Instead(StrEnum):
    """What can be drafted instead of a draft that was overtaken."""

    NOTHING = "nothing"
    FROM_NEWER = "from-newer"
    LATER = "later"
    OTHER_MONDAY = "other-monday"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says to this member. agreements   of which organisation, and when

    replaces   agreed plans that it takes the place of in weeks that are not drawn, once it is agreed
    overtaken  those of them that were agreed after it was drafted: so nobody agrees to it any more
    instead    what can be drafted then
    is_newest  whether no answer of its game is newer than its own
    """

    told: Told
    is_newest: bool
    agreements: list[tuple[str, datetime]]
    drafted_by: str
    may_agree: bool
    may_take_back: bool
    replaces: list[Plan]
    overtaken: list[Plan]
    instead: Instead
    weeks: list[Week]
    reads: list[Read]

    @property
    def newest_reads(self) -> list[Read]:
        """Those that are shown at first."""
        return self.reads[:FIRST]

    @property
    def earlier_reads(self) -> list[Read]:
        """Those behind them."""
        return self.reads[FIRST:]

    @property
    def ports(self) -> list[tuple[OwnPort, str]]:
        """The own ports, rising ones first, each with the change of attempts where the answer tells it."""
        ports = sorted(self.told.ports, key=lambda port: (not port.rises, port.name))
        return [(port, signed_span(port.effect.rise) if port.effect is not None else "") for port in ports]

    @property
    def has_several(self) -> bool:
        """Whether a port must be named for its reader to know which is meant."""
        return len(self.told.ports) > 1

    @property
    def are_kinds(self) -> bool:
        """Whether its scenarios are kinds of attackers that act at once."""
        return self.told.given.objective == Aim.TYPES


def page_of(row: Plan, *, member: Member, today: date) -> Page:
    """All of it."""
    agreements = list(Agreement.objects.visible_to(member).filter(plan=row).select_related("organisation"))
    has_agreed = any(one.organisation_id == member.organisation_id for one in agreements)
    agreed = list(Plan.objects.visible_to(member).filter(game=row.game_id).exclude(agreed_at=None))
    replaces = in_the_way(row, agreed) if row.agreed_at is None and row.taken_back_at is None else []
    overtaken = overtaken_by(row, replaces)
    answers = Solution.objects.visible_to(member)
    is_newest = not answers.filter(game=row.game_id, number__gt=row.solution.number).exists()
    can_agree = row.agreed_at is None and not has_agreed and not overtaken
    return Page(
        told=told_to(member, row.solution),
        is_newest=is_newest,
        agreements=[(label_of(one.organisation, circle=row.game.circle, member=member), one.at) for one in agreements],
        drafted_by=label_of(row.organisation, circle=row.game.circle, member=member),
        may_agree=can_agree and may_agree(member, row),
        may_take_back=may_take_back(member, row),
        replaces=replaces,
        overtaken=overtaken,
        instead=_instead(row, is_newest=is_newest, had_agreement=bool(agreements), this=monday_of(today)),
        weeks=_weeks(row, agreed, member=member, this=monday_of(today)),
        reads=reads_of(member, plan=row),
    )


def _instead(row: Plan, *, is_newest: bool, had_agreement: bool, this: date) -> Instead:
    if row.game.closed_at is not None:
        return Instead.NOTHING
    # Plans are drafted from the newest answer alone.
    if not is_newest:
        return Instead.FROM_NEWER
    if row.from_on < this:
        return Instead.LATER
    return Instead.OTHER_MONDAY if had_agreement else Instead.ANEW


def _weeks(row: Plan, agreed: list[Plan], *, member: Member, this: date) -> list[Week]:
    rosters = Roster.objects.visible_to(member).filter(plan__game=row.game_id, week__in=row.mondays)
    drawn = {one.week: one.plan for one in rosters.select_related("plan")}
    found = []
    for monday in row.mondays:
        # What is drawn stays drawn, whichever plan is agreed afterwards.
        stands = drawn.get(monday) or standing_in(monday, agreed)
        is_drawn = drawn.get(monday) == row
        other = stands if stands is not None and stands != row else None
        is_time = this <= monday <= this + timedelta(weeks=1)
        may_draw = row.agreed_at is not None and not is_drawn and other is None and is_time
        found.append(Week(monday, is_drawn, may_draw, other, other is not None and monday in drawn))
    return found


def reads_of(member: Member, *, plan: Plan | None = None) -> list[Read]:
    """The newest readings: of one plan for its owners, of all of the own organisation's games for its auditor."""
    rows = PlanRead.objects.visible_to(member).select_related("plan__game__circle", "organisation", "seat__person")
    found = rows.filter(plan=plan) if plan is not None else rows
    return [
        Read(
            one.at,
            str(one.plan.key)[:8],
            label_of(one.organisation, circle=one.plan.game.circle, member=member),
            _person(one, member),
            str(one.get_what_display()),
            one.week,
        )
        for one in found[:MOST]
    ]


def _person(one: PlanRead, member: Member) -> str:
    if one.organisation_id != member.organisation_id:
        return ""
    return str(one.seat.key)[:8] if audits_reads(member) else one.seat.person.name
