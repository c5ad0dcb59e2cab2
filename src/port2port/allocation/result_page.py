"""An answer in words and numbers of the reader's language, with the bars that show it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from port2port.allocation.answers import OwnEffect, OwnPort, Told
from port2port.allocation.bounds import what_ifs_left
from port2port.allocation.models import Aim, PoolUnits, PortInputs
from port2port.members.member import Member
from port2port.pure.sideways_bars import WIDTH, Bar, Group, draw_bars
from port2port.pure.weeks import WEEK, monday_of
from port2port.pure.workbench.others import STEP, Span
from port2port.pure.workbench.plans import WAYS

WAY_WORDS: dict[str, str | Promise] = {
    "now": pgettext_lazy("way of covering", "Now"),
    "alone": pgettext_lazy("way of covering", "Each for itself"),
    "joint": pgettext_lazy("way of covering", "Joint"),
}

# Aims of which a bound says something: of the largest regret it is 0, and the others are proven.
BOUNDED = {Aim.MEAN, Aim.TYPES, Aim.WORST_CASE}


@dataclass(frozen=True, slots=True)
class Row:
    """Harm and attempts under one way, in words."""

    words: str | Promise
    harm: str
    attempts: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One way in the chart: least and most over the scenarios; one bar where there is one picture alone."""

    words: str | Promise
    group: Group
    bars: list[tuple[Bar, str]]


@dataclass(frozen=True, slots=True)
class EffectShown:
    """What a week brings the own port, in words. finding   the sentence above its chart"""

    finding: str
    rise: str
    rows: list[Row]
    height: int
    width: int
    drawn: list[Drawn]
    moved: str
    goes: str


@dataclass(frozen=True, slots=True)
class PortShown:
    """An own port in words. effect   None where nothing may be read that changes with the others

    entered   own units as they were entered, where its routes can use fewer; else empty
    """

    port: OwnPort
    number: int
    effect: EffectShown | None
    units: str
    mobile: str
    own_units: str
    entered: str
    routes: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class OthersShown:
    """The others together, in words."""

    rows: list[Row]
    change: str
    today: str
    moved: str
    given_up: str
    worth: str
    worth_middle: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole. others   None where they are kept back      bound   at most so much better is any plan; may be empty

    left   answers and what-ifs that the house may ask      lends   whether the own organisation lends units now"""

    told: Told
    ports: list[PortShown]
    others: OthersShown | None
    left: int
    lends: bool
    flagged: list[tuple[str, bool]]
    bound: str

    @property
    def are_kinds(self) -> bool:
        """Whether its scenarios are kinds of attackers that act at once."""
        return self.told.given.objective == Aim.TYPES

    @property
    def is_one_scenario(self) -> bool:
        """Whether it looks at one alone: there is no least and most."""
        return len(self.told.given.scenarios) == 1

    @property
    def headline(self) -> str:
        """The finding as title: what rises here; else what lending is worth, or what it does here."""
        for port in self.told.ports:
            for rises, words in rising_words(port):
                if rises:
                    return words % {"port": port.name}
        if self.others is not None:
            return _("Model: lending saves %(worth)s of the harm") % {"worth": self.others.worth}
        return _("Model: what joint use does at your port")


def rising_words(port: OwnPort) -> list[tuple[bool, str]]:
    """Whether each rises here, the weightiest first, as a title with the port's name to come."""
    if port.effect is None:
        return []
    today, apart = port.effect.today, port.effect.apart
    return [
        (today.harm, _("Model: more harm at %(port)s than today")),
        (today.attempts, _("Model: more attempts at %(port)s than today")),
        (apart.harm, _("Model: more harm at %(port)s than if each port acted for itself")),
        (apart.attempts, _("Model: more attempts at %(port)s than if each port acted for itself")),
    ]


def page_of(told: Told, *, member: Member, now: datetime) -> Page:
    """The answer as this member reads it; ports at which attempts rise come first."""
    ports = sorted(told.ports, key=lambda port: (not port.rises, port.name))
    is_one = told.given.objective == Aim.TYPES or len(told.given.scenarios) == 1
    entered = _entered(told, member)
    pool = PoolUnits.objects.visible_to(member).filter(game=told.solution.game_id, units__gt=0)
    return Page(
        told=told,
        ports=[
            _port(port, number, is_one=is_one, entered=entered.get(port.key, 0.0))
            for number, port in enumerate(ports, 1)
        ],
        others=_others(told),
        left=what_ifs_left(member, told.solution.game, now=now),
        lends=pool.filter(organisation_id=member.organisation_id or 0).exists(),
        flagged=sorted(told.flagged, key=lambda one: (not one[1], one[0])),
        bound=_bound(told),
    )


