"""The words of `port2port study`: one sentence a fault, one a reason, and the finding as one would say it."""

from math import exp
from typing import TYPE_CHECKING

from port2port.pure.displacement.faults import Fault
from port2port.pure.displacement.finding import Said, finding
from port2port.pure.displacement.json_fields import FileFault
from port2port.pure.displacement.study import DisplacementReport, Reason, Verdict

if TYPE_CHECKING:
    from port2port.pure.displacement.panel_file import StudyPanel
    from port2port.pure.displacement.result_file import Value

REFUSED: dict[Fault | FileFault, str] = {
    FileFault.NOT_JSON: "this is not JSON.",
    FileFault.TOO_LARGE: "this is larger than any study has.",
    FileFault.UNKNOWN_FIELD: "there is no such field; see docs/reference/study-panel.md.",
    FileFault.MISSING_FIELD: "this field is missing.",
    FileFault.FIELD_TWICE: "this field comes twice.",
    FileFault.WRONG_KIND: "something of another kind belongs here.",
    FileFault.ANOTHER_FORMAT: "this is another format than port2port-study-panel-1.0.",
    FileFault.KILOGRAMS: "kilograms are no outcome: a few large finds decide them, and they have moved against the "
    "number of seizures. Count seizures.",
    FileFault.UNKNOWN_OUTCOME: "this is no outcome; see docs/reference/study-panel.md.",
    FileFault.UNKNOWN_REASON: "this is no reason for a comparison from outside; see docs/reference/study-panel.md.",
    FileFault.REASON_TOO_SHORT: "say in 40 characters or more why nothing that is displaced ends up in this series.",
    FileFault.UNKNOWN_PORT: "this is none of the ports.",
    FileFault.PORT_TWICE: "a port is named twice.",
    FileFault.NO_MONDAY: "a week is named by its Monday.",
    FileFault.WEEK_TWICE: "this week comes twice, or too late.",
    FileFault.NO_WEEKS: "there is not one week.",
    FileFault.EXTERNAL_NAMED_AS_PORT: "this is the name of a port of the network, and what is counted there is inside. "
    "Take a series from elsewhere; where it is one of another kind at that port, name it by what it counts.",
    FileFault.MISSING_EXTERNAL: "the rows have a series from outside, and nothing says which it is and why it is one.",
    Fault.SHAPE_MISMATCH: "there are more or fewer numbers here than ports or categories.",
    Fault.MISSING_WEEK: "the count of this week is missing. A week that was not counted is no week without incidents.",
    Fault.PORT_OPENED_LATE: "this port was not there for the whole of the weeks that are compared. Leave it out, or "
    "compare fewer weeks.",
    Fault.NOT_A_NUMBER: "this is not a number.",
    Fault.NEGATIVE_COUNT: "there cannot be fewer incidents than none.",
    Fault.FRACTIONAL_COUNT: "incidents are whole numbers.",
    Fault.ALL_ZERO: "not one incident was ever counted here.",
    Fault.START_OUTSIDE: "the measure began outside the weeks that are given, or in the first of them.",
    Fault.ANNOUNCED_AFTER_START: "the measure was announced after it began, or before the first week.",
    Fault.WINDOW_OUTSIDE: "the weeks to be compared lie outside those that are given.",
    Fault.RECORDING_CHANGE_OUTSIDE: "the change in counting lies outside the weeks that are given.",
    Fault.EXTERNAL_IS_A_PORT: "the series from outside is that of this port of the network.",
    Fault.EXTERNAL_IS_A_MULTIPLE: "the series from outside is in every week this port's count times one and the same "
    "number: it is made of what is counted inside the network.",
    Fault.EXTERNAL_IS_A_SUM: "this series is in every week the sum of the ports, or of all but the target, or one "
    "multiple of it: it is made of what is counted inside the network.",
    Fault.BAD_SETTING: "this setting cannot be used.",
    Fault.NO_COMPARISON: "there is nothing from outside the network to compare with.",
    Fault.WINDOW_TOO_SHORT: "there are too few weeks.",
    Fault.NO_COUNTS: "there are no incidents to go by.",
    Fault.TOO_FEW_UNITS: "there are too few to compare with.",
    Fault.NO_FIT: "the model finds no fit to these counts.",
}

REASONS: dict[Reason, str] = {
    Reason.NO_EXTERNAL_COMPARISON: "There is no comparison from outside the network, or fewer than 50 incidents of it "
    "before or after. What spreads over all ports in proportion to their size cannot be seen from inside.",
    Reason.TARGET_UNCHANGED: "What is recorded at the target did not clearly fall, so nothing could have left it.",
    Reason.RECORDING_CHANGE: "Incidents were counted in another way for part of these weeks, and were not recoded.",
    Reason.TOO_FEW_COUNTS: "There are fewer than ten incidents at the target or at the other ports.",
    Reason.WINDOW_TOO_SHORT: "There are fewer than 26 weeks before or after.",
    Reason.EFFORT_UNKNOWN: "How much was inspected is unknown: fewer finds may mean fewer checks.",
    Reason.COMPARISON_DRIFTED: "The comparison has moved by itself before by more than this answer could bear.",
    Reason.ENFORCEMENT_OUTCOME_ONLY: "Only what somebody looked for and found is counted.",
    Reason.EXACT_INTERVAL_USED: "Counts are small, so that exact intervals of the ratio decide.",
}

