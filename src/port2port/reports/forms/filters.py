"""The filter bar: what stands in the address, as fields and as chips."""

from collections.abc import Iterator
from functools import lru_cache

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from port2port.base.templatetags.ui import field as draw_field
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
type Offered = tuple[tuple[str, str], ...]
MORE = ("code", "tlp", "severity", "org", "substance", "lang", "period", "state")


class FilterForm(forms.Form):
    """A GET form that shows what the address asks for, a field at a time; each field's name is the facet's."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices])
    port = forms.ChoiceField(label=_("Port"))
    code = forms.ChoiceField(label=_("Method"), choices=lambda: [("", _("All methods")), *lookup.choices("methods")])
    tlp = forms.ChoiceField(label="TLP", choices=[("", _("All labels")), *((one.stix, one.label) for one in Tlp)])
    severity = forms.ChoiceField(label=_("Severity"), choices=[("", _("All")), *Severity.choices])
    org = forms.ChoiceField(label=_("Written by"))
    period = forms.ChoiceField(label=_("Period"), choices=PERIOD_WORDS)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), ("open", _("Open alerts only"))])

    def __init__(self, name: str, value: str, choices: Offered) -> None:
        # Not bound: what is no filter is left out in silence, never an error.
        super().__init__(initial={name: value}, auto_id="filter-%s", use_required_attribute=False)
        field = self.fields[name]
        # A filter is left open by its own first choice; the label need not say so.
        field.required = True
        if choices and isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class FilterBar:
    """The filter form as it is drawn for one reader.

    A list of a hundred choices is the same for every reader of a language until one of them is chosen, so each field
    is drawn once for its choices and kept.
    """

    def __init__(self, query: QueryDict, *, member: Member) -> None:
        self._asked = query.dict()
        self._choices: dict[str, Offered] = {
            "port": (("", gettext("All ports")), *port_choices(member)),
            "org": (("", gettext("All organisations")), *originator_choices(member)),
        }

    @property
    def first(self) -> list[SafeString]:
        """What stands open."""
        return [self._drawn(name) for name in ("q", "kind", "port")]

    @property
    def more(self) -> list[SafeString]:
        """What stands in the drawer."""
        return [self._drawn(name) for name in MORE if name in FilterForm.base_fields]

    @property
    def drawer_is_open(self) -> bool:
        """True when one of them is in use."""
        return any(self._asked.get(name) for name in MORE)

    def _drawn(self, name: str) -> SafeString:
        value, choices = str(self._asked.get(name, "")), self._choices.get(name)
        field = FilterForm.base_fields[name]
        if value and not isinstance(field, forms.ChoiceField):
            return _draw(name, value, choices)
        # What is no choice chooses nothing, and the memory keeps no words of a stranger.
        return _kept(name, value if value in _offered(name, choices) else "", choices, get_language())


@lru_cache(maxsize=128)
def _offered(name: str, choices: Offered | None) -> frozenset[str]:
    if name == "code":
        return frozenset(one.code for one in lookup.register("methods").terms)
    field = FilterForm.base_fields[name]
    return frozenset(code for code, _label in choices or getattr(field, "choices", None) or ())


@lru_cache(maxsize=1024)
def _kept(name: str, value: str, choices: Offered | None, _language: str | None) -> SafeString:
    return _draw(name, value, choices)


def _draw(name: str, value: str, choices: Offered | None) -> SafeString:
    bound = FilterForm(name, value, choices or ())[name]
    return SafeString(draw_field(bound))


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
