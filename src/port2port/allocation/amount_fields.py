"""Fields for amounts typed by hand: what can be read in two ways is refused with both, and never guessed."""

from typing import Any

from django import forms
from django.utils.formats import localize_input

from port2port.base.typed_numbers import typed_number


class AmountField(forms.FloatField):
    """A number, with or without marks between thousands. stood   what the form began with, None: nothing"""

    stood: float | None = None

    # The stubs take a float for a kind of whole number.
    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        """The number. Raises ValidationError."""
        if value in self.empty_values:
            return None
        text = str(value).strip()
        # Shown by this form and sent back as it was: nobody typed it.
        if self.stood is not None and text == str(localize_input(self.stood)):
            return float(self.stood)
        number = typed_number(text, otherwise=self.error_messages["invalid"], is_signed=True)
        return None if number is None else float(number)


class AmountForm(forms.Form):
    """A form whose amounts are left alone where they were not changed."""

    def full_clean(self) -> None:
        """The same, with each field told what it began with."""
        for name, field in self.fields.items():
            if isinstance(field, AmountField):
                field.stood = self.get_initial_for_field(field, name)
        super().full_clean()
