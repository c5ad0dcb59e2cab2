"""The file of an import, and which of its sheets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """Which file."""

    file = forms.FileField(
        label=_("File of counts"), allow_empty_file=True, help_text=_("CSV or XLSX, at most 25 MB and 20,000 rows")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))


class SheetForm(forms.Form):
    """Which of several sheets."""

    sheet = forms.ChoiceField(label=_("Sheet"))

    def __init__(self, *args: Any, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        field = self.fields["sheet"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(name, name) for name in names]
