"""What must hold of what is planned or held; each refusal names its field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from port2port.drills.library import Scenario
from port2port.drills.models import Event, Kind, Objective, PlayerRole
from port2port.drills.refusals import (
    ChooseOne,
    InTheFuture,
    LastsAWeek,
    NobodyWasThere,
    NoPlace,
    ObjectiveInUse,
    TooManyPlaces,
)
from port2port.duties.rulebook import clock_rules, element_groups
from port2port.members.models import Facility, Port
from port2port.pure.calendar_rules import plus_months
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned
from port2port.vocabulary.lookup import is_known

TITLE = Room(characters=160, byte_count=640, required=True)
PURPOSE = Room(characters=2_000, byte_count=8_000, lines=True)
SETTING = Room(characters=4_000, byte_count=16_000, lines=True)
STOP = Room(characters=40, byte_count=160)
OBJECTIVE = Room(characters=500, byte_count=2_000, required=True)
WORDS = Room(characters=4_000, byte_count=16_000, lines=True)
LINE = Room(characters=200, byte_count=800)
REASON = Room(characters=500, byte_count=2_000, required=True)
LATE = Room(characters=500, byte_count=2_000)
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
MOST_PLACES = 60
# More than any event has objectives.
ASIDE = 1_000
MOST_MINUTES = 10_080
MOST_PEOPLE = 10_000
# Who took part, as counts: the roles that are played, and all others together.
COUNTED_ROLES = (*(one.value for one in PlayerRole if one != PlayerRole.ALL), "other")
# The groups of elements that each kind of duty asks for.
DRILL_GROUPS = ("b15_11", "a16_3")
EXERCISE_GROUPS = ("b18_6",)


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective as it is planned."""

    text: str
    control: str = ""
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a drill or exercise is to be; `planned_at` is aware. Without a scenario the texts are one's own."""

    kind: str
    title: str
    planned_at: datetime
    minutes: int
    language: str
    facilities: tuple[Facility, ...] = ()
    port: Port | None = None
    scenario: str = ""
    purpose: str = ""
    setting: str = ""
    safety: str = ""
    stop_word: str = ""
    elements: tuple[str, ...] = ()
    mo: tuple[str, ...] = ()
    isps_level: int = 1
    aims: tuple[Aim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was held: `took_part` how many by role; `present` the facilities whose officer or deputy was there.

    is_also_drill      an exercise that the officer counts as a drill too
    is_port_exercise   the word of the port's officer
    late_reason        why it is written down only now
    """

    on: date
    minutes: int
    took_part: Mapping[str, int]
    present: tuple[Facility, ...] = ()
    elements: tuple[str, ...] | None = None
    is_also_drill: bool = False
    is_port_exercise: bool = False
    went_well: str = ""
    to_fix: str = ""
    evidence: str = ""
    late_reason: str = ""
    language: str = field(default="")


def stop_word_in(language: str) -> str:
    """The usual word that ends an exercise because something real happens."""
    with override(language):
        return gettext("REAL EVENT")


def with_scenario(plan: Plan, found: Scenario) -> Plan:
    """The plan with the scenario's texts, in the plan's language, where it has none of its own."""
    tongue = plan.language
    return replace(
        plan,
        scenario=found.code,
        title=plan.title or found.title[tongue],
        purpose=plan.purpose or found.purpose[tongue],
        setting=plan.setting or found.setting[tongue],
        safety=plan.safety or found.safety[tongue],
        stop_word=plan.stop_word or stop_word_in(tongue),
        elements=plan.elements or found.elements,
        mo=plan.mo or found.mo,
        aims=plan.aims or tuple(Aim(one.text[tongue], one.control, one.elements) for one in found.objectives),
    )


def put_in(row: Event, plan: Plan) -> None:
    """Write the plan into the row. Raises BadField with the first thing to mend."""
    for name, words in _faults(plan):
        raise BadField(name, words)
    row.kind, row.scenario, row.language = plan.kind, plan.scenario, plan.language
    row.title = cleaned("title", plan.title, TITLE)
    row.purpose = cleaned("purpose", plan.purpose, PURPOSE)
    row.setting = cleaned("setting", plan.setting, SETTING)
    row.safety = cleaned("safety", plan.safety, PURPOSE)
    row.stop_word = cleaned("stop_word", plan.stop_word, STOP)
    row.planned_at, row.minutes, row.isps_level = plan.planned_at, plan.minutes, plan.isps_level
    row.elements, row.mo = known_elements(plan.elements), list(plan.mo)


def write_aims(row: Event, aims: Iterable[Aim]) -> None:
    """The objectives in their order. One that is worded as before stays the same row, as does one that stands where
    another stood; what points at them goes on to. Raises BadField, also where something points at one taken out.
    """
    wanted = [(cleaned("aims", aim.text, OBJECTIVE), aim) for aim in aims]
    before = list(row.objectives.order_by("number"))
    kept = _kept(before, [text for text, _aim in wanted])
    for one in before:
        if one not in kept:
            _take_out(one)
    # Numbers are unique in an event: first out of the way, then in their order.
    row.objectives.update(number=F("number") + ASIDE)
    for number, (found, (text, aim)) in enumerate(zip(kept, wanted, strict=True), start=1):
        one = found or Objective(event=row)
        one.number, one.text = number, text
        one.control, one.elements = aim.control, known_elements(aim.elements)
        one.save()


def _kept(before: list[Objective], texts: list[str]) -> list[Objective | None]:
    """For each text the row that becomes it: that with the text, else that of its number, where nothing else is it."""
    left = dict.fromkeys(before)
    found: list[Objective | None] = []
    for text in texts:
        same = next((one for one in left if one.text == text), None)
        found.append(same)
        if same is not None:
            del left[same]
    for at, one in enumerate(found):
        here = before[at] if one is None and at < len(before) else None
        if here is not None and here in left:
            found[at] = here
            del left[here]
    return found


def _take_out(one: Objective) -> None:
    # Foreign keys and many-to-many fields of later rooms.
    links: Iterable[Any] = Objective._meta.related_objects
    here = Objective.objects.filter(pk=one.pk)
    if any(here.filter(**{f"{link.field.related_query_name()}__isnull": False}).exists() for link in links):
        raise BadField("aims", ObjectiveInUse.words)
    one.delete()


def _faults(plan: Plan) -> Iterator[tuple[str, str | Promise]]:
    for name, value, known in (
        ("kind", plan.kind, set(Kind.values)),
        ("language", plan.language, LANGUAGES),
        ("isps_level", plan.isps_level, {1, 2, 3}),
    ):
        if value not in known:
            yield name, ChooseOne.words
    if not 1 <= plan.minutes <= MOST_MINUTES:
        yield "minutes", LastsAWeek.words
    if not plan.facilities and plan.port is None:
        yield "facilities", NoPlace.words
    if len(plan.facilities) > MOST_PLACES:
        yield "facilities", TooManyPlaces.words
    if any(not is_known("methods", code) for code in plan.mo):
        yield "mo", ChooseOne.words
    if any(aim.control and not is_known("controls", aim.control) for aim in plan.aims):
        yield "aims", ChooseOne.words


def known_elements(keys: Iterable[str]) -> list[str]:
    """Those that the list of elements knows, in its order."""
    asked = set(keys)
    return [key for group in element_groups().values() for key in group.entries if key in asked]


def of_groups(keys: Iterable[str], groups: Iterable[str]) -> tuple[str, ...]:
    """Those of these groups."""
    return tuple(key for key in keys if key.partition(".")[0] in set(groups))


def needs_reason_before(today: date) -> date:
    """What was held before this day is written down with a reason: a facility's clock has run out since then.

    As long as a facility may go without a drill (ISPS B/18.5).
    """
    return plus_months(today, -months_without_reason())


def months_without_reason() -> int:
    """So many months a facility may go without a drill."""
    return clock_rules()[Kind.DRILL.value].reckoned.months


def tests_enough(kind: str, elements: Iterable[str]) -> bool:
    """Whether what is tested makes it a drill, or an exercise."""
    return bool(of_groups(elements, DRILL_GROUPS if kind == Kind.DRILL else EXERCISE_GROUPS))


def put_held(row: Event, held: Held, *, today: date) -> None:
    """Write what was held into the row. Raises BadField."""
    if held.on > today:
        raise BadField("held_on", InTheFuture.words)
    if not 1 <= held.minutes <= MOST_MINUTES:
        raise BadField("held_minutes", LastsAWeek.words)
    counts = {role: count for role in COUNTED_ROLES if (count := held.took_part.get(role, 0))}
    if not counts or any(not 0 < count <= MOST_PEOPLE for count in counts.values()):
        raise BadField("took_part", NobodyWasThere.words)
    row.held_on, row.held_minutes, row.took_part = held.on, held.minutes, counts
    if held.elements is not None:
        row.elements = known_elements(held.elements)
    row.went_well = cleaned("went_well", held.went_well, WORDS)
    row.to_fix = cleaned("to_fix", held.to_fix, WORDS)
    row.evidence = cleaned("evidence", held.evidence, LINE)
