"""What a study is given: weekly counts, when the measure began, and what else is known of how they were made."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from port2port.pure.displacement.faults import Fault, NegativeCount, ShapeMismatch, StudyRefused
from port2port.pure.panels import YEAR, Floats, Panel

MOST_YEARS_BEFORE = 3
EXTERNAL = -1


@dataclass(frozen=True, slots=True)
class Window:
    """Weeks from `first` up to, and without, `end`."""

    first: int
    end: int

    @property
    def weeks(self) -> int:
        """Its length."""
        return self.end - self.first


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudyCounts:
    """Incidents by week, complete and whole: what is missing or impossible is refused here, at its row.

    target             [weeks]                     elsewhere    [weeks, ports]: every other port of the network
    external           [weeks]: from outside the network; None: none was declared
    external_weight    substitution weight of the external series; above 0 it is no comparison
    start_week         first week of the measure (its ramp counts as after)
    announced_week     from here to the start is left out of "before"; None: not announced earlier
    weeks_before       None: as many whole years as there are, at most three
    weeks_after        None: a year, or what there is of it
    recording_changes  first weeks of another way of counting that was not recoded, at any port or outside
    effort             [weeks, ports], target first: inspections, patrol hours; None: unknown
    is_enforcement     the outcome exists only where somebody looks (seizures), so that effort matters
    still              [categories, weeks]: elsewhere, of categories that cannot move; for placebos
    opened             first week of each port, target first; None: all before the first row
    before, after      the weeks that are compared
    Raises StudyRefused and those below it.
    """

    target: Floats
    elsewhere: Floats
    external: Floats | None
    start_week: int
    external_weight: float = 0.0
    announced_week: int | None = None
    weeks_before: int | None = None
    weeks_after: int | None = None
    recording_changes: tuple[int, ...] = ()
    effort: Floats | None = None
    is_enforcement: bool = False
    still: Floats | None = None
    opened: tuple[int, ...] | None = None
    before: Window = field(init=False)
    after: Window = field(init=False)

    def __post_init__(self) -> None:
        for name in ("target", "elsewhere", "external", "effort", "still"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, np.asarray(given, dtype=float))
        _check_shapes(self)
        _check_counts(self)
        _check_effort(self)
        _check_ports(self)
        _check_start(self)
        object.__setattr__(self, "before", _before(self))
        object.__setattr__(self, "after", _after(self))
        _check_windows(self)

    @classmethod
    def of_panel(cls, panel: Panel, *, start_week: int, weeks_before: int | None = None) -> Self:
        """A study of simulated counts."""
        return cls(
            target=panel.ports[:, 0].astype(float),
            elsewhere=panel.ports[:, 1:].astype(float),
            external=panel.external.astype(float),
            start_week=start_week,
            weeks_before=weeks_before,
        )

    @property
    def weeks(self) -> int:
        """How many rows there are."""
        return len(self.target)

    @property
    def comparison(self) -> Floats | None:
        """[weeks]: the external series, if it is one: nothing that is displaced may end there."""
        return None if self.external_weight > 0 else self.external

    @property
    def others(self) -> Floats:
        """[weeks]: all other ports together."""
        return np.asarray(self.elsewhere.sum(axis=1))

    @property
    def quiet_until(self) -> int:
        """First week in which somebody could have reacted to the measure."""
        return self.start_week if self.announced_week is None else self.announced_week

    @property
    def silent_before(self) -> tuple[int, ...]:
        """Other ports, counted from 1, without any incident before and with some after: new, or newly counted."""
        before = self.elsewhere[self.before.first : self.before.end].sum(axis=0)
        after = self.elsewhere[self.after.first : self.after.end].sum(axis=0)
        return tuple(int(port) + 1 for port in np.flatnonzero((before == 0) & (after > 0)))

    @property
    def columns(self) -> Floats:
        """[weeks, ports]: all counts, target first, the external series last."""
        every = [self.target, *self.elsewhere.T]
        return np.column_stack(every if self.external is None else [*every, self.external])


def _before(counts: StudyCounts) -> Window:
    end = counts.quiet_until
    whole_years = min(end // YEAR, MOST_YEARS_BEFORE) * YEAR
    return Window(end - (counts.weeks_before or whole_years or end), end)


def _after(counts: StudyCounts) -> Window:
    most = min(YEAR, counts.weeks - counts.start_week)
    return Window(counts.start_week, counts.start_week + (counts.weeks_after or most))


def _check_shapes(counts: StudyCounts) -> None:
    weeks = len(counts.target) if counts.target.ndim == 1 else 0
    ports = counts.elsewhere.shape[1] if counts.elsewhere.ndim == 2 else 0
    if not weeks or not ports or len(counts.elsewhere) != weeks:
        raise ShapeMismatch
    if counts.external is not None and counts.external.shape != (weeks,):
        raise ShapeMismatch(column=EXTERNAL)
    if counts.effort is not None and counts.effort.shape != (weeks, ports + 1):
        raise ShapeMismatch
    if counts.still is not None and (counts.still.ndim != 2 or counts.still.shape[1] != weeks):
        raise ShapeMismatch
    if counts.opened is not None and len(counts.opened) != ports + 1:
        raise ShapeMismatch


def _check_counts(counts: StudyCounts) -> None:
    """Whether these are whole numbers from 0 on. Raises StudyRefused with the first row that is none."""
    given = (counts.target, counts.elsewhere, counts.external)
    if not all(one is None or _are_counts(one) for one in given):
        every = counts.columns
        for column, series in enumerate(every.T):
            is_external = counts.external is not None and column == every.shape[1] - 1
            _check_series(series, EXTERNAL if is_external else column)
    for series in () if counts.still is None or _are_counts(counts.still) else counts.still:
        _check_series(series, None)


def _are_counts(series: Floats) -> bool:
    return bool(((series >= 0) & (series < np.inf) & (series == np.floor(series))).all())


def _check_series(series: Floats, column: int | None) -> None:
    _check_complete(series, column)
    if (bad := first_true(np.isinf(series))) is not None:
        raise StudyRefused(Fault.NOT_A_NUMBER, row=bad, column=column)
    if (bad := first_true(series < 0)) is not None:
        raise NegativeCount(row=bad, column=column)
    if (bad := first_true(series != np.floor(series))) is not None:
        raise StudyRefused(Fault.FRACTIONAL_COUNT, row=bad, column=column)


def _check_complete(series: Floats, column: int | None) -> None:
    """Whether no week is missing. A port whose first weeks are all missing, and no others, opened late."""
    missing = np.isnan(series)
    bad = first_true(missing)
    if bad is None:
        return
    begins = int(np.argmin(missing))
    is_late = bad == 0 and begins > 0 and not missing[begins:].any()
    if is_late and column is not None and column != EXTERNAL:
        raise StudyRefused(Fault.PORT_OPENED_LATE, row=begins, column=column)
    raise StudyRefused(Fault.MISSING_WEEK, row=bad, column=column)


def _check_effort(counts: StudyCounts) -> None:
    if counts.effort is None:
        return
    for column, amounts in enumerate(counts.effort.T):
        if (bad := first_true(~np.isfinite(amounts))) is not None:
            raise StudyRefused(Fault.NOT_A_NUMBER, row=bad, column=column)
        if (bad := first_true(amounts < 0)) is not None:
            raise NegativeCount(row=bad, column=column)


def _check_ports(counts: StudyCounts) -> None:
    """Whether each series can be what it is said to be."""
    if not counts.target.any():
        raise StudyRefused(Fault.ALL_ZERO, column=0)
    if not counts.elsewhere.any():
        raise StudyRefused(Fault.ALL_ZERO, column=1)
    if counts.external is None:
        return
    if not counts.external.any():
        raise StudyRefused(Fault.ALL_ZERO, column=EXTERNAL)
    if (counts.target == counts.external).all():
        raise StudyRefused(Fault.EXTERNAL_IS_A_PORT, column=0)
    if (copied := first_true((counts.elsewhere == counts.external[:, None]).all(axis=0))) is not None:
        raise StudyRefused(Fault.EXTERNAL_IS_A_PORT, column=copied + 1)


def _check_start(counts: StudyCounts) -> None:
    """Whether the measure and the changes in counting lie inside the rows."""
    if not 0 < counts.start_week < counts.weeks:
        raise StudyRefused(Fault.START_OUTSIDE, row=counts.start_week)
    if not 0 < counts.quiet_until <= counts.start_week:
        raise StudyRefused(Fault.ANNOUNCED_AFTER_START, row=counts.announced_week)
    for week in counts.recording_changes:
        if not 0 <= week < counts.weeks:
            raise StudyRefused(Fault.RECORDING_CHANGE_OUTSIDE, row=week)


def _check_windows(counts: StudyCounts) -> None:
    """Whether the windows lie inside the rows, and every port was there for the whole of them."""
    if counts.weeks_before is not None and not 0 < counts.weeks_before <= counts.quiet_until:
        raise StudyRefused(Fault.WINDOW_OUTSIDE, row=counts.quiet_until - counts.weeks_before)
    if counts.weeks_after is not None and not 0 < counts.weeks_after <= counts.weeks - counts.start_week:
        raise StudyRefused(Fault.WINDOW_OUTSIDE, row=counts.start_week + counts.weeks_after - 1)
    for column, week in enumerate(counts.opened or ()):
        if week > counts.before.first:
            raise StudyRefused(Fault.PORT_OPENED_LATE, row=week, column=column)


def first_true(where: NDArray[np.bool_]) -> int | None:
    """The first place that holds, or None."""
    return int(np.argmax(where)) if where.any() else None
