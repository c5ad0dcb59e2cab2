"""What readers say: how long it still holds, that they use it too, why it is withdrawn."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.models import Practice
from port2port.knowledge.rules import MOST_USED, NOTE
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.fields import Readers
from port2port.reports.forms.guarded import Guarded
from port2port.reports.rules import REASON
from port2port.sharing.models import Tlp


class StillTrueForm(forms.Form):
    """Until when it holds."""

    review_by_on = forms.DateField(
        label=_("Look at it again by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most 24 months ahead"),
    )


class UseForm(forms.Form):
    """That the organisation works this way too, and who may know it."""

    note = Guarded(
        label=_("In one line"),
        room=NOTE,
        required=False,
        help_text=_("Since when, what you changed"),
    )
    sites = forms.IntegerField(
        label=_("At how many of your sites"),
        required=False,
        min_value=1,
        max_value=MOST_USED,
        help_text=_("May stay empty"),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    tlp = forms.TypedChoiceField(
        label=_("Who may know that you use it"),
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        help_text=_("TLP:AMBER+STRICT without a circle: your own organisation only."),
    )
    circles = forms.MultipleChoiceField(
        label=_("Circles"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )

    def __init__(self, *args: Any, member: Member, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widest = min(practice.tlp, Tlp.AMBER_STRICT)
        labels = [(one.value, one.label) for one in Tlp if widest <= one <= Tlp.AMBER_STRICT]
        circles = Circle.objects.visible_to(member).choosable_by(member)
        self.circle_ids = {str(circle.key): circle.pk for circle in circles}
        for name, choices in (("tlp", labels), ("circles", [(str(one.key), one.name) for one in circles])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        if not self.circle_ids:
            del self.fields["circles"]

    def readers(self) -> Readers:
        """Who may know it."""
        given = self.cleaned_data
        circles = frozenset(self.circle_ids[key] for key in given.get("circles", []))
        return Readers(tlp=TlpValue(given["tlp"]), circles=circles)


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    reason = Guarded(label=_("Reason"), room=REASON, rows=3, help_text=_("Everyone who had the practice reads this."))
