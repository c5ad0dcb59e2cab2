"""Counts from the text of a file: both forms, and each fault with its line and column."""

from datetime import date

import numpy as np
import pytest

from port2port.pure.outbreak.count_file import CountFile, FileRefused, read_counts


def refused(text: str) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_counts(text)
    return caught.value


def test_a_wide_file_has_a_column_for_each_series_and_an_empty_cell_is_missing():
    found = read_counts("week,Antwerp,Ghent\n2024-01-01,3,1\n2024-01-08,,0\n")

    assert (found.names, found.weeks) == (("Antwerp", "Ghent"), ("2024-01-01", "2024-01-08"))
    assert found.first_monday == date(2024, 1, 1)
    np.testing.assert_array_equal(found.counts, [[3, 1], [np.nan, 0]])


def test_a_long_file_in_any_order_names_its_series_by_all_their_columns():
    found = read_counts("Week;Port;category;n;handling\n8;A;theft;2;TLP:AMBER\n7;A;theft;1;\n8;B;fraud;4;\n")

    assert found.names == ("A · theft", "B · fraud")
    assert found.weeks == ("7", "8")
    np.testing.assert_array_equal(found.counts, [[1, np.nan], [2, 4]])


def test_a_series_of_a_long_file_may_begin_later():
    found = read_counts("week,port,n\n7,A,1\n8,A,2\n8,B,5\n9,A,0\n9,B,\n")

    assert found.first_monday is None
    np.testing.assert_array_equal(found.counts, [[1, np.nan], [2, 5], [0, np.nan]])


def test_a_monday_may_be_written_as_iso_writes_it():
    for week, after in (("20240101", "20240108"), ("2024-W01", "2024-W02")):
        for text in (f"week,A\n{week},1\n{after},2\n", f"week,port,n\n{week},A,1\n{after},A,2\n"):
            assert read_counts(text).first_monday == date(2024, 1, 1)


def test_weeks_and_series_are_found_by_name():
    found = read_counts("\ufeffweek,count\r\n12,3\r\n13,4\r\n")

    assert (found.row("13"), found.series("count")) == (1, 0)
    for ask in (lambda one: one.row("14"), lambda one: one.series("Antwerp")):
        with pytest.raises(FileRefused) as caught:
            ask(found)
        assert caught.value.code in {"unknown_week", "unknown_series"}
    assert isinstance(found, CountFile)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "no_heading", 1, ""),
        ("port,n\nA,1\n", "no_heading", 1, ""),
        ("week,A\n", "no_rows", 1, ""),
        ("week,A,A\n1,2,3\n", "column_twice", 1, ""),
        ("week,A\n1,2,3\n", "ragged", 2, ""),
        ("week,A\n1,2\n3,2\n", "missing_week", 3, "week"),
        ("week,A\n2024-01-01,2\n2024-01-15,2\n", "missing_week", 3, "week"),
        ("week,A\n1,2\n1,2\n", "week_twice", 3, "week"),
        ("week,A\n2,2\n1,2\n", "week_twice", 3, "week"),
        ("week,A\n2024-01-02,2\n", "not_a_monday", 2, "week"),
        ("week,A\nW5,2\n", "bad_week", 2, "week"),
        ("week,A\n1,2\n2024-01-01,2\n", "bad_week", 3, "week"),
        ("week,A\n1,2\n2,-3\n", "negative", 3, "A"),
        ("week,A,B\n1,2,1\n2,2,2.5\n", "not_whole", 3, "B"),
        ("week,A\n1,nan\n", "not_a_number", 2, "A"),
        ("week,A\n1,1e30\n", "not_whole", 2, "A"),
        ("week,A\x1b[31m\n1,2\n", "bad_name", 1, ""),
        ("week,port,n\n1,A\x1b[31m,2\n", "bad_name", 2, ""),
        ("week,A\n1,many\n", "not_a_number", 2, "A"),
        ("week,A,B\n1,2,0\n2,3,\n", "nothing_counted", None, "B"),
        ("week,port,n\n1,A,2\n1,A,3\n", "week_twice", 3, "week"),
        ("week,port,n\n1,A,2\n2,B,3\n", "missing_week", None, "week"),
        ("week,port,n\n1,A,2\n9999999,A,3\n", "too_large", None, ""),
        ("week,A\n" + "\n".join(f"{week},1" for week in range(60_001)), "too_large", None, ""),
        ("week,A\n" + " " * 50_000_000, "too_large", None, ""),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_each_fault_is_refused_with_its_line_and_column(text, code, line, column):
    fault = refused(text)

    assert (fault.code, fault.line, fault.column) == (code, line, column)
    assert fault.reason.endswith(".")


@pytest.mark.parametrize("text", ["week,A\n1,\x1b[31m2\n", "week,A\n\x1b[31m1,2\n", "week,A\x1b[31m\n1,2\n"])
def test_what_a_terminal_would_obey_is_shown_as_it_is_written(text: str):
    reason = refused(text).reason

    assert reason.isprintable()
    assert "\\x1b[31m" in reason


def test_what_is_missing_is_named_so_that_it_can_be_written():
    assert "Between 2024-01-01 and 2024-01-15" in refused("week,A\n2024-01-01,2\n2024-01-15,2\n").reason
    assert "B has no row for week 9" in refused("week,port,n\n7,A,1\n8,A,1\n9,A,1\n8,B,1\n").reason
