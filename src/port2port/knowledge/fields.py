"""What an author says in a practice, parsed: the one value that forms, files and the demo hand to the actions."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any

from port2port.knowledge.models import Kind, Practice
from port2port.pure.audience import Handling
from port2port.pure.evidence import Tried, tried_of
from port2port.pure.stix import PracticeText
from port2port.reports.fields import Readers


@dataclass(frozen=True, slots=True)
class FileSaid:
    """A file of the wording, by the key under which it is kept."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeFields:
    """Everything an author may say in a practice; names as in the table.

    behind    languages whose words are older than the original's (`behind_after`)
    reports   keys of those it rests on (knowledge/cited.py)
    """

    kind: str = Kind.PRACTICE.value
    title: str = ""
    summary: str = ""
    body: str = ""
    language: str = "en"
    translations: tuple[PracticeText, ...] = ()
    themes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()
    review_by_on: date | None = None
    for_floor: bool = False
    is_starting_text: bool = False
    behind: tuple[str, ...] = ()
    files: tuple[FileSaid, ...] = ()
    reports: tuple[str, ...] = ()


NAMES = tuple(one.name for one in fields(PracticeFields))
LISTS = ("themes", "methods", "controls", "sources", "behind", "reports")
# Came after the first wordings were approved: where they say nothing, the digest is as it was.
LATER = ("behind", "files", "reports")
ORIGINAL = ("language", "title", "summary", "body")


def apply(said: PracticeFields, practice: Practice) -> None:
    """Write what was said into the row; nothing is saved."""
    plain = as_plain(said)
    for name in NAMES:
        setattr(practice, name, said.review_by_on if name == "review_by_on" else plain[name])
    practice.sha256 = digest_of(said)


def fields_of(practice: Practice) -> PracticeFields:
    """What the row says, as its author said it."""
    return _made({name: getattr(practice, name) for name in NAMES})


def as_plain(said: PracticeFields) -> dict[str, Any]:
    """What was said as JSON holds it."""
    return {
        **{name: getattr(said, name) for name in NAMES},
        **{name: list(getattr(said, name)) for name in LISTS},
        "translations": [asdict(one) for one in said.translations],
        "tried": [one.as_json() for one in said.tried],
        "files": [asdict(one) for one in said.files],
        "review_by_on": said.review_by_on.isoformat() if said.review_by_on else None,
    }


def of_plain(values: Mapping[str, Any]) -> PracticeFields:
    """The reverse of `as_plain`."""
    day = values["review_by_on"]
    return _made({**values, "review_by_on": date.fromisoformat(day) if day else None})


def digest_of(said: PracticeFields) -> str:
    """SHA-256 of the wording: of everything but the date of the next look, which may move on while it is still true."""
    wording = {name: value for name, value in as_plain(said).items() if name != "review_by_on"}
    for name in LATER:
        if not wording[name]:
            del wording[name]
    if wording["kind"] == Kind.PRACTICE:
        del wording["kind"]
    return sha256(json.dumps(wording, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def behind_after(before: PracticeFields, said: PracticeFields, *, follows: Collection[str] = ()) -> tuple[str, ...]:
    """The translations that stayed as they were while the original changed, now or before.

    follows   languages of which the author says that they say the same as the original still
    """
    was = {one.language: one for one in before.translations}
    is_other = any(getattr(before, name) != getattr(said, name) for name in ORIGINAL)
    kept = [one.language for one in said.translations if one == was.get(one.language)]
    return tuple(one for one in kept if (is_other or one in before.behind) and one not in follows)


def digest_source(said: PracticeFields, readers: Readers) -> str:
    """The same text for the same content: what an idempotency key is compared with."""
    chosen = [str(readers.tlp), str(sorted(readers.circles)), str(sorted(readers.named)), str(readers.openly)]
    return "\n".join([digest_of(said), str(said.review_by_on), *chosen])


def handling_of(practice: Practice, readers: Readers) -> Handling:
    """The handling that the practice would have with these readers."""
    return Handling(
        tlp=readers.tlp,
        originator=practice.originator_id,
        author=practice.author_id,
        circles=readers.circles,
        named=readers.named,
        openly=readers.openly,
    )


def readers_of_row(practice: Practice) -> Readers:
    """Whom the author of the row chose."""
    handling = practice.handling()
    return Readers(tlp=handling.tlp, circles=handling.circles, named=handling.named, openly=handling.openly)


def _made(values: Mapping[str, Any]) -> PracticeFields:
    # What was kept before has none of what came later.
    parts = {name: tuple(values.get(name, ())) for name in LISTS}
    parts["translations"] = tuple(PracticeText(**one) for one in values["translations"])
    parts["tried"] = tuple(tried_of(one) for one in values["tried"])
    parts["files"] = tuple(FileSaid(**one) for one in values.get("files", ()))
    return PracticeFields(**{**values, **parts})
