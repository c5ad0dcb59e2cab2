"""The form by which a facility announces or reports a drill or an exercise to its port: lines, mail text, address."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from port2port.drills.listing import role_words
from port2port.drills.models import Event
from port2port.duties.rulebook import element_label
from port2port.log.clock24 import newest_addresses


@dataclass(frozen=True, slots=True)
class PortForm:
    """What is printed and mailed. `email` is empty where no facility has set the address of its port."""

    heading: str
    lines: list[tuple[str, str]]
    addressee: str
    email: str

    @property
    def text(self) -> str:
        """As mail."""
        return "\n".join([self.heading, "", *(f"{label}: {value}" for label, value in self.lines)])

    @property
    def mail_address(self) -> str:
        """Opens a mail with the words filled in."""
        query = urlencode({"subject": self.heading, "body": self.text.replace("\n", "\r\n")}, quote_via=quote)
        return f"mailto:{quote(self.email, safe='@')}?{query}"


def form_of(row: Event, *, language: str) -> PortForm:
    """Before it is held an announcement, then a report. `row` has its names."""
    addressee, email = _address(row)
    with translation.override(language):
        heading = _report_heading(row) if row.was_held else _announcement_heading(row)
        return PortForm(heading, _lines(row), addressee, email)


def _announcement_heading(row: Event) -> str:
    return _("Announcement of an exercise (ISPS)") if row.is_exercise else _("Announcement of a drill (ISPS)")


def _report_heading(row: Event) -> str:
    return _("Report of an exercise (ISPS)") if row.is_exercise else _("Report of a drill (ISPS)")


def _lines(row: Event) -> list[tuple[str, str]]:
    start = timezone.localtime(row.planned_at)
    places = [place.facility for place in row.places.all() if place.consented_at is not None]
    lines = [
        (_("Organisation"), row.organisation.name),
        (_("Facilities"), "; ".join(f"{one.name}{f' ({one.imo_number})' if one.imo_number else ''}" for one in places)),
        (_("Kind"), str(row.get_kind_display())),
        (_("Tested"), "; ".join(map(element_label, row.elements))),
        (_("ISPS level played"), f"ISPS {row.isps_level}"),
    ]
    if not row.was_held:
        end = start + timedelta(minutes=row.minutes)
        when = f"{date_format(start, 'DATE_FORMAT')}, {start:%H:%M}–{end:%H:%M}"
        return [*lines, (_("When"), when), (_("Stop word"), row.stop_word), (_("Safety note"), row.safety)]
    counts = ", ".join(f"{role_words(code)} {count}" for code, count in row.took_part.items())
    return [
        *lines,
        (_("Held on"), date_format(row.held_on, "DATE_FORMAT") if row.held_on else ""),
        (_("Minutes"), str(row.held_minutes)),
        (_("Took part"), counts),
        (_("What went well"), row.went_well),
        (_("What to fix"), row.to_fix),
    ]


def _address(row: Event) -> tuple[str, str]:
    """Where the facilities send the port's forms: the address that the 24-hour report goes to."""
    own = [place.facility_id for place in row.places.all() if place.facility.organisation_id == row.organisation_id]
    found = next((one for one in newest_addresses(own) if one.email), None)
    return (found.addressee, found.email) if found else ("", "")
