"""Contents of reports: one that fills every field, and any at all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import strategies as st

from port2port.pure import stix
from port2port.pure.audience import Tlp

CREATED = datetime(2026, 3, 2, 14, 5, 7, 123_000, tzinfo=UTC)
ORIGINATOR = stix.Originator(
    id=UUID("6f0c3a52-6a43-4b0c-9a0e-0f5a3c1d2e10"),
    name="Port of Antwerp-Bruges",
    created=datetime(2025, 11, 21, tzinfo=UTC),
    modified=datetime(2025, 11, 21, tzinfo=UTC),
)
FULL = stix.ReportContent(
    id=UUID("0d4d1d1f-57cd-4ab1-8f5e-6c4f9a4dd001"),
    kind="incident",
    title="Release code used by a stranger",
    originator=ORIGINATOR,
    created=CREATED,
    modified=CREATED,
    tlp=Tlp.AMBER,
    language="nl",
    pap="amber",
    legal_regime="gdpr",
    retain_until=date(2031, 3, 2),
    severity="high",
    facts="Een container werd opgehaald met een code die niet van de vervoerder kwam.",
    assessment="Waarschijnlijk een misbruikt account.",
    methods=("DRG-EXT-PIN", "INT-TRES"),
    stage="gate",
    medium="reefer",
    substance="cocaine",
    outcome="prevented",
    detected_by="camera",
    quantity=stix.Quantity(412.5, "kg", estimated=True),
    indicators=("driver without booking",),
    controls=("SCR-02", "ACC-02"),
    occurred_from=CREATED,
    occurred_to=CREATED,
    occurred_precision="hour",
    port="BEANR",
    place_locode="BEZEE",
    place_name="Quay 869",
    lat=51.28,
    lon=4.32,
    precision_m=2000,
    valid_until=CREATED,
    what_to_do="Controleer de identiteit van de chauffeur.",
    answer_by=CREATED,
    drone=stix.Drone(
        bearing_deg=270,
        heading_deg=90,
        height_band="50-120",
        lights="white",
        sound="buzz",
        count=2,
        duration_s=240,
        remote_id=False,
    ),
    reliability="B",
    credibility="2",
    source_class="partner",
    derived_from=(UUID("5f1b8a90-8d55-4c9b-9c9c-9a4bb9ad7e02"),),
    attachments=(stix.Attachment("gate.jpg", "image/jpeg", 81_234, "ab" * 32),),
)


def bare(kind: str) -> stix.ReportContent:
    """The least that a report of a kind says."""
    return stix.ReportContent(
        id=FULL.id, kind=kind, title="t", originator=ORIGINATOR, created=CREATED, modified=CREATED, tlp=Tlp.GREEN
    )


_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
_some_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40)
_moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_codes = st.lists(st.from_regex(r"[A-Z]{3}-[A-Z]{2,4}", fullmatch=True), max_size=3, unique=True).map(tuple)
_words = st.sampled_from(["", "gate", "camera", "prevented", "none", "attempt"])
_locodes = st.sampled_from(["", "BEANR", "BEZEE", "NLVLI"])
_degrees = st.none() | st.integers(0, 360)
_counts = st.none() | st.integers(0, 5000)
_drones = st.builds(
    stix.Drone,
    bearing_deg=_degrees,
    heading_deg=_degrees,
    height_band=_texts,
    lights=_texts,
    sound=_texts,
    count=_counts,
    duration_s=_counts,
    remote_id=st.none() | st.booleans(),
)
_files = st.builds(
    stix.Attachment,
    name=_some_texts,
    media_type=st.sampled_from(["image/jpeg", "application/pdf"]),
    size=st.integers(0, 10**8),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
)
_positions = st.none() | st.tuples(
    st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False), st.integers(0, 50_000)
)


@st.composite
def contents(draw: st.DrawFn) -> stix.ReportContent:
    """Any content that the type allows."""
    created, modified = sorted((draw(_moments), draw(_moments)))
    lat, lon, precision_m = draw(_positions) or (None, None, None)
    return replace(
        FULL,
        id=draw(st.uuids(version=4)),
        kind=draw(st.sampled_from(stix.KINDS)),
        tlp=draw(st.sampled_from(Tlp)),
        title=draw(_some_texts),
        created=created,
        modified=modified,
        version=draw(st.integers(1, 99)),
        language=draw(st.sampled_from(["", "nl", "fr", "de", "en"])),
        retain_until=draw(st.none() | st.dates()),
        severity=draw(st.sampled_from(["", *stix.SEVERITIES])),
        facts=draw(_texts),
        assessment=draw(_texts),
        methods=draw(_codes),
        stage=draw(_words),
        outcome=draw(_words),
        detected_by=draw(_words),
        quantity=draw(
            st.none()
            | st.builds(
                stix.Quantity, st.floats(allow_nan=False, allow_infinity=False), _texts, estimated=st.booleans()
            )
        ),
        indicators=draw(st.lists(_some_texts, max_size=3).map(tuple)),
        controls=draw(_codes),
        occurred_from=draw(st.none() | _moments),
        occurred_to=draw(st.none() | _moments),
        occurred_precision=draw(st.sampled_from(["", *stix.PRECISIONS])),
        port=draw(_locodes),
        place_locode=draw(_locodes),
        place_name=draw(_texts),
        lat=lat,
        lon=lon,
        precision_m=precision_m,
        valid_until=draw(st.none() | _moments),
        what_to_do=draw(_texts),
        answer_by=draw(st.none() | _moments),
        drone=draw(st.none() | _drones),
        reliability=draw(st.sampled_from(["", "A", "F"])),
        credibility=draw(st.sampled_from(["", "1", "6"])),
        source_class=draw(st.sampled_from(["", "open", "police"])),
        derived_from=draw(st.lists(st.uuids(version=4), max_size=2, unique=True).map(tuple)),
        attachments=draw(st.lists(_files, max_size=2, unique_by=lambda one: (one.name, one.sha256)).map(tuple)),
    )