def _entered(told: Told, member: Member) -> dict[str, float]:
    """Own units by port as they were entered before the answer; what was entered since, it does not rest on."""
    rows = PortInputs.objects.visible_to(member).filter(game=told.solution.game_id)
    return dict(rows.filter(saved_at__lte=told.solution.solved_at).values_list("port__slug", "own_units"))


def _bound(told: Told) -> str:
    """By how much a plan could at most be better, in steps of 5 % upwards; empty where nothing is known or told."""
    if told.others is None or told.given.objective not in BOUNDED:
        return ""
    return whole_percent(STEP * max(ceil(100 * told.answer.gap / STEP), 1))


def _effect(port: OwnPort, found: OwnEffect, *, is_one: bool) -> EffectShown:
    ends = [[found.harm[way].low] if is_one else [found.harm[way].low, found.harm[way].high] for way in WAYS]
    drawing = draw_bars([[_decimal(end) for end in some] for some in ends])
    drawn = [
        Drawn(WAY_WORDS[way], group, [(bar, euros(end)) for bar, end in zip(group.bars, some, strict=True)])
        for way, group, some in zip(WAYS, drawing.groups, ends, strict=True)
    ]
    return EffectShown(
        finding=_("%(port)s: harm a week %(harm)s under the joint plan")
        % {"port": port.name, "harm": euro_span(found.harm["joint"])},
        rise=signed_span(found.rise),
        rows=[Row(WAY_WORDS[way], euro_span(found.harm[way]), plain_span(found.attempts[way])) for way in WAYS],
        height=drawing.height,
        width=WIDTH,
        drawn=drawn,
        moved=signed_span(found.moved),
        goes=percent_span(found.goes),
    )


def _port(port: OwnPort, number: int, *, is_one: bool, entered: float) -> PortShown:
    return PortShown(
        port=port,
        number=number,
        effect=_effect(port, port.effect, is_one=is_one) if port.effect is not None else None,
        units=decimal_words(port.units),
        mobile=decimal_words(port.mobile),
        own_units=decimal_words(port.own_units),
        entered=decimal_words(entered) if entered > port.own_units else "",
        routes=[
            (
                one.name,
                percent(one.floor),
                percent(one.now),
                "–" if one.alone is None else percent(one.alone),
                percent(one.joint),
            )
            for one in port.routes
        ],
    )


def _others(told: Told) -> OthersShown | None:
    found = told.others
    if found is None:
        return None
    return OthersShown(
        rows=[Row(WAY_WORDS[way], euro_span(found.harm[way]), plain_span(found.attempts[way])) for way in WAYS],
        change=signed_percent_span(found.change),
        today=signed_percent_span(found.today),
        moved=signed_percent_span(found.moved),
        given_up=percent_span(found.given_up),
        worth=percent_span((found.worth[0], found.worth[2])),
        worth_middle=whole_percent(found.worth[1]),
    )


def next_monday(today: date) -> date:
    """The Monday after this week."""
    return monday_of(today) + WEEK


def _decimal(number: float) -> Decimal:
    return Decimal(str(max(round(number, 2), 0)))


def figures(number: float) -> float:
    """Three figures: a model knows no more."""
    return float(f"{number:.3g}")


def euros(number: float) -> str:
    """An amount."""
    return f"€\N{NO-BREAK SPACE}{number_format(Decimal(round(figures(number))), force_grouping=True)}"


def decimal_words(number: float) -> str:
    """A small number."""
    kept = Decimal(str(figures(round(number, 2)))).normalize()
    return number_format(Decimal(f"{kept:f}"), force_grouping=True)


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} – {high}"


def euro_span(span: Span) -> str:
    """From the least to the most."""
    return _between(euros(span.low), euros(span.high))


def plain_span(span: Span) -> str:
    """From the least to the most."""
    return _between(decimal_words(span.low), decimal_words(span.high))


def _signed(number: float) -> str:
    words = decimal_words(abs(number))
    return words if words == "0" else f"{'+' if number > 0 else '−'}{words}"


def signed_span(span: Span) -> str:
    """A change, from the least to the most."""
    low, high = _signed(span.low), _signed(span.high)
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def percent(share: float) -> str:
    """A share as whole percent."""
    return whole_percent(round(100 * share))


def whole_percent(number: int) -> str:
    """A whole percentage."""
    return f"{number}\N{NO-BREAK SPACE}%"


def percent_span(ends: tuple[int, int]) -> str:
    """Whole percentages, from the least to the most."""
    return _between(whole_percent(ends[0]), whole_percent(ends[1]))


def signed_percent_span(ends: tuple[int, int]) -> str:
    """A change in whole percent."""
    low, high = (f"{'+' if end > 0 else '−' if end < 0 else ''}{whole_percent(abs(end))}" for end in ends)
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
