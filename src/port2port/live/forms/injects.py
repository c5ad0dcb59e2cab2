"""Injects: written before the start or while it runs, skipped, answered."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from port2port.drills.models import Event, Objective, PlayerRole
from port2port.live.models import Channel, Inject
from port2port.live.rules import EXPECTED, NOTE, REASON, TEXT, InjectFields
from port2port.members.models import Facility
from port2port.reports.forms.guarded import Guarded


class InjectForm(forms.Form):
    """One inject in one language; its words in other languages stay as they are."""

    minute = forms.DecimalField(
        label=_("Minute of the exercise"), min_value=0, max_digits=7, decimal_places=2,
        help_text=_("Counted by the exercise's own clock, which stands still while it is paused."),
    )  # fmt: skip
    to_role = forms.ChoiceField(label=_("To whom"), choices=PlayerRole)
    facility = forms.ChoiceField(
        label=_("Only at"), required=False,
        help_text=_("Then only who plays, leads or observes there sees it."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("How it comes"), choices=Channel, initial=Channel.PAGE)
    text = Guarded(label=_("What it says"), room=TEXT, widget=forms.Textarea(attrs={"rows": 4}))
    expected = Guarded(
        label=_("What a good answer is"), room=EXPECTED, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    objectives = forms.MultipleChoiceField(
        label=_("Objectives that it tests"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language of the text"))

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self._facilities = {str(one.facility.key): one.facility for one in event.places.select_related("facility")}
        self._objectives = {str(one.key): one for one in event.objectives.all()}
        places = [(key, one.name) for key, one in self._facilities.items()]
        self._choose("facility", [("", _("Every facility")), *places])
        self._choose("objectives", [(key, f"{one.number}. {one.text}") for key, one in self._objectives.items()])
        self._choose("language", list(settings.LANGUAGES))
        self.fields["language"].initial = (get_language() or event.language)[:2]
        if len(places) < 2:
            del self.fields["facility"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def said(self) -> InjectFields:
        """What was written."""
        given = self.cleaned_data
        facility: Facility | None = self._facilities.get(given.get("facility", ""))
        chosen: tuple[Objective, ...] = tuple(self._objectives[one] for one in given["objectives"])
        language = given["language"]
        return InjectFields(
            offset_s=int(given["minute"] * 60),
            to_role=given["to_role"],
            texts={language: given["text"]},
            expected={language: given["expected"]} if given["expected"] else {},
            language=language,
            channel=given["channel"],
            facility=facility,
            objectives=chosen,
        )


class LiveInjectForm(InjectForm):
    """One that is added while the exercise runs."""

    at_once = forms.BooleanField(label=_("Deliver it at once"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["at_once", "text", "to_role", "facility", "channel", "minute"])


class SkipForm(forms.Form):
    """Why an inject is left out."""

    reason = Guarded(label=_("Why"), room=REASON)


class ResponseForm(forms.Form):
    """What the players answered."""

    note = Guarded(label=_("What they did"), room=NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3}))


def written(row: Inject, language: str) -> dict[str, object]:
    """An inject as its form shows it."""
    said, wanted = row.said(language), row.wanted(language)
    return {
        "minute": round(row.offset_s / 60, 2),
        "to_role": row.to_role,
        "facility": str(row.facility.key) if row.facility else "",
        "channel": row.channel,
        "text": said.text,
        "expected": wanted.text if wanted.language == said.language else "",
        "objectives": [str(one.key) for one in row.objectives.all()],
        "language": said.language,
    }
