"""One search over every place, and what the words may have meant where nothing is found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from port2port.knowledge.models import Practice
from port2port.knowledge.texts import texts_of
from port2port.members.member import Member
from port2port.members.models import Organisation, Port
from port2port.pure.fold import PART, fold, query_words
from port2port.pure.highlight import nearest
from port2port.reports.models import Report
from port2port.reports.thin import thin_rows
from port2port.sharing import audience_index
from port2port.site.searching.hits import Asked, Hits, Place
from port2port.site.searching.places import PLACES
from port2port.vocabulary import lookup
from port2port.vocabulary.registers import registers

MOST_CHARACTERS = 200
EACH, ALONE = 5, 30
# The newest of what the reader sees lend their titles as known words; never anything else.
KNOWN_TITLES = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What one place answers."""

    place: Place
    hits: Hits


@dataclass(frozen=True, slots=True)
class Found:
    """The answer. text   what was asked; instead   what was asked in its place, because that found nothing"""

    text: str
    answers: list[Answer]
    instead: str = ""


def search_everything(text: str, *, member: Member, now: datetime, place: str = "") -> Found:
    """All places, or the one named; empty answers are left out."""
    words = " ".join(text.split())[:MOST_CHARACTERS]
    if not query_words(words):
        return Found(words, [])
    places = [one for one in PLACES if one.name == place] or PLACES
    limit = ALONE if len(places) == 1 else EACH
    answers = _asked(words, places, member=member, now=now, limit=limit)
    if any(one.hits.is_whole for one in answers):
        return Found(words, answers)
    instead = meant(words, member=member)
    better = _asked(instead, places, member=member, now=now, limit=limit) if instead else []
    return Found(words, better, instead=instead) if better else Found(words, answers)


def _asked(text: str, places: Sequence[Place], *, member: Member, now: datetime, limit: int) -> list[Answer]:
    asked = Asked(text, tuple(lookup.asked(text)), limit, now)
    answers = [Answer(place, place.ask(asked, member)) for place in places]
    return [one for one in answers if one.hits.hits]


def meant(text: str, *, member: Member) -> str:
    """The text with each unknown word replaced by the nearest known one; empty where nothing is near.

    Known are the words of the vocabulary and of what this reader sees: a suggestion never tells of anything hidden.
    """
    known = _words_of_vocabulary() | _words_seen(member)
    changed, near = False, []
    for word in PART.findall(text):
        folded = fold(word)
        other = "" if folded in known else nearest(folded, known)
        changed |= bool(other)
        near.append(other or word)
    return " ".join(near) if changed else ""


@cache
def _words_of_vocabulary() -> frozenset[str]:
    labels = (label for one in registers().values() for term in one.terms for label in term.labels.values())
    return _parts(labels)


def _words_seen(member: Member) -> frozenset[str]:
    newest = audience_index.newest(Report, member, limit=KNOWN_TITLES)
    titles = [one.title for one in thin_rows([one.record_id for one in newest], member) if one.withdrawn_at is None]
    practices = Practice.objects.visible_to(member).standing().order_by("-pk")[:KNOWN_TITLES]
    titles += [f"{text.title} {text.summary}" for one in practices for text in texts_of(one)]
    titles += [one.name for one in Organisation.objects.visible_to(member).listed()[:KNOWN_TITLES]]
    titles += [one.name for one in Port.objects.visible_to(member)[:KNOWN_TITLES]]
    return _parts(titles)


def _parts(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for text in texts for word in PART.findall(text))
