"""Awareness kits as files: one YAML a kit, four languages in it, read strictly and once."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from port2port.pure.kit import LANGUAGES, Card, Choice, Fault, Kit, Poster, Question, Slide, Talk, Words
from port2port.pure.texts import Room, TextRefusedError, clean
from port2port.vocabulary import lookup

PACKAGED = Path(__file__).resolve().parent / "kits"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# How many characters fit on the sheet at a size that is still read from where it hangs.
LONGEST = {
    "title": 70,
    "poster.headline": 64,
    "poster.lines": 110,
    "poster.do": 90,
    "poster.dont": 90,
    "card.title": 60,
    "card.lines": 110,
    "slide.title": 80,
    "slide.lines": 140,
    "talk.opening": 600,
    "talk.points": 400,
    "talk.questions": 240,
    "talk.close": 400,
    "quiz.ask": 260,
    "quiz.choices.text": 170,
    "quiz.why": 400,
}
NUMBER = {
    "poster.lines": 3,
    "poster.do": 3,
    "poster.dont": 2,
    "card.lines": 4,
    "slide.lines": 4,
    "talk.points": 5,
    "talk.questions": 3,
}
TALK_MINUTES = 10
QUESTIONS = 3
LEAST_CHOICES, MOST_CHOICES = 2, 6


class BadKit(ValueError):
    """A file of a kit that cannot be used, with all that is wrong in it."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{name}: {one.where}: {one.why}" for one in faults))
        self.name, self.faults = name, faults


def kits() -> dict[str, Kit]:
    """The kits that came with the software, by their id, in the order of the ids. Raises BadKit."""
    return _packaged()


def kit_named(slug: str) -> Kit | None:
    """The kit of that id; None where there is none."""
    return _packaged().get(slug)


@cache
def _packaged() -> dict[str, Kit]:
    found = [read(path) for path in sorted(PACKAGED.glob("*.yaml"))]
    return {one.slug: one for one in found}


def read(path: Path) -> Kit:
    """The kit in that file. Raises BadKit with each fault: the file, the way to the key, the reason."""
    try:
        text = path.read_text(encoding="utf-8")
        said = yaml.load(text, Loader=LOADER)  # noqa: S506 - the safe loader, in C where there is one
        twice = list(_repeated(yaml.compose(text, Loader=LOADER)))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise BadKit(path.name, [Fault("/", " ".join(str(problem).split()))]) from problem
    reader = _Reader()
    reader.faults += [Fault(where, "stands twice") for where in twice]
    kit = reader.kit(said)
    if kit is not None and kit.slug and kit.slug != path.stem:
        reader.fault("id", f"is {kit.slug}, but the file is called {path.name}")
    if reader.faults or kit is None:
        raise BadKit(path.name, reader.faults)
    return kit


def faults_in(path: Path) -> Iterator[str]:
    """`file: key path: reason` of each fault in a file, or in all files of a folder."""
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not paths:
        yield f"{path}: /: holds no file that ends in .yaml"
    for one in paths:
        try:
            read(one)
        except BadKit as bad:
            yield from (f"{one}: {fault.where}: {fault.why}" for fault in bad.faults)


