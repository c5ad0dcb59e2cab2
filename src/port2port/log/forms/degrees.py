"""A coordinate as a form field."""

from typing import Any

from django import forms


class Degrees(forms.FloatField):
    """A coordinate in decimal degrees; a comma is read as a point."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "coordinate"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: object) -> float | None:  # type: ignore[override]
        """The number. Raises ValidationError."""
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: object) -> object:
        """With a point in every language, as maps give it."""
        return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
