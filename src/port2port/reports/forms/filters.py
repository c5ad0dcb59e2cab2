"""The filter bar: what stands in the address, as fields and as chips."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.templatetags.ui import severity_word
from port2port.members.member import Member
from port2port.members.models import Organisation, Port
from port2port.pure.audience import Tlp
from port2port.reports.models import Kind, Severity
from port2port.reports.models.wording import port_facet
from port2port.vocabulary import lookup

PERIOD_WORDS: list[tuple[str, str | Promise]] = [
    ("", _("Any time")),
    ("1", _("Last 24 hours")),
    ("7", _("Last 7 days")),
    ("30", _("Last 30 days")),
    ("90", _("Last 90 days")),
    ("365", _("Last 12 months")),
]
MORE = ("code", "tlp", "severity", "org", "substance", "lang", "period", "state")


class FilterForm(forms.Form):
    """A GET form that shows what the address asks for; each field's name is the facet's."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    port = forms.ChoiceField(label=_("Port"), required=False)
    code = forms.ChoiceField(label=_("Method"), required=False)
    tlp = forms.ChoiceField(
        label="TLP", required=False, choices=[("", _("All labels")), *((one.stix, one.label) for one in Tlp)]
    )
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", _("All")), *Severity.choices])
    org = forms.ChoiceField(label=_("Written by"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False, choices=PERIOD_WORDS)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), ("open", _("Open alerts only"))]
    )

    def __init__(self, query: QueryDict, *, member: Member) -> None:
        # Not bound: what is no filter is left out in silence, never an error.
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        for field in self.fields.values():
            # A filter is left open by its own first choice; the label need not say so.
            field.required = True
        self._choices("port", [("", _("All ports")), *port_choices(member)])
        self._choices("code", [("", _("All methods")), *lookup.choices("methods")])
        self._choices("org", [("", _("All organisations")), *originator_choices(member)])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def first(self) -> list[forms.BoundField]:
        """What stands open."""
        return [self[name] for name in ("q", "kind", "port")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What stands in the drawer."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def drawer_is_open(self) -> bool:
        """True when one of them is in use."""
        return any(self.initial.get(name) for name in MORE)


def port_choices(member: Member) -> list[tuple[str, str]]:
    """Ports by name; the value is the facet's."""
    ports = Port.objects.visible_to(member).values_list("locode", "slug", "name")
    return [(port_facet(locode, slug).removeprefix("port:"), name) for locode, slug, name in ports]


def originator_choices(member: Member) -> list[tuple[str, str]]:
    """Organisations that this reader knows."""
    known = Organisation.objects.visible_to(member).filter(state=Organisation.State.ACTIVE)
    return list(known.values_list("slug", "name"))


def active_filters(query: QueryDict, *, member: Member) -> list[tuple[str, str, str]]:
    """The filters in use as (name, value, words), for the chips."""
    return [(name, value, words) for name, value, words in _words(query, member) if value]


def _words(query: QueryDict, member: Member) -> Iterator[tuple[str, str, str]]:
    names: dict[str, dict[str, str]] = {
        "kind": {value: str(label) for value, label in Kind.choices},
        "tlp": {one.stix: one.label for one in Tlp},
        "period": {value: str(label) for value, label in PERIOD_WORDS if value},
        "state": {"open": str(_("Open alerts only"))},
        "port": dict(port_choices(member)) if query.get("port") else {},
        "org": dict(originator_choices(member)) if query.get("org") else {},
    }
    for name in ("q", "kind", "port", *MORE):
        for value in query.getlist(name)[:10]:
            yield name, value, _one(name, value, names)


def _one(name: str, value: str, names: dict[str, dict[str, str]]) -> str:
    match name:
        case "q":
            return f"“{value[:60]}”"
        case "code":
            return lookup.coded_label(value)[:80]
        case "severity":
            return severity_word(value)
        case "substance":
            return lookup.facet_label("substance", value)
        case _:
            return names.get(name, {}).get(value, value[:60])
