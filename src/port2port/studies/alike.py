"""Whether what is counted and what it is compared with are about the same, and what it means where they are not."""

from django.utils.translation import gettext as _

from port2port.counts.models import Comparison
from port2port.counts.wording import counted_words
from port2port.studies.models import Study


def is_alike(study: Study, comparison: Comparison | None) -> bool:
    """Whether both are of one outcome and category, or there is nothing to compare with."""
    return comparison is None or (comparison.outcome, comparison.category) == (study.outcome, study.category)


def odds_of(study: Study, comparison: Comparison | None) -> str:
    """For whoever makes the study: that they are not about the same; "" where they are."""
    if comparison is None or is_alike(study, comparison):
        return ""
    return _(
        "The counts are of “%(counts)s”, the comparison of “%(outside)s”. What moves one of the two need not move the "
        "other: the study may find a change, or miss one, for that reason alone."
    ) % {
        "counts": counted_words(study.outcome, study.category),
        "outside": counted_words(comparison.outcome, comparison.category),
    }


def said_of_odds(study: Study) -> list[str]:
    """For whoever reads its result, beyond the circle too: what else the comparison is of, its own circle was told."""
    if is_alike(study, study.comparison):
        return []
    return [
        _(
            "The comparison from outside is not of the same incidents as the counts. What moves one of the two need "
            "not move the other, and that alone may be the change, or hide one."
        )
    ]
