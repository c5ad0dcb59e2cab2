"""What an author says, parsed: the one value that forms, the API and the demo hand to the actions."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from port2port.members.models import Facility, Port
from port2port.pure.audience import Handling, Tlp
from port2port.reports.models import Kind, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Whom the author chose: ids of circles and of people."""

    tlp: Tlp = Tlp.AMBER_STRICT
    circles: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    openly: bool = False

    def handling(self, report: Report) -> Handling:
        """The handling that the report would have with these readers."""
        return Handling(
            tlp=self.tlp,
            originator=report.originator_id,
            author=report.author_id,
            circles=self.circles,
            named=self.named,
            openly=self.openly,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFields:
    """Everything an author may say in a report; names and units as in the table."""

    kind: Kind
    title: str = ""
    facts: str = ""
    assessment: str = ""
    severity: str = ""
    methods: tuple[str, ...] = ()
    stage: str = ""
    medium: str = ""
    substance: str = ""
    outcome: str = ""
    detected_by: str = ""
    quantity: float | None = None
    quantity_unit: str = ""
    quantity_is_estimated: bool = False
    indicators: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    happened_from: datetime | None = None
    happened_to: datetime | None = None
    happened_precision: str = ""
    port: Port | None = None
    facility: Facility | None = None
    shows_facility: bool = False
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    precision_m: int | None = None
    valid_until: datetime | None = None
    what_to_do: str = ""
    answer_by: datetime | None = None
    drone_bearing_deg: int | None = None
    drone_heading_deg: int | None = None
    drone_height_band: str = ""
    drone_lights: str = ""
    drone_sound: str = ""
    drone_count: int | None = None
    drone_duration_s: int | None = None
    drone_remote_id: bool | None = None
    reliability: str = ""
    credibility: str = ""
    source_note: str = ""
    source_urls: tuple[str, ...] = ()
    for_floor: bool = False
    language: str = "en"
    pap: str = "amber"
    legal_regime: str = "gdpr"
    source_class: str = "partner"
    retain_until: date | None = None
    is_made_up: bool = False


LISTS = frozenset({"methods", "indicators", "controls", "source_urls"})
NAMES = tuple(one.name for one in fields(ReportFields))


def apply(said: ReportFields, report: Report) -> None:
    """Write what was said into the row; nothing is saved."""
    for name in NAMES:
        value = getattr(said, name)
        setattr(report, name, list(value) if name in LISTS else value)


def fields_of(report: Report) -> ReportFields:
    """What the row says, as its author said it."""
    values = {name: getattr(report, name) for name in NAMES}
    return ReportFields(**(values | {name: tuple(values[name]) for name in LISTS} | {"kind": Kind(report.kind)}))


def readers_of_row(report: Report) -> Readers:
    """Whom the author of the row chose."""
    handling = report.handling()
    return Readers(tlp=handling.tlp, circles=handling.circles, named=handling.named, openly=handling.openly)


def digest_source(said: ReportFields, readers: Readers) -> str:
    """The same text for the same content: what an idempotency key is compared with."""
    parts = [f"{name}={_plain(getattr(said, name))!r}" for name in NAMES]
    parts += [str(readers.tlp), str(sorted(readers.circles)), str(sorted(readers.named)), str(readers.openly)]
    return "\n".join(parts)


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Port | Facility) else value
