"""Practices as rows of a sheet, and one practice as a Markdown file; the label stands on both."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from port2port.knowledge.evidence import effects_of, evidence_words
from port2port.knowledge.models import Practice
from port2port.knowledge.page import theme_words
from port2port.knowledge.texts import Shown, shown
from port2port.knowledge.usage import sites_used, used_at_words
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.sheets import Column
from port2port.vocabulary import lookup


def columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column("TLP", 20),
        Column(_("Number"), 14),
        Column(_("Title"), 40),
        Column(_("Summary"), 60),
        Column(_("Kind"), 16),
        Column(_("State"), 16),
        Column(_("Evidence"), 28),
        Column(_("Used"), 20),
        Column(_("Themes"), 24),
        Column(_("Controls"), 40),
        Column(_("Methods it helps against"), 40),
        Column(_("Written by"), 24),
        Column(_("Approved"), 14),
        Column(_("Review by"), 14),
        Column(_("Languages"), 14),
        Column(_("Version"), 10),
        Column(_("Key"), 38),
    ]


def cells(rows: Sequence[Practice], *, member: Member, today: date) -> Iterator[Sequence[str]]:
    """One practice a row, in the order of the headings, in the reader's language where it has it."""
    sites = sites_used(rows, member)
    for row in rows:
        text = shown(row)
        yield [
            Tlp(row.tlp).label,
            row.number,
            text.title,
            text.summary,
            str(row.get_kind_display()),
            str(row.state_on(today).label),
            evidence_words(row).whole,
            used_at_words(sites.get(row.pk, 0)),
            "; ".join(words for _code, words in theme_words(row.themes)),
            "; ".join(lookup.coded_label(code) for code in row.controls),
            "; ".join(lookup.coded_label(code) for code in row.methods),
            row.originator.name,
            row.approved_at.date().isoformat() if row.approved_at else "",
            row.review_by_on.isoformat() if row.review_by_on else "",
            " ".join(code for code, _whole in text.languages),
            str(row.version),
            str(row.key),
        ]


def as_markdown(practice: Practice, *, language: str, today: date, made_at: datetime) -> str:
    """The practice with its label, what it puts to work, what it did and its sources, to paste elsewhere."""
    text = shown(practice, language=language)
    label = Tlp(practice.tlp).label
    return "\n\n".join(part for part in _parts(practice, text, label, today=today, made_at=made_at) if part) + "\n"


def _parts(practice: Practice, text: Shown, label: str, *, today: date, made_at: datetime) -> Iterator[str]:
    yield f"**{label}**"
    yield f"# {text.title}"
    yield text.summary
    review = practice.review_by_on
    facts = [
        (_("Number"), practice.number),
        (_("Version"), str(practice.version)),
        (_("Written by"), practice.originator.name),
        (_("Kind"), str(practice.get_kind_display())),
        (_("State"), str(practice.state_on(today).label)),
        (_("Evidence"), evidence_words(practice).whole),
        (_("Review by"), date_format(review) if review else ""),
        (_("Themes"), ", ".join(words for _code, words in theme_words(practice.themes))),
        (_("Controls"), ", ".join(lookup.coded_label(code) for code in practice.controls)),
        (_("Methods it helps against"), ", ".join(lookup.coded_label(code) for code in practice.methods)),
        (_("Taken out"), date_format(made_at, "DATETIME_FORMAT")),
    ]
    yield "\n".join(f"- {name}: {value}" for name, value in facts if value)
    yield text.markdown
    if practice.tried:
        yield f"## {_('What it did elsewhere')}"
        for one in effects_of(practice.tried):
            yield "\n".join([f"- {one.where}", *(f"- {name}: {value}" for name, value in one.lines)])
    if practice.sources:
        yield f"## {_('Sources')}"
        yield "\n".join(f"- {line}" for line in practice.sources)
    yield f"**{label}**"
