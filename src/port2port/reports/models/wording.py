"""What a report's row says elsewhere: as STIX content, as filter facets, as words to search."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings

from port2port.base.prepared import Given, Prepared
from port2port.pure.audience import Tlp
from port2port.pure.stix import Attachment, Drone, Originator, Quantity, Reference, ReportContent
from port2port.vocabulary import lookup

if TYPE_CHECKING:
    from port2port.members.models import Organisation
    from port2port.reports.models.report import Report

FACETS = ("stage", "medium", "substance", "outcome", "detected_by")
MAX_FACET = 60
# Columns that the row and the content call alike.
SAME = (
    "kind",
    "title",
    "language",
    "pap",
    "legal_regime",
    "retain_until",
    "severity",
    "facts",
    "assessment",
    "stage",
    "medium",
    "substance",
    "outcome",
    "detected_by",
    "lat",
    "lon",
    "precision_m",
    "valid_until",
    "what_to_do",
    "answer_by",
    "reliability",
    "credibility",
    "source_class",
)


def content_of_row(report: Report, *, modified: datetime) -> ReportContent:
    """The row as one version of a report's content."""
    return ReportContent(
        id=report.key,
        originator=originator_of(report.originator),
        created=report.published_at or modified,
        modified=modified,
        tlp=Tlp(report.tlp),
        version=max(report.version, 1),
        methods=tuple(report.methods),
        quantity=quantity_of(report),
        indicators=tuple(report.indicators),
        controls=tuple(report.controls),
        occurred_from=report.happened_from,
        occurred_to=report.happened_to,
        occurred_precision=report.happened_precision,
        port=report.port.locode if report.port else "",
        place_name=place_of(report),
        drone=drone_of(report),
        attachments=attachments_of(report),
        **{name: getattr(report, name) for name in SAME},
    )


def attachments_of(report: Report) -> tuple[Attachment, ...]:
    """What hangs from the report, by name and digest."""
    if not report.may_have_files:
        return ()
    return tuple(Attachment(*row) for row in _FILES.rows(report=report.pk))


def _files() -> Any:
    # Asked for by name: the table of files stands above this one.
    files: Any = apps.get_model("reports", "Attachment")._default_manager.filter(report_id=Given("report"))
    return files.standing().values_list("name", "media_type", "size", "sha256")


_FILES = Prepared(_files)


def originator_of(organisation: Organisation) -> Originator:
    """The organisation as the author of STIX objects."""
    since = organisation.admitted_at or datetime(2026, 1, 1, tzinfo=UTC)
    return Originator(id=organisation.key, name=organisation.name, created=since, modified=since)


def reference(content: ReportContent) -> Reference:
    """English names of the codes that the content uses."""
    names = {code: lookup.label(code, "en") for code in (*content.methods, *content.controls)}
    return Reference(names=names, released_at=_released_at())


def _released_at() -> datetime:
    newest = max(lookup.register(name).released_on for name in ("methods", "controls"))
    return datetime.combine(newest, time(), tzinfo=UTC)


def with_ancestors(code: str) -> tuple[str, ...]:
    """The method and the ones above it, under which it is found as well."""
    if not lookup.is_known("methods", code):
        return (code,)
    return (code, *(above.code for above in lookup.register("methods").ancestors(code)))


def quantity_of(report: Report) -> Quantity | None:
    """How much was found; None when not said."""
    if report.quantity is None:
        return None
    return Quantity(report.quantity, report.quantity_unit, report.quantity_is_estimated)


def drone_of(report: Report) -> Drone | None:
    """The drone as it was seen; None when nothing was noted."""
    drone = Drone(
        bearing_deg=report.drone_bearing_deg,
        heading_deg=report.drone_heading_deg,
        height_band=report.drone_height_band,
        lights=report.drone_lights,
        sound=report.drone_sound,
        count=report.drone_count,
        duration_s=report.drone_duration_s,
        remote_id=report.drone_remote_id,
    )
    return None if drone == Drone() else drone


def place_of(report: Report) -> str:
    """The place in words; the facility only where its author chose to name it."""
    facility = report.facility.name if report.facility and report.shows_facility else ""
    return " · ".join(part for part in (facility, report.place) if part)


def facets_of(report: Report) -> frozenset[str]:
    """The filter words of the audience index."""
    found = {
        f"kind:{report.kind}",
        f"tlp:{Tlp(report.tlp).stix}",
        f"org:{report.originator.slug}",
        f"lang:{report.language}",
    }
    if report.severity:
        found.add(f"severity:{report.severity}")
    if report.substance:
        found.add(f"substance:{report.substance}")
    if report.port:
        found.add(port_facet(report.port.locode, report.port.slug))
    if report.for_floor:
        found.add("floor")
    for code in report.methods:
        found |= {f"code:{one}" for one in with_ancestors(code)}
    return frozenset(facet[:MAX_FACET] for facet in found)


def port_facet(locode: str, slug: str) -> str:
    """The filter word of a port."""
    return f"port:{locode or slug}"[:MAX_FACET]


def search_texts_of(report: Report) -> list[tuple[str, str]]:
    """Free text, codes, and the labels of the codes in every language."""
    parts = [
        report.number,
        report.title,
        report.facts,
        report.assessment,
        report.what_to_do,
        place_of(report),
        report.source_note,
        report.originator.name,
        report.originator.short_name,
        *([report.port.name, report.port.locode] if report.port else []),
        *report.indicators,
        *report.methods,
        *report.controls,
    ]
    texts = [(report.language, "\n".join(part for part in parts if part))]
    for language, _name in settings.LANGUAGES:
        labels = [lookup.label(code, language) for code in (*report.methods, *report.controls)]
        labels += [lookup.facet_label(name, value, language) for name in FACETS if (value := getattr(report, name))]
        texts.append((language, "\n".join(labels)))
    return texts
