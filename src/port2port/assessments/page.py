"""What the pages of assessments show, put together for one reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.assessments.access import moves_rounds
from port2port.assessments.actions import has_second_person, may_agree
from port2port.assessments.anchors import DOCUMENTED, IMPLEMENTED
from port2port.assessments.derogations import running_until
from port2port.assessments.models import (
    Answer,
    Assessment,
    AssessmentStep,
    Assignment,
    Kind,
    LegalDerogation,
    PlanItem,
    RiskScenario,
    Round,
)
from port2port.assessments.pinned import Asked, Sheet, sheet_of
from port2port.assessments.results import Family, Line, Result, lines_of, result_of
from port2port.duties.access import keeps_duties
from port2port.members.member import Act, Member
from port2port.members.models import Facility, Organisation
from port2port.pure.conformity import Musts
from port2port.pure.fold import fold

State = Assessment.State
CHIPS = {
    State.DRAFT: "information",
    State.SUBMITTED: "medium",
    State.IN_REVIEW: "medium",
    State.RETURNED: "high",
    State.AGREED: "done",
    State.FROZEN: "done",
}


@dataclass(frozen=True, slots=True)
class Site:
    """One own facility in an open round."""

    facility: Facility
    assessment: Assessment | None


@dataclass(frozen=True, slots=True)
class Asking:
    """One open round as the list shows it. sites   the own facilities that may take part"""

    round: Round
    sites: tuple[Site, ...]
    count: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The list: what is asked now, what waits for my word, parts given to me, and what was."""

    asking: tuple[Asking, ...]
    waiting: tuple[Assessment, ...]
    parts: tuple[Assignment, ...]
    earlier: tuple[Assessment, ...]
    rounds: tuple[Round, ...]
    plans: bool


def overview(member: Member) -> Overview:
    """Everything of assessments that this seat has."""
    rows = list(Assessment.objects.visible_to(member).with_names())
    by_place = {(one.round_id, one.facility_id): one for one in rows}
    rounds = list(Round.objects.visible_to(member).with_pins())
    opened = [one for one in rounds if one.state == Round.State.OPEN]
    sites = _sites(member) if opened and keeps_duties(member) else []
    asking = tuple(
        Asking(
            one,
            tuple(Site(site, by_place.get((one.pk, site.pk))) for site in sites if one.kind != Kind.AUTHORITY),
            controls_words(len(sheet_of(one).controls)),
        )
        for one in opened
    )
    shown = {one.pk for ask in asking for site in ask.sites if (one := site.assessment)}
    waits = {State.SUBMITTED, State.IN_REVIEW}
    waiting = [one for one in rows if one.state in waits and one.withdrawn_at is None and may_agree(member, one)]
    parts = Assignment.objects.open_for(member).select_related("assessment__facility__port", "assessment__round")
    return Overview(
        asking=asking,
        waiting=tuple(one for one in waiting if one.kind != Kind.PEER),
        parts=tuple(parts),
        earlier=tuple(one for one in rows if one.pk not in shown),
        rounds=tuple(rounds),
        plans=moves_rounds(member),
    )


def _sites(member: Member) -> list[Facility]:
    rows = Facility.objects.visible_to(member).kept_by(member).filter(is_active=True)
    return list(rows.select_related("port"))


def controls_words(number: int) -> str:
    """How many controls."""
    return ngettext("%(number)d control", "%(number)d controls", number) % {"number": number}


def chip_of(row: Assessment) -> str:
    """The colour of its state."""
    return CHIPS[State(row.state)]


def crumbs(row: Assessment | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("assessments:list"), _("Assessments"))]
    return [*way, (row.get_absolute_url(), row.facility.name)] if row is not None else way


@dataclass(frozen=True, slots=True)
class Takes:
    """Whether an organisation's facility takes part: all that the secretariat sees."""

    facility: Facility
    part: bool


def taking_part(row: Round, member: Member) -> tuple[Takes, ...]:
    """Every facility in use of a member or client, and whether it takes part; for the secretariat alone."""
    if not moves_rounds(member):
        return ()
    there = set(Assessment.objects.filter(round=row).taking_part().values_list("facility_id", flat=True))
    sites = Facility.objects.visible_to(member).filter(is_active=True, organisation__state="active")
    known = sites.exclude(organisation__standing="guest").select_related("organisation", "port")
    return tuple(Takes(one, one.pk in there) for one in known.order_by("organisation__name", "name"))


