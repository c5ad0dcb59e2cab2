"""What the forms have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.member import Function as FunctionValue
from port2port.members.member import Member
from port2port.members.models import Facility, Port
from port2port.members.models.people import Function

FIRST_YEAR, LAST_YEAR = 1900, 2200


@contextmanager
def said_in(form: forms.BaseForm) -> Iterator[None]:
    """Turns a refusal into an error of the form; a right that is missing stays an answer of its own."""
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))


def language_field(*, required: bool = True) -> forms.ChoiceField:
    """The four languages, each by its own name."""
    return forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=required)


class Moment(forms.DateTimeField):
    """A day and time, as the browser's own field sends it, in the community's time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """The moment. Raises ValidationError, also for years that a clock could not be turned to UTC in."""
        moment: datetime | None = super().to_python(value)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment

    def prepare_value(self, value: object) -> object:
        """Without seconds, as the field shows it."""
        prepared = super().prepare_value(value)
        return prepared.replace(second=0, microsecond=0) if isinstance(prepared, datetime) else prepared


class ScopeForm(forms.Form):
    """Where a seat acts: everywhere in the organisation, in one port or at one facility."""

    port = forms.ModelChoiceField[Port](
        queryset=None, required=False, label=_("Port"), empty_label=_("Whole organisation"), to_field_name="slug"
    )
    facility = forms.ModelChoiceField[Facility](
        queryset=None, required=False, label=_("Facility"), empty_label=_("No single facility"), to_field_name="key"
    )
    title = forms.CharField(required=False, max_length=120, label=_("Role"), help_text=_("As it stands on the door"))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        port, facility = self.fields["port"], self.fields["facility"]
        if isinstance(port, forms.ModelChoiceField) and isinstance(facility, forms.ModelChoiceField):
            port.queryset = Port.objects.visible_to(member).of_organisation(member)
            facility.queryset = Facility.objects.visible_to(member).filter(organisation_id=member.organisation_id or 0)


def functions_given_by(member: Member) -> list[tuple[str, object]]:
    """The functions that the member may hand out, as choices."""
    return [(value, label) for value, label in Function.choices if member.may_give(FunctionValue(value))]
