"""The sentence that a study ends in: one template a verdict, numbers by locale, nothing claimed that was not seen.

What may never be said stands in docs/explanation/displacement.md; tests/studies/test_never_claim.py reads every text of
this room in four languages for it.
"""

from collections.abc import Iterator
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from port2port.pure.displacement.finding import Said
from port2port.pure.displacement.study import Verdict
from port2port.studies.found import Found
from port2port.studies.numbers import bracket, decimal, drift, percent, whole
from port2port.studies.reasons import title_of_reason

# What is counted, as it stands within a sentence.
OUTCOMES: dict[str, str | Promise] = {
    "seizures": gettext_lazy("seizures"),
    "intrusions": gettext_lazy("intrusions"),
    "drone_sightings": gettext_lazy("drone sightings"),
    "corruption_approaches": gettext_lazy("corruption approaches"),
    "tampered_seals": gettext_lazy("tampered seals"),
}
VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.DISPLACED: gettext_lazy("Part of what left came back at the other ports."),
    Verdict.DIFFUSED: gettext_lazy("The others gained as well."),
    Verdict.INCONCLUSIVE: gettext_lazy("The data cannot tell whether anything moved."),
    Verdict.NOT_ASSESSABLE: gettext_lazy("Whether anything moved cannot be assessed."),
}
# Said where a study found firmly that something moved, against a comparison from outside, and nowhere else.
CLAIM = gettext_lazy("This is what is called the waterbed effect.")
# A run before all registered weeks were counted.
INTERIM = gettext_lazy("Interim, %(n)s of the registered %(of)s weeks:")
# As marked where there is room for little.
INTERIM_SHORT = gettext_lazy("Interim:")
FRAGILE = gettext_lazy("Fragile:")
RIVALS = (
    gettext_lazy("more checking, or less of it, at one side"),
    gettext_lazy("less production, or another country"),
    gettext_lazy("another method, which is not counted here"),
)


def title_of(found: Found) -> str:
    """The finding in full: the sentence; where nothing can be assessed, the reason."""
    forcing = found.forcing
    if forcing is not None:
        return _marked(found, str(title_of_reason(found, forcing)))
    return _marked(found, f"{_at_target(found)} {_elsewhere(found)} {VERDICTS[found.verdict]}")


def _marked(found: Found, words: str) -> str:
    """With what is to be known before the sentence is read."""
    return _after_marks(found, str(INTERIM) % {"n": found.after.weeks, "of": found.registered}, words)


def _after_marks(found: Found, interim: str, words: str) -> str:
    marks = [interim] if found.is_interim else []
    if found.is_fragile:
        marks.append(str(FRAGILE))
    return " ".join([*marks, words])


def beside_of(found: Found) -> list[str]:
    """What follows the title: figures without a verdict, what could not have been seen, what would change it."""
    return list(_beside(found))


def _beside(found: Found) -> Iterator[str]:
    if found.forcing is not None:
        yield str(VERDICTS[Verdict.NOT_ASSESSABLE])
        if found.at_target and found.elsewhere:
            yield _at_target(found)
            yield _elsewhere(found)
    if found.may_claim:
        yield str(CLAIM)
    if found.smallest_share is not None:
        yield _("A displaced share below %(share)s would not have been visible.") % {
            "share": decimal(found.smallest_share)
        }
    if found.tipping_drift is not None:
        yield _("The answer would change if the comparison had drifted by %(drift)s on its own.") % {
            "drift": drift(found.tipping_drift)
        }


def short_of(found: Found) -> str:
    """The verdict alone: what the page is called, and what lists have room for."""
    words = title_of_reason(found, found.forcing) if found.forcing else VERDICTS[found.verdict]
    return _after_marks(found, str(INTERIM_SHORT), str(words))


def _at_target(found: Found) -> str:
    if found.at_target is None:
        return ""
    said = found.at_target.said
    values = {
        "weeks": found.after.weeks,
        "measure": found.measure,
        "outcome": str(OUTCOMES[found.outcome]),
        "port": found.target,
        "level": percent(found.level),
        **_numbers(said),
    }
    if said.ratio is not None:
        return (
            _(
                "In the %(weeks)s weeks after “%(measure)s” began, recorded %(outcome)s at %(port)s were %(ratio)s "
                "times what was expected (exact %(level)s interval)."
            )
            % values
        )
    if said.is_lower:
        return (
            _(
                "In the %(weeks)s weeks after “%(measure)s” began, recorded %(outcome)s at %(port)s were %(amount)s "
                "%(interval)s lower than expected (%(level)s interval)."
            )
            % values
        )
    return (
        _(
            "In the %(weeks)s weeks after “%(measure)s” began, recorded %(outcome)s at %(port)s were %(amount)s "
            "%(interval)s higher than expected (%(level)s interval)."
        )
        % values
    )


def _elsewhere(found: Found) -> str:
    if found.elsewhere is None:
        return ""
    said, others = found.elsewhere.said, len(found.others)
    values = {"n": others, **_numbers(said)}
    if said.ratio is not None:
        words = ngettext(
            "At the %(n)s other port they were %(ratio)s times what was expected.",
            "At the %(n)s other ports they were %(ratio)s times what was expected.",
            others,
        )
    elif said.is_lower:
        words = ngettext(
            "At the %(n)s other port they were %(amount)s %(interval)s lower.",
            "At the %(n)s other ports they were %(amount)s %(interval)s lower.",
            others,
        )
    else:
        words = ngettext(
            "At the %(n)s other port they were %(amount)s %(interval)s higher.",
            "At the %(n)s other ports they were %(amount)s %(interval)s higher.",
            others,
        )
    return words % values


def _numbers(said: Said) -> dict[str, str]:
    numbers = {"amount": whole(said.amount), "interval": bracket(said.low, said.high), "ratio": ""}
    if said.ratio is not None:
        ends = (decimal(one) if isfinite(one) else "\N{INFINITY}" for one in (said.ratio.low, said.ratio.high))
        numbers["ratio"] = "–".join(ends)
    return numbers
