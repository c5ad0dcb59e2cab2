"""A decision in another language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.groups.actions import Translation
from port2port.groups.forms import OnceForm
from port2port.groups.models import Decision
from port2port.groups.rules import TEXT, TITLE
from port2port.reports.forms.guarded import Guarded
from port2port.reports.forms.guarding import GuardForm


class TranslationForm(GuardForm, OnceForm):
    """Title and text in one of the other languages."""

    guarded = ("title", "text")

    language = forms.ChoiceField(label=_("Language of the text"))
    title = Guarded(label=_("Title"), room=TITLE)
    text = Guarded(label=_("What is decided"), room=TEXT, rows=10, help_text=_("Markdown"))

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [one for one in settings.LANGUAGES if one[0] != decision.language]

    def said(self) -> Translation:
        """The same in that language."""
        return Translation(**{name: self.cleaned_data[name] for name in Translation.__slots__})
