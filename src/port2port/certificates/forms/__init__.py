"""Forms of certificates."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from port2port.certificates.actions.revoking import REASON
from port2port.certificates.listing import EXPIRING
from port2port.certificates.models.certificates import STATE_WORDS
from port2port.pure.badge_check import MOST_FILE
from port2port.reports.forms.guarded import Guarded


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


class FilterForm(forms.Form):
    """The filter of the list; all of it stands in the URL."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), (EXPIRING, _("Runs out within 60 days")), *STATE_WORDS.items()],
    )


class RevokeForm(forms.Form):
    """Why a certificate is revoked."""

    reason = Guarded(
        label=_("Reason"),
        room=REASON,
        rows=3,
        help_text=_("Stays inside your organisation; whoever checks the certificate reads only that it was revoked."),
    )


class WithdrawForm(RevokeForm):
    """For who was shown a certificate: its text or check address first."""

    field_order = ["shown", "reason"]
    shown = forms.CharField(
        label=_("Text of the certificate, or its check address"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
