"""Forms about circles and levels."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.members.actions.circles import Policy
from port2port.members.actions.levels import ANYWHERE, LevelDraft, confirms
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.members.models import Circle, Facility, LevelEntry, Organisation, Port, Waterway


class CircleForm(forms.Form):
    """What a circle is for, and its policy."""

    name = forms.CharField(max_length=120, label=_("Name"))
    purpose = forms.CharField(
        required=False, max_length=2000, label=_("What it is for"), widget=forms.Textarea(attrs={"rows": 3})
    )
    is_open = forms.BooleanField(required=False, initial=True, label=_("Members of the circle see who else is in it"))
    shows_history = forms.BooleanField(required=False, initial=True, label=_("Who joins sees what was shared before"))

    def policy(self) -> Policy:
        """The cleaned fields as one value."""
        return Policy(**self.cleaned_data)


class OrganisationChoice(forms.Form):
    """One active member organisation."""

    organisation = forms.ModelChoiceField[Organisation](
        queryset=None, label=_("Organisation"), empty_label=_("Choose"), to_field_name="slug"
    )

    def __init__(self, *args: object, member: Member, circle: Circle, inside: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        stays = circle.memberships.filter(left_at=None).values("organisation_id")
        known = Organisation.objects.visible_to(member).active_members()
        chosen = known.filter(pk__in=stays) if inside else known.exclude(pk__in=stays)
        organisation = self.fields["organisation"]
        if isinstance(organisation, forms.ModelChoiceField):
            organisation.queryset = chosen.exclude(pk=circle.owner_id)


class LevelForm(forms.Form):
    """A level as it was issued."""

    scale = forms.ChoiceField(label=_("Scale"), choices=LevelEntry.Scale.choices)
    value = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=[(n, str(n)) for n in range(1, 5)])
    place = forms.ChoiceField(label=_("Where it holds"))
    exempts = forms.BooleanField(
        required=False, label=_("Exemption: holds here although a wider level is higher (ISPS only)")
    )
    valid_from = Moment(label=_("From"))
    valid_to = Moment(required=False, label=_("Until"), help_text=_("Empty: until further notice"))
    issued_by = forms.CharField(max_length=160, label=_("Issued by"), help_text=_("The authority that set the level"))
    source = forms.CharField(required=False, max_length=300, label=_("Letter or message"))
    reason = forms.CharField(required=False, max_length=500, label=_("Reason"))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.places: dict[str, Port | Facility | Waterway | None] = {}
        if confirms(member, ANYWHERE):
            self.places["country"] = None
        for port in Port.objects.visible_to(member).reportable_by(member):
            self.places[f"port-{port.slug}"] = port
        for facility in Facility.objects.visible_to(member).reportable_by(member).select_related("port"):
            self.places[f"facility-{facility.key}"] = facility
        for waterway in Waterway.objects.visible_to(member).reportable_by(member):
            self.places[f"waterway-{waterway.slug}"] = waterway
        place = self.fields["place"]
        if isinstance(place, forms.ChoiceField):
            place.choices = [(key, self._words(row)) for key, row in self.places.items()]

    def _words(self, row: Port | Facility | Waterway | None) -> object:
        if row is None:
            return _("The whole country")
        return f"{row.name}, {row.port.name}" if isinstance(row, Facility) else row.name

    def draft(self) -> LevelDraft:
        """The cleaned fields as one value."""
        given: dict[str, Any] = dict(self.cleaned_data)
        place = self.places[given.pop("place")]
        return LevelDraft(
            **given,
            port=place if isinstance(place, Port) else None,
            facility=place if isinstance(place, Facility) else None,
            waterway=place if isinstance(place, Waterway) else None,
        )
