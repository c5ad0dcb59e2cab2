"""The methods of `port2port outbreak run`: each takes the counts of a file and gives rows by series and week."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from port2port.pure.inside import made_of
from port2port.pure.outbreak import (
    Baseline,
    Detection,
    HistoryTooShort,
    Running,
    Terms,
    Thresholds,
    Watch,
    baseline,
    bayes_bound,
    calibrate,
    cusum,
    ears,
    farrington,
    farrington_flexible,
    glr,
    hhh4,
    rki_bound,
    seasonal_mean,
    subset_scan,
)
from port2port.pure.outbreak.additive import Family
from port2port.pure.outbreak.count_file import CountFile, FileRefused
from port2port.pure.outbreak.refusals import BadSetting
from port2port.pure.outbreak.watch import LEAST_WEEKS, smoothed
from port2port.pure.panels import PanelDesign, draw, nulls

type Value = str | float | bool | list[str] | None
type Row = dict[str, Value]
YEAR = 52
# Of false alarms a year, where none is asked for.
DEFAULT_BUDGET = 0.2
# Networks a null world.
DEFAULT_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found.

    rows       by series and week: count, upper, alarm, assessed and what else the method knows
    summary    figures of the whole: a fit, thresholds, settings that were estimated
    """

    rows: list[Row]
    summary: dict[str, Value | dict[str, Value]]


class Method(Protocol):
    """A method as the command calls it."""

    def __call__(self, given: CountFile, options: argparse.Namespace) -> Found: ...


def _judged(given: CountFile, options: argparse.Namespace) -> NDArray[np.int64] | None:
    """The rows from `--from` to `--to`; None: all that have their history."""
    if options.first is None and options.last is None:
        return None
    last = len(given.weeks) - 1 if options.last is None else given.row(options.last)
    first = 0 if options.first is None else given.row(options.first)
    if first > last:
        raise BadSetting("--from lies after --to.")
    return np.arange(first, last + 1)


def _set(options: argparse.Namespace, *names: str) -> dict[str, float]:
    """The options that were given, under the names that the method has for them."""
    return {name: getattr(options, name) for name in names if getattr(options, name) is not None}


def _calendar(given: CountFile, options: argparse.Namespace) -> dict[str, object]:
    """How earlier years are matched: by ISO week where the weeks are dates, unless a period is given."""
    if options.period is not None:
        return {"period": options.period}
    return {"first_monday": given.first_monday}


def _models(method: Callable[..., Detection], *names: str) -> Method:
    def judge(given: CountFile, options: argparse.Namespace) -> Found:
        settings = _set(options, *names) | _calendar(given, options)
        return _detected(given, method(given.counts, _judged(given, options), **settings))

    return judge


def _ears(rule: Literal["C1", "C2", "C3"]) -> Method:
    def judge(given: CountFile, options: argparse.Namespace) -> Found:
        settings = _set(options, "alpha", "baseline", "min_sigma", "present_week")
        return _detected(given, ears(given.counts, _judged(given, options), method=rule, **settings))  # type: ignore[arg-type]

    return judge


def _detected(given: CountFile, found: Detection) -> Found:
    unbounded = ~np.isfinite(found.upper).any(axis=0)
    if unbounded.any():
        series = int(np.flatnonzero(unbounded)[0])
        begun = np.isfinite(given.counts[:, series])
        says = (
            f"{given.names[series]} has counts from week {given.weeks[int(begun.argmax())]} on, {begun.sum()} in all."
        )
        raise HistoryTooShort(f"{says} No week of it can be judged; leave it out.", series=series)
    rows: list[Row] = []
    for series, name in enumerate(given.names):
        for place, week in enumerate(found.weeks):
            row: Row = {"series": name, "week": given.weeks[week]}
            for figure in ("count", "expected", "upper", "dispersion", "p_value"):
                row[figure] = number(getattr(found, figure)[place, series])
            for flag in ("assessed", "alarm", "trend"):
                row[flag] = bool(getattr(found, flag)[place, series])
            rows.append(row)
    return Found(rows, {})


def number(value: float) -> float | None:
    """As JSON has it: whole numbers without a point, nothing for NaN."""
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else float(value)


def _start(given: CountFile, options: argparse.Namespace) -> int:
    """The row of `--from`; by default the last year is judged by those before it."""
    return max(0, len(given.weeks) - YEAR) if options.first is None else given.row(options.first)


def _end(given: CountFile, options: argparse.Namespace) -> int:
    """The row after that of `--to`; by default all are judged."""
    return len(given.weeks) if options.last is None else given.row(options.last) + 1


def _cusum(given: CountFile, options: argparse.Namespace) -> Found:
    def judge(counts: NDArray[np.float64], start: int) -> tuple[Running, NDArray[np.float64], dict[str, Value]]:
        mean = seasonal_mean(counts, until=start, trend=bool(options.trend)).mean[start:]
        return cusum(counts[start:], mean, **_set(options, "k", "h", "transform")), mean, {}  # type: ignore[arg-type]

    return _running(given, options, judge)


