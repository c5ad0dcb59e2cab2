"""What readers say back, why an author withdraws, and under which name a view is kept."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.reports.forms.guarded import Guarded
from port2port.reports.models import Answer
from port2port.reports.rules import FILTER_NAME, NOTE, REASON, REPLY


class ReplyForm(forms.Form):
    """A line in the thread."""

    text = Guarded(label=_("Reply"), room=REPLY, rows=3)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    to_author_only = forms.BooleanField(label=_("Only to the organisation that wrote the report"), required=False)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What the organisation did with it."""

    state = forms.ChoiceField(
        label=pgettext_lazy("what was answered", "Answer"),
        choices=Answer.State.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    note = Guarded(
        label=_("Note"), room=NOTE, rows=2, required=False, help_text=_("Read by the author of the report only")
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    reason = Guarded(label=_("Reason"), room=REASON, rows=3, help_text=_("Everyone who had the report reads this."))


class FilterNameForm(forms.Form):
    """The name of a saved view."""

    name = Guarded(label=_("Name"), room=FILTER_NAME)
    query = forms.CharField(
        required=False,
        max_length=1_000,
        widget=forms.HiddenInput,
        error_messages={"max_length": _("This filter is too long to be kept. Take something out of it.")},
    )
