"""Reports as rows of a sheet: codes with labels in the reader's language, and the label of each row."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from port2port.pure.audience import Tlp, strictest
from port2port.pure.sheets import Column
from port2port.reports.listing import newest_moment
from port2port.reports.models import Kind, Report
from port2port.reports.models.wording import place_of
from port2port.vocabulary import lookup

CODED = ("stage", "medium", "substance", "outcome", "detected_by")


def columns() -> list[Column]:
    """The headings in the reader's language; a coded field has a column for the code and one for its label."""
    return [
        Column("TLP", 20),
        Column(_("Number"), 14),
        Column(_("Kind"), 14),
        Column(_("Title"), 40),
        Column(_("Severity"), 12),
        Column(_("Method codes"), 24),
        Column(_("Methods"), 40),
        *(heading for name in CODED for heading in (Column(f"{_words(name)} ({_('code')})", 16), Column(_words(name)))),
        Column(_("Port")),
        Column("UN/LOCODE", 12),
        Column(_("Place")),
        Column(_("Happened from"), 22),
        Column(_("Happened until"), 22),
        Column(_("Written by"), 24),
        Column(_("Language"), 10),
        Column(_("Published"), 22),
        Column(_("Newest version"), 22),
        Column(_("Version"), 10),
        Column(_("Facts"), 60),
        Column(_("Assessment"), 60),
        Column(_("What to do"), 40),
        Column(_("Made up"), 10),
        Column(_("Key"), 38),
    ]


def _words(name: str) -> str:
    return {
        "stage": _("Stage"),
        "medium": _("Medium"),
        "substance": _("Substance"),
        "outcome": _("Outcome"),
        "detected_by": _("Found by"),
    }[name]


def cells(rows: Iterable[Report]) -> Iterator[Sequence[str]]:
    """One report a row, in the order of the headings; times are ISO 8601, UTC."""
    for row in rows:
        coded = ((code, lookup.facet_label(name, code) if code else "") for name, code in _codes(row))
        yield [
            Tlp(row.tlp).label,
            row.number,
            str(Kind(row.kind).label),
            row.title,
            str(row.get_severity_display()),
            "; ".join(row.methods),
            "; ".join(lookup.label(code) for code in row.methods),
            *(cell for pair in coded for cell in pair),
            row.port.name if row.port else "",
            row.port.locode if row.port else "",
            place_of(row),
            _moment(row.happened_from),
            _moment(row.happened_to),
            row.originator.name,
            row.language,
            _moment(row.published_at),
            _moment(newest_moment(row)),
            str(row.version),
            row.facts,
            row.assessment,
            row.what_to_do,
            _("yes") if row.is_made_up else "",
            str(row.key),
        ]


def _codes(row: Report) -> Iterator[tuple[str, str]]:
    for name in CODED:
        yield name, getattr(row, name)


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""


def label_of(rows: Sequence[Report]) -> Tlp:
    """The strictest label of any row: that of the whole sheet."""
    return strictest(*(Tlp(row.tlp) for row in rows)) if rows else Tlp.CLEAR


def file_name(tlp: Tlp, ending: str, *, now: datetime) -> str:
    """The name of the file, which carries the label wherever it goes."""
    return f"{tlp.label.replace(':', '-')} reports {now:%Y-%m-%d %H%M}.{ending}"
