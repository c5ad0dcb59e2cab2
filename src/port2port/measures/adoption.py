"""What the pages say of adoption: the own facilities exactly, those that let others see, and bands of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.measures.access_adoption import says_adoption
from port2port.measures.models import (
    Adoption,
    AdoptionRound,
    AdoptionState,
    ExceptionGrant,
    Measure,
    MeasureMentor,
    MeasureVersion,
    ShownFacility,
    State,
)
from port2port.measures.texts import titles
from port2port.members.member import Act, Member
from port2port.members.models import Facility

KINDS = {AdoptionState.IN_PLACE: "done", AdoptionState.PILOTING: "low", AdoptionState.PLANNED: "medium"}
SHARES: tuple[str | Promise, ...] = (
    gettext_lazy("under 25 %"),
    gettext_lazy("25–49 %"),
    gettext_lazy("50–74 %"),
    gettext_lazy("75 % and more"),
)
MOST_MEASURES, MOST_SHOWN = 200, 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One facility and one version. words   the state, with its day"""

    facility: Facility
    measure: Measure
    version: MeasureVersion
    adoption: Adoption | None
    words: str
    kind: str
    exceptions: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One measure with the own facilities."""

    measure: Measure
    title: str
    language: str
    version: MeasureVersion
    cells: list[Cell]


def own_facilities(member: Member) -> list[Facility]:
    """The active ones in the seat's scope."""
    rows = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    return list(rows.select_related("port").order_by("port__name", "name"))


def matrix_of(
    member: Member, *, facilities: Sequence[Facility], measures: Sequence[Measure] | None = None
) -> list[Row]:
    """Each measure that can be adopted or is on trial, beside each facility; four queries."""
    if measures is None:
        seen = Measure.objects.visible_to(member).standing()
        adoptable = seen.filter(in_force__isnull=False) | seen.filter(state=State.PILOT)
        measures = list(adoptable.select_related("originator").order_by("-changed_at", "-pk")[:MOST_MEASURES])
    versions = _versions(measures, member)
    rows = Adoption.objects.visible_to(member).filter(version__in=[one.pk for one in versions.values()])
    adoptions = {(one.facility_id, one.version_id): one for one in rows}
    running = ExceptionGrant.objects.visible_to(member).filter(
        state=ExceptionGrant.State.GRANTED, adoption__in=[one.pk for one in adoptions.values()]
    )
    excepted = set(running.values_list("adoption_id", flat=True))
    words = titles(measures)
    return [
        Row(
            one,
            *words[one.pk],
            version,
            [_cell(place, one, version, adoptions.get((place.pk, version.pk)), excepted) for place in facilities],
        )
        for one in measures
        if (version := versions.get(one.pk)) is not None
    ]


def _versions(measures: Sequence[Measure], member: Member) -> dict[int, MeasureVersion]:
    """Of each measure the version in force, else the one on trial."""
    wanted = {one.pk: one.in_force or one.n for one in measures}
    rows = MeasureVersion.objects.visible_to(member).filter(measure__in=wanted, opened_at__isnull=False)
    return {one.measure_id: one for one in rows if one.n == wanted[one.measure_id]}


def _cell(
    facility: Facility, measure: Measure, version: MeasureVersion, adoption: Adoption | None, excepted: set[int]
) -> Cell:
    state = AdoptionState(adoption.state) if adoption else AdoptionState.NOT_PLANNED
    words = state_words(adoption) if adoption else str(_("Nothing said"))
    has = int(adoption is not None and adoption.pk in excepted)
    return Cell(facility, measure, version, adoption, words, KINDS.get(state, ""), has)


def state_words(adoption: Adoption) -> str:
    """The state with its day."""
    if adoption.state == AdoptionState.PLANNED:
        return _("Planned by %(day)s") % {"day": date_format(adoption.by_on or date.max)}
    if adoption.state == AdoptionState.IN_PLACE:
        return _("In place since %(day)s") % {"day": date_format(adoption.since_on or date.max)}
    return str(AdoptionState(adoption.state).label)


@dataclass(frozen=True, slots=True)
class Bar:
    """One quarter of the curve, in parts of its drawing; an empty height is too few to show."""

    quarter: str
    words: str
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Curve:
    """How the community's adoption went, in bands."""

    bars: list[Bar]
    finding: str
    about: str
    rows: list[tuple[str, str]]
    width: int


def curve_of(measure: Measure, member: Member) -> Curve | None:
    """The bands of the quarters that this reader's organisation contributed to; None where there are none."""
    rounds = list(AdoptionRound.objects.visible_to(member).filter(measure=measure).order_by("-first_day")[:12])[::-1]
    if not rounds:
        return None
    bars = []
    for place, one in enumerate(rounds):
        height = 0 if one.share is None else 30 * (one.share + 1)
        bars.append(Bar(quarter_words(one.first_day), share_words(one), 12 + place * 48, 128 - height, height))
    last = rounds[-1]
    finding = _("In place at facilities of the community: %(share)s") % {"share": share_words(last)}
    about = ""
    if last.floor is not None:
        number = _("about 10") if last.floor == 10 else f"{last.floor}+"
        about = _("%(number)s facilities said something; made once a quarter") % {"number": number}
    return Curve(bars, finding, about, [(one.quarter, one.words) for one in bars], 24 + len(bars) * 48)


def share_words(one: AdoptionRound) -> str:
    """The band, or that there are too few; the same words for every rule."""
    return str(_("too few to show")) if one.share is None else str(SHARES[one.share])


def quarter_words(first_day: date) -> str:
    """A quarter."""
    return f"{first_day.year} Q{(first_day.month + 2) // 3}"


@dataclass(frozen=True, slots=True)
class Beside:
    """All of adoption that stands beside one measure."""

    own: list[Cell]
    others: list[Adoption]
    curve: Curve | None
    mentors: list[MeasureMentor]
    may_say: bool
    may_help: bool
    helps: bool
    shown: frozenset[int]


def beside(measure: Measure, member: Member) -> Beside:
    """The own facilities, those of others that let it be seen, the bands, and who helps."""
    places = own_facilities(member)
    rows = matrix_of(member, facilities=places, measures=[measure]) if places else []
    others = Adoption.objects.shown_to(member).filter(version__measure=measure)
    named = others.select_related("facility__organisation", "facility__port").order_by("facility__name", "pk")
    mentors = list(MeasureMentor.objects.visible_to(member).filter(measure=measure).select_related("organisation"))
    holds = measure.in_force is not None or measure.state == State.PILOT
    return Beside(
        own=rows[0].cells if rows and holds else [],
        others=list(named[:MOST_SHOWN]),
        curve=curve_of(measure, member),
        mentors=mentors,
        may_say=says_adoption(member) and holds,
        may_help=member.may(Act.ANSWER) and member.seat_id is not None and measure.in_force is not None,
        helps=any(one.organisation_id == member.organisation_id for one in mentors),
        shown=frozenset(ShownFacility.objects.visible_to(member).values_list("facility_id", flat=True)),
    )
