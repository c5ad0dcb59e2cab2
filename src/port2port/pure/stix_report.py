"""A report as STIX objects: the mapping of docs/reference/stix.md.

The wrapper is a `report`. An incident or sighting has its coded facts on an `incident` inside; the other kinds
have them on the wrapper. Everything that has no place in the standard goes into our own extension, and comes
back from there, so that the incident core draft can change without a report changing its meaning.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.stix_content import Attachment, ReportContent, coarsened
from port2port.pure.stix_objects import NO_NAMES, Json, Reference, Version, filled, part_id, stamp

DETERMINATION = {
    "prevented": "blocked",
    "attempt": "failed-attempt",
    "success-discovered": "confirmed",
    "unknown": "suspected",
}
DETECTION = {
    "staff": "user-reporting",
    "guard": "user-reporting",
    "camera": "automated-tool",
    "scan": "automated-tool",
    "customs": "external-notification",
    "police": "external-notification",
    "tip": "external-notification",
    "dog": "human-review",
    "chance": "human-review",
}
INCIDENT_TYPES = {
    "CYB-PIN": "theft-access-credentials",
    "DRG-EXT-PIN": "theft-access-credentials",
    "CYB-RANSOM": "ransomware",
    "CYB-DDOS": "denial-of-service",
    "INT-THEFT": "equipment-theft",
    "INT-SABOT": "destruction",
}
CRITICALITY = {"critical": 100, "high": 75, "medium": 50, "low": 25, "information": 0}
# The Admiralty scale of STIX 2.1, appendix A; "6" (cannot be judged) has no confidence.
CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}


def report_bundle(content: ReportContent, reference: Reference = NO_NAMES) -> list[Json]:
    """Every object of one version of a report: the wrapper first, then its parts, then what they refer to.

    Positions finer than 1000 m are made coarser unless the report is TLP:RED.
    """
    content = coarsened(content)
    version = _version(content)
    parts = [*_incident(content, version), *_spot(content, version), *_files(content, version)]
    known = _reference_data(content, reference)
    ties = _ties(content, version)
    refs = [str(one["id"]) for one in (*parts, *known, *ties)] or [content.originator.ref]
    wrapper = build.report(
        content.id,
        version,
        name=content.title,
        description=content.facts,
        published=content.created,
        refs=refs,
        own=_wrapper_properties(content),
        confidence=CONFIDENCE.get(content.credibility),
    )
    authors = [build.identity(content.originator), *([build.project()] if known else [])]
    labels = sorted({content.tlp, Tlp.CLEAR})
    return [wrapper, *parts, *ties, *known, *authors, *(build.tlp_marking(label) for label in labels)]


def _version(content: ReportContent) -> Version:
    return Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=content.created,
        modified=content.modified,
        language=content.language,
    )


def incident_ref(report: UUID) -> str:
    """The id of the incident inside a report."""
    return f"incident--{part_id(report, 'incident')}"


def _incident(content: ReportContent, version: Version) -> list[Json]:
    if not content.has_incident:
        return []
    types = sorted({INCIDENT_TYPES[code] for code in content.methods if code in INCIDENT_TYPES})
    detection = DETECTION.get(content.detected_by)
    core: Json = {
        "determination": DETERMINATION.get(content.outcome, "suspected"),
        "investigation_status": "new",
        **filled(
            criticality=CRITICALITY.get(content.severity),
            incident_types=types,
            detection_methods=[detection] if detection else [],
        ),
    }
    identifier = part_id(content.id, "incident")
    return [build.incident(identifier, version, name=content.title, core=core, own=_coded_properties(content))]


def _spot(content: ReportContent, version: Version) -> list[Json]:
    if content.lat is None or content.lon is None or content.precision_m is None:
        return []
    return [
        build.spot(
            part_id(content.id, "spot"),
            version,
            name=content.place_name,
            country=(content.place_locode or content.port)[:2],
            lat=content.lat,
            lon=content.lon,
            precision_m=content.precision_m,
        )
    ]


def _files(content: ReportContent, version: Version) -> list[Json]:
    if not content.attachments:
        return []
    files = [
        build.file(
            _file_id(content, one),
            content.tlp,
            name=one.name,
            media_type=one.media_type,
            size=one.size,
            digest=one.sha256,
        )
        for one in content.attachments
    ]
    seen = build.observed_data(
        part_id(content.id, "observed"),
        version,
        first=content.created,
        last=content.created,
        refs=[str(one["id"]) for one in files],
    )
    return [seen, *files]


def _file_id(content: ReportContent, one: Attachment) -> str:
    # The id of a restricted file must not confirm a guess of its content (E9).
    if content.tlp <= Tlp.GREEN:
        return build.file_id(name=one.name, digest=one.sha256)
    return f"file--{part_id(content.id, 'file', one.sha256, one.name)}"


def _reference_data(content: ReportContent, reference: Reference) -> list[Json]:
    places = dict.fromkeys(code for code in (content.port, content.place_locode) if code)
    return [
        *(build.attack_pattern(code, reference) for code in dict.fromkeys(content.methods)),
        *(build.course_of_action(code, reference) for code in dict.fromkeys(content.controls)),
        *(build.locode_location(code, reference) for code in places),
    ]


def _ties(content: ReportContent, version: Version) -> list[Json]:
    ties = [(content.ref, "derived-from", f"report--{original}") for original in content.derived_from]
    if content.has_incident:
        source = incident_ref(content.id)
        spots = [f"location--{part_id(content.id, 'spot')}"] if content.lat is not None else []
        places = [build.reference_id("location", code) for code in (content.port, content.place_locode) if code]
        methods = [build.reference_id("attack-pattern", code) for code in content.methods]
        ties += [(source, "located-at", target) for target in (*spots, *places)]
        ties += [(source, "related-to", target) for target in methods]
    return [
        build.relationship(part_id(content.id, *tie), version, source=tie[0], kind=tie[1], target=tie[2])
        for tie in dict.fromkeys(ties)
    ]


def _wrapper_properties(content: ReportContent) -> Json:
    source = filled(
        reliability=content.reliability,
        credibility=int(content.credibility) if content.credibility else None,
        **{"class": content.source_class},
    )
    own = filled(
        kind=content.kind,
        version=content.version,
        pap=content.pap,
        legal_regime=content.legal_regime,
        retain_until=None if content.retain_until is None else content.retain_until.isoformat(),
        assessment=content.assessment,
        valid_until=_stamped(content.valid_until),
        what_to_do=content.what_to_do,
        answer_by=_stamped(content.answer_by),
        source=source,
    )
    return own if content.has_incident else own | _coded_properties(content)


def _coded_properties(content: ReportContent) -> Json:
    quantity = content.quantity
    return filled(
        severity=content.severity,
        methods=list(content.methods),
        stage=content.stage,
        medium=content.medium,
        substance=content.substance,
        outcome=content.outcome,
        detected_by=content.detected_by,
        quantity=None if quantity is None else {**asdict(quantity), "value": _number(quantity.value)},
        # An empty drone is still the statement that there was one.
        drone=None if content.drone is None else {"seen": True, **filled(**asdict(content.drone))},
        indicators=list(content.indicators),
        controls=list(content.controls),
        occurred=filled(
            **{"from": _stamped(content.occurred_from), "to": _stamped(content.occurred_to)},
            precision=content.occurred_precision,
        ),
        place=filled(port=content.port, locode=content.place_locode, name=content.place_name),
    )


def _stamped(value: datetime | None) -> str | None:
    return None if value is None else stamp(value)


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
