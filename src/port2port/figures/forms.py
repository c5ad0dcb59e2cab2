"""The forms of published figures: one adds a figure, one withdraws one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.base.typed_numbers import typed_number
from port2port.figures.fields import FigureFields
from port2port.figures.models import Kind, Series
from port2port.figures.refusals import NoNumber, NoPlace
from port2port.figures.rules import length_of
from port2port.figures.wording import UNITS, name_of
from port2port.members.forms.shared import language_field
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.pure.texts import Room
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY, fresh_key

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
KILOGRAMS = "kg"


def room_of(name: str, *, required: bool = False) -> Room:
    """As much as the column takes."""
    return Room(characters=length_of(name), byte_count=4 * length_of(name), required=required)


def series_choices(member: Member) -> list[tuple[str, list[tuple[str, str]]]]:
    """The series by kind, each with the unit that it wants."""
    rows = list(Series.objects.visible_to(member))
    groups = []
    for kind in Kind:
        its = [(one.slug, f"{name_of(one)} ({UNITS.get(one.unit, one.unit)})") for one in rows if one.kind == kind]
        if its:
            groups.append((str(kind.label), sorted(its, key=lambda pair: pair[1].casefold())))
    return groups


class FigureForm(forms.Form):
    """A figure that somebody published."""

    series = forms.ChoiceField(label=_("Series"))
    port = forms.ModelChoiceField[Port](
        queryset=None, label=_("Port"), required=False, empty_label=_("Another place"), to_field_name="locode"
    )
    place = Guarded(
        label=_("Another place, in words"), room=room_of("place"), required=False, help_text=_("As the source names it")
    )
    from_on = forms.DateField(label=_("First day that it counts"), widget=DAY, required=False)
    to_on = forms.DateField(label=_("Last day that it counts"), widget=DAY, required=False)
    value = forms.CharField(label=_("Figure"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    unit = forms.ChoiceField(
        label=pgettext_lazy("of a figure", "Unit"),
        required=False,
        choices=[("", _("That of the series")), (KILOGRAMS, _("Kilograms, for a series in tonnes"))],
    )
    qualifier = Guarded(
        label=_("What the source says about it"),
        room=room_of("qualifier"),
        required=False,
        help_text=_("About, more than, the whole province"),
    )
    source = Guarded(
        label=_("Source"), room=room_of("source", required=True), help_text=_("Who published it, and where")
    )
    published_on = forms.CharField(
        label=_("Published on"), max_length=10, required=False, help_text=_("2024, 2024-05 or 2024-05-17")
    )
    supersedes = Guarded(label=_("What it replaces or contradicts"), room=room_of("supersedes"), required=False)
    is_to_verify = forms.BooleanField(label=_("To verify: I have not seen the source itself"), required=False)
    language = language_field()
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series, port = self.fields["series"], self.fields["port"]
        if isinstance(series, forms.ChoiceField) and isinstance(port, forms.ModelChoiceField):
            series.choices = series_choices(member)
            port.queryset = Port.objects.visible_to(member).exclude(locode="")
        self._units = dict(Series.objects.visible_to(member).values_list("slug", "unit"))

    def clean_value(self) -> Any:
        """The number; a comma or a point begins decimals. Raises ValidationError."""
        value = typed_number(str(self.cleaned_data["value"]), otherwise=NoNumber.words, is_signed=True)
        if value is None:
            raise forms.ValidationError(NoNumber.words)
        return value

    def clean(self) -> dict[str, Any]:
        """One place, a port or words. Raises ValidationError at the field."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("port")) == bool(given.get("place")) and "place" not in self.errors:
            self.add_error("place", forms.ValidationError(NoPlace.words))
        return given

    def said(self) -> FigureFields:
        """What was entered."""
        given = self.cleaned_data
        names = ("from_on", "to_on", "value", "qualifier", "source", "published_on", "supersedes", "is_to_verify")
        return FigureFields(
            series=given["series"],
            place=given["port"].locode if given["port"] else given["place"],
            unit=given["unit"] or self._units.get(given["series"], ""),
            language=given["language"],
            **{name: given[name] for name in names},
        )


class WithdrawForm(forms.Form):
    """Why a figure is withdrawn."""

    reason = Guarded(
        label=pgettext_lazy("of a withdrawn figure", "Reason"), room=room_of("reason", required=True), rows=3
    )
