"""What the page of one report shows to one reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.members.member import Act, Member
from port2port.members.models import Organisation
from port2port.reports.models import Answer, Attachment, Kind, Report
from port2port.reports.timeline import Event, around_of, events_of
from port2port.reports.wording import coded_facts, drone_facts, how_it_came, place_facts, reason_words, source_facts
from port2port.sharing.actions import UNDO_SECONDS
from port2port.sharing.models import Delivery
from port2port.sharing.would import receivers_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of those asked have answered, for the author."""

    answered: int
    asked: int
    waiting: list[str]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything the template needs, asked once."""

    report: Report
    is_own: bool
    may_edit: bool
    may_reply: bool
    may_answer: bool
    undo_seconds: int
    own_answer: Answer | None
    coverage: Coverage | None
    receipts: list[Delivery]
    files: list[Attachment]
    about: Report | None
    sightings: list[Report]
    original: Report | None
    came: list[str]
    state: str
    coded: list[tuple[str, str]]
    place: list[tuple[str, str]]
    drone: list[tuple[str, str]]
    source: list[tuple[str, str]]
    events: list[Event]

    @property
    def reason(self) -> str:
        """Why it was withdrawn."""
        return reason_words(self.report.withdrawn_reason)


def page_of(report: Report, *, member: Member, now: datetime) -> ReportPage:
    """The page as this reader sees it now; `report` was found by `visible_to`."""
    is_own = report.originator_id == member.organisation_id
    stands = not report.is_withdrawn
    around = around_of(report, member=member)
    may_edit = stands and Report.objects.editable_by(member).filter(pk=report.pk).exists()
    visible = Report.objects.visible_to(member)
    return ReportPage(
        report=report,
        is_own=is_own,
        may_edit=may_edit,
        may_reply=stands and member.may(Act.REPLY),
        may_answer=stands and not is_own and report.asks_for_an_answer and member.may(Act.ANSWER),
        undo_seconds=undo_seconds(report, now=now) if may_edit else 0,
        own_answer=next((one for one in around.answers if one.organisation_id == member.organisation_id), None),
        coverage=coverage_of(report, around.answers) if is_own and stands and report.asks_for_an_answer else None,
        receipts=around.deliveries if is_own and stands else [],
        files=list(Attachment.objects.visible_to(member).filter(report=report)) if stands else [],
        about=visible.filter(pk=report.about_id).first() if report.about_id else None,
        sightings=list(visible.standing().filter(about=report).select_related("originator")),
        original=visible.filter(key=report.derived_from).first() if report.derived_from else None,
        came=how_it_came(report, member=member),
        state=_state(report, now=now),
        coded=list(coded_facts(report)),
        place=list(place_facts(report)),
        drone=list(drone_facts(report)),
        source=list(source_facts(report)),
        events=events_of(report, around, member=member),
    )


def undo_seconds(report: Report, *, now: datetime) -> int:
    """How long the publication can still be taken back."""
    if report.version != 1 or report.published_at is None or report.is_withdrawn:
        return 0
    left = report.published_at + timedelta(seconds=UNDO_SECONDS) - now
    return max(0, int(left.total_seconds()))


def coverage_of(report: Report, answers: Iterable[Answer]) -> Coverage:
    """Answered and asked, by organisation; the author alone sees this. answers: those that this reader may see."""
    asked = receivers_of(report, first_at=report.published_at or report.changed_at).organisations
    answered = {one.organisation_id for one in answers}
    others = (asked | answered) - {report.originator_id}
    waiting = Organisation.objects.filter(pk__in=others - answered).order_by("name")
    return Coverage(len(answered), len(others), [one.label for one in waiting])


def _state(report: Report, *, now: datetime) -> str:
    if report.is_withdrawn:
        return _("Withdrawn")
    if report.kind == Kind.ALERT:
        return _("No longer valid") if report.is_over(at=now) else _("Open")
    if report.kind == Kind.REQUEST:
        return _("Time to answer is over") if report.is_over(at=now) else _("Open")
    return ""


def crumbs() -> list[tuple[str, str]]:
    """The way back to the list."""
    return [(reverse("reports:list"), _("Reports"))]
