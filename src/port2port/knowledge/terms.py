"""What a wording says otherwise than the glossary: for who looks at it before others rely on it."""

from dataclasses import dataclass

from django.conf import settings

from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.models import Practice
from port2port.knowledge.texts import texts_of
from port2port.pure.glossary_check import Stray, strays_in
from port2port.pure.markdown import plain
from port2port.pure.stix import PracticeText
from port2port.vocabulary import lookup


@dataclass(frozen=True, slots=True)
class Strays:
    """Of one translation. name   of its language     rows   at most twenty"""

    language: str
    name: str
    rows: list[Stray]


def strays_of(said: Practice | PracticeFields) -> list[Strays]:
    """Each translation in which agreed words are missing; a part that is not translated is not looked for."""
    original, *others = texts_of(said)
    names = dict(settings.LANGUAGES)
    found = []
    for one in others:
        ours, theirs = _beside(original, one)
        rows = strays_in(ours, original.language, theirs, one.language, lookup.glossary())
        if rows:
            found.append(Strays(one.language, str(names[one.language]), rows))
    return found


def _beside(original: PracticeText, other: PracticeText) -> tuple[str, str]:
    parts = [(original.title, other.title), (original.summary, other.summary)]
    if other.body:
        parts.append((plain(original.body), plain(other.body)))
    return "\n".join(ours for ours, _theirs in parts), "\n".join(theirs for _ours, theirs in parts)
