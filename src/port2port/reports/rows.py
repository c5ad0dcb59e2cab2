"""The rows of the list of reports, ready to be set: the page sets fifty of them, so each value is worked out once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from port2port.base.templatetags.ui import age_at, chip, severity, tlp
from port2port.reports.listing import newest_moment
from port2port.reports.models import Report
from port2port.vocabulary import lookup

SHOWN_METHODS = 2


@dataclass(frozen=True, slots=True)
class ListRow:
    """One report in words and chips. Of a withdrawn one nothing but that it was there.

    about   the port and the first methods
    """

    address: str
    title: str
    language: str
    number: str
    about: str
    kind: str
    severity: SafeString | str
    tlp: SafeString
    author: str
    age: SafeString | str
    made_up: SafeString | str


def rows_of(reports: Sequence[Report], *, now: datetime) -> Iterator[ListRow]:
    """In the order given."""
    made_up = format_html(" {}", chip(_("Made up"), "made-up"))
    withdrawn = _("Withdrawn report")
    for one in reports:
        gone = one.is_withdrawn
        yield ListRow(
            address=one.get_absolute_url(),
            title=withdrawn if gone else one.title,
            language="" if gone else one.language,
            number=one.number if gone else "",
            about="" if gone else _about(one),
            kind=str(one.get_kind_display()),
            severity="" if gone or not one.severity else format_html(" {}", severity(one.severity)),
            tlp=tlp(one.tlp),
            author=one.originator.label,
            age=age_at(newest_moment(one), now),
            made_up=made_up if one.is_made_up and not gone else "",
        )


def _about(report: Report) -> str:
    port = [report.port.name] if report.port else []
    return "\u00a0· ".join([*port, *(lookup.label(code) for code in report.methods[:SHOWN_METHODS])])
