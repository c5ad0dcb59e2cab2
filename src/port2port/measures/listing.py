"""The list of measures: what an address asks for, and the page that answers it under the one rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from port2port.measures.access import Measures
from port2port.measures.models import Measure, State
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.reports.forms.filters import originator_choices
from port2port.sharing import audience_index, search
from port2port.sharing.audience_index import CAP
from port2port.sharing.filters import Wanted, read_filter
from port2port.vocabulary import lookup

PAGE = 30
SHOWN = tuple(one for one in State if one != State.IDEA)
FIRST, MORE = ("q", "state", "control"), ("code", "org", "lang", "tlp")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; without a state all that were not withdrawn."""

    wanted: Wanted
    is_gone_asked: bool
    page: int

    @property
    def is_everything(self) -> bool:
        """True without any filter."""
        return self.wanted.is_everything


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: rows, how many there are in words, and the numbers of its neighbours."""

    rows: list[Measure]
    count: str
    newer: int = 0
    older: int = 0


def asked_in(query: QueryDict) -> Asked:
    """The filter in an address; what is no filter is left out."""
    page = query.get("page", "")
    return Asked(
        wanted=read_filter(Measure, query.urlencode()),
        is_gone_asked=query.get("state") == State.WITHDRAWN,
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def rows_of(asked: Asked, member: Member) -> Measures:
    """All that the filter asks for, what changed last first."""
    measures: Any = Measure.objects.visible_to(member)
    measures = measures.filter(withdrawn_at__isnull=False) if asked.is_gone_asked else measures.standing()
    wanted = asked.wanted
    # A tombstone is found by few facets; its state is asked of the row.
    groups = tuple(one for one in wanted.groups if one != ("state:withdrawn",))
    if wanted.words:
        measures = measures.filter(pk__in=search.find(Measure, member, wanted.words, groups=groups, limit=CAP).ids)
    elif groups:
        places = audience_index.newest(Measure, member, groups=groups, limit=CAP)
        measures = measures.filter(pk__in=[one.record_id for one in places])
    found: Measures = measures.order_by("-changed_at", "-pk")
    return found


def listed(asked: Asked, *, member: Member) -> Listed:
    """The page that answers."""
    rows = rows_of(asked, member)
    number, first = rows[: CAP + 1].count(), (asked.page - 1) * PAGE
    return Listed(
        rows=list(rows.select_related("originator")[first : first + PAGE]),
        count=_count(number),
        newer=asked.page - 1,
        older=asked.page + 1 if number > first + PAGE else 0,
    )


def _count(number: int) -> str:
    if number > CAP:
        return _("%(n)s+ measures") % {"n": number_format(CAP, force_grouping=True)}
    return ngettext("%(n)s measure", "%(n)s measures", number) % {"n": number_format(number, force_grouping=True)}


class FilterForm(forms.Form):
    """A GET form that shows what the address asks for; each field's name is the facet's."""

    q = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All that were not withdrawn")), *((one.value, one.label) for one in SHOWN)],
    )
    control = forms.ChoiceField(
        label=gettext_lazy("Control"),
        choices=lambda: [("", gettext_lazy("All controls")), *lookup.choices("controls")],
    )
    code = forms.ChoiceField(
        label=gettext_lazy("Method"), choices=lambda: [("", gettext_lazy("All methods")), *lookup.choices("methods")]
    )
    org = forms.ChoiceField(label=gettext_lazy("Written by"))
    lang = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", gettext_lazy("All languages")), *settings.LANGUAGES]
    )
    tlp = forms.ChoiceField(
        label="TLP", choices=[("", gettext_lazy("All labels")), *((one.stix, one.label) for one in Tlp)]
    )

    def __init__(self, query: QueryDict, *, member: Member) -> None:
        # Not bound: what is no filter is left out in silence, never an error.
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        for field in self.fields.values():
            field.required = True
        self.fields["org"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("All organisations")),
            *originator_choices(member),
        ]

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
        "state": {one.value: str(one.label) for one in SHOWN},
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
