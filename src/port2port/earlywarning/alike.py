"""Whether counts, comparison and measure are about the same, and what it means where they are not."""

from django.utils.translation import gettext as _

from port2port.counts.categories import category_words, is_below
from port2port.counts.models import Comparison, Intervention, Outcome
from port2port.counts.wording import counted_words
from port2port.earlywarning.history import still_shared
from port2port.earlywarning.models import WatchedMeasure


def odds_of(outcome: str, category: str, *, intervention: Intervention, comparison: Comparison) -> list[str]:
    """A sentence for each thing that is about something else than the counts; nothing of what was withdrawn."""
    found = []
    if comparison.withdrawn_at is None and (comparison.outcome, comparison.category) != (outcome, category):
        is_named = comparison.category != category
        told = {
            "counts": counted_words(outcome, category) if is_named else Outcome(outcome).label,
            "outside": counted_words(comparison.outcome, comparison.category)
            if is_named
            else comparison.get_outcome_display(),
        }
        found.append(
            _(
                "The counts are of “%(counts)s”, the comparison of “%(outside)s”. What moves one of the two need not "
                "move the other: an alarm may come, or stay away, for that reason alone."
            )
            % told
        )
    if intervention.withdrawn_at is None and not is_below(category, intervention.category):
        told = {"counts": counted_words(outcome, category), "measure": category_words(intervention.category)}
        found.append(
            _(
                "The counts are of “%(counts)s”, the measure is against “%(measure)s”. What it pushes away may not "
                "show in these counts, or be lost among the rest of them."
            )
            % told
        )
    return found


def odds_of_watch(watch: WatchedMeasure) -> list[str]:
    """The same of a watch; nothing where what it names is shared with its circle no more."""
    if not (still_shared(watch.intervention, watch.circle) and still_shared(watch.comparison, watch.circle)):
        return []
    return odds_of(watch.outcome, watch.category, intervention=watch.intervention, comparison=watch.comparison)
