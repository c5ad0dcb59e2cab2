"""Why counts are refused, and at which row."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what a study was given."""

    SHAPE_MISMATCH = "shape_mismatch"
    MISSING_WEEK = "missing_week"
    PORT_OPENED_LATE = "port_opened_late"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE_COUNT = "negative_count"
    FRACTIONAL_COUNT = "fractional_count"
    ALL_ZERO = "all_zero"
    START_OUTSIDE = "start_outside"
    ANNOUNCED_AFTER_START = "announced_after_start"
    WINDOW_OUTSIDE = "window_outside"
    RECORDING_CHANGE_OUTSIDE = "recording_change_outside"
    EXTERNAL_IS_A_PORT = "external_is_a_port"
    EXTERNAL_IS_A_MULTIPLE = "external_is_a_multiple"
    EXTERNAL_IS_A_SUM = "external_is_a_sum"
    BAD_SETTING = "bad_setting"
    NO_COMPARISON = "no_comparison"
    WINDOW_TOO_SHORT = "window_too_short"
    NO_COUNTS = "no_counts"
    TOO_FEW_UNITS = "too_few_units"
    NO_FIT = "no_fit"


class StudyRefused(ValueError):
    """Counts that no study can be made of.

    row     week, counted from 0; None where it is no single one
    column  port, 0 the target; -1 the external series; None where it is no single one
    """

    def __init__(self, fault: Fault, *, row: int | None = None, column: int | None = None) -> None:
        self.fault, self.row, self.column = fault, row, column
        super().__init__(fault.value if row is None else f"{fault.value} in row {row}")


class ShapeMismatch(StudyRefused):
    """Series of different lengths, or too few of them."""

    def __init__(self, *, row: int | None = None, column: int | None = None) -> None:
        super().__init__(Fault.SHAPE_MISMATCH, row=row, column=column)


class NegativeCount(StudyRefused):
    """Fewer incidents than none."""

    def __init__(self, *, row: int | None = None, column: int | None = None) -> None:
        super().__init__(Fault.NEGATIVE_COUNT, row=row, column=column)


class NoComparison(StudyRefused):
    """Nothing from outside the network to compare with, or too little of it."""

    def __init__(self) -> None:
        super().__init__(Fault.NO_COMPARISON)


class WindowTooShort(StudyRefused):
    """Fewer weeks before or after than any answer could rest on."""

    def __init__(self) -> None:
        super().__init__(Fault.WINDOW_TOO_SHORT)


class NoCounts(StudyRefused):
    """Not one incident on one side of a ratio."""

    def __init__(self) -> None:
        super().__init__(Fault.NO_COUNTS)
