"""Fields that several forms of duties have."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)


class Day(forms.DateField):
    """A calendar day, as the browser's own field sends it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
