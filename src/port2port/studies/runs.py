"""One run among the others: which it is, how much of what was registered it covers, and what changed since the last."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.pure.canonical import Json
from port2port.studies.models import StudyResult


def covers_all(result: StudyResult) -> bool:
    """Whether it looked at all the weeks that were registered: only such a run goes beyond the circle."""
    return int(result.figures["after"]["weeks"]) >= (result.study.weeks_after or 0)


def run_words(result: StudyResult, *, runs: int | None, registered: int | None) -> str:
    """Run k of n, w of the registered W weeks. runs: None beyond the circle."""
    values = {"k": result.number, "n": runs, "w": result.figures["after"]["weeks"], "of": registered}
    if runs is None:
        return _("run %(k)s, %(w)s of the registered %(of)s weeks") % values
    return _("run %(k)s of %(n)s, %(w)s of the registered %(of)s weeks") % values


def differences(before: StudyResult, result: StudyResult) -> list[str]:
    """What this run read otherwise than the one before, in sentences; seldom nothing."""
    return list(_differences(before.panel, result.panel))


def _differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    was, now = ({row["week"]: row for row in panel["weeks"]} for panel in (old, new))
    corrected = _apart(was, now, "counts")
    if corrected:
        yield ngettext("Counts corrected: %(n)s week.", "Counts corrected: %(n)s weeks.", corrected) % {"n": corrected}
    outside = _apart(was, now, "external")
    if outside:
        yield ngettext("Outside corrected: %(n)s week.", "Outside corrected: %(n)s weeks.", outside) % {"n": outside}
    added = len(now.keys() - was.keys())
    if added:
        yield ngettext("New: %(n)s week.", "New: %(n)s weeks.", added) % {"n": added}
    if old["recording_changes"] != new["recording_changes"]:
        yield _("Changes of recording were declared since.")


def _apart(was: dict[str, Any], now: dict[str, Any], name: str) -> int:
    """In how many weeks of both something else stands."""
    return sum(was[week].get(name) != row.get(name) for week, row in now.items() if week in was)


def changes_kept(earlier: list[StudyResult], told: list[Any]) -> list[Json]:
    """Changes of recording that a run reads: those that stand, and those of earlier runs unless their day has another.

    What was declared once is not undone by withdrawing it after the result was seen.
    """
    kept = {one["on"]: one for result in earlier for one in result.panel["recording_changes"]}
    days = {one["on"] for one in told}
    missing = [one for day, one in kept.items() if day not in days]
    return sorted([*told, *missing], key=lambda one: (one["on"], one["what"]))
