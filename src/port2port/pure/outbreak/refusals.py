"""What a detector refuses, with a code for whoever words it, and where the fault lies."""


class Refused(Exception):
    """Counts or settings of which a detector makes nothing.

    code     short and stable, for whoever puts it into words
    reason   one sentence in English, for a log or a terminal
    row      of the counts, from 0; None where no row is to blame
    series   column of the counts, from 0; None where no series is to blame
    """

    code = "refused"

    def __init__(self, reason: str, *, row: int | None = None, series: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.row = row
        self.series = series


class HistoryTooShort(Refused):
    """A week is to be judged whose reference weeks lie before the first row."""

    code = "history_too_short"


class DidNotConverge(Refused):
    """A fit did not settle; `row` is the week it was for."""

    code = "did_not_converge"


class ShapeMismatch(Refused):
    """Two tables that belong together have different numbers of weeks, ports or series."""

    code = "shape_mismatch"


class BadCount(Refused):
    """A count that is negative, not whole or not finite; a missing week is NaN and no fault."""

    code = "bad_count"


class NothingCounted(Refused):
    """A series without a single count above zero, of which no model can be made."""

    code = "nothing_counted"


class TooFewCounts(Refused):
    """A comparison with so few incidents that nothing can be set against it."""

    code = "too_few_counts"


class BadSetting(Refused):
    """A setting outside its range, or one without which the method cannot run."""

    code = "bad_setting"
