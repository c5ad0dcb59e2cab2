"""What a group is for, who has a seat, who sits there."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.groups.access import READERS
from port2port.groups.actions import GroupFields
from port2port.groups.forms import OnceForm
from port2port.groups.models import GroupTlp, VotingSeat, WorkingGroup
from port2port.groups.rules import MANDATE, NAME
from port2port.members.member import Member
from port2port.members.models import Circle, Organisation, Seat
from port2port.reports.forms.guarded import Guarded


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as the browser's own field sends it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class GroupForm(OnceForm):
    """A group; its circle is chosen once."""

    name = Guarded(label=_("Name"), room=NAME)
    mandate = Guarded(
        label=_("Mandate"),
        room=MANDATE,
        rows=6,
        help_text=_("What it is for, and what it may decide. Markdown."),
    )
    language = forms.ChoiceField(label=_("Working language"), choices=settings.LANGUAGES)
    circle = forms.ChoiceField(
        label=_("Circle"), help_text=_("Its member organisations read what the group does; the group stays in it.")
    )
    tlp = forms.TypedChoiceField(
        label=_("Label of its decisions"),
        coerce=int,
        choices=GroupTlp.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    from_on = day_field(_("Begins on"))
    review_on = day_field(_("Mandate reviewed by"))

    def __init__(self, *args: Any, member: Member, group: WorkingGroup | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tlp, circle = self.fields["tlp"], self.fields["circle"]
        if group is not None:
            del self.fields["circle"]
            if isinstance(tlp, forms.ChoiceField):
                tlp.choices = [one for one in GroupTlp.choices if one[0] >= group.tlp]
            return
        circles = Circle.objects.visible_to(member).choosable_by(member).filter(is_open=True)
        self.circles = {str(one.key): one for one in circles}
        if isinstance(circle, forms.ChoiceField):
            circle.choices = [(key, one.name) for key, one in self.circles.items()]

    def said(self) -> GroupFields:
        """What the group is for."""
        return GroupFields(**{name: self.cleaned_data[name] for name in GroupFields.__slots__})

    def chosen_circle(self) -> Circle:
        """The circle that was chosen."""
        return self.circles[self.cleaned_data["circle"]]


class SeatForm(forms.Form):
    """An organisation of the circle that has no seat yet."""

    organisation = forms.ModelChoiceField[Organisation](
        queryset=None,
        label=_("Organisation"),
        empty_label=_("Choose"),
        to_field_name="slug",
        help_text=_("It says itself who sits there."),
    )

    def __init__(self, *args: Any, member: Member, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            taken = VotingSeat.objects.visible_to(member).running().filter(group=group).values("organisation_id")
            inside = Organisation.objects.visible_to(member).filter(
                circle_memberships__circle=group.circle_id,
                circle_memberships__joined_at__isnull=False,
                circle_memberships__left_at=None,
            )
            field.queryset = inside.exclude(pk__in=taken)


class _Colleague(forms.ModelChoiceField[Seat]):
    def label_from_instance(self, obj: Seat) -> str:
        return f"{obj.person.name}, {obj.role}"


def _colleagues(member: Member) -> Any:
    own = Seat.objects.visible_to(member).open().filter(organisation_id=member.organisation_id or 0)
    return own.filter(function__in=[one.value for one in READERS]).select_related("person")


class HoldersForm(forms.Form):
    """Who sits for the own organisation."""

    holder = _Colleague(queryset=None, label=_("Holder"), required=False, to_field_name="key")
    substitute = _Colleague(queryset=None, label=_("Substitute"), required=False, to_field_name="key")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("holder", "substitute"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = _colleagues(member)


class HandOverForm(forms.Form):
    """Who chairs, and who keeps the minutes: colleagues by name, others by the organisation whose seat they hold."""

    chair = forms.ChoiceField(label=_("Chair"))
    secretary = forms.ChoiceField(label=_("Secretary"), required=False)

    def __init__(self, *args: Any, member: Member, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(one.key): one for one in _colleagues(member)}
        labels = {key: f"{one.person.name}, {one.role}" for key, one in self.seats.items()}
        held = VotingSeat.objects.visible_to(member).running().filter(group=group, holder__isnull=False)
        for one in held.select_related("holder", "organisation"):
            if one.holder is not None and str(one.holder.key) not in labels:
                self.seats[str(one.holder.key)] = one.holder
                labels[str(one.holder.key)] = str(
                    _("Who holds the seat of %(organisation)s") % {"organisation": one.organisation.label}
                )
        chosen = [(group.chair, _("Chair until now")), (group.secretary, _("Secretary until now"))]
        for seat, words in chosen:
            if seat is not None and str(seat.key) not in labels:
                self.seats[str(seat.key)], labels[str(seat.key)] = seat, str(words)
        chair, secretary = self.fields["chair"], self.fields["secretary"]
        if isinstance(chair, forms.ChoiceField) and isinstance(secretary, forms.ChoiceField):
            chair.choices = list(labels.items())
            secretary.choices = [("", _("Nobody; the chair keeps them")), *labels.items()]

    def chosen(self, name: str) -> Seat | None:
        """The seat that was chosen for this part."""
        return self.seats.get(self.cleaned_data.get(name, ""))
