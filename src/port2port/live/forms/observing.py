"""What an observer's phone sends."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from port2port.drills.models import Event, Objective
from port2port.live.models import Inject, Observation, Rating
from port2port.live.rules import NOTE, OBSERVED, Observed
from port2port.members.member import Member
from port2port.reports.forms.guarded import Guarded


class Moment(forms.CharField):
    """A moment with its zone, as a phone writes it; empty for now."""

    def clean(self, value: Any) -> datetime | None:
        """Aware, or None. Raises ValidationError."""
        text = super().clean(value)
        try:
            moment = parse_datetime(text) if text else None
        except ValueError:
            moment = None
        if text and (moment is None or moment.tzinfo is None):
            raise forms.ValidationError(_("This is no moment with a time zone."))
        return moment


class ObservationForm(forms.Form):
    """One observation; inject, objective and what it replaces by their public keys."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    observed_at = Moment(max_length=40, required=False, widget=forms.HiddenInput)
    sent_at = Moment(max_length=40, required=False, widget=forms.HiddenInput)
    rating = forms.ChoiceField(label=_("How it went"), choices=[("", ""), *Rating.choices], required=False)
    objective = forms.UUIDField(required=False)
    inject = forms.UUIDField(required=False)
    replaces = forms.UUIDField(required=False)
    item = forms.CharField(max_length=20, required=False)
    text = Guarded(label=_("What you saw"), room=OBSERVED, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.CharField(max_length=2, required=False)

    def __init__(self, *args: Any, event: Event, member: Member, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self._event, self._member, self._now = event, member, now

    def clean_objective(self) -> Objective | None:
        """The objective, if this seat sees it."""
        if not self.cleaned_data["objective"]:
            return None
        rows = Objective.objects.visible_to(self._member)
        found: Objective = self._found(rows, "objective", _("Choose an objective of this exercise."))
        return found

    def clean_inject(self) -> Inject | None:
        """The inject, if this seat sees it."""
        if not self.cleaned_data["inject"]:
            return None
        rows = Inject.objects.visible_to(self._member, at=self._now)
        found: Inject = self._found(rows, "inject", _("Choose an inject that you see in this exercise."))
        return found

    def clean_replaces(self) -> Observation | None:
        """The own observation that this one corrects."""
        if not self.cleaned_data["replaces"]:
            return None
        rows = Observation.objects.editable_by(self._member)
        found: Observation = self._found(rows, "replaces", _("This is none of your observations."))
        return found

    def _found(self, rows: Any, name: str, words: object) -> Any:
        row = rows.filter(event=self._event, key=self.cleaned_data[name]).first()
        if row is None:
            raise forms.ValidationError(str(words))
        return row

    def said(self, *, language: str) -> Observed:
        """What was told; without a phone's clock it was seen now."""
        given = self.cleaned_data
        sent = given["sent_at"] or self._now
        return Observed(
            observed_at=given["observed_at"] or sent,
            sent_at=sent,
            language=given["language"] or language,
            text=given["text"],
            rating=given["rating"],
            inject=given["inject"],
            objective=given["objective"],
            item=given["item"],
        )


class DoneForm(forms.Form):
    """What a player did."""

    note = Guarded(label=_("What you did"), room=NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}))
