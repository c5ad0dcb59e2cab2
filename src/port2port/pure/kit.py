"""An awareness kit as values: what a poster, card, slide, toolbox talk and quiz say, each in four languages."""

from dataclasses import dataclass

LANGUAGES = ("nl", "fr", "de", "en")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file of a kit.

    where   the way to the key, as `quiz[0].choices[1].text.nl`; `/` is the whole
    """

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the four languages."""

    nl: str = ""
    fr: str = ""
    de: str = ""
    en: str = ""

    def in_language(self, code: str) -> str:
        """The text in that language, one of LANGUAGES."""
        said = {"nl": self.nl, "fr": self.fr, "de": self.de, "en": self.en}
        return said[code]


@dataclass(frozen=True, slots=True)
class Poster:
    """One sentence to read from afar, three lines to read from near, what to do and what not to."""

    headline: Words
    lines: tuple[Words, ...]
    do: tuple[Words, ...]
    dont: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What fits in a pocket."""

    title: Words
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """What a screen in the canteen shows."""

    title: Words
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A toolbox talk, as its holder reads it."""

    minutes: int
    opening: Words
    points: tuple[Words, ...]
    questions: tuple[Words, ...]
    close: Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose."""

    text: Words
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the quiz, asked before and after. is_many: more than one answer may be right."""

    slug: str
    is_many: bool
    ask: Words
    choices: tuple[Choice, ...]
    why: Words


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything about one theme. course: id of the module that goes deeper; mo, controls: codes of the vocabulary."""

    slug: str
    version: int
    course: str
    mo: tuple[str, ...]
    controls: tuple[str, ...]
    title: Words
    poster: Poster
    card: Card
    slide: Slide
    talk: Talk
    quiz: tuple[Question, ...]
