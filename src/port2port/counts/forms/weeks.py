"""A table of eight weeks, one number a week, empty = missing; a refusal stands at its week and nothing is lost.

Beside each field stands unseen what the page showed in it. Only what this person changed since is handed over, so that
what a colleague entered meanwhile stays; a week that both changed is refused with what the other wrote.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from port2port.base.typed_numbers import typed_number
from port2port.counts.refusals import NoAmount, NoCount, NoMass, WrittenMeanwhile
from port2port.counts.rules import WeekSaid, field_of
from port2port.counts.wording import mass_words, number_words, week_words
from port2port.pure.published import decimal_of

A_PAGE = 8
LONGEST_NUMBER = 20
# As people and office programs write thousands.
SPACES = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")

type Number = int | Decimal | None
type Read = Callable[[str], Number]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a field asks for. stands: the number now; read: what reads a text, raising ValidationError"""

    stands: Number
    read: Read

    @property
    def text(self) -> str:
        """The number now, as its field shows it."""
        return "" if self.stands is None else f"{Decimal(self.stands):f}"


def mass_field(week: date) -> str:
    """The name of a week's kilograms."""
    return f"kg_{week.isoformat()}"


def seen_field(name: str) -> str:
    """The name of what the page showed in a field."""
    return f"seen_{name}"


