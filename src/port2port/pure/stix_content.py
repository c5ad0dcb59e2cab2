"""What one version of a report says, apart from who may see it, and how two versions differ."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from math import isfinite
from uuid import UUID

from port2port.pure.audience import Tlp
from port2port.pure.stix_objects import Originator, in_milliseconds

KINDS = ("incident", "alert", "sighting", "request", "bulletin")
PRECISIONS = ("minute", "hour", "day", "week", "month", "quarter", "year")
SEVERITIES = ("critical", "high", "medium", "low", "information")
COARSEST_FREE_M = 1000


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much was found. Units are free words such as kg, t or pieces."""

    value: float
    unit: str
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drone:
    """A drone as it was seen.

    bearing_deg   from the observer to the drone     heading_deg   where the drone flew to
    remote_id     whether a Remote ID was received; its serial number lives in the watch list alone
    """

    bearing_deg: int | None = None
    heading_deg: int | None = None
    height_band: str = ""
    lights: str = ""
    sound: str = ""
    count: int | None = None
    duration_s: int | None = None
    remote_id: bool | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by name and SHA-256 in lower-case hex; size in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """One version of a report of any of the five kinds.

    id                   random, the same in every version; ids of the parts follow from it
    created, modified    of the first and of this version; cut to milliseconds
    port, place_locode   UN/LOCODE of the port it concerns, and of the place when that is another one
    lat, lon             degrees; precision_m in metres, at least 1000 below TLP:RED (see `coarsened`)
    credibility          "1" to "6"; reliability "A" to "F"
    Raises ValueError on what no form lets through: an unknown kind, times out of order, half a position.
    """

    id: UUID
    kind: str
    title: str
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    version: int = 1
    language: str = ""
    pap: str = ""
    legal_regime: str = ""
    retain_until: date | None = None
    severity: str = ""
    facts: str = ""
    assessment: str = ""
    methods: tuple[str, ...] = ()
    stage: str = ""
    medium: str = ""
    substance: str = ""
    outcome: str = ""
    detected_by: str = ""
    quantity: Quantity | None = None
    indicators: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    occurred_precision: str = ""
    port: str = ""
    place_locode: str = ""
    place_name: str = ""
    lat: float | None = None
    lon: float | None = None
    precision_m: int | None = None
    valid_until: datetime | None = None
    what_to_do: str = ""
    answer_by: datetime | None = None
    drone: Drone | None = None
    reliability: str = ""
    credibility: str = ""
    source_class: str = ""
    derived_from: tuple[UUID, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise ValueError(problem)
        for field in ("created", "modified", "occurred_from", "occurred_to", "valid_until", "answer_by"):
            value = getattr(self, field)
            if value is not None:
                object.__setattr__(self, field, in_milliseconds(value))

    @property
    def ref(self) -> str:
        return f"report--{self.id}"

    @property
    def has_incident(self) -> bool:
        """An incident and a sighting say that something happened; the other kinds ask, warn or explain."""
        return self.kind in {"incident", "sighting"}


def _problems(content: ReportContent) -> Iterator[str]:
    if content.kind not in KINDS:
        yield f"{content.kind!r} is no kind of report."
    if not content.title:
        yield "A report has a title."
    if content.modified < content.created:
        yield "A version is not older than the first one."
    if None in (position := (content.lat, content.lon, content.precision_m)) and position != (None, None, None):
        yield "A position has latitude, longitude and precision."
    if content.quantity is not None and not isfinite(content.quantity.value):
        yield "A quantity is a finite number."
    if len({(one.name, one.sha256) for one in content.attachments}) < len(content.attachments):
        yield "The same file is attached once."


def coarsened(content: ReportContent) -> ReportContent:
    """The content with a position no finer than 1000 m, unless it is TLP:RED.

    Two decimals of a degree are 1.1 km from north to south: the rounding hides what the precision claims.
    """
    if content.tlp is Tlp.RED or content.lat is None or content.lon is None or content.precision_m is None:
        return content
    if content.precision_m >= COARSEST_FREE_M:
        return content
    return replace(content, lat=round(content.lat, 2), lon=round(content.lon, 2), precision_m=COARSEST_FREE_M)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that two versions say differently; parts of a field are dotted, as in drone.count."""

    field: str
    before: object
    after: object


_NOT_SAID = frozenset({"id", "created", "modified", "version", "originator"})


def changes(old: ReportContent, new: ReportContent) -> list[Change]:
    """What the reader of `old` has to know about `new`, in the order of the fields."""
    return [
        change
        for field in fields(ReportContent)
        if field.name not in _NOT_SAID
        for change in _compared(field.name, getattr(old, field.name), getattr(new, field.name))
    ]


def _compared(name: str, before: object, after: object) -> list[Change]:
    if before == after:
        return []
    sample = after if before is None else before
    # A tuple of parts (attachments, codes) is one field; only a single part is opened up.
    if not is_dataclass(sample):
        return [Change(name, before, after)]
    return [
        Change(f"{name}.{part.name}", first, second)
        for part in fields(sample)
        if (first := getattr(before, part.name, None)) != (second := getattr(after, part.name, None))
    ]
