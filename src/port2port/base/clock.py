"""The one place where doors ask for the time; actions are told it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)