def headline(musts: Musts) -> str:
    """The number of open MUSTs; never a share of a hundred."""
    return ngettext("%(number)d open MUST", "%(number)d open MUSTs", musts.open) % {"number": musts.open}


def headline_parts(musts: Musts, until: Iterable[date] = ()) -> list[str]:
    """What stands beside the number: of how many, and which of the open ones stand apart."""
    found = [ngettext("of %(number)d MUST", "of %(number)d MUSTs", musts.all) % {"number": musts.all}]
    if musts.not_assessed:
        found.append(
            ngettext("%(number)d not assessed", "%(number)d not assessed", musts.not_assessed)
            % {"number": musts.not_assessed}
        )
    if musts.waiting_for_acceptance:
        number = musts.waiting_for_acceptance
        found.append(
            ngettext("%(number)d waiting for acceptance", "%(number)d waiting for acceptance", number)
            % {"number": number}
        )
    if musts.under_derogation:
        last, number = max(until), musts.under_derogation
        words = ngettext(
            "%(number)d under derogation until %(day)s", "%(number)d under derogation, the last until %(day)s", number
        )
        found.append(words % {"number": number, "day": last.isoformat()})
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """The next step of a section: the control that holds it back and what the next level asks."""

    asked: Asked
    axis: str
    level: int
    words: str


def next_step(lines: Sequence[Line], family: str, target: int) -> Step | None:
    """What lifts a section by one level; none where it has reached the target or nothing is rated."""
    keys = [one for one in lines if one.asked.objective == family and one.asked.is_key and one.is_applicable]
    unanswered = next((one for one in keys if one.rated.level is None), None)
    if unanswered is not None:
        return Step(unanswered.asked, "", 0, _("Answer it: the section is rated when every key control is."))
    lowest = min(keys, key=lambda one: one.rated.level or 0, default=None)
    if lowest is None or lowest.answer is None or (lowest.rated.level or 0) >= target:
        return None
    level = (lowest.rated.level or 0) + 1
    is_doc = (lowest.answer.doc or 0) <= (lowest.answer.impl or 0)
    words = DOCUMENTED[level] if is_doc else IMPLEMENTED[level]
    return Step(lowest.asked, _("Documented") if is_doc else _("Implemented"), level, str(words))


