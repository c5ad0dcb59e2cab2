"""What is written so far, made once for each revision and language: it says the same to all who may see the meeting.

Who may see it is asked of the database at each request, before anything here is; only the page's words are kept.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from uuid import UUID

KEPT = 32
type Revision = tuple[UUID, datetime, str]

_made: OrderedDict[Revision, str] = OrderedDict()
_turn = Lock()


def written(meeting: UUID, changed_at: datetime, language: str, make: Callable[[], str]) -> str:
    """The words of this revision. Read `changed_at` first: what is made then is never older than it says."""
    revision = (meeting, changed_at, language)
    with _turn:
        known = _made.get(revision)
        if known is not None:
            _made.move_to_end(revision)
            return known
    words = make()
    with _turn:
        _made[revision] = words
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return words
