"""The reference files as numbers: one array a column, empty cells NaN."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "reference"
type Column = NDArray[np.float64]


def columns(name: str) -> dict[str, Column]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) if row[key] else np.nan for row in rows]) for key in rows[0]}


def series(name: str) -> Column:
    return columns(f"salmonella_{name}")["count"]


def rows(name: str) -> NDArray[np.int64]:
    """The judged weeks of a file as rows from 0."""
    return columns(name)["week"].astype(np.int64) - 1


def document(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def table(name: str) -> Column:
    return np.column_stack(list(columns(name).values()))
