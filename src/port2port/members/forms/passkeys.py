"""The form of a new passkey; the library leaves the label of its name in English."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """The library's form with a label and a hint."""

    name = forms.CharField(label=_("Name"), required=False, help_text=_("By which you tell your keys apart"))
