"""The rows of the list of reports as they are set: the page sets fifty, so what they share is worked out once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from port2port.base.templatetags.ui import age_at, chip, severity, tlp
from port2port.reports.listing import newest_moment
from port2port.reports.models.report import Kind, number_of
from port2port.reports.thin import Thin
from port2port.vocabulary import lookup

SHOWN_METHODS = 2
_ANY = UUID(int=0)
# The cells carry their column's name for the phone, where each row stands as a card.
_ROW = (
    '<tr><th scope="row"><a class="report-title" href="{}"{}>{}</a>{}{}{}</th>'
    '<td data-label="{}"><span class="report-line">{}{}</span></td>'
    '<td data-label="TLP">{}</td><td data-label="{}">{}</td><td data-label="{}">{}</td></tr>'
)


class Kept[K, T](dict[K, T]):
    """What was worked out for a key, kept for the next row that has the same one."""

    def __init__(self, ask: Callable[[K], T]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: K) -> T:
        self[key] = answer = self._ask(key)
        return answer


def heads() -> tuple[str, str, str, str, str]:
    """The names of the columns, in their order."""
    return _("Title"), _("Kind"), "TLP", _("Written by"), _("Last version")


def rows_of(reports: Sequence[Thin], *, now: datetime) -> Iterator[SafeString]:
    """In the order given; of a withdrawn one nothing but that it was there."""
    _title, kind_head, _tlp, author_head, age_head = (escape(head) for head in heads())
    made_up = format_html(" {}", chip(_("Made up"), "made-up"))
    withdrawn = escape(_("Withdrawn report"))
    address = reverse("reports:report", args=[_ANY])
    kinds = Kept[str, str](lambda code: escape(Kind(code).label))
    severities = Kept[str, str](lambda code: format_html(" {}", severity(code)) if code else "")
    labels = Kept[int, str](tlp)
    names = Kept[str, str](escape)
    words = Kept[str, str](lookup.label)
    for one in reports:
        gone = one.withdrawn_at is not None
        yield SafeString(
            _ROW.format(
                address.replace(str(_ANY), str(one.key)),
                "" if gone else f' lang="{escape(one.language)}"',
                withdrawn if gone else escape(one.title),
                made_up if one.is_made_up and not gone else "",
                "" if gone else _about(one, words),
                "" if gone else f' <span class="meta">{number_of(one.key)}</span>',
                kind_head,
                kinds[one.kind],
                "" if gone else severities[one.severity],
                labels[one.tlp],
                author_head,
                names[one.originator_short_name or one.originator_name],
                age_head,
                age_at(newest_moment(one), now),
            )
        )


def _about(report: Thin, words: Kept[str, str]) -> str:
    port = [report.port_name] if report.port_name else []
    about = "\u00a0· ".join([*port, *(words[code] for code in report.methods[:SHOWN_METHODS])])
    return f'<span class="report-methods meta">{escape(about)}</span>' if about else ""
