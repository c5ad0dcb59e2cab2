"""What someone asks, parsed: bounds, what the share guard says of it, and what may answer it already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.access import Practices
from port2port.knowledge.access_questions import Questions
from port2port.knowledge.guard import FIELD_WORDS
from port2port.knowledge.listing import in_state
from port2port.knowledge.models import Practice, Question, Theme
from port2port.knowledge.rules import LANGUAGES, MOST_CODES
from port2port.members.member import Member
from port2port.pure.share_guard import find
from port2port.pure.texts import Room
from port2port.reports.fields import Readers
from port2port.reports.guard import AROUND, Find
from port2port.reports.rules import BadField, cleaned
from port2port.sharing import search
from port2port.vocabulary import lookup

TITLE = Room(characters=200, byte_count=800, required=True)
TEXT = Room(characters=4_000, byte_count=16_000, lines=True, required=True)
ANSWER = Room(characters=10_000, byte_count=40_000, lines=True, required=True)
ASK_BACK = Room(characters=1_000, byte_count=4_000, lines=True, required=True)
MATCHES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFields:
    """Everything that someone may say in a question."""

    title: str
    text: str
    language: str
    themes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A practice or a question that may answer it already."""

    record: Practice | Question

    @property
    def is_practice(self) -> bool:
        """Else an answered question."""
        return isinstance(self.record, Practice)


def check_question(said: QuestionFields) -> None:
    """That what was said can be asked. Raises BadField with the first thing to mend."""
    for name, room in (("title", TITLE), ("text", TEXT)):
        if cleaned(name, getattr(said, name), room) != getattr(said, name):
            raise BadField(name, _("Something must be cleaned up in this text."))
    if said.language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    if not said.themes or not set(said.themes) <= set(Theme.values):
        raise BadField("themes", _("Choose at least one theme."))
    for name in ("methods", "controls"):
        codes = getattr(said, name)
        if len(codes) > MOST_CODES or not all(lookup.is_known(name, code) for code in codes):
            raise BadField(name, _("Choose from the list, at most 20."))


def digest_source(said: QuestionFields, readers: Readers, *, hidden: bool) -> str:
    """The same text for the same content: what an idempotency key is compared with."""
    return f"{said!r}\n{readers.tlp}\n{sorted(readers.circles)}\n{hidden}"


def finds_in_question(said: QuestionFields) -> list[Find]:
    """What the free text tells of people, each once."""
    found = [
        Find(name, hit, text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND])
        for name, text in (("title", said.title), ("text", said.text))
        for hit in find(text)
    ]
    return list({one.token: one for one in found}.values())


def words_for(name: str) -> str:
    """What the form calls the field."""
    return str(FIELD_WORDS["title"] if name == "title" else _("Question"))


def matches(said: QuestionFields, *, member: Member, now: datetime) -> list[Match]:
    """Up to five practices that hold and answered questions, as far as this reader sees them; what fits best first."""
    words = lookup.asked(f"{said.title} {said.text}")
    practices = in_state(Practice.objects.visible_to(member), None, today=timezone.localdate(now))
    answered = Question.objects.visible_to(member).standing().filter(answered_at__isnull=False)
    found = [
        *_in_order(practices, search.holding_some(Practice, member, words, limit=MATCHES * 4)),
        *_in_order(answered, search.holding_some(Question, member, words, limit=MATCHES * 4)),
    ]
    # The best of each kind first, then the second of each.
    return [match for _place, match in sorted(found, key=lambda pair: pair[0])][:MATCHES]


def _in_order(rows: Practices | Questions, ids: list[int]) -> Iterator[tuple[int, Match]]:
    by_pk: dict[int, Practice | Question] = {one.pk: one for one in rows.filter(pk__in=ids)}
    return enumerate(Match(by_pk[pk]) for pk in ids if pk in by_pk)
