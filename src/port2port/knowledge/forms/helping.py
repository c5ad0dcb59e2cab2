"""The forms of the directory of expertise and of buddies."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.actions.helping import ExpertiseFields
from port2port.knowledge.models import Theme
from port2port.knowledge.rules import NOTE
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.reports.forms.guarded import CodePicker, Guarded
from port2port.vocabulary import lookup


class ExpertiseForm(forms.Form):
    """What the own organisation has done."""

    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    controls = forms.MultipleChoiceField(
        label=_("Controls"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    note = Guarded(
        label=_("In one line"), room=NOTE, required=False, help_text=_("What you did and since when; no names")
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    offers_help = forms.BooleanField(label=_("Others may ask us for help with this"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("controls", "methods"):
            _choose(self.fields[name], list(lookup.choices(name)))

    def said(self) -> ExpertiseFields:
        """What was said."""
        given = self.cleaned_data
        lists = {name: tuple(given[name]) for name in ("themes", "controls", "methods")}
        return ExpertiseFields(
            **lists, offers_help=given["offers_help"], note=given["note"], language=given["language"]
        )


class DirectoryForm(forms.Form):
    """A GET form that shows what the address asks for."""

    theme = forms.ChoiceField(label=_("Theme"), choices=[("", _("All themes")), *Theme.choices])
    control = forms.ChoiceField(
        label=_("Control"), choices=lambda: [("", _("All controls")), *lookup.choices("controls")]
    )
    method = forms.ChoiceField(label=_("Method"), choices=lambda: [("", _("All methods")), *lookup.choices("methods")])
    helps = forms.ChoiceField(label=_("Help"), choices=[("", _("Offered or not")), ("1", _("Offered"))])

    def __init__(self, query: Any) -> None:
        # Not bound: what is no filter is left out in silence, never an error.
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        for field in self.fields.values():
            # A filter is left open by its own first choice; the label need not say so.
            field.required = True


class BuddyForm(forms.Form):
    """An inland port, and who stands by it."""

    small = forms.ChoiceField(label=_("Inland port"))
    helper = forms.ChoiceField(label=_("Buddy"))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Organisation.objects.visible_to(member).active_members().order_by("name")
        inland = members.filter(ports__geography__in=["inland", "sea+inland"]).distinct()
        self.by_key = {str(one.key): one for one in members}
        _choose(self.fields["small"], [("", "—"), *((str(one.key), one.name) for one in inland)])
        _choose(self.fields["helper"], [("", "—"), *((str(one.key), one.name) for one in members)])


def _choose(field: forms.Field, choices: list[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
