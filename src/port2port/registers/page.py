"""What the page of one use case shows to one reader; of site and figures only what the owner lets go along."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.members.member import Member
from port2port.pure import ai_camera
from port2port.registers.figures import FigureWords, Period, period_of, total_of
from port2port.registers.linking import Link, link_of
from port2port.registers.models import AiClass, AiUseCase, CaseMove, Measurement, State
from port2port.registers.models.wording import contact_words
from port2port.registers.rules import GATES, prohibited_words
from port2port.reports.timeline import Event
from port2port.reports.wording import how_it_came, reason_words
from port2port.sharing.actions import UNDO_SECONDS
from port2port.sharing.models import Delivery, Publication
from port2port.sharing.receipts import receipts_of
from port2port.vocabulary import lookup

STATE_KINDS = {State.TRIAL: "information", State.IN_USE: "done", State.PAUSED: "medium", State.STOPPED: ""}
ICONS = {State.TRIAL: "flask-conical", State.IN_USE: "cctv", State.PAUSED: "pause", State.STOPPED: "square"}
type Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that the owner could take; `wants` says what is missing first."""

    state: str
    words: str
    wants: list[str]
    asks_why: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the template needs, asked once. site: empty where it does not go along."""

    case: AiUseCase
    is_own: bool
    may_edit: bool
    state: State
    site: str
    sections: list[tuple[str, str, Pairs]]
    purposes: Pairs
    periods: list[Period]
    total: FigureWords | None
    practice: Link | None
    contact: str
    prohibited: str
    annex_iii: date | None
    steps: list[Step]
    events: list[Event]
    receipts: list[Delivery]
    came: list[str]
    undo_seconds: int

    @property
    def state_kind(self) -> str:
        """The colour and shape that go with the state."""
        return STATE_KINDS.get(self.state, "")

    @property
    def reason(self) -> str:
        """Why it was withdrawn."""
        return reason_words(self.case.withdrawn_reason)


def page_of(case: AiUseCase, *, member: Member, now: datetime) -> CasePage:
    """The page as this reader sees it now; the case was found in the reader's register."""
    is_own = case.originator_id == member.organisation_id
    stands = not case.is_withdrawn
    may_edit = stands and AiUseCase.objects.editable_by(member).filter(pk=case.pk).exists()
    rows = list(Measurement.objects.visible_to(member).filter(case=case)) if stands else []
    ai_class = AiClass(case.ai_class)
    return CasePage(
        case=case,
        is_own=is_own,
        may_edit=may_edit,
        state=State(case.state),
        site=site_of(case) if is_own or case.shows_site else "",
        sections=list(sections_of(case)),
        purposes=[(code, lookup.coded_label(code)) for code in case.purposes],
        periods=[period_of(one) for one in rows],
        total=total_of(rows),
        practice=link_of(case.practice, member) if case.practice else None,
        contact=contact_words(case),
        prohibited=prohibited_words(case.facts) if ai_class == AiClass.PROHIBITED else "",
        annex_iii=settings.AI_ANNEX_III_ON if ai_class == AiClass.HIGH_RISK else None,
        steps=list(_steps(case)) if may_edit else [],
        events=events_of(case, member=member),
        receipts=receipts_of(case, member) if is_own and stands and not case.is_draft else [],
        came=how_it_came(case, member=member) if not case.is_draft else [],
        undo_seconds=undo_seconds(case, now=now) if may_edit else 0,
    )


def site_of(case: AiUseCase) -> str:
    """Facility and port."""
    return f"{case.facility.name}, {case.facility.port.name}" if case.facility is not None else ""


def sections_of(case: AiUseCase) -> Iterator[tuple[str, str, Pairs]]:
    """Each part of the register with its heading, and what was answered there."""
    yield "what", _("What it watches"), _said(*_watched(case))
    yield "law", _("Who, and what the law makes of it"), _said(*_lawful(case))
    overseen = (
        (_("Who decides on an alarm"), case.decides),
        (_("Within"), _seconds(case.within_s)),
        (_("Who may switch it off"), case.switches_off),
    )
    yield "oversight", _("Who watches over it"), _said(*overseen)


def _watched(case: AiUseCase) -> Iterator[tuple[str, object]]:
    yield _("Kind"), case.get_kind_display()
    yield _("Place"), case.get_place_display()
    yield _("Live images"), case.is_real_time
    yield _("What it tells of people"), case.get_biometric_display()
    yield _("People at work are watched"), case.at_work
    yield _("Sorts people by sensitive traits"), case.is_sensitive


