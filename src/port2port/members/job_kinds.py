"""What jobs there are; each context brings its own, and the worker runs them without knowing what they do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from port2port.members.member import Member

type Asked = Mapping[str, Any]


class Work(Protocol):
    """What a job's function works with.

    member   who started it, resolved anew when it runs       asked   what was asked, as it was given to `start_job`
    """

    member: Member
    asked: Asked

    def step(self, done: int, total: int) -> None:
        """Say how far it is. Raises what ends the job when it was cancelled; a transaction then takes all back."""

    def now(self) -> datetime:
        """The time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a job ended well.

    words    the result in the starter's language     link   a page of this site that shows it
    file     a file to download, with its name and type; asked for again each time whether the seat may still have it
    facts    what `still` needs to know of the file: which facilities are in it
    """

    words: str
    link: str = ""
    file: bytes = b""
    file_name: str = ""
    media_type: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job.

    run     does the work; refuses with a Refusal, whose words the person reads
    still   whether this seat may do this, asked when it starts, when it runs and, with the facts, at each download
    next    what comes of it and who reads it then, where that is no file but stays on a page
    begun   the page where it was started, to go back to when it fails
    """

    label: str | Promise
    run: Callable[[Work], Outcome]
    still: Callable[[Member, Asked], bool]
    next: str | Promise = ""
    begun: Callable[[Asked], str] | None = None


_kinds: dict[str, JobKind] = {}


def bring(name: str, kind: JobKind) -> None:
    """Make a kind of job known; called once, when its context starts."""
    _kinds[name] = kind


def kind_of(name: str) -> JobKind | None:
    """The kind of that name; None when an earlier version of the software knew it."""
    return _kinds.get(name)