class _SeenForm(forms.Form):
    """Fields of weeks, each with what the page showed in it."""

    def __init__(self, *args: Any, weeks: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weeks = tuple(weeks)
        self._asked: dict[str, _Asked] = {}
        self._changed: set[str] = set()

    def clean(self) -> dict[str, Any]:
        """Numbers; of fields that this person left alone what stands now. Raises ValidationError at the field."""
        given = super().clean() or self.cleaned_data
        # What is shown again: what was typed, and beside it what stands now.
        again: dict[str, Any] = dict(self.data.items())
        self.data = again
        for week in self.weeks:
            for name in self._names(week):
                self._take(name)
            self._check(week)
            for name in self._names(week):
                again |= self._shown_again(name)
        return given

    def rows(self) -> list[tuple[date, str, Any, Any, list[Any]]]:
        """For the table: week, its words, its bound fields, and the unseen ones."""
        rows = []
        for week in self.weeks:
            names = self._names(week)
            number, mass, *_none = [*(self[name] for name in names), None]
            rows.append((week, week_words(week), number, mass, [self[seen_field(name)] for name in names]))
        return rows

    def _ask(self, name: str, label: str, asked: _Asked, keyboard: str) -> None:
        self._asked[name] = asked
        self.fields[name] = _number_field(label, asked.text, keyboard)
        self.fields[seen_field(name)] = forms.CharField(required=False, initial=asked.text, widget=forms.HiddenInput)

    def _names(self, week: date) -> list[str]:
        return [name for name in (field_of(week), mass_field(week)) if name in self._asked]

    def _is_changed(self, week: date) -> bool:
        return not self._changed.isdisjoint(self._names(week))

    def _seen(self, name: str) -> str:
        """What the page showed; where it does not say, what stands now."""
        seen = seen_field(name)
        return str(self.cleaned_data.get(seen, "")) if seen in self.data else self._asked[name].text

    def _take(self, name: str) -> None:
        """Whether this person changed it, and the number."""
        asked, seen, text = self._asked[name], self._seen(name), self.cleaned_data.get(name)
        if name in self.data and text != seen:
            try:
                number = None if text is None else asked.read(text)
            except ValidationError as fault:
                self._changed.add(name)
                self.add_error(name, fault)
                return
            if text is None or number != decimal_of(seen):
                self._changed.add(name)
                self.cleaned_data[name] = number
                return
        self.cleaned_data[name] = asked.stands

    def _check(self, week: date) -> None:
        """That nobody else wrote meanwhile what this person would write over. Raises ValidationError at the field."""
        names = self._names(week)
        others = [name for name in names if self._seen(name) != self._asked[name].text]
        mine = [self.cleaned_data.get(name) for name in names]
        stands = [self._asked[name].stands for name in names]
        if self._is_changed(week) and others and mine != stands:
            self.add_error(names[0], ValidationError(str(WrittenMeanwhile(_words_of(*stands)))))

    def _shown_again(self, name: str) -> dict[str, str]:
        now = self._asked[name].text
        return {seen_field(name): now} | ({} if name in self._changed else {name: now})


class WeeksForm(_SeenForm):
    """Numbers of weeks. standing: what stands now, by week."""

    def __init__(
        self,
        *args: Any,
        weeks: Sequence[date],
        standing: Mapping[date, WeekSaid],
        with_mass: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, weeks=weeks, **kwargs)
        self.standing = dict(standing)
        for week in self.weeks:
            was, words = self.standing.get(week, WeekSaid(None)), {"week": week_words(week)}
            self._ask(field_of(week), _("Number, %(week)s") % words, _Asked(was.number, whole_number), "numeric")
            if with_mass:
                asked = _Asked(_plain(was.kilograms), mass_number)
                self._ask(mass_field(week), _("Kilograms, %(week)s") % words, asked, "decimal")

    @property
    def with_mass(self) -> bool:
        """Whether kilograms stand beside the numbers."""
        return any(mass_field(week) in self._asked for week in self.weeks)

    def clean(self) -> dict[str, Any]:
        """Whole numbers, and kilograms only beside one. Raises ValidationError at the field."""
        given = super().clean()
        for week in self.weeks:
            kilograms, number = given.get(mass_field(week)), given.get(field_of(week))
            lone = kilograms is not None and number is None and self._is_changed(week)
            if lone and not self._has_faults(week):
                self.add_error(mass_field(week), ValidationError(NoMass.words))
        return given

    def said(self) -> dict[date, WeekSaid]:
        """What this person changed; a week that is empty and was never entered is left out."""
        given = self.cleaned_data
        changed = [week for week in self.weeks if self._is_changed(week)]
        entered = {week: WeekSaid(given[field_of(week)], given.get(mass_field(week))) for week in changed}
        return {week: one for week, one in entered.items() if one.number is not None or week in self.standing}

    def _has_faults(self, week: date) -> bool:
        return any(name in self.errors for name in self._names(week))


class AmountsForm(_SeenForm):
    """Effort by week: amounts with at most two decimals. amounts: what stands now, by week."""

    with_mass = False

    def __init__(self, *args: Any, weeks: Sequence[date], amounts: Mapping[date, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, weeks=weeks, **kwargs)
        for week in self.weeks:
            asked = _Asked(_plain(amounts.get(week)), effort_number)
            self._ask(field_of(week), _("Number, %(week)s") % {"week": week_words(week)}, asked, "decimal")

    def said_amounts(self) -> dict[date, Decimal | None]:
        """What this person changed, by week; an empty one takes the amount away."""
        return {week: self.cleaned_data[field_of(week)] for week in self.weeks if self._is_changed(week)}


def whole_number(text: str) -> int | None:
    """None for empty; plain digits only, so that 1e3, 1.5 and -1 are refused. Raises ValidationError."""
    text = text.translate(SPACES)
    if text and not (text.isascii() and text.isdigit()):
        raise ValidationError(NoCount.words)
    return int(text) if text else None


def mass_number(text: str) -> Decimal | None:
    """Kilograms. Raises ValidationError."""
    return typed_number(text, otherwise=NoMass.words)


def effort_number(text: str) -> Decimal | None:
    """An amount of effort. Raises ValidationError."""
    return typed_number(text, otherwise=NoAmount.words)


def _plain(amount: Decimal | None) -> Decimal | None:
    """As people write it: 1.2 for 1.200."""
    return None if amount is None else amount.normalize()


def _words_of(number: Number, kilograms: Number = None) -> str:
    words = number_words(None if number is None else float(number))
    return words if kilograms is None else f"{words}, {mass_words(Decimal(kilograms))}"


def _number_field(label: str, initial: str, keyboard: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_NUMBER,
        initial=initial,
        widget=forms.TextInput(attrs={"inputmode": keyboard, "size": 8, "autocomplete": "off", "aria-label": label}),
    )
