"""A CSV file of published figures read row by row: a broken row is told with its line, the others stand."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.utils.functional import Promise

from port2port.base.refusal import Refusal
from port2port.figures.fields import FigureFields
from port2port.figures.refusals import BadPeriod, MissingColumns, NoNumber, NoText, OtherColumns
from port2port.pure.published import decimal_of
from port2port.pure.texts import Room, TextRefusedError, clean
from port2port.reports.rules import words_of

COLUMNS = (
    "series", "place_locode_or_name", "period_start", "period_end", "value", "unit", "qualifier", "source", "published",
    "supersedes_note",
)  # fmt: skip
# May be left out: what only some files say.
ROOM = Room(characters=300, byte_count=1_200)
MARK, TO_VERIFY = "mark", "to verify"


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was refused: the line it begins on and why."""

    line: int
    words: str | Promise


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as the file has it, and the line it begins on."""

    line: int
    said: FigureFields


def text_of(content: bytes) -> str:
    """The file as text. Raises NoText."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NoText from fault


def read_figures(text: str) -> tuple[list[ReadRow], list[Fault]]:
    """The rows that can be read, and the faults of those that cannot. Raises MissingColumns."""
    reader = csv.reader(StringIO(text, newline=""))
    head = _head(reader)
    rows: list[ReadRow] = []
    faults: list[Fault] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
            if any(cell.strip() for cell in cells):
                if len(cells) > len(head):
                    # A comma without quotes moves what follows into the next column.
                    raise OtherColumns
                rows.append(ReadRow(line, _fields(dict(zip(head, cells, strict=False)))))
        except StopIteration:
            return rows, faults
        except csv.Error as fault:
            faults.append(Fault(line, str(fault)))
        except TextRefusedError as fault:
            faults.append(Fault(line, words_of(fault, ROOM)))
        except Refusal as fault:
            faults.append(Fault(line, fault.words))


def _head(reader: "Iterator[list[str]]") -> list[str]:
    try:
        head = [cell.strip() for cell in next(reader, [])]
    except csv.Error as fault:
        raise MissingColumns from fault
    if not set(COLUMNS) <= set(head):
        raise MissingColumns
    return head


def _fields(row: dict[str, str]) -> FigureFields:
    said = {name: clean(row.get(name, ""), ROOM) for name in (*COLUMNS, MARK)}
    value = decimal_of(said["value"])
    if value is None:
        raise NoNumber
    return FigureFields(
        series=said["series"],
        place=said["place_locode_or_name"],
        from_on=_day(said["period_start"]),
        to_on=_day(said["period_end"]),
        value=value,
        unit=said["unit"],
        qualifier=said["qualifier"],
        source=said["source"],
        published_on=said["published"],
        supersedes=said["supersedes_note"],
        # Nobody can tell how old a figure is whose source gives no date.
        is_to_verify=said[MARK] == TO_VERIFY or not said["published"],
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadPeriod from fault
