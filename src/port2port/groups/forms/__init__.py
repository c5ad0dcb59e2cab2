"""Forms of working groups: text in, values for the actions out."""

from django import forms

from port2port.reports.sending import LONGEST_KEY, fresh_key


class OnceForm(forms.Form):
    """A form that makes something: sent twice it makes it once."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)
