"""What is said of an inject or an observation, parsed, and what must hold of it before it is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings

from port2port.drills.models import Event, Objective
from port2port.live.models import Inject
from port2port.members.models import Facility
from port2port.pure.texts import Room

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
TEXT = Room(characters=2_000, byte_count=8_000, lines=True, required=True)
EXPECTED = Room(characters=2_000, byte_count=8_000, lines=True)
NOTE = Room(characters=1_000, byte_count=4_000, lines=True)
REASON = Room(characters=500, byte_count=2_000, lines=True, required=True)
OBSERVED = Room(characters=2_000, byte_count=8_000, lines=True)
MOST_INJECTS = 200
LONGEST_KEY = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectFields:
    """One inject as it is written; names and units as in the table."""

    offset_s: int
    to_role: str
    texts: Mapping[str, str]
    language: str
    channel: str = "page"
    facility: Facility | None = None
    expected: Mapping[str, str] = field(default_factory=dict)
    objectives: tuple[Objective, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One observation as an observer tells it.

    observed_at, sent_at   by the clock of the phone
    """

    observed_at: datetime
    sent_at: datetime
    language: str
    text: str = ""
    rating: str = ""
    inject: Inject | None = None
    objective: Objective | None = None
    item: str = ""

    def digest(self, event: Event, replaces: str) -> str:
        """The same for the same observation, however often and whenever it is sent."""
        content = [
            str(event.key),
            self.observed_at.astimezone(UTC).isoformat(),
            self.language,
            self.text,
            self.rating,
            str(self.inject.key) if self.inject else "",
            str(self.objective.key) if self.objective else "",
            self.item,
            replaces,
        ]
        return sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
