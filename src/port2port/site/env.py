"""Settings from the environment: every name starts with PORT2PORT_."""

import os
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit


class BadSetting(Exception):
    """A setting that cannot be used; the message names it and says what it takes."""


def text(name: str, default: str = "") -> str:
    """The setting's text, or the default."""
    return os.environ.get(f"PORT2PORT_{name}", default)


def flag(name: str, *, default: bool = False) -> bool:
    """The setting as yes or no. Raises BadSetting."""
    value = text(name, "yes" if default else "no").strip().lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise BadSetting(f"PORT2PORT_{name} takes yes or no, not {value!r}")


def words(name: str, default: str = "") -> list[str]:
    """The setting as a list; commas between."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def number(name: str, default: int) -> int:
    """The setting as a whole number. Raises BadSetting."""
    return bare_number(f"PORT2PORT_{name}", default)


def at_least(name: str, default: int, *, least: int) -> int:
    """As `number`, and not below `least`. Raises BadSetting."""
    value = number(name, default)
    if value < least:
        raise BadSetting(f"PORT2PORT_{name} takes a whole number from {least} on, not {value}")
    return value


def day(name: str, default: date) -> date:
    """The setting as a day, written 2026-11-29. Raises BadSetting."""
    value = text(name).strip()
    try:
        return date.fromisoformat(value) if value else default
    except ValueError:
        raise BadSetting(f"PORT2PORT_{name} takes a day such as {default}, not {value!r}") from None


def bare_number(name: str, default: int) -> int:
    """As `number`, of a name that others give, such as PORT. Raises BadSetting."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name} takes a whole number, not {value!r}") from None


def database(url: str) -> dict[str, object]:
    """Django's entry for `sqlite:///path` or `postgresql://name:password@host:port/name`. Raises BadSetting."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path)),
            "OPTIONS": {
                "timeout": 20,
                # IMMEDIATE: two writers queue for the lock instead of failing half-way through a transaction.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(_port(parts) or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                # Only for cursors that leave the values to the server (base/prepared.py): planned after so many times.
                "prepare_threshold": 3,
                # A page's question is over sooner than a second process has started to help with it.
                "options": "-c max_parallel_workers_per_gather=0",
            },
        }
    raise BadSetting("PORT2PORT_DATABASE takes sqlite:///path or postgresql://name:password@host:port/name")


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise BadSetting("PORT2PORT_DATABASE names a port that is no number between 1 and 65535") from None
