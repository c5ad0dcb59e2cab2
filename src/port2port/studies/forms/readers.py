"""Who would read a result beyond its circle, and why a study is withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.fields import Readers
from port2port.sharing.models import Tlp
from port2port.studies.models import Study


class ReadersForm(forms.Form):
    """The label, and further circles of the own organisation."""

    tlp = forms.TypedChoiceField(label="TLP", coerce=int, widget=forms.RadioSelect(attrs={"class": "choices"}))
    circles = forms.MultipleChoiceField(
        label=_("Circles besides its own"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )

    def __init__(self, *args: Any, member: Member, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        circles = Circle.objects.visible_to(member).choosable_by(member).exclude(pk=study.circle_id)
        self.circle_ids = {str(one.key): one.pk for one in circles}
        choices: dict[str, list[tuple[Any, Any]]] = {
            "tlp": [(one.value, one.label) for one in Tlp if one < Tlp.RED],
            "circles": [(str(one.key), one.name) for one in circles],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered
        if not self.circle_ids:
            del self.fields["circles"]

    def readers(self) -> Readers:
        """Whom the author chose."""
        given = self.cleaned_data
        circles = frozenset(self.circle_ids[key] for key in given.get("circles", []))
        return Readers(tlp=TlpValue(given["tlp"]), circles=circles)
