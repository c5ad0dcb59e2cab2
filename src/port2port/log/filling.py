"""A form filled from the log, and what leaves: the mail's text and the paper, in the form's own language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from port2port.base.templatetags.ui import severity_word, when
from port2port.log.clock24 import newest_addresses
from port2port.log.models import FormAddress, Line, LogFile, Occurrence, Tile
from port2port.members.member import Member
from port2port.members.models import Facility, Person, Seat
from port2port.pure.form_template import FormField, FormTemplate, leads_nowhere
from port2port.reports.printing import pdf_of
from port2port.vocabulary import lookup


@dataclass(frozen=True, slots=True)
class Where:
    """Where a form of a facility goes.

    is_own   whether the facility set it      may_send   whether mail to it reaches anybody
    """

    addressee: str
    email: str
    is_own: bool

    @property
    def may_send(self) -> bool:
        """False for a placeholder; in the demonstration, which writes to nobody, a facility may have set one."""
        return not leads_nowhere(self.email) or (settings.DEMO and self.is_own and bool(self.email))


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with its answers, made at a moment from one wording of an entry."""

    form: FormTemplate
    row: Occurrence
    said: Mapping[str, str]
    role: str
    where: Where
    at: datetime

    @property
    def answers(self) -> list[tuple[FormField, str]]:
        """The questions that have an answer."""
        return [(one, self.said[one.key]) for one in self.form.fields if self.said.get(one.key)]

    @property
    def subject(self) -> str:
        """The mail's subject: one line."""
        what = self.form.header or self.form.name(self.form.language)
        return " ".join(f"{what}: {self.row.facility.name}".split())[:300]

    def text(self) -> str:
        """The mail's text."""
        return self._rendered("log/filled.txt").strip() + "\n"

    def pdf(self) -> bytes | None:
        """The paper, or None where the machine makes none."""
        return pdf_of(self._rendered("log/filled_pdf.html"))

    def _rendered(self, template: str) -> str:
        with translation.override(self.form.language):
            return render_to_string(template, {"filled": self})


def where_of(form: FormTemplate, facility: Facility, among: Iterable[FormAddress] | None = None) -> Where:
    """The facility's own address of this form, else the form's; `among` are the newest addresses, where known."""
    for one in newest_addresses([facility.pk]) if among is None else among:
        if (one.facility_id, one.form) == (facility.pk, form.id) and one.email:
            return Where(one.addressee, one.email, is_own=True)
    return Where(form.addressee, form.email, is_own=False)


def answers_of(form: FormTemplate, row: Occurrence, *, member: Member, now: datetime) -> dict[str, str]:
    """What the log answers by itself, by the form's keys, in the form's language."""
    with translation.override(form.language):
        known = _Known(row, member, now)
        return {one.key: _fitting(one, known.answer(one.source)) if one.source else "" for one in form.fields}


def _fitting(field: FormField, answer: str) -> str:
    return answer if field.has_lines else "; ".join(answer.splitlines())


class _Known:
    """What is known of an entry, asked for by the name of its source."""

    def __init__(self, row: Occurrence, member: Member, now: datetime) -> None:
        self.row, self.member, self.now = row, member, now
        seat = Seat.objects.filter(pk=member.seat_id or 0).select_related("person").first()
        self.seat, self.person = seat, seat.person if seat else None

    def answer(self, source: str) -> str:
        """The words for one source of `form_template.SOURCES`."""
        return _ANSWERS[source](self)

    def lines(self, kind: Line.Kind) -> str:
        """The lines of one kind that stand, each with its time."""
        rows = Line.objects.visible_to(self.member).standing().filter(occurrence=self.row, kind=kind)
        said = ((": ".join(part for part in (one.to, one.text) if part), when(one.at)) for one in rows)
        return "\n".join(f"{words} ({at})" for words, at in said)

    def files(self) -> str:
        """The names of the files."""
        files = LogFile.objects.visible_to(self.member).standing().filter(occurrence=self.row)
        return "\n".join(one.name for one in files)

    def officer(self) -> str:
        """Who sends it, by function and name: the mail is that person's own."""
        if self.seat is None:
            return ""
        role = self.seat.title or str(self.seat.get_function_display())
        return ", ".join(part for part in (role, self.name()) if part)

    def name(self) -> str:
        """The name of who sends it."""
        return self.person.name if isinstance(self.person, Person) else ""


_ANSWERS: dict[str, Callable[[_Known], str]] = {
    "number": lambda it: it.row.number,
    "happened_at": lambda it: when(it.row.happened_at),
    "known_at": lambda it: when(it.row.noted_at),
    "made_at": lambda it: when(it.now),
    "facility": lambda it: it.row.facility.name,
    "imo_number": lambda it: it.row.facility.imo_number,
    "port": lambda it: it.row.facility.port.name,
    "organisation": lambda it: it.row.facility.organisation.name,
    "zone": lambda it: it.row.zone.name if it.row.zone else "",
    "place": lambda it: it.row.where,
    "what": lambda it: str(Tile(it.row.tile).label),
    "methods": lambda it: ", ".join(lookup.label(code) for code in it.row.methods),
    "severity": lambda it: severity_word(it.row.severity) if it.row.severity else "",
    "text": lambda it: it.row.text,
    "action_taken": lambda it: it.row.action_taken,
    "told": lambda it: it.lines(Line.Kind.TOLD),
    "done": lambda it: it.lines(Line.Kind.DONE),
    "follow_up": lambda it: it.lines(Line.Kind.FOLLOW_UP),
    "on_duty": lambda it: ", ".join(it.row.on_duty),
    "reference": lambda it: it.row.reference,
    "files": lambda it: it.files(),
    "officer": lambda it: it.officer(),
    "officer_email": lambda it: it.person.email if it.person else "",
}
