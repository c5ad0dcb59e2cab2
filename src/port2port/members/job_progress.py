"""How far a running job is, and whether it is to stop: said beside the database.

A job may hold one transaction open from its first row to its last, so that nothing is half done. On SQLite no other
connection can write meanwhile: progress written by one would wait for the job, which waits for it. So progress and the
wish to cancel lie in a cache of files in the node's folder. Writing there needs no lock, is seen at once by every
process of the machine, and what is lost with it is nothing but a number on a page.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Event
from uuid import UUID

from django.core.cache import caches

KEPT_S = 24 * 60 * 60
# Set when the worker is told to end: the job in hand then ends at its next step and says so.
machine_stops = Event()


@dataclass(frozen=True, slots=True)
class Progress:
    """The last word of a running job."""

    done: int
    total: int
    at: datetime


def say(key: UUID, progress: Progress) -> None:
    """Put up how far the job is."""
    caches["progress"].set(f"{key}-step", progress, KEPT_S)


def said(key: UUID) -> Progress | None:
    """How far the job is; None before its first step."""
    found: Progress | None = caches["progress"].get(f"{key}-step")
    return found


def wish_to_cancel(key: UUID) -> None:
    """Ask the job to stop at its next step."""
    caches["progress"].set(f"{key}-cancel", "yes", KEPT_S)


def is_to_stop(key: UUID) -> bool:
    """Whether somebody asked."""
    return bool(caches["progress"].get(f"{key}-cancel"))


def forget(key: UUID) -> None:
    """The job has ended: its row says the rest."""
    caches["progress"].delete_many([f"{key}-step", f"{key}-cancel"])
