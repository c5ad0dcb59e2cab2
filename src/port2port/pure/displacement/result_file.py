"""What a study found, as values for JSON: docs/reference/study-panel.md names each."""

from math import isfinite

from port2port.pure.displacement.counts import Window
from port2port.pure.displacement.crosscheck import CrossCheck
from port2port.pure.displacement.drift import Drift
from port2port.pure.displacement.panel_file import StudyPanel
from port2port.pure.displacement.panel_model import LogChange, PanelFit
from port2port.pure.displacement.placebo import PlaceboReport
from port2port.pure.displacement.ratio import Interval
from port2port.pure.displacement.study import Change, DisplacementReport, EffortChange, Share

FORMAT = "port2port-study-result-1.0"

type Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | None


def result(panel: StudyPanel, report: DisplacementReport) -> dict[str, Value]:
    """A report and what it was made of; numbers are not rounded."""
    return {
        "format": FORMAT,
        "measure": panel.measure,
        "outcome": panel.outcome.value,
        "category": panel.category,
        "target": panel.ports[0],
        "other_ports": list(panel.ports[1:]),
        "external": panel.external,
        "verdict": report.verdict.value,
        "reasons": [reason.value for reason in report.reasons],
        "is_fragile": report.is_fragile,
        "before": _window(panel, report.before),
        "after": _window(panel, report.after),
        "settings": {
            "level": report.settings.level,
            "block_weeks": report.settings.block_weeks,
            "power": report.settings.power,
            "alpha": report.settings.alpha,
        },
        "degrees_of_freedom": report.freedom,
        "external_before": report.external_before,
        "external_after": report.external_after,
        "target_change": _change(report.target_change),
        "elsewhere_change": _change(report.elsewhere_change),
        "net_change": _change(report.net_change),
        "displaced_share": _share(report.displaced_share),
        "minimum_detectable_share": report.minimum_detectable_share,
        "tipping_drift": report.tipping_drift,
        "target_tipping_drift": report.target_tipping_drift,
        "wander": report.wander,
        "earlier_drift": _drift(report.earlier_drift),
        "effort_ratio": _effort(report.effort),
        "silent_before": [panel.ports[port] for port in report.silent_before],
    }


def cross_checked(check: CrossCheck) -> dict[str, Value]:
    """The simulated intervals."""
    return {
        "draws": check.draws,
        "target": interval(check.target),
        "elsewhere": interval(check.elsewhere),
        "apart": check.apart,
    }


def modelled(fit: PanelFit) -> dict[str, Value]:
    """The model of all ports: changes as logarithms of the ratio to what was to be expected."""
    return {
        "target": _log_change(fit.target),
        "elsewhere": _log_change(fit.elsewhere),
        "size": fit.size if isfinite(fit.size) else None,
        "blocks": fit.blocks,
    }


def _log_change(change: LogChange) -> Value:
    return {
        "estimate": change.estimate,
        "low": change.low,
        "high": change.high,
        "standard_error": change.standard_error,
    }


def placebo_of(report: PlaceboReport) -> dict[str, Value]:
    """A placebo's p with its floor."""
    return {
        "kind": report.kind.value,
        "n": len(report.placebos),
        "statistic": report.statistic,
        "as_extreme": report.as_extreme,
        "p": report.p,
        "floor": report.floor,
    }


def interval(found: Interval) -> list[Value]:
    """[low, high]; an end that is infinite is null, for JSON has no word for it."""
    return [found.low, found.high if isfinite(found.high) else None]


def _window(panel: StudyPanel, window: Window) -> dict[str, Value]:
    return {
        "first_week": panel.week(window.first).isoformat(),
        "last_week": panel.week(window.end - 1).isoformat(),
        "weeks": window.weeks,
    }


def _change(change: Change | None) -> Value:
    if change is None:
        return None
    return {
        "before": change.before,
        "after": change.after,
        "expected": change.expected,
        "estimate": change.estimate,
        "low": change.low,
        "high": change.high,
        "standard_error": change.standard_error,
        "dispersion": change.dispersion,
        "exact_ratio": None if change.ratio is None else interval(change.ratio),
    }


def _drift(drift: Drift | None) -> Value:
    return None if drift is None else {"estimate": drift.estimate, "low": drift.low, "high": drift.high}


def _effort(effort: EffortChange | None) -> Value:
    return None if effort is None else {"target": effort.target, "elsewhere": effort.elsewhere}


def _share(share: Share | None) -> Value:
    if share is None:
        return None
    return {"estimate": share.estimate, "interval": None if share.interval is None else interval(share.interval)}
