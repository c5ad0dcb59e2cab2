"""Published incidents and figures as open bulletins, each with its source; nothing here is made up."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import groupby

from port2port.figures.starting import packaged_figures
from port2port.vocabulary import lookup

QUARTER_MONTH = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}
TITLE = 140


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a published source says, ready to become a report."""

    title: str
    facts: str
    source: str
    place: str = ""
    method: str = ""
    substance: str = ""
    quantity: float | None = None
    unit: str = ""
    happened_from: datetime | None = None
    happened_to: datetime | None = None
    precision: str = ""


def incidents() -> Iterator[Bulletin]:
    """One bulletin for each published incident, in the order of the register."""
    for row in _rows("published-incidents.csv"):
        start, end = _period(row["date_or_period"], row["precision"])
        yield Bulletin(
            title=_headline(row["summary_en"], row["vocabulary_code"]),
            facts=row["summary_en"],
            source=row["source"],
            place=row["place"],
            method=row["vocabulary_code"],
            substance=row["substance"],
            quantity=float(row["quantity"]) if row["quantity"] else None,
            unit=row["unit"],
            happened_from=start,
            happened_to=end,
            precision=row["precision"] if start else "",
        )


def figures() -> Iterator[Bulletin]:
    """One bulletin for each series of published figures; figures that conflict stand side by side."""
    rows = sorted(_read(packaged_figures()), key=lambda row: (row["series"], row["place_locode_or_name"]))
    for series, group in groupby(rows, key=lambda row: row["series"]):
        lines = list(group)
        name = series.replace("_", " ")
        yield Bulletin(
            title=f"Published figures: {name}",
            facts="\n".join(_figure_line(row) for row in lines),
            source="; ".join(sorted({row["source"] for row in lines}))[:480],
        )


def _figure_line(row: dict[str, str]) -> str:
    period = (
        row["period_start"]
        if row["period_start"] == row["period_end"]
        else (f"{row['period_start']} – {row['period_end']}")
    )
    words = [f"{row['place_locode_or_name']}, {period}: {row['value']} {row['unit']}".strip()]
    if row["qualifier"]:
        words.append(f"({row['qualifier']})")
    if row["supersedes_note"]:
        words.append(f"[{row['supersedes_note']}]")
    return f"• {' '.join(words)}. Source: {row['source']}" + (f", {row['published']}" if row["published"] else "")


def _headline(summary: str, code: str) -> str:
    sentence = summary.partition(". ")[0].partition("; ")[0].rstrip(".")
    label = lookup.label(code, "en").split(":")[0]
    if len(sentence) <= TITLE:
        return sentence
    return f"{label}: {sentence[: TITLE - len(label) - 4].rsplit(' ', 1)[0]} …"


def _period(text: str, precision: str) -> tuple[datetime | None, datetime | None]:
    """First and last moment of a period such as 2011/2013, 2021-Q3, 2018-01, 2012-07-30."""
    if not text:
        return None, None
    first, _, last = text.partition("/")
    start = _first_moment(first)
    end_of = _first_moment(last or first)
    return start, _after(end_of, precision) - timedelta(seconds=1)


def _first_moment(text: str) -> datetime:
    year, *rest = text.split("-")
    month = QUARTER_MONTH[rest[0]] if rest and rest[0] in QUARTER_MONTH else int(rest[0]) if rest else 1
    return datetime(int(year), month, int(rest[1]) if len(rest) > 1 else 1, tzinfo=UTC)


def _after(start: datetime, precision: str) -> datetime:
    if precision == "day":
        return start + timedelta(days=1)
    months = {"month": 1, "quarter": 3}.get(precision, 12)
    index = start.year * 12 + start.month - 1 + months
    return start.replace(year=index // 12, month=index % 12 + 1)


def _rows(name: str) -> list[dict[str, str]]:
    return _read(files("port2port.site.demo").joinpath(name).read_text(encoding="utf-8"))


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))
