"""The form in which a use case is written, its readers, what was measured, and the filter of the register."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.members.member import Member
from port2port.members.models import Circle, Facility, Seat
from port2port.pure.ai_camera import Measured
from port2port.pure.audience import Tlp as TlpValue
from port2port.registers.fields import NAMES, CaseFields
from port2port.registers.linking import named
from port2port.registers.models import AiClass, AiUseCase, Biometric, CameraKind, Measurement, Place, State
from port2port.registers.rules import BASIS, LABELLED, LONGEST_DAYS, LONGEST_S, MOST, REASONING, TEXT, WHY
from port2port.reports.fields import Readers
from port2port.reports.forms.filters import originator_choices
from port2port.reports.forms.guarded import CodePicker, Guarded
from port2port.sharing.models import Tlp
from port2port.vocabulary import lookup

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SECTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (
        "what",
        _("What it watches"),
        (
            "title",
            "summary",
            "language",
            "facility",
            "purposes",
            "kind",
            "place",
            "is_real_time",
            "biometric",
            "at_work",
            "is_sensitive",
        ),
    ),
    (
        "law",
        _("Who, and what the law makes of it"),
        (
            "deployer",
            "provider",
            "model",
            "for_law_enforcement",
            "legal_basis",
            "camera_law_declared",
            "works_council_consulted",
            "dpia",
            "dpia_on",
            "retention_days",
            "raised",
            "class_reasoning",
            "authority",
        ),
    ),
    ("oversight", _("Who watches over it"), ("decides", "within_s", "switches_off")),
    ("learning", _("What was learnt"), ("lessons", "practice", "contact")),
)


class CaseForm(forms.Form):
    """Every answer of the register; `said()` is what the actions take."""

    title = Guarded(label=_("Title"), help_text=_("What it watches for, and where in general: no name of the site"))
    summary = Guarded(label=_("What it does"), required=False, room=TEXT, rows=4)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    facility = forms.ModelChoiceField[Facility](
        queryset=None,
        label=_("Your facility"),
        required=False,
        empty_label=_("Not said"),
        to_field_name="key",
        help_text=_("Readers see it only if you tick that when you share."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("Methods it looks for"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CameraKind.choices)
    place = forms.ChoiceField(
        label=_("Place it looks at"),
        choices=Place.choices,
        initial=Place.PRIVATE,
        help_text=_("Public: everybody can come there. Semi-public: visitors can, such as a waiting room of drivers."),
    )
    is_real_time = forms.BooleanField(label=_("It works on live images"), required=False)
    biometric = forms.ChoiceField(label=_("What it tells of people by face or body"), choices=Biometric.choices)
    at_work = forms.BooleanField(
        label=_("It watches people at their work"), required=False, help_text=_("Own staff, dockers, drivers")
    )
    is_sensitive = forms.BooleanField(
        label=_("It sorts people by race, opinion, belief, union or sexual orientation"), required=False
    )
    deployer = Guarded(label=_("Who uses it"), required=False, help_text=_("The organisation that answers for it"))
    provider = Guarded(label=_("Who made it"), required=False)
    model = Guarded(label=_("Model and version"), required=False)
    for_law_enforcement = forms.BooleanField(label=_("It is used for law enforcement"), required=False)
    legal_basis = Guarded(label=_("Legal basis"), required=False, room=BASIS)
    camera_law_declared = forms.BooleanField(label=_("Declared under the camera law"), required=False)
    works_council_consulted = forms.BooleanField(label=_("The works council was heard"), required=False)
    dpia = Guarded(
        label=_("Data protection impact assessment"), required=False, help_text=_("Its number, never its text")
    )
    dpia_on = forms.DateField(label=_("Date of that assessment"), required=False, widget=DATE)
    retention_days = forms.IntegerField(
        label=_("Days that images are kept"), required=False, min_value=0, max_value=LONGEST_DAYS
    )
    raised = forms.ChoiceField(
        label=_("Class of the AI Act"),
        required=False,
        choices=[("", _("As the answers make it")), *AiClass.choices],
        help_text=_("You may raise it, never put it below what the answers make it."),
    )
    class_reasoning = Guarded(label=_("Why this class"), required=False, room=REASONING, rows=3)
    authority = Guarded(
        label=_("Written reference of an authority"),
        required=False,
        help_text=_("Only where the law prohibits it and an authority has allowed it in writing"),
    )
    decides = Guarded(
        label=_("Who decides on an alarm"), required=False, help_text=_("A function, such as control room; no name")
    )
    within_s = forms.IntegerField(label=_("Within how many seconds"), required=False, min_value=1, max_value=LONGEST_S)
    switches_off = Guarded(label=_("Who may switch it off"), required=False, help_text=_("A function; no name"))
    lessons = Guarded(label=_("Lessons"), required=False, room=TEXT, rows=4)
    practice = forms.CharField(
        label=_("Practice that tells more"), required=False, max_length=300, help_text=_("Paste its address.")
    )
    contact = forms.ModelChoiceField[Seat](
        queryset=None,
        label=_("Seat to ask"),
        required=False,
        empty_label=_("Not said"),
        to_field_name="key",
        help_text=_("Readers see its function, never a name."),
    )
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        rows = {
            "facility": Facility.objects.visible_to(member).in_scope_of(member).order_by("name"),
            "contact": Seat.objects.visible_to(member).open().select_related("person").order_by("function"),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset
        purposes = self.fields["purposes"]
        if isinstance(purposes, forms.ChoiceField):
            purposes.choices = list(lookup.choices("methods"))

    @property
    def sections(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """Each part with its heading and its fields."""
        return [(name, heading, [self[one] for one in fields]) for name, heading, fields in SECTIONS]

    def clean_practice(self) -> str:
        """The practice by its public key. Raises ValidationError."""
        text = self.cleaned_data["practice"].strip()
        kept = named("practice", text) if text else ""
        if kept is None:
            raise forms.ValidationError(_("This is no address of a practice. Copy it from the practice's page."))
        return kept

    def said(self) -> CaseFields:
        """What was said."""
        given = self.cleaned_data | {"purposes": tuple(self.cleaned_data["purposes"])}
        return CaseFields(**{name: given[name] for name in NAMES})


def initial_of(said: CaseFields) -> dict[str, Any]:
    """What the form shows of a case that exists."""
    values: dict[str, Any] = {name: getattr(said, name) for name in NAMES}
    values["purposes"] = list(said.purposes)
    values["facility"] = said.facility.key if said.facility else None
    values["contact"] = said.contact.key if said.contact else None
    return values


class ReadersForm(forms.Form):
    """Who may read a use case, and what of it goes along."""

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
    shows_site = forms.BooleanField(label=_("Tell the readers at which facility"), required=False)
    shows_figures = forms.BooleanField(label=_("Show the readers the measured results"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, case: AiUseCase, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        circles = Circle.objects.visible_to(member).choosable_by(member)
        # By keys: an id would tell how many there are that this owner does not see.
        self.circle_ids = {str(one.key): one.pk for one in circles}
        widest = Tlp.AMBER_STRICT if case.is_draft else min(case.tlp, Tlp.AMBER_STRICT)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "tlp": [(one.value, one.label) for one in Tlp if one <= widest],
            "circles": [(str(one.key), one.name) for one in circles],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered
        if not self.circle_ids:
            del self.fields["circles"]

    def readers(self) -> Readers:
        """Whom the owner chose. What does not go with the label stays in, for the rule to refuse."""
        given = self.cleaned_data
        circles = frozenset(self.circle_ids[key] for key in given.get("circles", []))
        return Readers(tlp=TlpValue(given["tlp"]), circles=circles, openly=given["openly"])


class MeasureForm(forms.Form):
    """What was counted in one period."""

    from_on = forms.DateField(label=_("From"), widget=DATE)
    to_on = forms.DateField(label=pgettext_lazy("end of a period", "Until"), widget=DATE)
    conditions = forms.MultipleChoiceField(
        label=_("Conditions"),
        required=False,
        choices=Measurement.Condition.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    camera_days = forms.IntegerField(
        label=_("Camera-days"), min_value=0, max_value=MOST, initial=0, help_text=_("Number of cameras times days")
    )
    alarms = forms.IntegerField(label=_("Alarms"), min_value=0, max_value=MOST, initial=0)
    true = forms.IntegerField(label=_("True ones"), min_value=0, max_value=MOST, initial=0)
    false = forms.IntegerField(label=_("False ones"), min_value=0, max_value=MOST, initial=0)
    staged = forms.IntegerField(
        label=_("Staged events"),
        min_value=0,
        max_value=MOST,
        initial=0,
        help_text=_("Such as somebody who climbs the fence"),
    )
    found = forms.IntegerField(label=_("Staged events found"), min_value=0, max_value=MOST, initial=0)
    test_set = forms.IntegerField(
        label=_("Size of the test set"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("Pictures or films, where there was one"),
    )
    labelled = Guarded(label=_("How alarms were told true or false"), required=False, room=LABELLED)

    def said(self) -> dict[str, Any]:
        """What `measure_case` takes."""
        given = self.cleaned_data
        return {
            "from_on": given["from_on"],
            "to_on": given["to_on"],
            "conditions": tuple(given["conditions"]),
            "labelled": given["labelled"],
            "test_set": given["test_set"],
            "measured": Measured(**{name: given[name] for name in Measured.__slots__}),
        }


class MoveForm(forms.Form):
    """One step."""

    to = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    why = Guarded(label=_("Why"), required=False, room=WHY, rows=2)


class FilterForm(forms.Form):
    """A GET form that shows what the address asks for; each field's name is the facet's."""

    code = forms.ChoiceField(
        label=_("Method it looks for"), choices=lambda: [("", _("All methods")), *lookup.choices("methods")]
    )
    camera = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *CameraKind.choices])
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All that stand")), *State.choices])
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("All")), ("own", _("Of our organisation")), ("others", _("Of others"))],
    )
    org = forms.ChoiceField(label=_("Organisation"))
    lang = forms.ChoiceField(label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES])
    tlp = forms.ChoiceField(
        label="TLP", choices=[("", _("All labels")), *((one.stix, one.label) for one in TlpValue if one < TlpValue.RED)]
    )

    def __init__(self, query: QueryDict, *, member: Member) -> None:
        # Not bound: what is no filter is left out in silence, never an error.
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        for field in self.fields.values():
            # A filter is left open by its own first choice; the label need not say so.
            field.required = True
        self.fields["org"].choices = [("", _("All organisations")), *originator_choices(member)]  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        """What stands open."""
        return [self[name] for name in ("camera", "state", "whose")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What stands in the drawer."""
        return [self[name] for name in ("code", "org", "lang", "tlp")]

    @property
    def drawer_is_open(self) -> bool:
        """True when one of them is in use."""
        return any(one.value() for one in self.more)


def active_filters(query: QueryDict, *, member: Member) -> list[tuple[str, str, str]]:
    """The filters in use as (name, value, words), for the chips."""
    names: dict[str, dict[str, str]] = {
        "camera": {one.value: str(one.label) for one in CameraKind},
        "state": {one.value: str(one.label) for one in State},
        "whose": {"own": str(_("Of our organisation")), "others": str(_("Of others"))},
        "lang": dict(settings.LANGUAGES),
        "tlp": {one.stix: one.label for one in TlpValue},
        "org": dict(originator_choices(member)) if query.get("org") else {},
    }
    found = [(name, value, known.get(value, value[:60])) for name, known in names.items() if (value := query.get(name))]
    if code := query.get("code"):
        found.append(("code", code, lookup.coded_label(code)[:80]))
    return found
