"""What the Now page says: what needs me, what changed since I looked, how it stands where I am.

Each line comes from the querysets of its own context, so nothing is shown here that its own page would hide.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.afteraction.due import learnt_lines
from port2port.assessments.due import due_in_assessments
from port2port.campaigns.due import campaign_lines
from port2port.certificates.due import certificate_lines
from port2port.concerns.due import desk_lines
from port2port.courses.due import course_lines, release_lines
from port2port.drills.due import drill_lines
from port2port.duties.due import due_lines
from port2port.groups.due import due_in_groups
from port2port.knowledge.directory import agree_words, own_pairs
from port2port.knowledge.due import practice_lines
from port2port.knowledge.floor_page import floor_due
from port2port.knowledge.page_question import questions_for
from port2port.levels.due import checklist_lines, declaration_lines
from port2port.live.due import live_lines
from port2port.log.models import Handover, Occurrence
from port2port.measures.due import measure_lines
from port2port.members.level_board import effective_levels
from port2port.members.member import Act, Function, Member
from port2port.members.models import (
    CircleMembership,
    Clientship,
    Facility,
    Organisation,
    Person,
    Port,
)
from port2port.pure.audience import Tlp
from port2port.pure.levels import IspsLevel
from port2port.pure.weeks import WEEK
from port2port.reports.listing import count_words
from port2port.reports.models import Answer, Report
from port2port.reviews.due import review_lines
from port2port.sharing.audience_index import count_up_to, newest
from port2port.studies.waiting import approval_lines

MOST_NEEDS = 12
MOST_OF_A_KIND = 50
MOST_CHANGES = 10
MOST_PORTS = 8
MOST_NOTES = 3
MOST_ENTRIES = 5


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for this seat; the most urgent first. is_since: it began at `due`, and goes on."""

    words: str
    title: str
    address: str
    icon: str
    due: datetime | None = None
    tlp: Tlp | None = None
    severity: str = ""
    language: str = ""
    is_since: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A report that reached me; is_new since I last looked."""

    report: Report
    is_new: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One port of the own organisation: its reports of the last seven days, as far as I may see them."""

    port: Port
    week: str


@dataclass(frozen=True, slots=True)
class Site:
    """One facility within the seat's scope and the ISPS level that binds it."""

    facility: Facility
    level: IspsLevel


def needs_of(member: Member, *, now: datetime) -> list[Need]:
    """What waits for this seat, by date; what has no date comes last."""
    waiting = [
        *_duties(member, now),
        *_concerns(member, now),
        *_unanswered(member, now),
        *_practices(member, now),
        *_courses(member, now),
        *_groups(member, now),
        *_assessments(member),
        *_campaigns(member, now),
        *_measures(member),
        *_questions(member),
        *_from_guards(member),
        *_buddies(member),
        *_levels(member, now),
        *_declarations(member, now),
        *_drills(member, now),
        *_reviews(member),
        *_studies(member),
        *_certificates(member, now),
        *_learnt(member, now),
        *_exercises(member),
        *_invitations(member),
        *_drafts(member),
    ]
    return sorted(waiting, key=lambda need: (need.due is None, need.due or now))


def _exercises(member: Member) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, "radio", due=line.due, is_since=True) for line in live_lines(member)
    ]


def _duties(member: Member, now: datetime) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, line.icon, due=line.due, language=line.language)
        for line in due_lines(member, now=now)
    ]


def _courses(member: Member, now: datetime) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, line.icon, due=line.due, language=line.language)
        for line in (*course_lines(member, now=now), *release_lines(member))
    ]


def _practices(member: Member, now: datetime) -> list[Need]:
    return [
        Need(
            line.words,
            line.title,
            line.address,
            "lightbulb",
            due=timezone.make_aware(datetime.combine(line.due, time.max)) if line.due else None,
            language=line.language,
        )
        for line in practice_lines(member, now=now)
    ]


def _learnt(member: Member, now: datetime) -> list[Need]:
    return [
        Need(
            line.words,
            line.title,
            line.address,
            "clipboard-pen",
            due=timezone.make_aware(datetime.combine(line.due, time.max)) if line.due else None,
            language=line.language,
        )
        for line in learnt_lines(member, now=now)
    ]


def _groups(member: Member, now: datetime) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, line.icon, due=line.due, tlp=line.tlp, language=line.language)
        for line in due_in_groups(member, now=now)
    ]


def _assessments(member: Member) -> list[Need]:
    return [Need(line.words, line.title, line.address, line.icon, due=line.due) for line in due_in_assessments(member)]


