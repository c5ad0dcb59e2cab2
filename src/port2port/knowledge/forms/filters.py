"""The filter bar of the list: what stands in the address, as fields and as chips."""

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.evidence import GRADES
from port2port.knowledge.listing import SHOWN
from port2port.knowledge.models import Kind, State, Theme
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.evidence import Grade
from port2port.reports.forms.filters import originator_choices
from port2port.vocabulary import lookup

MORE = ("kind", "next", "grade", "code", "control", "org", "lang", "tlp")
FIRST = ("q", "theme", "state")


class FilterForm(forms.Form):
    """A GET form that shows what the address asks for; each field's name is the facet's."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=[("", _("All themes")), *Theme.choices])
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All that hold")), *((one.value, one.label) for one in SHOWN)]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices])
    next = forms.ChoiceField(
        label=_("Next wording"),
        choices=[("", _("Whether or not there is one")), ("1", _("Waits for my organisation's approval"))],
    )
    grade = forms.ChoiceField(
        label=_("Evidence, at least"),
        choices=[("", _("Whatever is known")), *((str(one), GRADES[one]) for one in Grade if one)],
    )
    code = forms.ChoiceField(label=_("Method"), choices=lambda: [("", _("All methods")), *lookup.choices("methods")])
    control = forms.ChoiceField(
        label=_("Control"), choices=lambda: [("", _("All controls")), *lookup.choices("controls")]
    )
    org = forms.ChoiceField(label=_("Written by"))
    lang = forms.ChoiceField(label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES])
    tlp = forms.ChoiceField(label="TLP", choices=[("", _("All labels")), *((one.stix, one.label) for one in Tlp)])

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
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """What stands in the drawer."""
        return [self[name] for name in MORE]

    @property
    def drawer_is_open(self) -> bool:
        """True when one of them is in use."""
        return any(self.initial.get(name) for name in MORE)


def active_filters(query: QueryDict, *, member: Member) -> list[tuple[str, str, str]]:
    """The filters in use as (name, value, words), for the chips."""
    return [(name, value, words) for name, value, words in _words(query, member) if value]


def _words(query: QueryDict, member: Member) -> Iterator[tuple[str, str, str]]:
    names: dict[str, dict[str, str]] = {
        "kind": {one.value: str(one.label) for one in Kind},
        "grade": {str(one.value): str(GRADES[one]) for one in Grade},
        "next": {"1": str(_("A new wording waits for your approval"))},
        "theme": {one.value: str(one.label) for one in Theme},
        "state": {one.value: str(State(one).label) for one in SHOWN},
        "lang": dict(settings.LANGUAGES),
        "tlp": {one.stix: one.label for one in Tlp},
        "org": dict(originator_choices(member)) if query.get("org") else {},
    }
    for name in (*FIRST, *MORE):
        for value in query.getlist(name)[:10]:
            if name == "q":
                yield name, value, f"“{value[:60]}”"
            elif name in {"code", "control"}:
                yield name, value, lookup.coded_label(value)[:80]
            else:
                yield name, value, names[name].get(value, value[:60])
