"""STIX objects of a report back into its content; the reverse of stix_report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp, strictest
from port2port.pure.stix_content import Attachment, Drone, Quantity, ReportContent
from port2port.pure.stix_objects import Json, Originator, moment, part_id
from port2port.pure.stix_report import incident_ref


class NotOursError(ValueError):
    """The objects do not form one report with our extension."""


def content_of(objects: Sequence[Json]) -> ReportContent:
    """The content that `report_bundle` was given; unknown objects, properties and extensions are passed over.

    Raises NotOursError when there is no report with our extension, no author, or a value of the wrong form.
    """
    wrapper = next((one for one in objects if one.get("type") == "report"), None)
    if wrapper is None:
        raise NotOursError("No report among the objects.")
    try:
        return _read(wrapper, {str(one["id"]): one for one in objects})
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise NotOursError(str(problem)) from problem


def _read(wrapper: Json, by_id: Mapping[str, Json]) -> ReportContent:
    own = build.own_properties(wrapper)
    content = ReportContent(
        id=UUID(_text(wrapper, "id").removeprefix("report--")),
        kind=_text(own, "kind"),
        title=_text(wrapper, "name"),
        facts=_text(wrapper, "description"),
        language=_text(wrapper, "lang"),
        originator=_originator(by_id[_text(wrapper, "created_by_ref")]),
        created=moment(_text(wrapper, "created")),
        modified=moment(_text(wrapper, "modified")),
        tlp=_tlp(wrapper),
        derived_from=_originals(wrapper, by_id.values()),
    )
    # Where the coded facts stand does not matter: they never have two values in one report.
    coded = build.own_properties(by_id[incident_ref(content.id)]) if content.has_incident else own
    position = by_id.get(f"location--{part_id(content.id, 'spot')}", {})
    seen = by_id.get(f"observed-data--{part_id(content.id, 'observed')}", {})
    content = _with_frame(content, own)
    content = _with_codes(content, coded)
    content = _with_place_and_time(content, coded, position)
    return replace(content, attachments=_attachments(seen, by_id))


def _with_frame(content: ReportContent, own: Json) -> ReportContent:
    source = build.group(own, "source")
    return replace(
        content,
        version=_whole(own, "version") or 1,
        pap=_text(own, "pap"),
        legal_regime=_text(own, "legal_regime"),
        retain_until=date.fromisoformat(_text(own, "retain_until")) if "retain_until" in own else None,
        assessment=_text(own, "assessment"),
        valid_until=_moment(own, "valid_until"),
        what_to_do=_text(own, "what_to_do"),
        answer_by=_moment(own, "answer_by"),
        reliability=_text(source, "reliability"),
        credibility=str(_whole(source, "credibility") or ""),
        source_class=_text(source, "class"),
    )


def _with_codes(content: ReportContent, coded: Json) -> ReportContent:
    return replace(
        content,
        severity=_text(coded, "severity"),
        methods=_texts(coded, "methods"),
        stage=_text(coded, "stage"),
        medium=_text(coded, "medium"),
        substance=_text(coded, "substance"),
        outcome=_text(coded, "outcome"),
        detected_by=_text(coded, "detected_by"),
        quantity=_quantity(build.group(coded, "quantity")),
        drone=_drone(build.group(coded, "drone")),
        indicators=_texts(coded, "indicators"),
        controls=_texts(coded, "controls"),
    )


def _with_place_and_time(content: ReportContent, coded: Json, position: Json) -> ReportContent:
    occurred, place = build.group(coded, "occurred"), build.group(coded, "place")
    return replace(
        content,
        occurred_from=_moment(occurred, "from"),
        occurred_to=_moment(occurred, "to"),
        occurred_precision=_text(occurred, "precision"),
        port=_text(place, "port"),
        place_locode=_text(place, "locode"),
        place_name=_text(place, "name"),
        lat=_decimal(position, "latitude"),
        lon=_decimal(position, "longitude"),
        precision_m=_whole(position, "precision"),
    )


def _text(one: Json, key: str) -> str:
    value = one.get(key, "")
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text.")
    return value


def _texts(one: Json, key: str) -> tuple[str, ...]:
    value = one.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} is no list of texts.")
    return tuple(value)


def _decimal(one: Json, key: str) -> float | None:
    value = one.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{key} is no number.")
    return float(value)


def _whole(one: Json, key: str) -> int | None:
    value = _decimal(one, key)
    return None if value is None else int(value)


def _moment(one: Json, key: str) -> datetime | None:
    return moment(_text(one, key)) if key in one else None


def _tlp(one: Json) -> Tlp:
    refs = _texts(one, "object_marking_refs")
    # An unknown or missing marking is RED until a human says otherwise (E19).
    return strictest(*(build.TLP_BY_MARKING.get(ref, Tlp.RED) for ref in refs or ("",)))


def _originator(one: Json) -> Originator:
    return Originator(
        id=UUID(_text(one, "id").removeprefix("identity--")),
        name=_text(one, "name"),
        created=moment(_text(one, "created")),
        modified=moment(_text(one, "modified")),
    )


def _quantity(one: Json) -> Quantity | None:
    value = _decimal(one, "value")
    return None if value is None else Quantity(value, _text(one, "unit"), estimated=one.get("estimated") is True)


def _drone(one: Json) -> Drone | None:
    if not one:
        return None
    remote_id = one.get("remote_id")
    return Drone(
        bearing_deg=_whole(one, "bearing_deg"),
        heading_deg=_whole(one, "heading_deg"),
        height_band=_text(one, "height_band"),
        lights=_text(one, "lights"),
        sound=_text(one, "sound"),
        count=_whole(one, "count"),
        duration_s=_whole(one, "duration_s"),
        remote_id=remote_id if isinstance(remote_id, bool) else None,
    )


def _originals(wrapper: Json, objects: Iterable[Json]) -> tuple[UUID, ...]:
    return tuple(
        UUID(_text(one, "target_ref").removeprefix("report--"))
        for one in objects
        if one.get("relationship_type") == "derived-from" and one.get("source_ref") == wrapper["id"]
    )


def _attachments(seen: Json, by_id: Mapping[str, Json]) -> tuple[Attachment, ...]:
    files = [by_id[ref] for ref in _texts(seen, "object_refs") if ref in by_id]
    return tuple(
        Attachment(
            name=_text(one, "name"),
            media_type=_text(one, "mime_type"),
            size=_whole(one, "size") or 0,
            sha256=_text(build.group(one, "hashes"), "SHA-256"),
        )
        for one in files
    )