SENTENCES = {
    Verdict.DISPLACED: "Part of what left came back at the other ports.",
    Verdict.DIFFUSED: "The others gained as well.",
    Verdict.INCONCLUSIVE: "The data cannot tell whether anything moved.",
    Verdict.NOT_ASSESSABLE: "Whether anything moved cannot be assessed.",
}

MODELLED = (("target", "the target"), ("elsewhere", "the others"))

FALSE_ZEROS = (
    "If nobody counted there yet, these zeros are false and this answer with them: write null for those weeks or the "
    "port's first day in `opened`, or leave the port out."
)
RIVALS = (
    "Three other explanations fit such numbers:",
    "  more checking, or less of it, at one side",
    "  less production, or another country",
    "  another method, which is not counted here",
)


def refusal(fault: Fault | FileFault, where: str, expected: str = "") -> str:
    """Why a file is refused, and where. expected   what belongs there, if the fault does not say it"""
    words = f"{expected} belongs here." if expected else REFUSED[fault]
    return f"{where}: {words}" if where else words


def lines(
    panel: "StudyPanel", report: DisplacementReport, planned: float | None, checks: "dict[str, Value]"
) -> list[str]:
    """What could be seen, the finding, its reasons, its rivals and how it was checked."""
    said = [
        *_silent(panel, report),
        f"{panel.measure}: {panel.outcome.value.replace('_', ' ')}, {panel.ports[0]} and {report.others} other ports",
    ]
    if planned is not None:
        said.append(f"Before any count was read: a displaced share below {planned:.2f} would not be visible.")
    said += ["", *_finding(panel, report), "", *(f"{reason.value}: {REASONS[reason]}" for reason in report.reasons)]
    said += [*([""] if report.reasons else []), *RIVALS]
    return said + [""] * bool(checks) + [*_checks(checks)]


def _finding(panel: "StudyPanel", report: DisplacementReport) -> list[str]:
    numbers = finding(report)
    if numbers.target is None or numbers.elsewhere is None:
        return [SENTENCES[report.verdict]]
    at_target, elsewhere = _amount(numbers.target), _amount(numbers.elsewhere)
    since, level = f"In the {numbers.weeks} weeks after it began", f"{report.settings.level:.0%}"
    said = [
        f"{since}, recorded incidents at {panel.ports[0]} were {at_target} than expected ({level} interval).",
        f"At the {numbers.others} other ports they were {elsewhere}.",
        ("Fragile: " if numbers.is_fragile else "") + SENTENCES[numbers.verdict],
    ]
    if numbers.minimum_detectable_share is not None:
        said.append(f"A displaced share below {numbers.minimum_detectable_share:.2f} would not have been visible.")
    if numbers.tipping_drift is not None:
        said.append(
            f"The answer would change if the comparison had drifted by {numbers.tipping_drift:+.1%} on its own."
        )
    return said


def _silent(panel: "StudyPanel", report: DisplacementReport) -> list[str]:
    """What must be asked first where a port has nothing but zeros before: a port that was not there fits them too."""
    if not report.silent_before:
        return []
    silent = ", ".join(panel.ports[port] for port in report.silent_before)
    return [f"WARNING: without any incident before, with some after: {silent}. {FALSE_ZEROS}", ""]


def _amount(said: Said) -> str:
    word = "lower" if said.is_lower else "higher"
    words = f"{said.amount:,.0f} [{said.low:,.0f}, {said.high:,.0f}] {word}"
    if said.ratio is None:
        return words
    return f"{words}; as a ratio to the expected, by the exact interval, [{said.ratio.low:.2f}, {said.ratio.high:.2f}]"


def _checks(checks: "dict[str, Value]") -> list[str]:
    check, placebos = checks.get("cross_check"), checks.get("placebos")
    said = []
    if isinstance(check, dict):
        said.append(
            f"Simulated intervals ({check['draws']} draws) are {check['apart']:.1%} of their width off at most."
        )
    if isinstance(model := checks.get("panel_model"), dict):
        said += [f"Model of all ports, {where}: {_ratio(model[name])}" for name, where in MODELLED]
    for one in placebos if isinstance(placebos, list) else []:
        said += [_placebo(one)] if isinstance(one, dict) else []
    return said


def _ratio(change: "Value") -> str:
    if not isinstance(change, dict):
        return "unknown"
    middle, low, high = (exp(float(str(change[name]))) for name in ("estimate", "low", "high"))
    return f"{middle:.2f} [{low:.2f}, {high:.2f}] of what was expected."


def _placebo(one: "dict[str, Value]") -> str:
    asked = "the target's change" if one["kind"] == "space" else "the others' change"
    return f"Placebo in {one['kind']}, {asked}: p = {one['p']:.3f}, never below {one['floor']:.3f} ({one['n']})."
