"""What the pages of a study take."""

from dataclasses import dataclass

from port2port.counts.models import Comparison, Intervention
from port2port.members.models import Circle, Port


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSaid:
    """Page 1."""

    title: str
    language: str
    circle: Circle
    intervention: Intervention
    hypothesis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksSaid:
    """Page 5; left_out: ports that are not compared."""

    weeks_before: int
    weeks_after: int
    left_out: frozenset[Port] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSaid:
    """Page 3: one of the two. is_meant: though the comparison is not about what is counted."""

    comparison: Comparison | None = None
    is_description: bool = False
    is_meant: bool = False
