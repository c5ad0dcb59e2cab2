"""A table of eight weeks, one number a week, empty = missing; a refusal stands at its week and nothing is lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from port2port.counts.refusals import NoAmount, NoCount, NoMass
from port2port.counts.rules import WeekSaid, field_of
from port2port.counts.wording import week_words

A_PAGE = 8
LONGEST_NUMBER = 20
# As people and office programs write thousands.
SPACES = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")


def mass_field(week: date) -> str:
    """The name of a week's kilograms."""
    return f"kg_{week.isoformat()}"


class WeeksForm(forms.Form):
    """Numbers of weeks. standing: what the fields begin with, by week."""

    def __init__(
        self,
        *args: Any,
        weeks: Sequence[date],
        standing: Mapping[date, WeekSaid],
        with_mass: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.weeks, self.standing, self.with_mass = tuple(weeks), dict(standing), with_mass
        for week in self.weeks:
            was = self.standing.get(week, WeekSaid(None))
            self.fields[field_of(week)] = _number_field(
                _("Number, %(week)s") % {"week": week_words(week)}, was.number, "numeric"
            )
            if with_mass:
                label = _("Kilograms, %(week)s") % {"week": week_words(week)}
                shown = None if was.kilograms is None else f"{was.kilograms.normalize():f}"
                self.fields[mass_field(week)] = _number_field(label, shown, "decimal")

    def clean(self) -> dict[str, Any]:
        """Whole numbers, and kilograms only beside one. Raises ValidationError at the field."""
        given = super().clean() or self.cleaned_data
        for week in self.weeks:
            self._read(field_of(week), whole_number, NoCount.words)
            if self.with_mass:
                self._read(mass_field(week), decimal_number, NoMass.words)
                if given.get(mass_field(week)) is not None and given.get(field_of(week)) is None:
                    self._refuse(mass_field(week), NoMass.words)
        return given

    def said(self) -> dict[date, WeekSaid]:
        """What was entered; a week that is empty and was never entered is left out."""
        given = self.cleaned_data
        entered = {week: WeekSaid(given[field_of(week)], given.get(mass_field(week))) for week in self.weeks}
        return {week: one for week, one in entered.items() if one.number is not None or week in self.standing}

    def rows(self) -> list[tuple[date, str, Any, Any]]:
        """For the table: week, its words, and its bound fields."""
        return [
            (week, week_words(week), self[field_of(week)], self[mass_field(week)] if self.with_mass else None)
            for week in self.weeks
        ]

    def _read(self, name: str, read: Any, words: Any) -> None:
        if name in self.cleaned_data:
            value = read(self.cleaned_data[name])
            if value is NOT_A_NUMBER:
                self._refuse(name, words)
            else:
                self.cleaned_data[name] = value

    def _refuse(self, name: str, words: Any) -> None:
        if name not in self.errors:
            self.add_error(name, forms.ValidationError(words))


class AmountsForm(WeeksForm):
    """Effort by week: amounts with at most two decimals. amounts: what the fields begin with, by week."""

    def __init__(self, *args: Any, weeks: Sequence[date], amounts: Mapping[date, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, weeks=weeks, standing={}, **kwargs)
        for week, amount in amounts.items():
            self.fields[field_of(week)].initial = f"{amount.normalize():f}"

    def clean(self) -> dict[str, Any]:
        """Decimal amounts. Raises ValidationError at the field."""
        given = forms.Form.clean(self) or self.cleaned_data
        for week in self.weeks:
            self._read(field_of(week), decimal_number, NoAmount.words)
        return given

    def said_amounts(self) -> dict[date, Decimal | None]:
        """What was entered, by week; an empty one takes the amount away."""
        return {week: self.cleaned_data[field_of(week)] for week in self.weeks}


class _NoNumber:
    """What stands for text that is no number."""


NOT_A_NUMBER = _NoNumber()


def whole_number(text: str) -> int | _NoNumber | None:
    """None for empty; plain digits only, so that 1e3, 1.5 and -1 are refused."""
    text = text.translate(SPACES)
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() else NOT_A_NUMBER


def decimal_number(text: str) -> Decimal | _NoNumber | None:
    """None for empty; a comma stands for the point."""
    text = text.translate(SPACES).replace(",", ".")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return NOT_A_NUMBER
    return value if value.is_finite() and value >= 0 else NOT_A_NUMBER


def _number_field(label: str, initial: object, keyboard: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_NUMBER,
        initial="" if initial is None else initial,
        widget=forms.TextInput(attrs={"inputmode": keyboard, "size": 8, "autocomplete": "off", "aria-label": label}),
    )
