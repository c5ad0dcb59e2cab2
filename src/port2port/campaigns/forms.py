"""Forms of campaigns: text in, values for the actions out."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.campaigns.access import calls_everybody
from port2port.campaigns.actions import CampaignFields, Hands, TalkFields
from port2port.campaigns.actions.running import TITLE
from port2port.campaigns.kits import kits
from port2port.campaigns.models import Audience, Item, Reach
from port2port.members.forms.shared import language_field
from port2port.members.member import Member, Standing
from port2port.members.models import Circle, Contact, Facility
from port2port.pure.reach import QUESTIONS
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY, fresh_key
from port2port.vocabulary.lookup import reader_language

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
RADIO = forms.RadioSelect(attrs={"class": "choices"})
TWO = [("", _("One language only")), *settings.LANGUAGES]


def own_facilities(member: Member) -> Any:
    """Facilities in use that the seat covers."""
    rows = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    return rows.select_related("port").order_by("port__name", "name")


def own_contacts(member: Member) -> Any:
    """How the own organisation is reached."""
    return Contact.objects.visible_to(member).filter(organisation_id=member.organisation_id or 0)


def kit_choices() -> list[tuple[str, str]]:
    """The kits by their title in the reader's language."""
    return [(slug, kit.title.in_language(reader_language())) for slug, kit in kits().items()]


class CampaignForm(forms.Form):
    """A new campaign."""

    kit = forms.ChoiceField(label=_("Kit"), choices=kit_choices)
    title = Guarded(label=_("Title"), room=TITLE, help_text=_("As your people will call it"))
    language = language_field()
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    languages = forms.MultipleChoiceField(
        label=_("Held in"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    from_on = forms.DateField(label=_("First day"), widget=DAY)
    to_on = forms.DateField(label=_("Last day"), widget=DAY)
    reach = forms.ChoiceField(label=_("Who may take part"), choices=Reach.choices, widget=RADIO)
    circle = forms.ModelChoiceField[Circle](
        queryset=None, label=_("Circle"), required=False, empty_label=_("No circle"), to_field_name="key"
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        circles = Circle.objects.visible_to(member).choosable_by(member)
        reach, circle = self.fields["reach"], self.fields["circle"]
        offered = [Reach.OWN, *([Reach.CIRCLE] if self._has(circles, member) else [])]
        if calls_everybody(member):
            offered.append(Reach.COMMUNITY)
        if isinstance(reach, forms.ChoiceField) and isinstance(circle, forms.ModelChoiceField):
            reach.choices = [(one.value, one.label) for one in offered]
            circle.queryset = circles
        if Reach.CIRCLE not in offered:
            del self.fields["circle"]

    def _has(self, circles: Any, member: Member) -> bool:
        return member.standing == Standing.MEMBER and bool(circles.exists())

    def said(self) -> CampaignFields:
        """What the campaign is made of."""
        found = self.cleaned_data
        names = ("title", "language", "kit", "from_on", "to_on", "audience", "reach")
        return CampaignFields(
            **{name: found[name] for name in names},
            languages=tuple(found["languages"]),
            circle=found.get("circle"),
        )


class _InCampaign(forms.Form):
    """What is written down in a campaign: at which facility, if the seat covers more than one."""

    facility = forms.ModelChoiceField[Facility](
        queryset=None, label=_("Facility"), required=False, empty_label=_("Whole organisation"), to_field_name="key"
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["facility"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = own_facilities(member)
            if not field.queryset:
                del self.fields["facility"]


def _count(label: Any, **more: Any) -> forms.IntegerField:
    wide = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": 5_000})
    return forms.IntegerField(label=label, min_value=0, max_value=5_000, widget=wide, **more)


class TalkForm(_InCampaign):
    """A talk: how many, and how many hands were right before and after, each question by itself."""

    held_on = forms.DateField(label=_("Day of the talk"), widget=DAY)
    language = language_field()
    people = _count(_("How many people"))
    before_1, before_2, before_3 = (_count(number, required=False) for number in "123")
    after_1, after_2, after_3 = (_count(number, required=False) for number in "123")
    field_order = ["people", "held_on", "language", "facility"]

    def said(self) -> TalkFields:
        """The talk; who was there was asked."""
        found = self.cleaned_data
        return TalkFields(
            held_on=found["held_on"],
            language=found["language"],
            people=found["people"],
            facility=found.get("facility"),
            before=self._hands("before"),
            after=self._hands("after"),
        )

    def _hands(self, name: str) -> Hands:
        given = [self.cleaned_data.get(f"{name}_{place}") for place in range(1, QUESTIONS + 1)]
        right = tuple(one for one in given if one is not None)
        return Hands(self.cleaned_data["people"], right) if right else Hands()

    @property
    def plain(self) -> list[forms.BoundField]:
        """All but the hands, which stand in two rows."""
        return [bound for bound in self.visible_fields() if bound.name.partition("_")[0] not in {"before", "after"}]

    @property
    def rows(self) -> list[tuple[object, list[forms.BoundField]]]:
        """The hands before, the hands after."""
        words = {"before": pgettext_lazy("quiz", "Before"), "after": pgettext_lazy("quiz", "After")}
        return [(said, [self[f"{name}_{n}"] for n in range(1, QUESTIONS + 1)]) for name, said in words.items()]


class PutUpForm(_InCampaign):
    """What is up, or was handed out."""

    item = forms.ChoiceField(label=_("What"), choices=Item.choices, widget=RADIO)
    number = _count(_("How many"))
    put_up_on = forms.DateField(label=_("On"), widget=DAY)
    field_order = ["item", "number", "put_up_on", "facility"]


class Named(forms.ModelChoiceField[Any]):
    """One of the own rows, by its name or role alone: the organisation is clear."""

    def label_from_instance(self, obj: Any) -> str:
        """The role of a contact, the name of a facility."""
        return str(obj.role if isinstance(obj, Contact) else obj.name)


class PrintForm(forms.Form):
    """Which languages, whose gate form, whom to call; all of it stands in the address."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    second = forms.ChoiceField(label=_("Beside it"), choices=TWO, required=False)
    facility = Named(
        queryset=None,
        label=_("Code of the gate form of"),
        required=False,
        empty_label=_("No gate form"),
        to_field_name="key",
    )
    contact = Named(
        queryset=None, label=_("Whom to call"), required=False, empty_label=_("Nobody"), to_field_name="key"
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in {"facility": own_facilities(member), "contact": own_contacts(member)}.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
                if not rows:
                    del self.fields[name]
