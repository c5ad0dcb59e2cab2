"""JSON from outside, read strictly, and JSON that two sides hash, written canonically (RFC 8785)."""

import json
import math
import re
from collections.abc import Mapping
from typing import Never, cast

import rfc8785

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 64
MAX_INTEGER = 2**53 - 1

# The closing quote is optional and nothing backtracks: an unclosed string of any length is passed over once.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_OPENING = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class NotStrict(ValueError):
    """JSON that we do not take; `reason` is a short English phrase for logs and API answers."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def _is_too_deep(data: bytes) -> bool:
    """Whether brackets nest deeper than allowed, or do not match; each round takes the innermost pairs away."""
    brackets = _STRING.sub(b"", data).translate(_OPENING, _NO_BRACKETS)
    for _round in range(MAX_DEPTH):
        inner = brackets.replace(b"[]", b"")
        if len(inner) == len(brackets):
            break
        brackets = inner
    return bool(brackets)


def _integer(digits: str) -> int:
    # Length first: turning 5,000 digits into an int raises in Python itself.
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise NotStrict("an integer is beyond 2^53 - 1")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NotStrict("a number is infinite")
    return number


def _constant(name: str) -> Never:
    raise NotStrict(f"{name} is not JSON")


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotStrict("a key stands twice in one object")
    return members


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_integer, parse_float=_float, parse_constant=_constant
)


def strict_json(data: bytes, *, limit: int = MAX_BYTES) -> Json:
    """The value that these bytes say in exactly one way.

    limit   in bytes
    Raises NotStrict: too large, byte order mark, invalid UTF-8, depth over 64, duplicate key, NaN, Infinity, a number
    that becomes infinite, an integer beyond 2^53 - 1, a lone surrogate, bytes after it. Source: RFC 7493 (I-JSON).
    """
    if len(data) > limit:
        raise NotStrict(f"more than {limit} bytes")
    if data.startswith(b"\xef\xbb\xbf"):
        raise NotStrict("a byte order mark stands in front")
    # Counting costs more than parsing: only text with enough brackets to be too deep is counted.
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _is_too_deep(data):
        raise NotStrict(f"nested deeper than {MAX_DEPTH}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotStrict("not UTF-8") from None
    try:
        value = cast("Json", _DECODER.decode(text))
    except json.JSONDecodeError as error:
        raise NotStrict(f"not JSON: {error.msg} at character {error.pos}") from None
    if "\\ud" in text or "\\uD" in text:
        _refuse_lone_surrogates(value)
    return value


def strict_object(data: bytes, *, limit: int = MAX_BYTES) -> dict[str, Json]:
    """As strict_json, for a body that must be an object. Raises NotStrict."""
    value = strict_json(data, limit=limit)
    if not isinstance(value, dict):
        raise NotStrict("not an object")
    return value


def _refuse_lone_surrogates(value: Json) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise NotStrict("a lone surrogate") from None


def canonical_json(value: Mapping[str, Json] | Json) -> bytes:
    """The one serialisation that both sides hash (RFC 8785). Raises NotStrict."""
    try:
        data = rfc8785.dumps(cast("dict[str, object]", value))  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotStrict(f"cannot be written canonically: {error}") from None
    # RFC 8785 writes the float 2^53 as an integer that no strict reader takes.
    strict_json(data)
    return data


def plain_json(value: Mapping[str, Json]) -> bytes:
    """Compact UTF-8 in the order given, certain to pass strict_json. Raises NotStrict."""
    try:
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotStrict(f"cannot be written as JSON: {error}") from None
    strict_json(data)
    return data
