"""The form of a company, and the one that reads the answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.concerns.actions import Wish
from port2port.concerns.models import Category, Desk
from port2port.concerns.rules import TEXT
from port2port.concerns.thread import Shot
from port2port.members.member import Member, Standing
from port2port.reports.actions.files import Upload
from port2port.reports.forms.guarded import Files, Guarded, ManyFiles

PICTURES = "image/jpeg,image/png,image/webp,image/heic"


def pictures_field() -> Files:
    """Up to five pictures."""
    field = Files(
        label=_("Pictures"),
        help_text=_("At most five of 10 MB. What a picture tells of place, time and device is taken out."),
    )
    if isinstance(field.widget, ManyFiles):
        field.widget.attrs["accept"] = PICTURES
    return field


class WithPictures(forms.Form):
    """A form whose files are handed on as they came in."""

    def uploads(self) -> list[Upload]:
        """The pictures."""
        return [Upload(one.name, one.read(), one.content_type or "") for one in self.cleaned_data["pictures"]]


class DeskField(forms.ModelChoiceField[Desk]):
    """A desk among those that take concerns."""

    def label_from_instance(self, obj: Desk) -> str:
        """As it stands in a list of choices."""
        if obj.port is None:
            return str(_("No port, or I do not know (%(organisation)s)") % {"organisation": obj.organisation.name})
        return f"{obj.port.name} ({obj.organisation.label})"


class FilingForm(WithPictures):
    """A concern."""

    desk = DeskField(
        queryset=None,
        to_field_name="key",
        label=_("Which port is it about?"),
        empty_label=_("Choose"),
        help_text=_("The handlers of that port, and nobody else, can read what you write."),
    )
    category = forms.ChoiceField(
        label=_("What is it about?"), choices=Category.choices, widget=forms.RadioSelect(attrs={"class": "choices"})
    )
    text = Guarded(
        label=_("Your question or concern"),
        room=TEXT,
        rows=10,
        help_text=_("What happened, where, when, and what you want to know. Leave out names: accuse nobody."),
    )
    language = forms.ChoiceField(label=_("Language of your text"), choices=settings.LANGUAGES)
    pictures = pictures_field()
    may_forward = forms.BooleanField(
        label=_("The desk may hand this on to another desk that can help better"),
        required=False,
        help_text=_("Otherwise it tells you first, and you can say no. You always see which desks can read it."),
    )
    listed = forms.BooleanField(
        label=_("Show its state and dates in my own list"),
        required=False,
        help_text=_("What you write opens with the code alone, there too."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        field = self.fields["desk"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Desk.objects.visible_to(member).ready().select_related("port", "organisation")
        if member.standing != Standing.GUEST:
            del self.fields["listed"]

    def wish(self, shots: list[Shot]) -> Wish:
        """What was said."""
        given = self.cleaned_data
        return Wish(
            desk=given["desk"],
            category=given["category"],
            language=given["language"],
            text=given["text"],
            shots=shots,
            may_forward=given["may_forward"],
            listed=given.get("listed", False),
        )


class CodeForm(forms.Form):
    """The receipt code."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=60,
        help_text=_("Sixteen digits, with or without spaces"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "class": "code-field"}
        ),
    )


class SayForm(WithPictures):
    """One message more, by code."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    text = Guarded(label=_("Your message"), room=TEXT, rows=6)
    pictures = pictures_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
