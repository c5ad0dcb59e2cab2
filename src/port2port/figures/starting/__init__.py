"""The series and figures that come with the software."""

from importlib.resources import files


def packaged_figures() -> str:
    """The published figures as CSV."""
    return _text("published-figures.csv")


def packaged_series() -> str:
    """The series with their names in four languages as CSV."""
    return _text("series.csv")


def _text(name: str) -> str:
    return files("port2port.figures.starting").joinpath(name).read_text(encoding="utf-8")
