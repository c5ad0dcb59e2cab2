"""Configuration that came from YAML, read strictly: a wrong or unknown field names itself and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LANGUAGES = ("en", "nl", "fr", "de")


class EntryFault(ValueError):
    """A file of rules that cannot be used; the message says where and why."""


class Entry:
    """One mapping of a file. Each method gives a field, or its default where the field is absent; raises EntryFault."""

    def __init__(self, value: object, where: str, *, known: Sequence[str] = ()) -> None:
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise EntryFault(f"{where}: names with values are expected")
        unknown = sorted(set(value) - set(known)) if known else []
        if unknown:
            raise EntryFault(f"{where}: unknown: {', '.join(unknown)}")
        self._value: Mapping[str, object] = value
        self.where = where

    def __contains__(self, key: str) -> bool:
        return key in self._value

    @property
    def keys(self) -> list[str]:
        """The names, in the order of the file."""
        return list(self._value)

    def word(self, key: str, default: str | None = "") -> str:
        """Text; `default=None` makes it required."""
        value = self._value.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise EntryFault(f"{self.where}: {key} must be text; put it between quotes")
        return value

    def number(self, key: str, default: int = 0) -> int:
        """A whole number, not below zero."""
        value = self._value.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
            raise EntryFault(f"{self.where}: {key} must be a whole number")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Yes or no."""
        value = self._value.get(key, default)
        if not isinstance(value, bool):
            raise EntryFault(f"{self.where}: {key} takes yes or no")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise EntryFault(f"{self.where}: {key} must be a list of texts")
        return tuple(value)

    def inner(self, key: str, *, known: Sequence[str] = ()) -> Entry:
        """A mapping inside; empty where absent."""
        return Entry(self._value.get(key, {}), f"{self.where}, {key}", known=known)

    def languages(self, key: str) -> dict[str, str]:
        """A text in all four languages."""
        inner = self.inner(key, known=LANGUAGES)
        return {language: inner.word(language, None) for language in LANGUAGES}

    def citation(self, key: str) -> dict[str, str]:
        """A text in all four languages, or one that reads the same in each: ISPS A/17.2. Required."""
        if isinstance(self._value.get(key), dict):
            return self.languages(key)
        return dict.fromkeys(LANGUAGES, self.word(key, None))

    def raw(self) -> dict[str, object]:
        """The mapping as it came, to be merged with another."""
        return dict(self._value)


def entries(value: object, where: str, *, name: str = "code", known: Sequence[str] = ()) -> list[Entry]:
    """A list of mappings, each called by the field that names it. Raises EntryFault."""
    if not isinstance(value, list):
        raise EntryFault(f"{where}: a list is expected")
    found = []
    for number, one in enumerate(value, start=1):
        called = one.get(name, number) if isinstance(one, dict) else number
        found.append(Entry(one, f"{where} {called}", known=known))
    return found