def _glr(given: CountFile, options: argparse.Namespace) -> Found:
    def judge(counts: NDArray[np.float64], start: int) -> tuple[Running, NDArray[np.float64], dict[str, Value]]:
        has_trend = options.trend is not False
        expected = seasonal_mean(counts, until=start, trend=has_trend, family="negbin")
        mean = expected.mean[start:]
        threshold = 5.0 if options.threshold is None else options.threshold
        found = glr(counts[start:], mean, dispersion=expected.dispersion, threshold=threshold)
        return found, mean, {"dispersion": expected.dispersion}

    return _running(given, options, judge)


type Judge = Callable[[NDArray[np.float64], int], tuple[Running, NDArray[np.float64], dict[str, Value]]]


def _running(given: CountFile, options: argparse.Namespace, judge: Judge) -> Found:
    start = _start(given, options)
    last = _end(given, options)
    if last <= start:
        raise BadSetting("--from lies after --to.")
    rows: list[Row] = []
    summary: dict[str, Value | dict[str, Value]] = {}
    for series, name in enumerate(given.names):
        counts = given.counts[:last, series]
        found, mean, estimated = judge(counts, start)
        summary[name] = {"fitted_weeks": start, **estimated}
        part = counts[start:]
        rows += [
            {
                "series": name,
                "week": given.weeks[start + place],
                "count": number(part[place]),
                "expected": number(mean[place]),
                "upper": number(found.upper[place]),
                "statistic": number(found.statistic[place]),
                "assessed": bool(np.isfinite(part[place])),
                "alarm": bool(found.alarm[place]),
            }
            for place in range(part.size)
        ]
    return Found(rows, summary)


@dataclass(frozen=True, slots=True)
class _Network:
    """Ports, that of the measure first, the comparison from outside, up to the last week that is judged.

    start   the row in which the measure began
    """

    names: tuple[str, ...]
    counts: NDArray[np.float64]
    external: NDArray[np.float64]
    start: int


def _network(given: CountFile, options: argparse.Namespace) -> _Network:
    if options.external is None:
        says = "This method needs --external, a series from outside the network: without it a shock to all looks alike."
        raise FileRefused("no_comparison", says)
    outside = given.series(options.external)
    source = given.series(options.source) if options.source else next(n for n in range(2) if n != outside)
    order = [source, *(n for n in range(len(given.names)) if n not in {source, outside})]
    if len(order) < 2 or source == outside:
        raise BadSetting("A network has two ports or more, and its comparison is none of them.")
    start = _start(given, options)
    end = _end(given, options)
    if end <= start:
        raise BadSetting("--from lies after --to.")
    if start < LEAST_WEEKS:
        raise HistoryTooShort(f"A watch needs {LEAST_WEEKS} weeks before the measure, not {start}.", row=start)
    names = tuple(given.names[n] for n in order)
    _refuse_inside(given.counts[:, order], given.counts[:, outside], names, options.external)
    return _Network(names, given.counts[:end, order], given.counts[:end, outside], start)


def _refuse_inside(
    ports: NDArray[np.float64], outside: NDArray[np.float64], names: tuple[str, ...], external: str
) -> None:
    """Raises FileRefused where the comparison is made of the counts that it is compared with."""
    found = made_of(ports, outside)
    if found is None:
        return
    whose = "the sum of the ports, or of all but the port of the measure," if found.port is None else names[found.port]
    times = "" if found.times == 1 else f" times {found.times:g}"
    says = f"It equals {whose}{times} in every week: it is made of what is counted inside the network."
    raise FileRefused("no_comparison", says, column=external)


def _before(given: CountFile, network: _Network) -> Baseline:
    """The weeks before the measure. Raises what `baseline` raises, with the series as the file has it."""
    try:
        return baseline(network.counts[: network.start], network.external[: network.start])
    except HistoryTooShort as refused:
        port = None if refused.series is None else given.series(network.names[refused.series])
        raise HistoryTooShort(refused.reason, series=port) from None


def _scan(given: CountFile, options: argparse.Namespace) -> Found:
    network = _network(given, options)
    before = _before(given, network)
    ratio = network.external[network.start :] / float(before.external_mean)
    # As the watch does: one week of the comparison is mostly chance.
    factor = smoothed(ratio, start=before.factor)
    expected = before.means[1:] * np.maximum(factor, 1e-6)[:, None]
    found = subset_scan(network.counts[network.start :, 1:], expected)
    rows: list[Row] = [
        {
            "week": given.weeks[network.start + place],
            "score": number(found.score[place]),
            "window": int(found.window[place]),
            "ports": [network.names[port + 1] for port in found.ports[place]],
        }
        for place in range(len(found.score))
    ]
    return Found(rows, {"source": network.names[0]})


