"""Forms about actions."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.duties.actions.promises import WAYS, Promise
from port2port.duties.forms.shared import Day
from port2port.duties.models import Action
from port2port.duties.models.promises import State
from port2port.members.member import Member
from port2port.members.models import Facility, Seat


class SeatChoice(forms.ModelChoiceField[Seat]):
    """Seats by role and person, seen inside the own organisation only."""

    def label_from_instance(self, obj: Seat) -> str:
        """The role, and who sits there."""
        return f"{obj.role} · {obj.person.name}"


class ActionFilter(forms.Form):
    """The filter of the list; not bound, as every filter."""

    whose = forms.ChoiceField(label=_("Whose"), choices=[("", _("My organisation’s")), ("mine", _("Mine"))])
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Open and doing")), ("all", _("All")), *State.choices])

    def __init__(self, query: QueryDict, *, may_see_all: bool) -> None:
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        if not may_see_all:
            del self.fields["whose"]


class ActionForm(forms.Form):
    """What is promised."""

    title = forms.CharField(label=_("What will be done"), max_length=200)
    due_on = Day(label=pgettext_lazy("a date follows", "By"))
    owner = SeatChoice(
        queryset=None, label=_("Who"), required=False, empty_label=_("Whoever takes it up"), to_field_name="key"
    )
    facility = forms.ModelChoiceField[Facility](
        queryset=None, label=_("Where"), required=False, empty_label=_("No single facility"), to_field_name="key"
    )
    note = forms.CharField(
        label=_("More about it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    is_shared = forms.BooleanField(
        label=_("Show it to everyone who sees the source"),
        required=False,
        help_text=_(
            "Also to other organisations; yours is named where they may know that it has the source. Without it, your "
            "organisation alone sees it."
        ),
    )

    def __init__(self, *args: Any, member: Member, has_source: bool, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        owner, facility = self.fields["owner"], self.fields["facility"]
        if isinstance(owner, SeatChoice) and isinstance(facility, forms.ModelChoiceField):
            seats = Seat.objects.visible_to(member).open().filter(organisation_id=member.organisation_id or 0)
            owner.queryset = seats.select_related("person").order_by("function", "title", "pk")
            facility.queryset = Facility.objects.visible_to(member).kept_by(member).filter(is_active=True)
            if member.facility_id is not None:
                facility.required, facility.empty_label = True, None
        if not has_source:
            del self.fields["is_shared"]

    def promise(self, source: tuple[str, UUID] | None = None) -> Promise:
        """What was written."""
        given = self.cleaned_data
        return Promise(
            title=given["title"],
            due_on=given["due_on"],
            language=given["language"],
            note=given["note"],
            facility=given["facility"],
            owner=given["owner"],
            source=source,
            is_shared=given.get("is_shared", False),
        )


class MoveForm(forms.Form):
    """The next state of an action."""

    to = forms.ChoiceField(choices=State.choices)
    reason = forms.CharField(label=_("Why it is dropped"), required=False, max_length=300)


def ways_of(action: Action) -> list[tuple[str, str]]:
    """Where the action can go from here, as buttons: state and word; dropping has a form of its own."""
    words = {
        State.OPEN: _("Back to open"),
        State.DOING: _("Doing") if action.state == State.OPEN else _("Back to doing"),
        State.DONE: pgettext_lazy("state of an action", "Done") if action.is_pending else _("Not verified after all"),
        State.VERIFIED: _("Verified"),
    }
    return [(state, str(words[state])) for state in words if state in WAYS[action.state]]
