"""Forms of certificates."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from port2port.pure.badge_check import MOST_FILE


class CheckForm(forms.Form):
    """What is shown: text, or a file that holds it."""

    shown = forms.CharField(
        label=_("Text of the certificate, or its check address"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or the file: the PDF or the text of the certificate"), required=False, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        """One of the two. Raises ValidationError."""
        found = super().clean() or {}
        if not self.errors and not found.get("shown") and not found.get("file"):
            raise forms.ValidationError(_("Paste the text of the certificate, or choose its file."))
        return found

    def what(self) -> bytes:
        """The bytes that were shown; a longer file than any certificate is not read to its end."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            return bytes(file.read(MOST_FILE + 1))
        return str(self.cleaned_data["shown"]).encode()
