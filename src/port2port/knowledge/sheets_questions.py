"""Questions as rows of a sheet; who asked stands there in the words that the reader's page has."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from port2port.knowledge.askers import shown_askers
from port2port.knowledge.models import Answer, Question
from port2port.knowledge.page import theme_words
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.sheets import Column
from port2port.vocabulary import lookup


def question_columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column("TLP", 20),
        Column(_("Number"), 14),
        Column(_("Title"), 40),
        Column(_("Question"), 60),
        Column(_("State"), 16),
        Column(_("Asked by"), 24),
        Column(_("Sent"), 14),
        Column(_("Answer by"), 14),
        Column(_("Themes"), 24),
        Column(_("Controls"), 40),
        Column(_("Methods"), 40),
        Column(_("Answers"), 60),
        Column(_("Language"), 10),
        Column(_("Key"), 38),
    ]


def question_cells(rows: list[Question], *, member: Member) -> Iterator[Sequence[str]]:
    """One question a row, in the order of the headings; its answers one below the other, without who gave them."""
    askers = shown_askers(rows, member)
    given: dict[int, list[str]] = {}
    for answer in Answer.objects.visible_to(member).filter(question__in=[one.pk for one in rows]):
        given.setdefault(answer.question_id, []).append(answer.text)
    for row in rows:
        yield [
            Tlp(row.tlp).label,
            row.number,
            row.title,
            row.text,
            str(row.state.label),
            askers[row.pk].words,
            row.published_at.date().isoformat() if row.published_at else "",
            row.answer_by.isoformat(),
            "; ".join(words for _code, words in theme_words(row.themes)),
            "; ".join(lookup.coded_label(code) for code in row.controls),
            "; ".join(lookup.coded_label(code) for code in row.methods),
            "\n\n".join(given.get(row.pk, [])),
            row.language,
            str(row.key),
        ]
