"""The port's form as a page, where it goes, and how else a report was settled."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.log.actions.addressing import ADDRESSEE, EMAIL
from port2port.log.actions.reporting import ANSWER, ANSWERS, SETTLED
from port2port.log.models import Reported
from port2port.log.rules import ACTION
from port2port.members.forms.shared import Moment
from port2port.pure.form_template import FormTemplate
from port2port.reports.forms.guarded import Guarded

PREFIX = "answer_"


class AnswersForm(forms.Form):
    """The questions of a form in its own language, filled from the log; everything can be changed."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, form: FormTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        for one in form.fields:
            rows = 4 if one.has_lines else 0
            field = Guarded(
                label=one.label,
                help_text=one.hint,
                required=one.is_required,
                room=ANSWERS if one.has_lines else ANSWER,
                rows=rows,
            )
            field.widget.attrs["lang"] = form.language
            self.fields[PREFIX + one.key] = field

    def questions(self) -> list[forms.BoundField]:
        """The fields that a person sees."""
        return self.visible_fields()

    def said(self) -> dict[str, str]:
        """The answers by the form's keys."""
        return {name.removeprefix(PREFIX): value for name, value in self._answers()}

    def _answers(self) -> Iterator[tuple[str, str]]:
        return ((name, value) for name, value in self.cleaned_data.items() if name.startswith(PREFIX))


def initial_answers(said: Mapping[str, str], *, key: str) -> dict[str, str]:
    """What the page shows at first."""
    return {PREFIX + name: value for name, value in said.items()} | {"key": key}


class AddressForm(forms.Form):
    """Where a facility sends one form."""

    addressee = Guarded(label=_("Addressee"), room=ADDRESSEE)
    email = Guarded(
        label=_("E-mail address"),
        room=EMAIL,
        required=False,
        help_text=_("One address; empty when the facility does not send this form."),
    )


class SettleForm(forms.Form):
    """How the report was made without this form, or why none is needed."""

    how = forms.ChoiceField(
        label=_("What to write down"),
        choices=[one for one in Reported.choices if one[0] in SETTLED],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    text = Guarded(
        label=_("How, or why not"), room=ACTION, rows=2, help_text=_("By telephone, in the port's own system …")
    )
    at = Moment(label=_("When"), required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
