"""Forms of working groups: text in, values for the actions out."""

from uuid import uuid4

from django import forms

from port2port.reports.sending import LONGEST_KEY


def fresh_key() -> str:
    """The name of a form that is opened now."""
    return str(uuid4())


class OnceForm(forms.Form):
    """A form that makes something: sent twice it makes it once."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)
