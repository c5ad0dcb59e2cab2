"""The words of `port2port outbreak run`: the weeks that stand out, and what that does not mean."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from port2port.pure.outbreak.count_file import CountFile
    from port2port.site.commands.outbreak_methods import Found, Row

READING = "An alarm is a question, not a finding: look at what was checked, recorded and reported that week first."
SILENT = (
    "WARNING: nothing but zeros before the first incident, which lies in the weeks that are judged: {series}. If "
    "nobody counted there yet, these zeros and the alarms are false: leave those cells empty, or the series out."
)
FELL = {True: "it has fallen at {source}", False: "at {source} it has not clearly fallen"}


def lines(given: "CountFile", found: "Found", method: str) -> list[str]:
    """What the command prints without --json: first what makes its answer doubtful."""
    silent = found.summary.get("silent_before")
    warned = [SILENT.format(series=", ".join(silent))] if isinstance(silent, list) and silent else []
    return [*warned, *_answer(given, found, method)]


def _answer(given: "CountFile", found: "Found", method: str) -> list[str]:
    if method == "hhh4":
        return _fit(found)
    if method == "scan":
        return _scan(found)
    if method == "watch":
        return _watch(found)
    judged, alarms = [row for row in found.rows if row["assessed"]], [row for row in found.rows if row["alarm"]]
    weeks = f"{len(judged)} of {len(found.rows)} weeks of {len(given.names)} series assessed"
    return [f"{weeks}, {len(alarms)} alarms", *map(_alarm, alarms), *([READING] if alarms else [])]


def _alarm(row: "Row") -> str:
    sums = row.get("statistic")
    above = f"above {row['upper']:.1f}" if sums is None else f"statistic {sums:.1f}"
    expected = f", expected {row['expected']:.1f}" if row.get("expected") is not None else ""
    return f"  {row['week']}  {row['series']}: {row['count']}, {above}{expected}"


def _fit(found: "Found") -> list[str]:
    summary, errors = found.summary, found.summary["standard_errors"]
    said = [f"log-likelihood {summary['log_likelihood']:.3f}, AIC {summary['aic']:.3f}, {summary['family']}"]
    coefficients = summary["coefficients"]
    if isinstance(coefficients, dict) and isinstance(errors, dict):
        for name, value in coefficients.items():
            error = errors[name]
            said.append(
                f"  {name:<10}{value:>10.4f}  ±{error:.4f}" if error is not None else f"  {name:<10}{value:>10.4f}"
            )
    return [*said, "How counts spread from week to week; this does not tell displacement from contagion."]


def _scan(found: "Found") -> list[str]:
    said = ["week, score, last weeks, ports that stand out most"]
    for row in found.rows:
        ports = row["ports"]
        named = ", ".join(ports) if isinstance(ports, list) and ports else "none"
        said.append(f"  {row['week']}  {row['score']:>6.2f}  {row['window']:>2}  {named}")
    return [*said, "The scan has no threshold of its own: some group always stands out most."]


def _watch(found: "Found") -> list[str]:
    alarms = [row for row in found.rows if row["alarm"]]
    budget = found.summary["budget_per_year"]
    said = [f"{len(found.rows)} weeks since the measure, {len(alarms)} with an alarm (false in {budget:.0%} of years)"]
    for row in alarms:
        where = f"most at {row['port']}" if row["port"] else "spread over the ports"
        fell = FELL[bool(row["source_has_fallen"])].format(source=found.summary["source"])
        said.append(f"  {row['week']}  more elsewhere than the comparison explains, {where}; {fell}")
    return [*said, READING] if alarms else said
