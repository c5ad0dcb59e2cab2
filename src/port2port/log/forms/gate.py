"""What the gate form says, whether a page without script posts it or a phone sends it from its queue."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.log.fields import Said
from port2port.log.models import Tile, Zone
from port2port.log.rules import CHIPS, TEXT
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.reports.actions.files import Upload
from port2port.reports.forms.guarded import Files, Guarded

ANSWERS = {"yes": True, "no": False}
CHIP = "chip-"


class ClockOfThePhone(Moment):
    """A time that the phone says of itself; one that makes no sense is left out, never a reason to refuse."""

    def clean(self, value: Any) -> datetime | None:
        """The moment, or None."""
        try:
            found: datetime | None = super().clean(value)
        except forms.ValidationError:
            return None
        return found


class GateForm(forms.Form):
    """One occurrence as a guard tells it."""

    tile = forms.ChoiceField(label=_("What did you see?"), choices=Tile.choices)
    facility = forms.ModelChoiceField[Facility](queryset=None, label=_("Facility"), to_field_name="key")
    zone = forms.CharField(label=_("Zone"), required=False)
    happened_at = Moment(label=_("When"), required=False)
    text = Guarded(label=_("In a few words"), required=False, room=TEXT, rows=3)
    photos = Files(label=_("Photo"))
    key = forms.CharField(required=False, max_length=80)
    queued_at = ClockOfThePhone(required=False)
    sent_at = ClockOfThePhone(required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self.member = member
        field = self.fields["facility"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)

    def said(self, *, language: str, now: datetime) -> Said:
        """The entry; a zone that is known no longer is kept by its code, as a place in words."""
        given = self.cleaned_data
        zones = Zone.objects.visible_to(self.member).standing().filter(facility=given["facility"])
        zone = zones.filter(code=given["zone"]).first() if given["zone"] else None
        return Said(
            happened_at=given["happened_at"] or now,
            tile=given["tile"],
            zone=zone,
            place="" if zone else given["zone"][:20],
            text=given["text"],
            language=language,
            answers=self.answers,
        )

    @property
    def answers(self) -> dict[str, bool]:
        """What the yes/no chips said, by chip."""
        said = ((chip, self.data.get(f"{CHIP}{chip}")) for chip in sorted(CHIPS))
        return {chip: ANSWERS[value] for chip, value in said if value in ANSWERS}

    def uploads(self) -> list[Upload]:
        """The photos."""
        return [Upload(one.name, one.read(), one.content_type or "") for one in self.cleaned_data["photos"]]
