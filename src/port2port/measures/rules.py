"""What must hold of what people write in a measure; each refusal names its field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.pure.markdown import MarkdownRefusedError, check
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned
from port2port.vocabulary import lookup

TITLE = Room(characters=200, byte_count=800)
PROBLEM = Room(characters=2_000, byte_count=8_000, lines=True)
BODY = Room(characters=20_000, byte_count=80_000, lines=True)
EFFECT = Room(characters=1_000, byte_count=4_000, lines=True)
REASON = Room(characters=1_000, byte_count=4_000, lines=True)
FOUND = Room(characters=2_000, byte_count=8_000, lines=True)
REPLY = Room(characters=4_000, byte_count=16_000, lines=True)
COMMENT = Room(characters=1_000, byte_count=4_000, lines=True)
ANSWER = Room(characters=2_000, byte_count=8_000, lines=True, required=True)
WHY = Room(characters=500, byte_count=2_000, lines=True)
NOTE = Room(characters=1_000, byte_count=4_000, lines=True)
LINE = Room(characters=300, byte_count=1_200)
EXCEPTION = Room(characters=1_000, byte_count=4_000, lines=True, required=True)
REASON_CHARACTERS = 30
MOST_CODES, MOST_PARAGRAPHS = 20, 60
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_BETWEEN = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A wording in one language; the body is Markdown."""

    language: str
    title: str = ""
    problem: str = ""
    body: str = ""
    effect: str = ""
    measuring: str = ""


ROOMS: Mapping[str, Room] = {"title": TITLE, "problem": PROBLEM, "body": BODY, "effect": EFFECT, "measuring": EFFECT}
NAMES = tuple(one.name for one in fields(Text) if one.name != "language")


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a text as they are numbered: what stands between blank lines."""
    return [part.strip("\n") for part in _BETWEEN.split(body.strip()) if part.strip()]


def kept_texts(texts: Iterable[Text]) -> list[dict[str, str]]:
    """The texts as they are kept, known to be shown whole; empty translations fall away. Raises BadField."""
    kept: list[dict[str, str]] = []
    for number, one in enumerate(texts):
        said = asdict(one)
        suffix = "" if number == 0 else f"_{one.language}"
        if one.language not in LANGUAGES or any(one.language == other["language"] for other in kept):
            raise BadField("language", _("Each language stands once."))
        for name in NAMES:
            said[name] = cleaned(f"{name}{suffix}", said[name], ROOMS[name])
        _check_body(f"body{suffix}", said["body"])
        if number == 0 or any(said[name] for name in NAMES):
            kept.append(said)
    if not kept or not kept[0]["title"]:
        raise BadField("title", _("Give it a title."))
    return kept


def _check_body(name: str, body: str) -> None:
    try:
        check(body)
    except MarkdownRefusedError:
        raise BadField(name, _("This text cannot be shown. Use fewer signs, and shorter lines.")) from None
    if len(paragraphs(body)) > MOST_PARAGRAPHS:
        raise BadField(name, _("At most 60 paragraphs fit here."))


def check_codes(controls: Iterable[str], methods: Iterable[str]) -> None:
    """That each code is in its register. Raises BadField."""
    for name, codes in (("controls", list(controls)), ("methods", list(methods))):
        if len(codes) > MOST_CODES or len(set(codes)) < len(codes):
            raise BadField(name, _("Choose from the list, at most 20."))
        if not all(lookup.is_known(name, code) for code in codes):
            raise BadField(name, _("Choose from the list, at most 20."))


def guarded(texts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What the share guard reads, by field."""
    return dict(_guarded(texts))


def _guarded(texts: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(texts):
        suffix = "" if number == 0 else f"_{one['language']}"
        for name in NAMES:
            yield f"{name}{suffix}", one[name]
