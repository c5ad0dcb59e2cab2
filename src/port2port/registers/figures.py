"""Measured results in words, with what they can and cannot say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from port2port.pure.ai_camera import Figures, Measured, Share, figures
from port2port.registers.models import Measurement


@dataclass(frozen=True, slots=True)
class Bar:
    """A share as a drawing, all in percent from the left: the interval, the share; none where it says too little."""

    low: float
    width: float
    share: float


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The three figures of a measurement as a reader is told them, each with the number that it rests on."""

    alarms: str
    camera_days: int
    false: str
    false_bar: Bar | None
    detection: str
    detection_bar: Bar | None


@dataclass(frozen=True, slots=True)
class Period:
    """One measurement in words."""

    row: Measurement
    period: str
    conditions: str
    words: FigureWords


def period_of(row: Measurement) -> Period:
    """One measurement."""
    conditions = [str(Measurement.Condition(one).label) for one in row.conditions if one in Measurement.Condition]
    return Period(row, _days(row.from_on, row.to_on), " · ".join(conditions), words_of(figures(row.measured)))


def total_of(rows: Iterable[Measurement]) -> FigureWords | None:
    """All periods together; None where nothing was measured."""
    measured = [one.measured for one in rows]
    return words_of(figures(sum(measured, Measured()))) if measured else None


def words_of(said: Figures) -> FigureWords:
    """The figures in the reader's language."""
    a_day = "–" if said.alarms_a_day is None else rounded(said.alarms_a_day)
    return FigureWords(
        alarms=a_day,
        camera_days=said.camera_days,
        false=share_words(said.false),
        false_bar=_bar(said.false),
        detection=share_words(said.detection),
        detection_bar=_bar(said.detection),
    )


def share_words(share: Share) -> str:
    """`85 % (77.5–90.3), n = 120`, or that there are too few to say."""
    if share.percent is None or share.interval is None:
        return "–"
    if share.is_too_few:
        return _("too few to say (%(part)s of %(n)s)") % {"part": share.part, "n": share.n}
    low, high = (rounded(one) for one in share.interval)
    numbers = {"percent": number_format(round(share.percent)), "low": low, "high": high, "n": share.n}
    return _("%(percent)s %% (%(low)s–%(high)s), n = %(n)s") % numbers


def rounded(number: float) -> str:
    """With one decimal. Django's own format cuts, it does not round."""
    return str(number_format(round(number, 1), decimal_pos=1))


def _bar(share: Share) -> Bar | None:
    if share.percent is None or share.interval is None or share.is_too_few:
        return None
    low, high = share.interval
    return Bar(round(low, 1), round(high - low, 1), round(share.percent, 1))


def _days(from_on: date, to_on: date) -> str:
    if from_on == to_on:
        return str(date_format(from_on, "SHORT_DATE_FORMAT"))
    return f"{date_format(from_on, 'SHORT_DATE_FORMAT')} – {date_format(to_on, 'SHORT_DATE_FORMAT')}"
