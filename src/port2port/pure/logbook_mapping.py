"""How an organisation's logbook is to be read: which heading holds which field, and what its own categories mean."""

import json
from dataclasses import dataclass

from port2port.pure.fold import fold
from port2port.pure.logbook_dates import Order
from port2port.pure.logbook_headings import Field, Guess

_VERSION = 1
_MOST_VALUES = 2_000


class MappingFaultError(ValueError):
    """A saved mapping that cannot be read."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A saved mapping; next month's file is read with it, whatever the order of its columns.

    columns   heading, as `heading_key` has it, and field     order   of day and month; None: as the column shows
    values    the organisation's word for a category, as `heading_key` has it, and the code or codes that it means
    """

    columns: tuple[tuple[str, Field], ...]
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: Order | None = None
    language: str = ""

    def column_of(self, field: Field, headings: tuple[str, ...]) -> int | None:
        """Where the field's heading stands in a sheet."""
        keys = [heading_key(heading) for heading in headings]
        return next((keys.index(key) for key, one in self.columns if one is field and key in keys), None)

    def codes_of(self, value: str) -> tuple[str, ...]:
        """What a category means; nothing where the mapping does not say."""
        return dict(self.values).get(heading_key(value), ())

    def as_json(self) -> str:
        """As text, the same for the same mapping."""
        content = {
            "version": _VERSION,
            "columns": [[heading, field.value] for heading, field in self.columns],
            "values": [[value, list(codes)] for value, codes in self.values],
            "order": self.order.value if self.order else None,
            "language": self.language,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)


def heading_key(text: str) -> str:
    """A heading or category by which it is found again: small letters, no accents, single blanks."""
    return " ".join(fold(text).split())[:200]


def guessed(headings: tuple[str, ...], guesses: tuple[Guess, ...], *, language: str = "") -> Mapping:
    """The mapping that the guesses make, to be shown and mended."""
    return Mapping(tuple((heading_key(headings[one.column]), one.field) for one in guesses), language=language)


def mapping_from_json(text: str) -> Mapping:
    """A mapping as `as_json` wrote it. Raises MappingFaultError."""
    try:
        content = json.loads(text)
        if content["version"] != _VERSION or len(content["values"]) > _MOST_VALUES:
            raise MappingFaultError("unknown version, or too many values")
        columns = tuple((_text(heading), Field(field)) for heading, field in content["columns"])
        values = tuple((_text(value), tuple(map(_text, codes))) for value, codes in content["values"])
        order = Order(content["order"]) if content["order"] else None
        mapping = Mapping(columns, values, order, _text(content["language"]))
    except (TypeError, KeyError, ValueError, RecursionError) as problem:
        raise MappingFaultError(str(problem)) from problem
    if _has_twins([field for _, field in columns]) or _has_twins([heading for heading, _ in columns]):
        raise MappingFaultError("a column or a field stands twice")
    return mapping


def _has_twins(items: list[str] | list[Field]) -> bool:
    return len(set(items)) < len(items)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MappingFaultError("a text was expected")
    return value
