"""What handlers type; each form asks for the passphrase too while the key is not unlocked."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.concerns.actions import Lesson
from port2port.concerns.forms.public import DeskField, WithPictures, pictures_field
from port2port.concerns.models import Concern, Desk
from port2port.concerns.rules import NOTE, PASSPHRASE_CHARACTERS, TEXT
from port2port.members.member import Member
from port2port.members.models import Port, Seat
from port2port.pure.texts import TITLE
from port2port.reports.forms.guarded import Guarded
from port2port.reports.rules import FACTS


def passphrase_field(**more: Any) -> forms.CharField:
    """Typed as it is: blanks count."""
    return forms.CharField(
        strip=False,
        max_length=PASSPHRASE_CHARACTERS[1],
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        **more,
    )


class NeedsKey(forms.Form):
    """A form that needs the key: with the field for the passphrase while it is locked."""

    passphrase = passphrase_field(label=_("Your passphrase"), required=False)

    def __init__(self, *args: Any, locked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        if not locked:
            del self.fields["passphrase"]


class UnlockForm(forms.Form):
    """The passphrase alone."""

    passphrase = passphrase_field(
        label=_("Your passphrase"),
        help_text=_("It opens your key for fifteen minutes, in the memory of the server and nowhere else."),
    )


class KeyForm(forms.Form):
    """A passphrase that is chosen, twice."""

    passphrase = passphrase_field(
        label=_("Passphrase"),
        help_text=_("At least 12 characters, and not your password. Nobody can give it back to you."),
    )
    again = passphrase_field(label=_("The same once more"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        for name in ("passphrase", "again"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("passphrase") != given.get("again"):
            self.add_error("again", _("The two are not the same."))
        return given


class ReplyForm(NeedsKey, WithPictures):
    """To the reporter."""

    text = Guarded(label=_("Your answer"), room=TEXT, rows=6)
    pictures = pictures_field()


class NoteForm(NeedsKey):
    """To the desk itself."""

    text = Guarded(label=_("Note for the desk"), room=NOTE, rows=3)


class HandOnForm(NeedsKey):
    """To which desk, and whether this one stays."""

    desk = DeskField(queryset=None, to_field_name="key", label=_("To which desk"), empty_label=_("Choose"))
    keeps = forms.BooleanField(
        label=_("Our desk goes on reading it too"),
        required=False,
        help_text=_("Otherwise it opens here no longer, and the notes of this desk are deleted."),
    )

    def __init__(self, *args: Any, member: Member, concern: Concern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["desk"]
        if isinstance(field, forms.ModelChoiceField):
            held = concern.holdings.filter(until_at=None).values("desk")
            field.queryset = (
                Desk.objects.visible_to(member).ready().exclude(pk__in=held).select_related("port", "organisation")
            )


class LessonForm(NeedsKey):
    """What is learnt from it, in new words."""

    title = Guarded(label=_("Title"), room=TITLE)
    text = Guarded(
        label=_("What others should know"),
        room=FACTS,
        rows=10,
        help_text=_("Method, signs and what helps. Nothing by which the reporter could be known."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    looked_at = forms.BooleanField(label=_("I have looked at these sentences; they may stay"), required=False)

    def lesson(self) -> Lesson:
        """What was written."""
        given = self.cleaned_data
        return Lesson(
            title=given["title"], text=given["text"], language=given["language"], looked_at=given["looked_at"]
        )


class SeatField(forms.ModelChoiceField[Seat]):
    """A seat of the own organisation."""

    def label_from_instance(self, obj: Seat) -> str:
        """As its own organisation knows it."""
        return f"{obj.person.name}, {obj.get_function_display()}"


class HandlerForm(forms.Form):
    """Who sits at which desk."""

    port = forms.ModelChoiceField[Port](
        queryset=None, to_field_name="slug", label=_("Desk"), required=False, empty_label=_("Concerns without a port")
    )
    seat = SeatField(queryset=None, to_field_name="key", label=_("Seat"), empty_label=_("Choose"))

    def __init__(self, *args: Any, member: Member, functions: list[str], without_port: bool, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        port, seat = self.fields["port"], self.fields["seat"]
        if isinstance(port, forms.ModelChoiceField):
            port.queryset = Port.objects.visible_to(member).filter(manager_id=member.organisation_id)
            port.required = not without_port
            if not without_port:
                port.empty_label = str(_("Choose"))
        if isinstance(seat, forms.ModelChoiceField):
            rows = Seat.objects.visible_to(member).open().filter(function__in=functions, person__is_active=True)
            seat.queryset = rows.select_related("person").order_by("person__name")