@dataclass(frozen=True, slots=True)
class Page:
    """One assessment: where it stands, what it comes to, what can be done now."""

    row: Assessment
    sheet: Sheet
    lines: tuple[Line, ...]
    result: Result
    headline: str
    beside: tuple[str, ...]
    steps: tuple[AssessmentStep, ...]
    parts: tuple[Assignment, ...]
    scenarios: tuple[RiskScenario, ...]
    plan: tuple[PlanItem, ...]
    derogations: tuple[LegalDerogation, ...]
    answered: int
    is_own: bool
    writes: bool
    keeps: bool
    agrees: bool
    needs_buddy: bool

    @property
    def steps_ahead(self) -> list["Ahead"]:
        """The next step of each section that has one, the widest gap first."""
        found = [(one, next_step(self.lines, one.id, self.row.round.target)) for one in self.result.families]
        ahead = [
            Ahead(family, step, question_address(self.row, step.asked.id)) for family, step in found if step is not None
        ]
        return sorted(ahead, key=lambda one: -(one.family.gap or 0))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A section and its next step."""

    family: Family
    step: Step
    address: str


def assessment_page(row: Assessment, member: Member, *, today: date) -> Page:
    """The page of a whole assessment."""
    sheet = sheet_of(row.round)
    is_own = Assessment.objects.own_of(member).filter(pk=row.pk).exists()
    # What was granted to the facility is its own affair: whoever else reads the answers reads no exception.
    lines = lines_of(row, sheet, until=running_until(row, today=today) if is_own else {})
    scenarios = list(RiskScenario.objects.visible_to(member).standing().filter(assessment=row))
    result = result_of(lines, sheet, target=row.round.target, risks=scenarios)
    keeps = Assessment.objects.editable_by(member).filter(pk=row.pk).exists()
    steps = AssessmentStep.objects.visible_to(member).filter(assessment=row)
    plan = PlanItem.objects.visible_to(member).filter(assessment=row).select_related("action")
    parts = Assignment.objects.visible_to(member).filter(assessment=row).running()
    waits = {State.SUBMITTED, State.IN_REVIEW}
    return Page(
        row=row,
        sheet=sheet,
        lines=tuple(lines),
        result=result,
        headline=headline(result.musts),
        beside=tuple(headline_parts(result.musts, [one.until for one in lines if one.until and one.is_open_must])),
        steps=tuple(
            steps.select_related("by__organisation", "by__person", "seat__person", "seat__organisation", "organisation")
        ),
        parts=tuple(parts.select_related("seat__person", "seat__organisation", "organisation")),
        scenarios=tuple(scenarios),
        plan=tuple(plan),
        derogations=tuple(LegalDerogation.objects.visible_to(member).standing().filter(facility=row.facility_id)),
        answered=sum(one.is_answered for one in lines),
        is_own=is_own,
        writes=keeps and takes_answers(row),
        keeps=keeps and member.may(Act.KEEP_DUTIES),
        agrees=row.state in waits and row.withdrawn_at is None and _agrees(member, row),
        needs_buddy=keeps and row.kind == Kind.SELF and not has_second_person(row, person=member.person_id),
    )


def _agrees(member: Member, row: Assessment) -> bool:
    submitted = row.submitted_by.person_id if row.submitted_by else None
    own = row.assessor_id is None and submitted == member.person_id
    return may_agree(member, row) and not own and row.kind != Kind.PEER and row.round.frozen_at is None


def takes_answers(row: Assessment) -> bool:
    """Whether anything can be written into it now."""
    return row.state == State.DRAFT and row.withdrawn_at is None and row.round.state == Round.State.OPEN


def left_by(lines: Iterable[Line], asked: dict[str, str], *, target: int) -> list[Line]:
    """The lines that a filter leaves. asked   only, family, q"""
    words = fold(asked.get("q", "")).split()
    return [
        one
        for one in lines
        if _holds(one, asked.get("only", ""), target)
        and asked.get("family", "") in {"", one.asked.objective}
        and all(word in fold(f"{one.asked.label} {one.asked.title} {one.asked.statement}") for word in words)
    ]


def _holds(one: Line, only: str, target: int) -> bool:
    match only:
        case "key":
            return one.asked.is_key
        case "open":
            return not one.is_answered
        case "must":
            return one.is_open_must
        case "gap":
            return bool(one.gap(target)) or one.conformity in {"partly", "not_met"}
    return True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a control stands among those that are gone through one by one; addresses are empty at the ends."""

    number: int
    all: int
    before: str
    after: str


def place_of(row: Assessment, ids: Sequence[str], control: str, only: str) -> Place:
    """The neighbours of a control; a control that the filter leaves out stands before all of it."""
    at = ids.index(control) if control in ids else -1
    return Place(
        number=at + 1,
        all=len(ids),
        before=question_address(row, ids[at - 1], only) if at > 0 else "",
        after=question_address(row, ids[at + 1], only) if at + 1 < len(ids) else "",
    )


def question_address(row: Assessment, control: str, only: str = "") -> str:
    """The page of one control."""
    address = reverse("assessments:question", args=[row.key, control])
    return f"{address}?only={only}" if only else address


def first_question(page: Page) -> str:
    """Where to go on: the first unanswered key control, else the first unanswered one, else the first of all."""
    only = "key" if page.sheet.key_ids else ""
    keys = [one for one in page.lines if one.asked.is_key or not only]
    open_ = [one for one in keys if not one.is_answered]
    rest = [one for one in page.lines if not one.is_answered]
    if open_:
        return question_address(page.row, open_[0].asked.id, only)
    return question_address(page.row, (rest or list(page.lines))[0].asked.id, "open" if rest else only)


def earlier_answers(row: Assessment, control: str, member: Member) -> list[Answer]:
    """Every revision of one answer, the newest first."""
    rows = Answer.objects.visible_to(member).filter(assessment=row, control=control)
    return list(rows.select_related("author__person", "author__organisation").order_by("-revision"))


def organisation_of(member: Member) -> Organisation | None:
    """The own organisation."""
    return Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
