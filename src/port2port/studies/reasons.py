"""What bounds a verdict, in words: what is the matter, and what would cure it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.pure.displacement.study import SHORTEST_WINDOW, Reason
from port2port.studies.found import Found

type Words = str | Promise

# As the title of a result that has no verdict.
TITLES: dict[Reason, Words] = {
    Reason.NO_EXTERNAL_COMPARISON: _("Without a comparison from outside nobody can tell whether anything moved."),
    Reason.TARGET_UNCHANGED: _("What is recorded at the port of the measure did not clearly fall."),
    Reason.RECORDING_CHANGE: _("These weeks were counted in two ways, so they cannot be compared."),
    Reason.TOO_FEW_COUNTS: _("There are too few incidents to compare."),
    Reason.WINDOW_TOO_SHORT: _("There are too few weeks to compare."),
}
WORDS: dict[Reason, Words] = {
    Reason.NO_EXTERNAL_COMPARISON: _(
        "No comparison from outside was named. What spreads over all ports in proportion to their size cannot be seen "
        "from inside."
    ),
    Reason.TARGET_UNCHANGED: _(
        "The interval of the change at the port of the measure reaches up to nothing, or above. Where nothing clearly "
        "left, it cannot be asked where it went."
    ),
    Reason.RECORDING_CHANGE: _(
        "Incidents were counted in another way for part of these weeks, and both sides were not counted anew."
    ),
    Reason.TOO_FEW_COUNTS: _("Fewer than ten incidents were recorded at the port of the measure, or at the others."),
    Reason.WINDOW_TOO_SHORT: _("There are fewer than 26 weeks before the measure, or after its start."),
    Reason.EFFORT_UNKNOWN: _("How much was inspected is unknown. Fewer finds may mean fewer checks."),
    Reason.COMPARISON_DRIFTED: _(
        "The comparison has moved by itself before by more than this answer could bear: the answer is fragile."
    ),
    Reason.ENFORCEMENT_OUTCOME_ONLY: _("Only what somebody looked for and found is counted."),
    Reason.EXACT_INTERVAL_USED: _("The counts are small, so the exact interval of a ratio decides."),
}
CURES: dict[Reason, Words] = {
    Reason.NO_EXTERNAL_COMPARISON: _(
        "Find a series that the same groups cannot reach: a port far away, a kind of incident that cannot move, a "
        "series of the hinterland. Enter it as a comparison, and register a new study with it."
    ),
    Reason.TARGET_UNCHANGED: _(
        "More weeks or a category with more incidents narrow the interval. If the measure changed nothing there, there "
        "is nothing to cure."
    ),
    Reason.RECORDING_CHANGE: _(
        "Count both sides of the change in the same way and say so at the recording change, or register a new study "
        "whose weeks lie on one side of it."
    ),
    Reason.TOO_FEW_COUNTS: _("Take more years, more ports, or all categories together, in a new study."),
    Reason.WINDOW_TOO_SHORT: _(
        "No run of this study can come to a verdict. Register a new study with 26 weeks or more, before and after."
    ),
    Reason.EFFORT_UNKNOWN: _(
        "Put the inspections or patrol hours of each port into a file of counts: the command compares them."
    ),
    Reason.COMPARISON_DRIFTED: _("Look for a steadier comparison, or say no more than that the answer is fragile."),
    Reason.ENFORCEMENT_OUTCOME_ONLY: _(
        "Study beside it what does not need somebody to look for it, such as intrusions or tampered seals."
    ),
    Reason.EXACT_INTERVAL_USED: _("Nothing needs to be cured: with small counts this is the honest interval."),
}
# Where a comparison from outside was registered, but is too small.
TITLE_OUTSIDE = _("There are too few incidents outside to compare with.")
FEW_OUTSIDE = _("Fewer than 50 incidents of the comparison from outside were counted before or after.")
MORE_OUTSIDE = _("Take a comparison from outside with more incidents, or more weeks, in a new study.")
RUN_AGAIN = _("Run it again when more weeks have been counted.")
RUN_AGAIN_FIRST = _(
    "Run it again when more weeks have been counted. If there are still too few then, a new study helps: with more "
    "years, more ports or all categories together, or a comparison with more incidents."
)
# What a chart says of counts that were not compared, and what to do.
NO_OUTSIDE = _("recorded incidents, without a comparison")
NOT_YET = _(
    "recorded incidents, not compared yet: run the study again when %(weeks)s weeks since the start have been counted"
)
SHORT_BEFORE = _("recorded incidents, too few weeks before to compare: register a new study with %(weeks)s or more")
SHORT_AFTER = _(
    "recorded incidents, no verdict can come: too few weeks after are registered. Register a new study with "
    "%(weeks)s or more"
)
SHORT_BOTH = _(
    "recorded incidents, no verdict can come: too few weeks before and after are registered. Register a new study with "
    "%(weeks)s or more of each"
)
TOO_FEW_YET = _("recorded incidents, too few to compare so far: run the study again when more weeks have been counted")
TOO_FEW = _(
    "recorded incidents, too few to compare: a new study with more years, more ports or all categories may see more"
)
TOO_FEW_OUTSIDE = _(
    "recorded incidents, too few outside to compare with: a new study with a larger comparison may see more"
)


def title_of_reason(found: Found, reason: Reason) -> Words:
    """Why there is no verdict."""
    return TITLE_OUTSIDE if reason is Reason.NO_EXTERNAL_COMPARISON and found.outside else TITLES[reason]


def bounds_of(found: Found) -> list[tuple[Words, Words]]:
    """What is the matter and what would cure it, of each reason."""
    words, cures = dict(WORDS), dict(CURES)
    if found.outside:
        words[Reason.NO_EXTERNAL_COMPARISON] = FEW_OUTSIDE
        cures[Reason.NO_EXTERNAL_COMPARISON] = RUN_AGAIN_FIRST if found.may_tell_more else MORE_OUTSIDE
    if found.may_tell_more:
        cures[Reason.TOO_FEW_COUNTS] = RUN_AGAIN_FIRST
    if not found.never_compares:
        cures[Reason.WINDOW_TOO_SHORT] = RUN_AGAIN
    return [(words[one], cures[one]) for one in found.reasons]


def uncompared(found: Found) -> str:
    """What is said of counts that were recorded and not compared: why, and what to do."""
    return str(_uncompared(found)) % {"weeks": SHORTEST_WINDOW}


def _uncompared(found: Found) -> Words:
    if not found.outside:
        return NO_OUTSIDE
    # Weeks that were registered come by themselves; more of them, ports or categories take a new study.
    if found.never_compares:
        return _too_short(found)
    if found.after.weeks < SHORTEST_WINDOW:
        return NOT_YET
    if found.is_interim:
        return TOO_FEW_YET
    return TOO_FEW if Reason.TOO_FEW_COUNTS in found.reasons else TOO_FEW_OUTSIDE


def _too_short(found: Found) -> Words:
    if not found.was_cut_short:
        return SHORT_BEFORE
    return SHORT_BOTH if found.before.weeks < SHORTEST_WINDOW else SHORT_AFTER
