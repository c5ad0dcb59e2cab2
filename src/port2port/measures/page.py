"""One measure as a reader sees it: its words, where it stands, who says what to it, and what the reader may do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from port2port.measures.access import answers_for_its_organisation, takes_part
from port2port.measures.actions import ports_of, roles_of
from port2port.measures.models import Measure, MeasureReply, MeasureStep, MeasureVersion, State
from port2port.measures.rooms import Link, rooms
from port2port.measures.texts import Code, Shown, codes_of, shown
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.measure_life import PORTS, Move, Role, moves, opens_until
from port2port.pure.measure_life import State as LifeState
from port2port.sharing.came import named_organisations

KINDS = {State.ADOPTED: "done", State.CONSULTATION: "medium", State.DECISION: "medium", State.PILOT: "low"}
MOVE_WORDS = {
    Move.DRAFT: gettext_lazy("Make it a draft"),
    Move.CONSULT: gettext_lazy("Put it to the ports"),
    Move.CLOSE: gettext_lazy("Close the consultation"),
    Move.PILOT: gettext_lazy("Try it first"),
    Move.BEGIN: gettext_lazy("Name the pilot"),
    Move.CONCLUDE: gettext_lazy("End the pilot"),
    Move.ADOPT: gettext_lazy("Adopt"),
    Move.BACK: gettext_lazy("Back to drafting"),
    Move.REVIEW: gettext_lazy("Look at it again"),
    Move.KEEP: pgettext_lazy("step of a measure", "Keep it"),
    Move.CHANGE: pgettext_lazy("step of a measure", "Change it"),
    Move.WITHDRAW: gettext_lazy("Withdraw"),
}
STEP_WORDS = {
    "idea": gettext_lazy("wrote the idea down"),
    "lead": gettext_lazy("handed the lead over"),
    "draft": gettext_lazy("began the draft"),
    "consult": gettext_lazy("put it to the ports"),
    "fewer": gettext_lazy("says why replies from fewer ports are enough"),
    "close": gettext_lazy("closed the consultation"),
    "pilot": gettext_lazy("wants it tried first"),
    "begin": gettext_lazy("named the pilot"),
    "conclude": gettext_lazy("ended the pilot"),
    "adopt": gettext_lazy("adopted it"),
    "back": gettext_lazy("sent it back to drafting"),
    "review": gettext_lazy("began to look at it again"),
    "keep": gettext_lazy("kept it"),
    "change": gettext_lazy("wants it changed"),
    "withdraw": pgettext_lazy("step of a measure", "withdrew it"),
}
# The road of a measure, for the row of steps at the head of the page.
ROAD = (State.IDEA, State.DRAFTING, State.CONSULTATION, State.DECISION, State.PILOT, State.ADOPTED, State.REVIEWED)


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One reply; `who` is empty where the reader is not told."""

    reply: MeasureReply
    who: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step that the reader may take."""

    move: str
    words: str


@dataclass(frozen=True, slots=True)
class Ask:
    """How the consultation stands. until   at the earliest"""

    until: datetime
    is_over_then: bool
    ports: int
    needed: int
    unanswered: int
    fewer_reason: str


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """What the page says."""

    measure: Measure
    version: MeasureVersion | None
    text: Shown
    controls: list[Code]
    methods: list[Code]
    state_kind: str
    steps: list[Step]
    may_write: bool
    may_reply: bool
    own_reply: MeasureReply | None
    may_answer: bool
    may_allow_fewer: bool
    replies: list[ReplyLine]
    reads_replies: bool
    ask: Ask | None
    history: list[dict[str, object]]
    road: list[dict[str, object]]
    group: Link | None
    decision: Link | None
    in_force: MeasureVersion | None
    is_chair: bool


def page_of(
    measure: Measure, *, member: Member, now: datetime, language: str = "", n: int | None = None
) -> MeasurePage:
    """The page as this reader sees it now; `measure` was found by `visible_to` or `editable_by`.

    n   the version asked for; else the newest that the reader may read
    """
    versions = MeasureVersion.objects.visible_to(member).filter(measure=measure).order_by("-n")
    version = (versions.filter(n=n) if n is not None else versions).first()
    roles = roles_of(member, measure)
    replies = _replies(measure, version, member)
    open_now = measure.state == State.CONSULTATION and version is not None and version.n == measure.n
    controls, methods = codes_of(
        version.controls if version else measure.controls, version.methods if version else measure.methods
    )
    is_own = measure.originator_id == member.organisation_id
    return MeasurePage(
        measure=measure,
        version=version,
        text=shown(measure, version, language=language),
        controls=controls,
        methods=methods,
        state_kind=KINDS.get(State(measure.state), ""),
        steps=_steps(measure, version, roles),
        may_write=Role.WRITER in roles and measure.state in {State.IDEA, State.DRAFTING},
        may_reply=open_now and not is_own and answers_for_its_organisation(member),
        own_reply=next((one.reply for one in replies if one.is_own), None),
        may_answer=open_now and Role.LEAD in roles,
        may_allow_fewer=open_now and Role.CHAIR in roles,
        replies=replies,
        reads_replies=takes_part(member),
        ask=_ask(version, replies, now=now) if open_now and version is not None else None,
        history=history_of(measure, member),
        road=_road(measure),
        group=rooms().group(member, measure.working_group) if measure.working_group else None,
        decision=rooms().decision(member, measure.decision) if measure.decision else None,
        in_force=versions.filter(n=measure.in_force).first() if measure.in_force else None,
        is_chair=Role.CHAIR in roles,
    )


def _steps(measure: Measure, version: MeasureVersion | None, roles: Iterable[Role]) -> list[Step]:
    found = moves(LifeState(measure.state), frozenset(roles))
    begun = version is not None and version.pilot_from_on is not None
    left_out = {Move.BEGIN} if begun else {Move.CONCLUDE}
    return [Step(move.value, str(MOVE_WORDS[move])) for move in found if move not in left_out]


def _road(measure: Measure) -> list[dict[str, object]]:
    here = ROAD.index(State(measure.state)) if measure.state in ROAD else len(ROAD)
    return [{"words": State(one).label, "done": place < here, "here": place == here} for place, one in enumerate(ROAD)]


def _replies(measure: Measure, version: MeasureVersion | None, member: Member) -> list[ReplyLine]:
    if version is None:
        return []
    rows = list(MeasureReply.objects.visible_to(member).filter(version=version).select_related("organisation"))
    is_told = tells_whom(measure, member)
    return [
        ReplyLine(
            one,
            one.organisation.name if is_told(one.organisation_id) else "",
            is_own=one.organisation_id == member.organisation_id,
        )
        for one in rows
    ]


def tells_whom(measure: Measure, member: Member) -> Callable[[int], bool]:
    """Which organisations this reader is told by name when they say something about the measure.

    Those that circles hide from each other stay hidden; whose measure it is knows whom it reached.
    """
    if measure.originator_id == member.organisation_id or measure.tlp <= Tlp.GREEN:
        return lambda _organisation: True
    own = {measure.originator_id, member.organisation_id or 0}
    return (own | named_organisations(measure, member)).__contains__


def _ask(version: MeasureVersion, replies: list[ReplyLine], *, now: datetime) -> Ask:
    until = opens_until(version.opened_at or now)
    return Ask(
        until=until,
        is_over_then=now >= until,
        ports=ports_of(one.reply for one in replies),
        needed=PORTS,
        unanswered=sum(one.reply.answered_at is None for one in replies),
        fewer_reason=version.fewer_reason,
    )


def history_of(measure: Measure, member: Member) -> list[dict[str, object]]:
    """Every step that this reader may know, as items of a timeline."""
    rows = list(MeasureStep.objects.visible_to(member).filter(measure=measure).select_related("organisation"))
    is_told = tells_whom(measure, member)
    return [
        {
            "kind": "person",
            "icon": "list-checks",
            "who": one.organisation.label if is_told(one.organisation_id) else _("The chair of the working group"),
            "what": str(STEP_WORDS.get(one.move, one.move)),
            "moment": one.at,
            "text": "" if measure.is_withdrawn and one.move != Move.WITHDRAW else one.note,
        }
        for one in rows
    ]
