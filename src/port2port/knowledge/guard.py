"""The share guard in a practice: what its free text tells of people (domain.md R13)."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.texts import texts_of
from port2port.pure.share_guard import find
from port2port.reports.guard import AROUND, Find

FIELD_WORDS: dict[str, str | Promise] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "body": _("How it is done"),
    "where": _("Where it was tried"),
    "effect": _("What changed"),
    "stated_by": _("Stated by"),
    "sources": _("Sources"),
    "indicator": _("What was counted"),
    "unit": _("Unit"),
    "side_effects": _("Side effects"),
    "compared": _("Compared with"),
}
TRIED = ("where", "effect", "stated_by", "indicator", "unit", "side_effects", "compared")


def finds_in(said: PracticeFields) -> list[Find]:
    """What the free text tells of people, each once, in the order of the fields."""
    found = [
        Find(name, hit, text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND])
        for name, text in _texts(said)
        for hit in find(text)
    ]
    return list({one.token: one for one in reversed(found)}.values())[::-1]


def finds_shown(finds: Iterable[Find]) -> list[tuple[str, Find]]:
    """Each find with the words for its field."""
    return [(str(FIELD_WORDS[one.field]), one) for one in finds]


def _texts(said: PracticeFields) -> Iterator[tuple[str, str]]:
    for text in texts_of(said):
        yield from (("title", text.title), ("summary", text.summary), ("body", text.body))
    for one in said.tried:
        yield from ((name, getattr(one, name)) for name in TRIED)
    yield from (("sources", one) for one in said.sources)
