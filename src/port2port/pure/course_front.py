"""The front matter of a course file: YAML between two lines of `---`, each value checked where it stands."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from port2port.pure.course_faults import Fault, Rule

LANGUAGES = ("nl", "fr", "de", "en")
AUDIENCES = ("pfso", "deputy", "guard", "staff", "driver", "agent", "company", "pso")
STARTING = "starting"
DEFAULT_PASS_MARK = 80
_ID = re.compile(r"[a-z][a-z0-9-]{1,59}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d{1,6}")
LONGEST_FRONT, MOST_BRACKETS = 32_768, 200
LONGEST_TITLE, LONGEST_OBJECTIVE, MOST_IN_A_LIST = 200, 400, 60

type Value = str | int | bool | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a course may point at.

    covers     codes of what somebody must know, such as b18-1-12
    controls   ids of controls           methods   codes of the vocabulary's modus operandi
    pictures   names of the files that come with the course
    """

    covers: frozenset[str]
    controls: frozenset[str]
    methods: frozenset[str]
    pictures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the text of a course. draw 0: all questions. valid_months 0: no expiry."""

    id: str
    version: int
    lang: str
    title: str
    minutes: int
    audience: tuple[str, ...]
    objectives: tuple[str, ...]
    covers: tuple[str, ...]
    controls: tuple[str, ...]
    mo: tuple[str, ...]
    review_by: date
    licence: str
    pass_mark: int = DEFAULT_PASS_MARK
    draw: int = 0
    valid_months: int = 0
    summary: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What was read. front: None where a value is wrong or missing. lines: by key, where its value stands."""

    front: Front | None
    lines: Mapping[str, int]
    faults: tuple[Fault, ...]


class _BadValueError(ValueError):
    pass


def _text(longest: int) -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        words = _scalar(node).strip()
        if not words or len(words) > longest or "\n" in words:
            raise _BadValueError
        return words

    return read


def _matching(pattern: re.Pattern[str]) -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        words = _scalar(node)
        if not pattern.fullmatch(words):
            raise _BadValueError
        return words

    return read


def _number(least: int, most: int) -> Callable[[yaml.Node], int]:
    def read(node: yaml.Node) -> int:
        words = _scalar(node)
        if not _NUMBER.fullmatch(words) or not least <= int(words) <= most:
            raise _BadValueError
        return int(words)

    return read


def _one_of(*words: str) -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        found = _scalar(node)
        if found not in words:
            raise _BadValueError
        return found

    return read


def _texts(longest: int, *, least: int = 0) -> Callable[[yaml.Node], tuple[str, ...]]:
    one = _text(longest)

    def read(node: yaml.Node) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode) or not least <= len(node.value) <= MOST_IN_A_LIST:
            raise _BadValueError
        found = tuple(one(part) for part in node.value)
        if len(set(found)) != len(found):
            raise _BadValueError
        return found

    return read


def _day(node: yaml.Node) -> date:
    words = _scalar(node)
    if not _DAY.fullmatch(words):
        raise _BadValueError
    return date.fromisoformat(words)


def _truth(node: yaml.Node) -> bool:
    return _one_of("true", "false")(node) == "true"


def _scalar(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not isinstance(node.value, str):
        raise _BadValueError
    return node.value


READERS: Mapping[str, Callable[[yaml.Node], Value]] = {
    "id": _matching(_ID),
    "version": _number(1, 9_999),
    "lang": _one_of(*LANGUAGES),
    "title": _text(LONGEST_TITLE),
    "minutes": _number(1, 1_440),
    "audience": _texts(20, least=1),
    "objectives": _texts(LONGEST_OBJECTIVE, least=1),
    "covers": _texts(40),
    "controls": _texts(40),
    "mo": _texts(60),
    "review_by": _day,
    "licence": _text(100),
    "pass_mark": _number(1, 100),
    "draw": _number(1, 500),
    "valid_months": _number(0, 240),
    "summary": _truth,
    "notice": _one_of(STARTING),
}
OPTIONAL = frozenset({"pass_mark", "draw", "valid_months", "summary", "notice"})


def front_matter(text: str, known: Known, *, file: str, first_line: int) -> FrontMatter:
    """The front matter, and everything that is wrong with it. first_line: of the file, where the text begins."""
    if len(text) > LONGEST_FRONT or text.count("[") + text.count("{") > MOST_BRACKETS:
        # Nested brackets cost more than they say: nothing of it is read.
        return FrontMatter(None, {}, (Fault(file, first_line, Rule.BROKEN_YAML, "too long or too deep"),))
    try:
        # Composed, never constructed: no object, no alias that grows, and each value still knows its line.
        top = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        return FrontMatter(None, {}, (Fault(file, first_line, Rule.BROKEN_YAML, "too deep"),))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark is not None else 0)
        return FrontMatter(None, {}, (Fault(file, line, Rule.BROKEN_YAML, str(getattr(error, "problem", "") or "")),))
    if not isinstance(top, yaml.MappingNode):
        return FrontMatter(None, {}, (Fault(file, first_line, Rule.BROKEN_YAML),))
    found: dict[str, Value] = {}
    lines: dict[str, int] = {}
    faults = list(_read(top, found, lines, file=file, first_line=first_line))
    missing = [key for key in READERS if key not in lines and key not in OPTIONAL]
    faults += [Fault(file, first_line, Rule.MISSING_KEY, key) for key in missing]
    faults += _unknown_codes(found, lines, known, file=file)
    whole = not missing and all(key in found for key in lines)
    front = Front(**found) if whole else None  # type: ignore[arg-type] # each reader gives its field's type
    return FrontMatter(front, lines, tuple(faults))


def _read(
    top: yaml.MappingNode, found: dict[str, Value], lines: dict[str, int], *, file: str, first_line: int
) -> Iterator[Fault]:
    for key_node, node in top.value:
        key, line = str(key_node.value), first_line + key_node.start_mark.line
        if key not in READERS:
            yield Fault(file, line, Rule.UNKNOWN_KEY, key[:60])
            continue
        if key in lines:
            yield Fault(file, line, Rule.KEY_TWICE, key)
            continue
        lines[key] = line
        try:
            found[key] = READERS[key](node)
        except ValueError:
            yield Fault(file, line, Rule.BAD_VALUE, key)


def _unknown_codes(found: Mapping[str, Value], lines: Mapping[str, int], known: Known, *, file: str) -> Iterator[Fault]:
    checks = (
        ("audience", Rule.UNKNOWN_AUDIENCE, frozenset(AUDIENCES)),
        ("covers", Rule.UNKNOWN_COVER, known.covers),
        ("controls", Rule.UNKNOWN_CONTROL, known.controls),
        ("mo", Rule.UNKNOWN_METHOD, known.methods),
    )
    for key, rule, allowed in checks:
        codes = found.get(key)
        for code in codes if isinstance(codes, tuple) else ():
            if code not in allowed:
                yield Fault(file, lines[key], rule, code)
