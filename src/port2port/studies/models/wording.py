"""What a study's row says elsewhere: as STIX content, as filter facets, as words to search. No count of any week."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from port2port.counts.models import Outcome as Counted
from port2port.pure.audience import Tlp
from port2port.pure.stix import StudyContent
from port2port.reports.models.wording import MAX_FACET, originator_of
from port2port.vocabulary import lookup

if TYPE_CHECKING:
    from port2port.studies.models.study import Study


def content_of_row(study: Study, *, modified: datetime) -> StudyContent:
    """The row as one version of a study's content; beyond the circle the result that was let go further."""
    results = study.results.exclude(wide_at=None) if study.is_wide else study.results.all()
    newest = results.order_by("-number").first()
    return StudyContent(
        id=study.key,
        originator=originator_of(study.originator),
        created=study.published_at or modified,
        modified=modified,
        tlp=Tlp(study.tlp),
        language=study.language,
        title=study.title,
        definition=study.definition,
        sha256=study.sha256,
        replaces=study.replaces.key if study.replaces else None,
        version=max(study.version, 1),
        pap=study.pap,
        run=newest.number if newest else 0,
        verdict=newest.verdict if newest else "",
        reasons=tuple(newest.figures["reasons"]) if newest else (),
        result_sha256=newest.sha256 if newest else "",
    )


def facets_of(study: Study) -> frozenset[str]:
    """The filter words of the audience index."""
    found = {
        "kind:study",
        f"org:{study.originator.slug}",
        f"lang:{study.language}",
        f"tlp:{Tlp(study.tlp).stix}",
    }
    return frozenset(one[:MAX_FACET] for one in found)


def search_texts_of(study: Study) -> list[tuple[str, str]]:
    """Free text in its own language, and labels in four."""
    measure = study.intervention
    texts = [(study.language, f"{study.title}\n{study.number}\n{measure.port.name}"), (measure.language, measure.title)]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = [str(Counted(study.outcome).label)] if study.outcome else []
            labels += [lookup.label(study.category, language)] if study.category else []
        texts.append((language, "\n".join(labels)))
    return texts
