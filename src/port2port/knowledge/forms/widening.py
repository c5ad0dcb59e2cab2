"""More readers: labels as wide or wider, and what goes with them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.models import Practice
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.fields import Readers
from port2port.reports.forms.guarded import CodePicker
from port2port.reports.recipients import nameable_people
from port2port.sharing.models import Tlp


class WidenForm(forms.Form):
    """Who reads it from now on, besides those who do."""

    tlp = forms.TypedChoiceField(label="TLP", coerce=int, widget=forms.RadioSelect(attrs={"class": "choices"}))
    circles = forms.MultipleChoiceField(
        label=_("Circles"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )
    named = forms.MultipleChoiceField(
        label=_("Named people"),
        required=False,
        widget=CodePicker(attrs={"class": "picker"}),
        help_text=_("With TLP:RED only"),
    )
    openly = forms.BooleanField(
        label=_("Publish openly, also for people without a login"), required=False, help_text=_("With TLP:CLEAR only")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        # By keys: an id would tell how many there are that this author does not see.
        circles = Circle.objects.visible_to(member).choosable_by(member)
        self.circle_ids = {str(one.key): one.pk for one in circles}
        self._circle_names = {one.pk: one.name for one in circles}
        people = nameable_people(member) if practice.tlp == Tlp.RED else []
        self.person_ids = {str(one.key): one.pk for one in people}
        self._choose("tlp", [(one.value, one.label) for one in Tlp if one <= practice.tlp])
        self._choose("circles", [(str(one.key), one.name) for one in circles])
        self._choose("named", [("", [(str(one.key), one.label) for one in people])])
        if practice.tlp < Tlp.AMBER or not self.circle_ids:
            del self.fields["circles"]
        if practice.tlp != Tlp.RED:
            del self.fields["named"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def readers(self) -> Readers:
        """Whom the author chose. What does not go with the label stays in, for the rule to refuse."""
        given = self.cleaned_data
        return Readers(
            tlp=TlpValue(given["tlp"]),
            circles=frozenset(self.circle_ids[key] for key in given.get("circles", [])),
            named=frozenset(self.person_ids[key] for key in given.get("named", [])),
            openly=given["openly"],
        )

    def circle_names(self, circles: frozenset[int]) -> list[str]:
        """Those of these circles that the author may choose, by name."""
        return sorted(self._circle_names[one] for one in circles if one in self._circle_names)
