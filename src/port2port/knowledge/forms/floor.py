"""The forms of a guard's question."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.asking import TEXT, TITLE
from port2port.reports.forms.guarded import Guarded
from port2port.reports.rules import REASON


class FloorForm(forms.Form):
    """What a guard would like to have asked."""

    title = Guarded(label=_("In one line"), room=TITLE, help_text=_("What you want to know"))
    text = Guarded(
        label=_("Question"),
        room=TEXT,
        rows=6,
        help_text=_("What you have tried, and what an answer must fit. No names, plates or exact spots."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class PutAwayForm(forms.Form):
    """Why it is not asked."""

    reason = Guarded(label=_("Reason"), room=REASON, rows=3, help_text=_("The guard who wrote it reads this."))
