"""What a use case's row says elsewhere: as STIX content, as filter facets, as words to search.

Here alone is decided what goes along: neither the site nor a figure without the owner's tick.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from port2port.pure.audience import Tlp
from port2port.pure.stix import CameraContent, Reference
from port2port.reports.models.wording import MAX_FACET, originator_of, with_ancestors
from port2port.vocabulary import lookup

if TYPE_CHECKING:
    from port2port.registers.models.camera import AiUseCase, Measurement

# What the register asks besides title and summary, under the same names in STIX and in the API.
SAID = (
    "kind",
    "place",
    "is_real_time",
    "biometric",
    "at_work",
    "is_sensitive",
    "deployer",
    "provider",
    "model",
    "for_law_enforcement",
    "legal_basis",
    "camera_law_declared",
    "works_council_consulted",
    "dpia",
    "dpia_on",
    "retention_days",
    "ai_class",
    "class_reasoning",
    "authority",
    "decides",
    "within_s",
    "switches_off",
    "lessons",
    "practice",
    "state",
)
COUNTED = ("test_set", "camera_days", "alarms", "true", "false", "staged", "found")
SEARCHED = ("title", "summary", "deployer", "provider", "model", "legal_basis", "class_reasoning", "lessons")


def content_of_row(case: AiUseCase, *, modified: datetime) -> CameraContent:
    """The row as one version of a use case's content."""
    return CameraContent(
        id=case.key,
        originator=originator_of(case.originator),
        created=case.published_at or modified,
        modified=modified,
        tlp=Tlp(case.tlp),
        language=case.language,
        title=case.title,
        summary=case.summary,
        version=max(case.version, 1),
        pap=case.pap,
        methods=tuple(case.purposes),
        camera=said_of(case),
    )


def said_of(case: AiUseCase, *, whole: bool = False) -> dict[str, object]:
    """The answers that have a value, and of site and figures what the owner lets go along.

    whole   for the owner's own eyes: all of it
    """
    said = {name: getattr(case, name) for name in SAID}
    said["dpia_on"] = case.dpia_on.isoformat() if case.dpia_on else None
    found: dict[str, object] = {name: value for name, value in said.items() if value not in {None, ""}}
    if case.contact is not None:
        found["contact"] = contact_words(case)
    if (whole or case.shows_site) and case.facility is not None:
        found["site"] = {"name": case.facility.name, "port": case.facility.port.locode}
    if whole or case.shows_figures:
        figures = [counted(one) for one in case.measurements.all()]
        found |= {"figures": figures} if figures else {}
    return found


def contact_words(case: AiUseCase) -> str:
    """The seat to ask, by its function: a person is named by nobody."""
    if case.contact is None:
        return ""
    with translation.override(case.language):
        return case.contact.title or str(case.contact.get_function_display())


def counted(one: Measurement) -> dict[str, object]:
    """One measurement by its counts."""
    counts = {name: getattr(one, name) for name in COUNTED}
    return {
        "from_on": one.from_on.isoformat(),
        "to_on": one.to_on.isoformat(),
        "conditions": list(one.conditions),
        "labelled": one.labelled,
        **{name: value for name, value in counts.items() if value is not None},
    }


def reference(content: CameraContent) -> Reference:
    """English names of the codes that the content uses."""
    names = {code: lookup.label(code, "en") for code in content.methods}
    return Reference(names=names, released_at=datetime.combine(lookup.register("methods").released_on, time(), UTC))


def facets_of(case: AiUseCase) -> frozenset[str]:
    """The filter words of the audience index."""
    found = {
        "kind:ai_case",
        f"camera:{case.kind}",
        f"state:{case.state}",
        f"org:{case.originator.slug}",
        f"lang:{case.language}",
        f"tlp:{Tlp(case.tlp).stix}",
    }
    for code in case.purposes:
        found |= {f"code:{one}" for one in with_ancestors(code)}
    return frozenset(one[:MAX_FACET] for one in found)


def search_texts_of(case: AiUseCase) -> list[tuple[str, str]]:
    """Free text in its own language, and the labels of codes and choices in four."""
    around = [case.number, case.originator.name, case.originator.short_name, *case.purposes]
    site = [case.facility.name] if case.shows_site and case.facility is not None else []
    words = [*(getattr(case, name) for name in SEARCHED), *around, *site]
    texts = [(case.language, "\n".join(one for one in words if one))]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = [
                str(case.get_kind_display()),
                str(case.get_state_display()),
                *(lookup.label(code, language) for code in case.purposes),
            ]
        texts.append((language, "\n".join(labels)))
    return texts
