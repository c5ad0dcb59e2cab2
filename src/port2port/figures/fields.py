"""A figure as a person or a file gives it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFields:
    """What was published. series: its slug; published_on: a year, a month or a day; language: of the words."""

    series: str
    place: str
    value: Decimal
    unit: str
    source: str
    from_on: date | None = None
    to_on: date | None = None
    qualifier: str = ""
    published_on: str = ""
    supersedes: str = ""
    language: str = "en"
    is_to_verify: bool = False