def _repeated(node: yaml.Node | None, where: str = "") -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        names = [str(key.value) for key, _value in node.value]
        yield from (_join(where, name) for name in sorted(set(names)) if names.count(name) > 1)
        for key, value in node.value:
            yield from _repeated(value, _join(where, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _repeated(value, f"{where}[{place}]")


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


class _Reader:
    """Walks one document and collects what is wrong; a part that is wrong reads as empty."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, where: str, why: str) -> None:
        self.faults.append(Fault(where or "/", why))

    def kit(self, said: object) -> Kit | None:
        names = ("id", "version", "course", "mo", "controls", "title", "poster", "card", "slide", "talk", "quiz")
        top = self.mapping(said, "", names)
        if top is None:
            return None
        return Kit(
            slug=self.slug(top["id"], "id"),
            version=self.whole(top["version"], "version"),
            course=self.slug(top["course"], "course"),
            mo=self.codes(top["mo"], "mo", "methods"),
            controls=self.codes(top["controls"], "controls", "controls"),
            title=self.words(top["title"], "title"),
            poster=self.poster(top["poster"]),
            card=self.card(top["card"]),
            slide=self.slide(top["slide"]),
            talk=self.talk(top["talk"]),
            quiz=self.quiz(top["quiz"]),
        )

    def mapping(self, said: object, where: str, names: Iterable[str]) -> dict[str, Any] | None:
        """The mapping with exactly these keys; one that lacks only some of them has None there."""
        if not isinstance(said, dict):
            self.fault(where, "a mapping is wanted")
            return None
        wanted = tuple(names)
        for name in said:
            if name not in wanted:
                self.fault(_join(where, str(name)), f"is not known here; known are {', '.join(wanted)}")
        for name in wanted:
            if name not in said:
                self.fault(_join(where, name), "is missing")
        return {name: said.get(name) for name in wanted}

    def listed(self, said: object, where: str, least: int, most: int) -> list[object]:
        if said is None:
            return []
        if not isinstance(said, list):
            self.fault(where, "a list is wanted")
            return []
        if not least <= len(said) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            self.fault(where, f"has {len(said)} entries, {wanted} are wanted")
        return said

    def slug(self, said: object, where: str) -> str:
        if isinstance(said, str) and SLUG.fullmatch(said):
            return said
        if said is not None:
            self.fault(where, "small letters, digits and hyphens are wanted")
        return ""

    def whole(self, said: object, where: str) -> int:
        if isinstance(said, int) and not isinstance(said, bool) and said >= 1:
            return said
        if said is not None:
            self.fault(where, "a whole number from 1 on is wanted")
        return 1

    def codes(self, said: object, where: str, register: str) -> tuple[str, ...]:
        found = self.listed(said, where, 1, 20)
        for place, code in enumerate(found):
            if not isinstance(code, str) or not lookup.is_known(register, code):
                self.fault(f"{where}[{place}]", f"{code} is not in the register {register}")
            elif found.index(code) != place:
                self.fault(f"{where}[{place}]", f"{code} stands twice")
        return tuple(str(code) for code in found)

    def words(self, said: object, where: str, kind: str = "") -> Words:
        """One text in the four languages."""
        found = self.mapping(said, where, LANGUAGES) if said is not None else None
        if found is None:
            return Words()
        most = LONGEST[kind or where]
        return Words(**{code: self.text(found[code], f"{where}.{code}", most) for code in LANGUAGES})

    def text(self, said: object, where: str, most: int) -> str:
        if said is None:
            return ""
        if not isinstance(said, str):
            self.fault(where, "a text is wanted; put it in quotes")
            return ""
        try:
            text = clean(said, Room(characters=10_000, byte_count=40_000))
        except TextRefusedError as refused:
            self.fault(where, f"cannot be printed: {refused.fault.name.lower().replace('_', ' ')}")
            return ""
        if not text or text != said.strip():
            self.fault(where, "is empty" if not text else "holds characters or spaces to clean up")
        if len(text) > most:
            self.fault(where, f"has {len(text)} characters, at most {most} fit")
        return text

    def many(self, said: object, where: str) -> tuple[Words, ...]:
        number = NUMBER[where]
        found = self.listed(said, where, number, number)
        return tuple(self.words(one, f"{where}[{place}]", where) for place, one in enumerate(found))

    def poster(self, said: object) -> Poster:
        found = self._part(said, "poster", ("headline", "lines", "do", "dont"))
        return Poster(
            headline=self.words(found["headline"], "poster.headline"),
            lines=self.many(found["lines"], "poster.lines"),
            do=self.many(found["do"], "poster.do"),
            dont=self.many(found["dont"], "poster.dont"),
        )

    def card(self, said: object) -> Card:
        found = self._part(said, "card", ("title", "lines"))
        return Card(title=self.words(found["title"], "card.title"), lines=self.many(found["lines"], "card.lines"))

    def slide(self, said: object) -> Slide:
        found = self._part(said, "slide", ("title", "lines"))
        return Slide(title=self.words(found["title"], "slide.title"), lines=self.many(found["lines"], "slide.lines"))

    def talk(self, said: object) -> Talk:
        found = self._part(said, "talk", ("minutes", "opening", "points", "questions", "close"))
        if found["minutes"] not in {None, TALK_MINUTES}:
            self.fault("talk.minutes", f"a toolbox talk lasts {TALK_MINUTES} minutes")
        return Talk(
            minutes=TALK_MINUTES,
            opening=self.words(found["opening"], "talk.opening"),
            points=self.many(found["points"], "talk.points"),
            questions=self.many(found["questions"], "talk.questions"),
            close=self.words(found["close"], "talk.close"),
        )

    def quiz(self, said: object) -> tuple[Question, ...]:
        found = self.listed(said, "quiz", QUESTIONS, QUESTIONS)
        asked = tuple(self.question(one, f"quiz[{place}]") for place, one in enumerate(found))
        slugs = [one.slug for one in asked]
        for place, slug in enumerate(slugs):
            if slug and slugs.index(slug) != place:
                self.fault(f"quiz[{place}].id", f"{slug} stands twice")
        return asked

    def question(self, said: object, where: str) -> Question:
        found = self._part(said, where, ("id", "kind", "ask", "choices", "why"))
        kind = found["kind"]
        if kind not in {None, "one", "many"}:
            self.fault(f"{where}.kind", "one or many is wanted")
        choices = tuple(self.choices(found["choices"], f"{where}.choices"))
        right = sum(one.right for one in choices)
        if kind == "one" and choices and right != 1:
            self.fault(f"{where}.choices", f"{right} are right, exactly one is wanted")
        if kind == "many" and choices and not 1 <= right < len(choices):
            self.fault(
                f"{where}.choices", f"{right} of {len(choices)} are right, at least one right and one wrong is wanted"
            )
        return Question(
            slug=self.slug(found["id"], f"{where}.id"),
            is_many=kind == "many",
            ask=self.words(found["ask"], f"{where}.ask", "quiz.ask"),
            choices=choices,
            why=self.words(found["why"], f"{where}.why", "quiz.why"),
        )

    def choices(self, said: object, where: str) -> Iterator[Choice]:
        for place, one in enumerate(self.listed(said, where, LEAST_CHOICES, MOST_CHOICES)):
            found = self._part(one, f"{where}[{place}]", ("text", "right"))
            right = found["right"]
            if right is not None and not isinstance(right, bool):
                self.fault(f"{where}[{place}].right", "true or false is wanted")
            text = self.words(found["text"], f"{where}[{place}].text", "quiz.choices.text")
            yield Choice(text=text, right=right is True)

    def _part(self, said: object, where: str, names: tuple[str, ...]) -> dict[str, Any]:
        empty: dict[str, Any] = dict.fromkeys(names)
        # That it is missing was said by whoever holds it.
        return empty if said is None else self.mapping(said, where, names) or empty
