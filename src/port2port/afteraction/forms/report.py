"""Ratings, findings, the text, comments."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.afteraction.actions import FindingSaid
from port2port.afteraction.models import EventFinding
from port2port.afteraction.rules import COMMENT, FINDING, TEXT
from port2port.afteraction.wording import RATING_WORDS
from port2port.drills.models import Objective
from port2port.members.models import Facility
from port2port.reports.forms.guarded import Guarded
from port2port.vocabulary import lookup

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def language_choice() -> forms.ChoiceField:
    """The language that somebody writes in."""
    return forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)


class RatingForm(forms.Form):
    """One row of letters an objective; named by the objective's key."""

    def __init__(self, *args: Any, objectives: Sequence[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        for one in objectives:
            self.fields[str(one.key)] = forms.ChoiceField(
                label=f"{one.number}. {one.text}",
                choices=[(code, f"{code} – {words}") for code, words in RATING_WORDS.items()],
                required=False,
                initial=one.rating,
                widget=forms.RadioSelect(attrs={"class": "choices"}),
                help_text=lookup.coded_label(one.control) if one.control else "",
            )

    def ratings(self) -> dict[UUID, str]:
        """Letters by the key of the objective."""
        return {UUID(name): str(letter) for name, letter in self.cleaned_data.items()}


class FindingForm(forms.Form):
    """One strength or improvement."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=EventFinding.Kind.choices, widget=forms.RadioSelect(attrs={"class": "choices"})
    )
    text = Guarded(
        label=_("What was found"),
        room=FINDING,
        rows=3,
        help_text=_("What was seen and, for an improvement, what will be different. Roles, never names."),
    )
    objective = forms.ModelChoiceField[Objective](
        queryset=None, label=_("Objective"), required=False, empty_label=_("None of them"), to_field_name="key"
    )
    facility = forms.ModelChoiceField[Facility](
        queryset=None,
        label=_("Whose it is"),
        required=False,
        empty_label=_("The organisation that planned it"),
        to_field_name="key",
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=EventFinding.Priority.choices, initial="medium")

    def __init__(self, *args: Any, objectives: Any, facilities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        for name, rows in (("objective", objectives), ("facility", facilities)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
                if not rows.exists():
                    del self.fields[name]

    def said(self) -> FindingSaid:
        """What the actions take."""
        given = self.cleaned_data
        return FindingSaid(
            kind=given["kind"],
            text=given["text"],
            priority=given["priority"],
            objective=given.get("objective"),
            facility=given.get("facility"),
        )


class TextForm(forms.Form):
    """The text of the after-action."""

    text = Guarded(
        label=_("What happened and what was learnt"),
        room=TEXT,
        rows=14,
        help_text=_("Markdown. What was planned, what happened, why it went as it did. Roles, never names."),
    )
    language = language_choice()
    version = forms.IntegerField(widget=forms.HiddenInput)


class OpenForm(forms.Form):
    """Until when participants comment."""

    until_on = forms.DateField(label=_("Comments until"), widget=DATE)


class CommentForm(forms.Form):
    """What a participant says."""

    text = Guarded(label=_("Your comment"), room=COMMENT, rows=3, help_text=_("Signed with your role, not your name."))
    language = language_choice()
