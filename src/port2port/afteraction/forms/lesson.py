"""The sanitised lesson and its readers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.afteraction.actions import LessonSaid
from port2port.afteraction.forms.report import language_choice
from port2port.afteraction.rules import AIM, LEARNT, LESSON_TITLE
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.fields import Readers
from port2port.reports.forms.guarded import CodePicker, Guarded
from port2port.sharing.models import Tlp
from port2port.vocabulary import lookup


class LessonForm(forms.Form):
    """The words that other ports will read."""

    title = Guarded(label=_("Title"), room=LESSON_TITLE)
    aim = Guarded(label=_("What was practised"), room=AIM, rows=3)
    helped = Guarded(label=_("What helped"), room=LEARNT, rows=6, required=False)
    change = Guarded(label=_("What to change"), room=LEARNT, rows=6, required=False)
    language = language_choice()
    mo = forms.MultipleChoiceField(
        label=_("Methods of offenders"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    controls = forms.MultipleChoiceField(
        label=_("Controls"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        for name, register in (("mo", "methods"), ("controls", "controls")):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = lookup.choices(register)

    def said(self) -> LessonSaid:
        """What the actions take."""
        given = self.cleaned_data
        return LessonSaid(
            title=given["title"],
            aim=given["aim"],
            helped=given["helped"],
            change=given["change"],
            language=given["language"],
            mo=tuple(given["mo"]),
            controls=tuple(given["controls"]),
        )


class ReadersForm(forms.Form):
    """Who may read a lesson."""

    tlp = forms.TypedChoiceField(label="TLP", coerce=int, widget=forms.RadioSelect(attrs={"class": "choices"}))
    circles = forms.MultipleChoiceField(
        label=_("Circles"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )
    openly = forms.BooleanField(
        label=_("Publish openly, also for people without a login"), required=False, help_text=_("With TLP:CLEAR only")
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        circles = Circle.objects.visible_to(member).choosable_by(member)
        # By keys: an id would tell how many there are that this author does not see.
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
        """Whom the author chose. What does not go with the label stays in, for the rule to refuse."""
        given = self.cleaned_data
        circles = frozenset(self.circle_ids[key] for key in given.get("circles", []))
        return Readers(tlp=TlpValue(given["tlp"]), circles=circles, openly=given["openly"])