def _campaigns(member: Member, now: datetime) -> list[Need]:
    return [
        Need(
            line.words,
            line.title,
            line.address,
            "megaphone",
            due=timezone.make_aware(datetime.combine(line.due, time.max)),
            language=line.language,
        )
        for line in campaign_lines(member, now=now)
    ]


def _measures(member: Member) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, "list-checks", due=line.due, tlp=line.tlp, language=line.language)
        for line in measure_lines(member)
    ]


def _concerns(member: Member, now: datetime) -> list[Need]:
    return [Need(line.words, line.title, line.address, line.icon, due=line.due) for line in desk_lines(member, now=now)]


def _unanswered(member: Member, now: datetime) -> list[Need]:
    if not member.may(Act.ANSWER):
        return []
    mine = Answer.objects.filter(report=OuterRef("pk"), organisation=member.organisation_id)
    visible = Report.objects.visible_to(member).exclude(originator_id=member.organisation_id).exclude(Exists(mine))
    alerts = visible.open_alerts(at=now).order_by("valid_until")[:MOST_OF_A_KIND]
    requests = visible.open_requests(at=now).order_by("answer_by")[:MOST_OF_A_KIND]
    return [
        _report_need(report, words, due)
        for report, words, due in [
            *((alert, _("Answer this alert"), alert.valid_until) for alert in alerts),
            *((request, _("Answer this request"), request.answer_by) for request in requests),
        ]
    ]


def _questions(member: Member) -> list[Need]:
    """Questions that were sent to the own organisation, and answers that it has to judge."""
    return [
        Need(
            words=_("Say whether this answers you") if one.is_own else _("Answer this question"),
            title=one.question.title,
            address=one.question.get_absolute_url(),
            icon="message-circle-question-mark",
            due=None if one.is_own else _end_of(one.question.answer_by),
            tlp=Tlp(one.question.tlp),
            language=one.question.language,
        )
        for one in questions_for(member, most=MOST_OF_A_KIND)
    ]


def _from_guards(member: Member) -> list[Need]:
    """What guards of the own organisation would like to have asked."""
    return [
        Need(
            words=_("A guard would like to have this asked"),
            title=one.title,
            address=one.get_absolute_url(),
            icon="message-circle-question-mark",
            language=one.language,
        )
        for one in floor_due(member)
    ]


def needs_of_small_seat(member: Member, *, now: datetime) -> list[Need]:
    """What waits for a seat that reads no reports: its questions, and what training asks of a trainer; by date."""
    if member.function != Function.TRAINER:
        return _questions(member)
    waiting = [
        *_courses(member, now),
        *_certificates(member, now),
        *_drills(member, now),
        *_exercises(member),
        *_learnt(member, now),
        *_campaigns(member, now),
        *_questions(member),
    ]
    return sorted(waiting, key=lambda need: (need.due is None, need.due or now))


def _buddies(member: Member) -> list[Need]:
    return [
        Need(
            words=agree_words(),
            title=f"{one.small.name} · {one.helper.name}",
            address=reverse("knowledge:buddies"),
            icon="handshake",
        )
        for one in own_pairs(member)
        if one.waits_for(member)
    ]


def buddies_of(member: Member) -> list[Organisation]:
    """Who stands by the own organisation."""
    return [one.helper for one in own_pairs(member) if one.is_agreed and one.small_id == member.organisation_id]


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def _report_need(report: Report, words: str, due: datetime | None) -> Need:
    return Need(
        words=words,
        title=report.title,
        address=report.get_absolute_url(),
        icon="siren" if report.kind == "alert" else "message-circle-question-mark",
        due=due,
        tlp=Tlp(report.tlp),
        severity=report.severity,
        language=report.language,
    )


def _levels(member: Member, now: datetime) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, line.icon, due=line.due) for line in checklist_lines(member, now=now)
    ]


def _declarations(member: Member, now: datetime) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, line.icon, due=line.due)
        for line in declaration_lines(member, now=now)
    ]


def _drills(member: Member, now: datetime) -> list[Need]:
    return [
        Need(line.words, line.title, line.address, line.icon, due=line.due) for line in drill_lines(member, now=now)
    ]


def _invitations(member: Member) -> list[Need]:
    found: list[Need] = []
    if member.may(Act.MANAGE_CIRCLES):
        stays = CircleMembership.objects.filter(
            organisation=member.organisation_id, joined_at=None, left_at=None, circle__closed_at=None
        )
        found += [
            Need(
                words=_("Your organisation is invited to a circle"),
                title=stay.circle.name,
                address=reverse("members:circle", args=[stay.circle.key]),
                icon="users-round",
            )
            for stay in stays.select_related("circle")
        ]
    if member.may(Act.MANAGE_PEOPLE):
        offers = Clientship.objects.filter(client=member.organisation_id, accepted_at=None, ended_at=None)
        found += [
            Need(
                words=_("A member names your organisation as its client"),
                title=offer.member.name,
                address=reverse("members:clients"),
                icon="handshake",
            )
            for offer in offers.select_related("member")
        ]
    return found