def _lawful(case: AiUseCase) -> Iterator[tuple[str, object]]:
    yield _("Who uses it"), case.deployer
    yield _("Who made it"), case.provider
    yield _("Model and version"), case.model
    yield _("Used for law enforcement"), case.for_law_enforcement
    yield _("Legal basis"), case.legal_basis
    yield _("Declared under the camera law"), case.camera_law_declared
    yield _("Works council heard"), case.works_council_consulted
    yield _("Impact assessment"), _dpia(case)
    yield _("Images are kept"), _days(case.retention_days)
    yield _("Class of the AI Act"), case.get_ai_class_display()
    yield _("Why this class"), case.class_reasoning
    yield _("Written reference of an authority"), case.authority


def _said(*pairs: tuple[str, object]) -> Pairs:
    yes, no = _("yes"), _("no")
    words = ((name, (yes if value else no) if isinstance(value, bool) else str(value)) for name, value in pairs)
    return [(name, value) for name, value in words if value]


def events_of(case: AiUseCase, *, member: Member) -> list[Event]:
    """Steps and versions, oldest first. Why a step was taken, and what came before sharing, stays with the owner."""
    is_own = case.originator_id == member.organisation_id
    found = [*_moves(case, member, is_own=is_own)]
    if not case.is_draft:
        found += _versions(case, member)
    return sorted(found, key=lambda event: event.moment)


def undo_seconds(case: AiUseCase, *, now: datetime) -> int:
    """How long sharing can still be taken back."""
    if case.version != 1 or case.published_at is None or case.is_withdrawn:
        return 0
    left = case.published_at + timedelta(seconds=UNDO_SECONDS) - now
    return max(0, int(left.total_seconds()))


def crumbs(case: AiUseCase | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("registers:cameras"), _("AI cameras"))]
    return [*way, (case.get_absolute_url(), case.number)] if case is not None else way


def _steps(case: AiUseCase) -> Iterator[Step]:
    for to in ai_camera.MOVES[ai_camera.State(case.state)]:
        wants = [
            prohibited_words(case.facts) if gate == ai_camera.Gate.PROHIBITED else str(GATES[gate])
            for gate in ai_camera.missing(case.facts, to)
        ]
        asks_why = to in {ai_camera.State.PAUSED, ai_camera.State.STOPPED, ai_camera.State.WITHDRAWN}
        yield Step(to.value, _step_words(to, State(case.state)), wants, asks_why)


def _step_words(to: ai_camera.State, here: State) -> str:
    words = {
        ai_camera.State.ASSESSED: _("It is assessed"),
        ai_camera.State.TRIAL: _("Begin the trial"),
        ai_camera.State.IN_USE: _("Take it up again") if here == State.PAUSED else _("Put it to use"),
        ai_camera.State.PAUSED: _("Pause it"),
        ai_camera.State.STOPPED: _("Stop it"),
        ai_camera.State.WITHDRAWN: _("Withdraw it"),
    }
    return words.get(to, "")


def _moves(case: AiUseCase, member: Member, *, is_own: bool) -> Iterator[Event]:
    rows = CaseMove.objects.visible_to(member).filter(case=case).select_related("by__person")
    for one in rows if is_own else rows.filter(at__gt=case.published_at):
        yield Event(
            moment=one.at,
            icon=ICONS.get(State(one.after), "arrow-right"),
            who=(one.by.person.name if one.by else "") if is_own else case.originator.label,
            what=_("moved it to: %(state)s") % {"state": State(one.after).label}
            if one.before
            else _("entered it in the register"),
            text=one.why if is_own else "",
        )


def _versions(case: AiUseCase, member: Member) -> Iterator[Event]:
    for one in Publication.objects.visible_to(member).of(case).order_by("version"):
        words = {
            Publication.Step.PUBLISHED: _("shared it"),
            Publication.Step.REVISED: _("put version %(n)d in its place") % {"n": one.version},
        }
        yield Event(
            moment=one.at,
            icon={"published": "send", "revised": "pencil", "withdrawn": "undo-2"}[one.step],
            who=case.originator.label,
            what=words.get(Publication.Step(one.step), _("withdrew it")),
            kind="system",
            tlp=one.tlp,
        )


def _dpia(case: AiUseCase) -> str:
    on = date_format(case.dpia_on, "DATE_FORMAT") if case.dpia_on else ""
    return ", ".join(one for one in (case.dpia, on) if one)


def _days(number: int | None) -> str:
    return "" if number is None else ngettext("%(n)d day", "%(n)d days", number) % {"n": number}


def _seconds(number: int | None) -> str:
    return "" if number is None else ngettext("%(n)d second", "%(n)d seconds", number) % {"n": number}
