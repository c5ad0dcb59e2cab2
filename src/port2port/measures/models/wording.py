"""What a measure's row says in the ledger: one version as STIX content."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from port2port.pure.audience import Tlp
from port2port.pure.stix import Reference
from port2port.pure.stix_measure import MeasureContent, MeasureText, measure_bundle
from port2port.reports.models.wording import originator_of
from port2port.vocabulary import lookup

if TYPE_CHECKING:
    from port2port.measures.models.measure import Measure


def bundle_of(measure: Measure, *, at: datetime) -> list[dict[str, Any]]:
    """The STIX objects of the wording that readers read."""
    version = measure.shared_version
    texts = [MeasureText(**one) for one in (version.texts if version else [])]
    original = texts[0] if texts else MeasureText(measure.language, measure.title)
    content = MeasureContent(
        id=measure.key,
        originator=originator_of(measure.originator),
        created=measure.published_at or at,
        modified=at,
        tlp=Tlp(measure.tlp),
        original=original,
        translations=tuple(texts[1:]),
        number=version.n if version else 1,
        state=measure.state,
        methods=tuple(measure.methods),
        controls=tuple(measure.controls),
        cost=version.cost if version else "",
        effort=version.effort if version else "",
        group=measure.working_group,
        decision=measure.decision,
        effective_on=version.effective_on if version else None,
        review_by=measure.review_on,
        sha256=version.sha256 if version else "",
        pap=measure.pap,
    )
    return measure_bundle(content, _names(content))


def _names(content: MeasureContent) -> Reference:
    newest = max(lookup.register(name).released_on for name in ("methods", "controls"))
    names = {code: lookup.label(code, "en") for code in (*content.methods, *content.controls)}
    return Reference(names=names, released_at=datetime.combine(newest, time(), tzinfo=UTC))
