"""What the page of an after-action shows to one reader."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from port2port.afteraction.access import written_by
from port2port.afteraction.actions.approving import signs_of
from port2port.afteraction.actions.commenting import is_over
from port2port.afteraction.actions.writing import NEEDS_FINDING
from port2port.afteraction.models import AfterAction, EventApproval, EventComment, EventFinding, Lesson
from port2port.afteraction.sealing import seal_of
from port2port.afteraction.signing import Signature, places_of, signatures
from port2port.afteraction.wording import RATING_KINDS, RATING_WORDS, STATE_KINDS
from port2port.drills.models import Event, Objective, State
from port2port.drills.parts import Part
from port2port.duties.models import Action
from port2port.live.models import Observation
from port2port.members.member import Member
from port2port.pure.markdown import html
from port2port.vocabulary import lookup

FINDINGS_WITHIN = timedelta(days=14)
# More than these nobody reads on a page; the export of the exercise holds all.
MOST_SEEN, MOST_READ = 60, 2_000
WORST_FIRST = ("U", "M", "S", "P")


@dataclass(frozen=True, slots=True)
class Rated:
    """One objective and its letter; `wants` says that an improvement is missing."""

    objective: Objective
    words: str | Promise
    kind: str
    control: str
    wants: bool
    seen: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding, and the action that came from it, where the reader sees that."""

    finding: EventFinding
    control: str
    action: Action | None
    may_promise: bool


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One approval; `mine` where this reader can give it, `given` where it stands."""

    words: str
    signature: Signature
    mine: bool
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything the template needs, asked once."""

    row: AfterAction
    event: Event
    state_kind: str
    writes: bool
    rated: list[Rated]
    counts: list[tuple[str, str | Promise, int]]
    lowest: tuple[str, str | Promise] | None
    strengths: list[FindingLine]
    improvements: list[FindingLine]
    text: SafeString
    comments: list[EventComment]
    may_comment: bool
    comments_over: bool
    seal: str
    signatures: list[SignatureLine]
    findings_by: date | None
    lesson: Lesson | None
    observations: list[Observation]
    more_observations: bool
    facilities: list[str]

    @property
    def open_objectives(self) -> int:
        """How many objectives have no letter yet."""
        return sum(not one.objective.rating for one in self.rated)

    @property
    def wanting(self) -> int:
        """How many objectives want an improvement."""
        return sum(one.wants for one in self.rated)


def page_of(row: AfterAction, *, member: Member, now: datetime) -> ReportPage:
    """The page as this reader sees it now; the after-action was found among those it sees."""
    event = row.event
    writes = AfterAction.objects.editable_by(member).filter(pk=row.pk).exists()
    shown = EventFinding.objects.visible_to(member).filter(after_action=row)
    findings = list(shown.select_related("objective", "facility"))
    lines = _finding_lines(findings, row, member)
    seen = _seen(event, member)
    rated = _rated(row, findings, seen)
    counted = Counter(one.objective.rating for one in rated if one.objective.rating)
    lowest = next((letter for letter in WORST_FIRST if counted[letter]), None)
    seal = seal_of(row)
    over = is_over(row, now=now)
    return ReportPage(
        row=row,
        event=event,
        state_kind=STATE_KINDS[row.state],
        writes=writes,
        rated=rated,
        counts=[(letter, RATING_WORDS[letter], counted[letter]) for letter in RATING_WORDS],
        lowest=(lowest, RATING_WORDS[lowest]) if lowest else None,
        strengths=[one for one in lines if one.finding.kind == EventFinding.Kind.STRENGTH],
        improvements=[one for one in lines if one.finding.kind == EventFinding.Kind.IMPROVEMENT],
        text=SafeString(html(row.text)),
        comments=list(
            EventComment.objects.visible_to(member).filter(after_action=row).select_related("by__organisation")
        ),
        may_comment=row.state == AfterAction.State.COMMENTS and not over and member.seat_id is not None,
        comments_over=over,
        seal=seal,
        signatures=_signature_lines(row, member, seal, is_open=_is_to_approve(row, over=over)),
        findings_by=event.held_on + FINDINGS_WITHIN if event.held_on else None,
        lesson=lesson_for(event, member),
        observations=seen[:MOST_SEEN],
        more_observations=len(seen) > MOST_SEEN,
        facilities=[one.name for one in places_of(event.pk)],
    )


