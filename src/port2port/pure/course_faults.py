"""What can be wrong with a course file, where, and what about it; the words are the room's."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The rules of a course file. Their words: courses/faults.py."""

    NOT_TEXT = "not-text"
    TOO_BIG = "too-big"
    NO_FRONT = "no-front-matter"
    FRONT_OPEN = "front-matter-open"
    BROKEN_YAML = "broken-yaml"
    UNKNOWN_KEY = "unknown-key"
    KEY_TWICE = "key-twice"
    MISSING_KEY = "missing-key"
    BAD_VALUE = "bad-value"
    OTHER_FILE = "other-file"
    UNKNOWN_COVER = "unknown-cover"
    UNKNOWN_CONTROL = "unknown-control"
    UNKNOWN_METHOD = "unknown-method"
    UNKNOWN_AUDIENCE = "unknown-audience"
    NO_LESSON = "no-lesson"
    TOP_HEADING = "top-heading"
    SKIPPED_HEADING = "skipped-heading"
    EMPTY_LESSON = "empty-lesson"
    RAW_HTML = "raw-html"
    REMOTE_IMAGE = "remote-image"
    NO_SUCH_IMAGE = "no-such-image"
    NO_ALT = "image-without-words"
    NOT_SHOWABLE = "not-showable"
    QUIZ_HEAD = "quiz-head"
    QUIZ_OPEN = "quiz-open"
    QUIZ_NESTED = "quiz-nested"
    QUIZ_OUTSIDE = "quiz-outside-a-lesson"
    QUIZ_TWICE = "quiz-id-twice"
    QUIZ_LINE = "quiz-line"
    NO_PROMPT = "quiz-without-question"
    CHOICES = "quiz-choices"
    CHOICE_TWICE = "quiz-choice-twice"
    NOT_ONE = "quiz-not-one-right"
    NONE_RIGHT = "quiz-none-right"
    NONE_WRONG = "quiz-none-wrong"
    NO_WHY = "quiz-without-explanation"
    NO_QUIZ = "no-quiz"
    DRAW = "draw-too-many"
    MISSING_LANGUAGE = "missing-language"
    ONLY_SUMMARIES = "only-summaries"
    OTHER_FRONT = "front-matter-differs"
    OTHER_HEADINGS = "headings-differ"
    OTHER_QUIZZES = "quizzes-differ"
    OTHER_KIND = "quiz-kind-differs"
    OTHER_CHOICES = "quiz-choices-differ"
    OTHER_ANSWERS = "quiz-answers-differ"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong. line: counted from 1. about: what it concerns, such as a key, a code or a quiz id."""

    file: str
    line: int
    rule: Rule
    about: str = ""
