"""What a figure must hold before it is kept."""

from datetime import datetime

from django.db.models import CharField
from django.utils import timezone

from port2port.figures.fields import FigureFields
from port2port.figures.models import DIGITS, PLACES, Figure, Series
from port2port.figures.refusals import (
    BadDate,
    BadPeriod,
    NoNumber,
    NoPlace,
    NoSource,
    NotYet,
    OtherUnit,
    TooLong,
    UnknownSeries,
)
from port2port.pure.published import fits, is_partial_date, scale_of
from port2port.reports.rules import BadField


def length_of(name: str) -> int:
    """How many characters a column takes."""
    field = Figure._meta.get_field(name)
    if not isinstance(field, CharField) or field.max_length is None:
        raise TypeError(name)
    return field.max_length


def check(said: FigureFields, series: Series | None, *, now: datetime) -> None:
    """Raises BadField, with the name of the field and the reason."""
    if series is None:
        raise BadField("series", UnknownSeries.words)
    if not said.place or len(said.place) > length_of("place"):
        raise BadField("place", NoPlace.words)
    if not fits(said.value, digits=DIGITS, places=PLACES):
        raise BadField("value", NoNumber.words)
    if scale_of(said.unit, series.unit) is None:
        raise BadField("unit", OtherUnit.words)
    if not said.source or len(said.source) > length_of("source"):
        raise BadField("source", NoSource.words)
    for name, words in (("qualifier", said.qualifier), ("supersedes", said.supersedes)):
        if len(words) > length_of(name):
            raise BadField(name, TooLong.words)
    _check_days(said, now=now)


def _check_days(said: FigureFields, *, now: datetime) -> None:
    if (said.from_on is None) != (said.to_on is None):
        raise BadField("to_on", BadPeriod.words)
    if said.from_on and said.to_on and said.to_on < said.from_on:
        raise BadField("to_on", BadPeriod.words)
    if said.published_on and not is_partial_date(said.published_on):
        raise BadField("published_on", BadDate.words)
    today = timezone.localdate(now)
    if said.from_on and said.from_on > today:
        raise BadField("from_on", NotYet.words)
    if said.published_on and said.published_on > today.isoformat():
        raise BadField("published_on", NotYet.words)
