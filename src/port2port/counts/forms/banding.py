"""Which series all members see as bands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.counts.categories import category_words
from port2port.counts.models import DERIVED, CountSeries
from port2port.members.member import Member


class _Series(forms.ModelMultipleChoiceField[CountSeries]):
    def label_from_instance(self, obj: CountSeries) -> str:
        """The port, what is counted, and of which category."""
        name = f"{obj.port.name}: {obj.get_outcome_display()}"
        return f"{name} · {category_words(obj.category)}" if obj.category else name


class ShowForm(forms.Form):
    """A tick for each series that the organisation may show."""

    series = _Series(
        queryset=None,
        label=_("Series that all members see as bands"),
        required=False,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        rows = CountSeries.objects.editable_by(member).showable_by(member).exclude(outcome=DERIVED).with_names()
        rows = rows.order_by("port__name", "outcome", "category")
        self.has_series = rows.exists()
        shown = [one.key for one in rows if one.shows_bands]
        super().__init__(*args, **(kwargs | {"initial": {"series": shown}, "use_required_attribute": False}))
        field = self.fields["series"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = rows