def _watch(given: CountFile, options: argparse.Namespace) -> Found:
    network = _network(given, options)
    before = _before(given, network)
    budget = DEFAULT_BUDGET if options.budget is None else options.budget
    thresholds = _thresholds(before, network.start, budget, options)
    watch = Watch(before, before.means[1:] / before.means[1:].sum(), thresholds=thresholds)
    rows: list[Row] = []
    for place in range(len(network.counts) - network.start):
        now = network.start + place
        alarm = watch.update(place + 1, network.counts[now], float(network.external[now]))
        rows.append(
            {
                "week": given.weeks[now],
                "directed": number(watch.state.directed),
                "max_port": number(max(watch.state.by_port)),
                "alarm": alarm is not None,
                "detectors": list(alarm.detectors) if alarm else [],
                "port": network.names[alarm.port] if alarm and "max_port" in alarm.detectors else None,
                "source_has_fallen": alarm.has_fallen if alarm else None,
            }
        )
    summary: dict[str, Value | dict[str, Value]] = {
        "source": network.names[0],
        "size": number(float(before.size)),
        "budget_per_year": budget,
        "thresholds": {"directed": thresholds.directed, "max_port": thresholds.max_port},
    }
    return Found(rows, summary)


def _thresholds(before: Baseline, start: int, budget: float, options: argparse.Namespace) -> Thresholds:
    """From worlds drawn with the sizes and the dispersion of these counts; how much all ports shift is assumed."""
    design = PanelDesign(
        means=tuple(before.means.tolist()),
        weeks=start + YEAR,
        measure_week=start,
        size_k=float(before.size),
        external_mean=float(before.external_mean),
    )
    worlds = {kind.value: (lambda n, rng, one=one: draw(one, n, rng=rng)) for kind, one in nulls(design).items()}
    rng = np.random.default_rng(options.seed or 0)
    draws = DEFAULT_DRAWS if options.draws is None else options.draws
    return calibrate(worlds, measure_week=start, budget_per_year=budget, n=draws, rng=rng).thresholds


def _hhh4(given: CountFile, options: argparse.Namespace) -> Found:
    weeks = _judged(given, options)
    chosen = slice(None) if weeks is None else slice(int(weeks[0]), int(weeks[-1]) + 1)
    counts, labels = given.counts[chosen], given.weeks[chosen]
    terms = Terms(trend=options.trend is not False, harmonics=1)
    units = len(given.names)
    near = None if units == 1 else np.ones((units, units)) - np.eye(units)
    family: Family = options.family or "negbin1"
    fit = hhh4(counts, weights=near, ne=None if near is None else Terms(), end=terms, family=family)
    rows: list[Row] = [
        {"series": name, "week": labels[week + 1], "expected": number(fit.mean[week, series])}
        for series, name in enumerate(given.names)
        for week in range(len(fit.mean))
    ]
    errors: dict[str, Value] = {name: number(value) for name, value in fit.standard_errors.items()}
    summary: dict[str, Value | dict[str, Value]] = {
        "family": family,
        "log_likelihood": fit.log_likelihood,
        "aic": fit.aic,
        "coefficients": dict(fit.coefficients),
        "standard_errors": errors,
        "overdispersion": {str(unit): float(one) for unit, one in enumerate(fit.overdispersion)},
    }
    return Found(rows, summary)


def with_silent(given: CountFile, found: Found, method: str) -> Found:
    """The same, with the series whose first incident lies in the judged weeks after nothing but written zeros."""
    if method == "hhh4":
        return found
    first, last = (given.weeks.index(str(row["week"])) for row in (found.rows[0], found.rows[-1]))
    silent: list[str] = []
    for name, counts in zip(given.names, given.counts.T, strict=True):
        begins = int(np.argmax(counts > 0))
        if first <= begins <= last and (counts[:begins] == 0).any():
            silent.append(name)
    return Found(found.rows, {**found.summary, "silent_before": silent} if silent else found.summary)


METHODS: dict[str, Method] = {
    "farrington": _models(farrington, "years_back", "half_window", "alpha", "reweight", "trend"),
    "flexible": _models(
        farrington_flexible,
        *("years_back", "half_window", "alpha", "reweight", "trend", "seasons", "skip_weeks", "trend_p"),
    ),
    "ears-c1": _ears("C1"),
    "ears-c2": _ears("C2"),
    "ears-c3": _ears("C3"),
    "bayes": _models(bayes_bound, "years_back", "half_window", "alpha", "this_year"),
    "rki": _models(rki_bound, "years_back", "half_window", "this_year"),
    "cusum": _cusum,
    "glr": _glr,
    "watch": _watch,
    "scan": _scan,
    "hhh4": _hhh4,
}
