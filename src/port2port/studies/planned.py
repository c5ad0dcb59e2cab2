"""The share in sight of runs that were kept before it was reckoned for the weeks that they counted."""

from dataclasses import replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from port2port.pure.weeks import monday_of, weeks_between
from port2port.studies.found import Found
from port2port.studies.models import StudyResult
from port2port.studies.numbers import decimal
from port2port.studies.planning import reduction_of


def reckoned_anew(found: Found, result: StudyResult) -> tuple[Found, str]:
    """What was found, with the share in sight as it is reckoned now, and words where that is not as it was kept.

    An interim run once hoped for the incidents of all registered weeks, so it seemed to see more than it could.
    """
    kept, hoped = found.planned_share, result.panel.get("expected_reduction")
    if kept is None or hoped is None:
        return found, ""
    fair = _fair_reduction(result)
    if fair == hoped:
        return found, ""
    # The share is so much noise divided by what is hoped for, and the noise was that of the weeks counted.
    share = kept * hoped / fair if fair is not None else None
    words = _(
        "This run was kept by an earlier version of the arithmetic: it put the smallest share in sight, from the weeks "
        "before, at %(share)s, as if all registered weeks had been counted. The figure here is for the weeks that "
        "were. The result, its file of counts and their hashes stay as they were kept; a new run keeps the figure "
        "shown here."
    )
    return replace(found, planned_share=share), words % {"share": decimal(kept)}


def _fair_reduction(result: StudyResult) -> float | None:
    """The incidents that were hoped to go in the weeks that this run counted."""
    panel = result.panel
    first, quiet = (monday_of(date.fromisoformat(one)) for one in (panel["weeks"][0]["week"], panel["announced_on"]))
    before = panel["weeks"][: weeks_between(first, quiet)]
    target = np.array([row["counts"][0] for row in before], dtype=float)
    return reduction_of(result.study, target, int(panel["weeks_before"]), after=int(panel["weeks_after"]))
