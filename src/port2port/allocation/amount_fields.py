"""Fields for amounts typed by hand: what can be read in two ways is refused with both, and never guessed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, localize_input
from django.utils.translation import gettext_lazy as _

from port2port.pure.amounts import readings, written


class AmountField(forms.FloatField):
    """A number, with or without marks between thousands. stood   what the form began with, None: nothing"""

    default_error_messages = {
        "two_ways": _("“%(text)s” could be read in two ways. Enter %(more)s or %(less)s."),
    }
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
        found = readings(text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(found) > 1:
            mark = str(get_format("DECIMAL_SEPARATOR"))
            more, less = (written(one, mark) for one in found)
            words = {"text": text, "more": more, "less": less}
            raise ValidationError(self.error_messages["two_ways"], code="two_ways", params=words)
        return float(found[0])


class AmountForm(forms.Form):
    """A form whose amounts are left alone where they were not changed."""

    def full_clean(self) -> None:
        """The same, with each field told what it began with."""
        for name, field in self.fields.items():
            if isinstance(field, AmountField):
                field.stood = self.get_initial_for_field(field, name)
        super().full_clean()
