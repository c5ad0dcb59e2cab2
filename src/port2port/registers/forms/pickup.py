"""The forms of Certified Pick up."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.registers.models import Flow, Mode
from port2port.registers.pickup_rules import BLOCKER, SAID
from port2port.reports.forms.guarded import Guarded

NO_RELEASE_DATA = _("No container numbers, PINs or release codes")


class _OwnRows(forms.Form):
    """A form that offers facilities and seats of the own organisation."""

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        rows = {
            "facility": Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True).order_by("name"),
            "contact": Seat.objects.visible_to(member).open().select_related("person").order_by("function"),
        }
        for name, queryset in rows.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset


def _contact(*, required: bool = False) -> forms.ModelChoiceField[Seat]:
    return forms.ModelChoiceField(
        queryset=None, label=_("Seat to ask"), required=required, empty_label=_("Not said"), to_field_name="key"
    )


class LaneForm(_OwnRows):
    """A lane to enter."""

    facility = forms.ModelChoiceField[Facility](
        queryset=None,
        label=_("Facility"),
        required=False,
        empty_label=_("The organisation itself"),
        to_field_name="key",
    )
    mode = forms.ChoiceField(label=_("Way of transport"), choices=Mode.choices)
    flow = forms.ChoiceField(label=_("Trade lane"), choices=Flow.choices)
    contact = _contact()


class PlanForm(_OwnRows):
    """What is planned for a lane."""

    next_stage_by_on = forms.DateField(
        label=_("Next stage by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Becomes an action of your organisation."),
    )
    blocker = Guarded(
        label=_("What stands in the way"), required=False, room=BLOCKER, rows=3, help_text=NO_RELEASE_DATA
    )
    contact = _contact()
    in_scope = forms.BooleanField(
        label=_("This lane falls under Certified Pick up"),
        required=False,
        help_text=_("Without this it is looked at and done, and counts nowhere."),
    )


class StepForm(forms.Form):
    """One stage forward."""

    to = forms.IntegerField(widget=forms.HiddenInput)
    ticked = forms.MultipleChoiceField(required=False)
    evidence = Guarded(
        label=_("What shows it"),
        room=SAID,
        rows=3,
        help_text=_("A drill, a record, a date. No container numbers, PINs or release codes."),
    )

    def __init__(self, *args: Any, points: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        ticked = self.fields["ticked"]
        if isinstance(ticked, forms.ChoiceField):
            ticked.choices = points


class BackForm(forms.Form):
    """One stage back."""

    to = forms.IntegerField(widget=forms.HiddenInput)
    reason = Guarded(label=_("Why"), room=SAID, rows=2, help_text=NO_RELEASE_DATA)


class VolunteerForm(_OwnRows):
    """An offer to help others on."""

    mode = forms.ChoiceField(label=_("Way of transport"), choices=Mode.choices)
    offer = Guarded(label=_("What others can ask you"), room=BLOCKER, rows=3, help_text=NO_RELEASE_DATA)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    contact = _contact(required=True)