def draft_for(member: Member, **which: object) -> Lesson | None:
    """A draft that this seat writes, or approves for a facility that took part."""
    found = Lesson.objects.drafted_for(member).select_related("originator", "event")
    return found.filter(**which).first()


def lesson_for(event: Event, member: Member) -> Lesson | None:
    """The event's lesson, for who writes, approves or reads it."""
    found = Lesson.objects.filter(event=event, withdrawn_at=None)
    draft = draft_for(member, event=event)
    return draft or Lesson.objects.visible_to(member).filter(pk__in=found.values("pk")).first()


def _is_to_approve(row: AfterAction, *, over: bool) -> bool:
    return row.state == AfterAction.State.APPROVAL or (row.state == AfterAction.State.COMMENTS and over)


def _seen(event: Event, member: Member) -> list[Observation]:
    rows = Observation.objects.visible_to(member).filter(event=event).standing().in_order()
    return list(rows.select_related("objective", "facility", "seat")[:MOST_READ])


def _rated(row: AfterAction, findings: list[EventFinding], seen: list[Observation]) -> list[Rated]:
    improved = {one.objective_id for one in findings if one.kind == EventFinding.Kind.IMPROVEMENT}
    tallies = Counter((one.objective_id, one.rating) for one in seen if one.rating)
    return [
        Rated(
            objective=one,
            words=RATING_WORDS.get(one.rating, ""),
            kind=RATING_KINDS.get(one.rating, ""),
            control=lookup.coded_label(one.control) if one.control else "",
            wants=one.rating in NEEDS_FINDING and one.pk not in improved,
            seen=[(letter, n) for letter in RATING_WORDS if (n := tallies[(one.pk, letter)])],
        )
        for one in Objective.objects.filter(event=row.event_id).order_by("number")
    ]


def _finding_lines(findings: list[EventFinding], row: AfterAction, member: Member) -> list[FindingLine]:
    keys = [one.action for one in findings if one.action]
    actions = {one.key: one for one in Action.objects.visible_to(member).filter(key__in=keys)} if keys else {}
    mine = set(EventFinding.objects.promised_by(member).filter(after_action=row).values_list("pk", flat=True))
    return [
        FindingLine(
            finding=one,
            control=lookup.coded_label(one.control) if one.control else "",
            action=actions.get(one.action) if one.action else None,
            may_promise=one.pk in mine and (one.action is None or _was_dropped(actions, one)),
        )
        for one in findings
    ]


def _was_dropped(actions: dict[UUID, Action], finding: EventFinding) -> bool:
    action = actions.get(finding.action) if finding.action else None
    return action is not None and action.state == "dropped"


def _signature_lines(row: AfterAction, member: Member, seal: str, *, is_open: bool) -> list[SignatureLine]:
    able = signs_of(member, row)
    return [
        SignatureLine(
            words=signature_words(one),
            signature=one,
            mine=is_open and one.given is None and (one.signs, one.facility_id) in able,
            may_take_back=one.given is not None
            and row.state != AfterAction.State.FINAL
            and one.given.by_id == member.seat_id,
        )
        for one in signatures(row, seal=seal)
    ]


def signature_words(one: Signature) -> str:
    """Whose approval it is."""
    if one.signs == EventApproval.Signs.CONTROLLER:
        return _("Controller of the exercise")
    if one.facility is None:
        return _("Officer of the organisation that planned it")
    return _("Officer of %(facility)s") % {"facility": one.facility.name}


def crumbs(event: Event | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("drills:list"), _("Drills and exercises"))]
    return [*way, (event.get_absolute_url(), event.title)] if event is not None else way


def suggested_until(now: datetime) -> date:
    """The last day for comments that we suggest."""
    return timezone.localdate(now) + timedelta(days=14)


def offers(event: Event, member: Member) -> Iterator[Part]:
    """What the page of the event offers: the after-action, for who writes or reads it."""
    if not event.was_held:
        return
    is_there = AfterAction.objects.visible_to(member).filter(event=event).exists()
    if is_there or written_by(member).filter(pk=event.pk).exists():
        address = reverse("afteraction:page", args=[event.key])
        first = event.is_exercise and event.state != State.CLOSED
        yield Part(_("After-action"), "clipboard-pen", address, is_first=first)
