"""What one request asks again and again, asked once: kept while the request reads, forgotten at its first write."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import connection

type Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within it, what is `remembered` is asked once; nothing outlives it, and nothing outlives a write."""
    kept: dict[Hashable, Any] = {}

    def forget_at_writes(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's own order
        # Whatever is not plainly a question, the beginning of a transaction too, may change what was answered.
        # PostgreSQL is asked the parts of a compound question in brackets.
        if not (isinstance(sql, str) and sql.startswith(("SELECT", "(SELECT"))):
            kept.clear()
        return execute(sql, params, many, context)

    token = _kept.set(kept)
    try:
        with connection.execute_wrapper(forget_at_writes):
            yield
    finally:
        _kept.reset(token)


def remembered[**P, T](ask: Callable[P, T]) -> Callable[P, T]:
    """Mark a question whose answer may be kept within `remembering`; outside of it, it is asked anew each time."""

    @wraps(ask)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        kept = _kept.get()
        if kept is None:
            return ask(*args, **kwargs)
        key = (ask, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = ask(*args, **kwargs)
        answer: T = kept[key]
        return answer

    return once
