"""When the group meets, what about, and what is written down."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.groups.actions import ItemFields, MeetingFields, Wish
from port2port.groups.forms import OnceForm
from port2port.groups.forms.group import day_field
from port2port.groups.models import AgendaItem, VotingSeat, WorkingGroup
from port2port.groups.rules import ANSWER, INSTEAD, LINE, MINUTES, NAME, PAPERS, PASSAGE, PLACE, TITLE
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.reports.forms.guarded import Guarded
from port2port.reports.forms.guarding import GuardForm


class MeetingForm(OnceForm):
    """When, where, by which link."""

    title = Guarded(label=_("Title"), room=NAME)
    starts_at = Moment(label=_("Begins"))
    ends_at = Moment(label=_("Ends"))
    place = Guarded(label=_("Place"), room=PLACE, required=False)
    link = forms.URLField(label=_("Link of the video meeting"), required=False, max_length=500, assume_scheme="https")

    def said(self) -> MeetingFields:
        """The meeting."""
        return MeetingFields(**{name: self.cleaned_data[name] for name in MeetingFields.__slots__})


def seated(member: Member, group: WorkingGroup) -> Any:
    """The organisations that have a seat."""
    seats = VotingSeat.objects.visible_to(member).running().filter(group=group)
    return Organisation.objects.visible_to(member).filter(pk__in=seats.values("organisation_id"))


class ItemForm(OnceForm):
    """One point of the agenda."""

    title = Guarded(label=_("Title"), room=TITLE)
    kind = forms.ChoiceField(
        label=_("For"), choices=AgendaItem.Kind.choices, widget=forms.RadioSelect(attrs={"class": "choices"})
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480)
    papers = Guarded(
        label=_("Papers"),
        room=PAPERS,
        rows=3,
        required=False,
        help_text=_("What to read before, and where it is"),
    )
    lead = forms.ModelChoiceField[Organisation](
        queryset=None, label=_("Introduced by"), required=False, to_field_name="slug"
    )

    def __init__(self, *args: Any, member: Member, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = seated(member, group)

    def said(self) -> ItemFields:
        """The point."""
        return ItemFields(**{name: self.cleaned_data[name] for name in ItemFields.__slots__})


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = Guarded(label=_("Reason"), room=ANSWER, rows=2)


class LineForm(forms.Form):
    """One line of the minutes, under a point or under none."""

    item = forms.ModelChoiceField[AgendaItem](
        queryset=None, label=_("Point"), required=False, to_field_name="key", empty_label=_("Besides")
    )
    text = Guarded(label=_("Line"), room=LINE)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = items
        self.fields["text"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}


class LineTextForm(forms.Form):
    """Other words for a line."""

    text = Guarded(label=_("Line"), room=LINE)


class DraftForm(forms.Form):
    """The text of the minutes."""

    text = Guarded(label=pgettext_lazy("of a meeting", "Minutes"), room=MINUTES, rows=24, help_text=_("Markdown"))


class PrepareForm(GuardForm):
    """What the share guard found in the draft."""

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = text

    def texts(self) -> dict[str, str]:
        """The draft."""
        return {"text": self.draft}


class CorrectForm(GuardForm, DraftForm):
    """The mended text, and why."""

    guarded = ("text", "reason")

    reason = Guarded(label=_("Reason"), room=ANSWER, rows=2, help_text=_("Stands on top of the new version"))


class AmendmentForm(GuardForm):
    """Instead of a passage, another."""

    guarded = ("instead",)

    passage = Guarded(
        label=_("Passage"),
        room=PASSAGE,
        rows=2,
        required=False,
        help_text=_("Copied exactly; leave it empty to add something at the end"),
    )
    instead = Guarded(label=_("Instead"), room=INSTEAD, rows=3)


class AnswerForm(forms.Form):
    """Accepted, or declined with a reason."""

    answer = Guarded(
        label=pgettext_lazy("what was answered", "Answer"),
        room=ANSWER,
        rows=2,
        required=False,
        help_text=_("To decline: why"),
    )


class TaskForm(OnceForm):
    """What is asked, of whom, by when."""

    title = Guarded(label=_("What is to be done"), room=TITLE)
    organisation = forms.ModelChoiceField[Organisation](
        queryset=None, label=_("Organisation"), required=False, empty_label=_("Nobody yet"), to_field_name="slug"
    )
    due_on = day_field(_("By"), required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, member: Member, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = seated(member, group)

    def wish(self) -> Wish:
        """What is asked."""
        return Wish(**{name: self.cleaned_data[name] for name in Wish.__slots__})