def _reviews(member: Member) -> list[Need]:
    """Peer reviews in which the own seat was drawn and has not said what binds it."""
    return [Need(line.words, line.title, line.address, "users-round") for line in review_lines(member)]


def _studies(member: Member) -> list[Need]:
    """Results that hold the own organisation's counts and wait for its approval."""
    return [
        Need(line.words, line.title, line.address, "microscope", tlp=line.tlp, language=line.language)
        for line in approval_lines(member)
    ]


def _certificates(member: Member, now: datetime) -> list[Need]:
    """Certificates that run out: one's own, and those of the own staff."""
    return [
        Need(line.words, line.title, line.address, "award", due=_end_of(line.due))
        for line in certificate_lines(member, now=now)
    ]


def _drafts(member: Member) -> list[Need]:
    mine = Report.objects.editable_by(member).drafts().filter(author_id=member.person_id)
    return [
        Need(
            words=_("Your draft"),
            title=draft.title or _("Without a title"),
            address=reverse("reports:edit", args=[draft.key]),
            icon="pencil",
            tlp=Tlp(draft.tlp),
            language=draft.language,
        )
        for draft in mine.order_by("-changed_at")[:3]
    ]


def changes_for(member: Member, person: Person | None) -> list[Change]:
    """The newest reports that reached the member, what came since it last looked marked."""
    places = newest(Report, member, limit=MOST_CHANGES)
    rows = Report.objects.visible_to(member).select_related("originator", "port")
    reports = rows.in_bulk([place.record_id for place in places])
    looked_at = person.looked_at if person else None
    return [
        Change(report=reports[place.record_id], is_new=looked_at is None or place.at > looked_at)
        for place in places
        if place.record_id in reports
    ]


def standing_of(member: Member, *, now: datetime) -> list[Standing]:
    """The own organisation's ports, or those of its facilities, with what was reported there this week."""
    ports = Port.objects.visible_to(member).filter(manager_id=member.organisation_id)
    if member.port_id is not None:
        ports = ports.filter(pk=member.port_id)
    rows = list(ports.order_by("name")[:MOST_PORTS])
    if not rows:
        own = Facility.objects.in_scope_of(member).values("port_id")
        rows = list(Port.objects.visible_to(member).filter(pk__in=own).order_by("name")[:MOST_PORTS])
    return [Standing(port=port, week=count_words(_this_week(member, port, now))) for port in rows]


def _this_week(member: Member, port: Port, now: datetime) -> int:
    return count_up_to(Report, member, groups=[[f"port:{port.locode or port.slug}"]], since=now - WEEK)


def sites_of(member: Member, *, now: datetime) -> list[Site]:
    """Facilities within the seat's scope that ISPS binds, and their level."""
    facilities = Facility.objects.in_scope_of(member).filter(isps="inside", is_active=True).select_related("port")
    rows = list(facilities[:MOST_PORTS])
    levels = effective_levels(rows, at=now)
    return [Site(facility=facility, level=levels[facility.pk]) for facility in rows]


@dataclass(frozen=True, slots=True)
class Shift:
    """What a guard begins a shift with: the notes that wait to be taken over, and its own last entries."""

    notes: list[Handover]
    entries: list[Occurrence]


def shift_of(member: Member) -> Shift:
    """Of the seat's own facilities; a note that the seat wrote itself waits for somebody else."""
    waiting = Handover.objects.editable_by(member).filter(taken_at=None).exclude(seat_id=member.seat_id or 0)
    own = Occurrence.objects.visible_to(member).filter(seat_id=member.seat_id or 0)
    return Shift(
        notes=list(waiting.select_related("facility", "seat").order_by("-made_at", "-pk")[:MOST_NOTES]),
        entries=list(own.standing().newest_first().select_related("facility", "zone")[:MOST_ENTRIES]),
    )


# Seats that read no reports get words about what they are for, instead of an empty inbox.
ABOUT_SEAT: dict[Function, str | Promise] = {
    Function.TRAINER: gettext_lazy(
        "Nothing in training waits for you. "
        "Courses to release, certificates that run out, drills and questions appear here."
    ),
    Function.AUDITOR: gettext_lazy("You see receipts, sizes, times and the audit trail; never content."),
    Function.OPERATOR: gettext_lazy("You run the machine. Nothing that is shared is shown to this seat."),
}
