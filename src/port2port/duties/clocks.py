"""The obligation clock: which duty of which place is due when, from the rules and from what was fulfilled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import DateField, F, Max, Value
from django.db.models.functions import Cast
from django.urls import reverse

from port2port.duties.access import ClockSettings, Derogations, Fulfilments
from port2port.duties.models import ClockSetting, Derogation, Fulfilment
from port2port.duties.rulebook import ClockRule, Scope, clock_rules
from port2port.members.member import Member
from port2port.members.models import Facility, Organisation, Port
from port2port.pure.calendar_rules import Clock, Done, Moved, Reckoned, Reckoning, State, clock

# Facility, port, organisation, rule: what a row of duties is about.
type Key = tuple[int | None, int | None, int, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A facility, a port or an organisation as the holder of clocks."""

    scope: Scope
    key: UUID
    name: str
    organisation_id: int
    organisation: str
    facility_id: int | None = None
    port_id: int | None = None
    port: str = ""
    isps: bool = False

    def key_of(self, rule: str) -> Key:
        """The key of one of its clocks."""
        return (self.facility_id, self.port_id, self.organisation_id, rule)

    def holds(self, rule: ClockRule) -> bool:
        """Whether the rule concerns it."""
        return rule.scope == self.scope and (self.isps or not rule.isps)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place says of the clock."""

    months: int | None = None
    starts_on: date | None = None
    changed_on: date | None = None
    changed_what: str = ""
    off_reason: str = ""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock as a list shows it."""

    rule: ClockRule
    place: Place
    clock: Clock
    setting: Setting
    derogation: Derogation | None = None

    @property
    def address(self) -> str:
        """The page of the clock."""
        return reverse("duties:clock", args=[self.rule.code, self.place.key])

    @property
    def is_off(self) -> bool:
        """True where the place says that the duty does not concern it."""
        return bool(self.setting.off_reason)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered, by clock."""

    done: Mapping[Key, Sequence[Done]] = field(default_factory=dict)
    settings: Mapping[Key, Setting] = field(default_factory=dict)
    derogations: Mapping[Key, Derogation] = field(default_factory=dict)


NOTHING_SET = Setting()


def place_of(row: Facility | Port | Organisation, *, organisation: Organisation) -> Place:
    """The row as the holder of clocks; `organisation` is whose duty it is."""
    if isinstance(row, Facility):
        inside = row.isps == Facility.Isps.INSIDE
        return Place(
            Scope.FACILITY, row.key, row.name, organisation.pk, organisation.label, row.pk, None, row.port.name, inside
        )
    if isinstance(row, Port):
        is_isps = row.is_isps_port_in_belgian_law
        return Place(
            Scope.PORT, row.key, row.name, organisation.pk, organisation.label, None, row.pk, row.name, is_isps
        )
    return Place(Scope.ORGANISATION, row.key, row.label, organisation.pk, organisation.label)


def own_places(member: Member) -> list[Place]:
    """What the own organisation keeps duties of, within the seat's scope: facilities in use, ports, itself."""
    own = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    if own is None:
        return []
    facilities = Facility.objects.shown_to(member).filter(organisation=own, is_active=True)
    places = [place_of(row, organisation=own) for row in facilities.select_related("port")]
    ports = Port.objects.visible_to(member).reportable_by(member)
    places += [place_of(row, organisation=own) for row in ports]
    if member.facility_id is None and member.port_id is None:
        places.append(place_of(own, organisation=own))
    return places


def places_in(port: Port, member: Member) -> list[Place]:
    """Facilities of the port whose duties the member may see: the own ones, and those that agreed."""
    rows = Facility.objects.shown_to(member).filter(port=port, is_active=True).select_related("port", "organisation")
    return [place_of(row, organisation=row.organisation) for row in rows.order_by("organisation__name", "name")]


COLUMNS = ("facility_id", "port_id", "organisation_id", "rule")
NO_DAY = Cast(Value(None), DateField())


def entered_for(member: Member, *, key: Key | None = None) -> Entered:
    """Everything the member may see that clocks read; with a key, of that clock alone."""
    where = dict(zip(("facility", "port", "organisation", "rule"), key, strict=True)) if key else {}
    return _entered(
        Fulfilment.objects.visible_to(member).filter(**where),
        ClockSetting.objects.visible_to(member).filter(**where),
        Derogation.objects.visible_to(member).filter(**where),
    )


def entered_by_all() -> Entered:
    """Everything that clocks read, for a round of the worker that shows nothing to anybody."""
    return _entered(Fulfilment.objects.all(), ClockSetting.objects.all(), Derogation.objects.all())


def _entered(fulfilments: Fulfilments, settings: ClockSettings, derogations: Derogations) -> Entered:
    given = ("months", "starts_on", "changed_on", "changed_what", "off_reason")
    # An approved one that is over still says why the date was moved: its clock is overdue, by the later day.
    approved = derogations.filter(approved_at__isnull=False, ended_at=None)
    return Entered(
        done=_done(fulfilments.standing()),
        settings={tuple(row[:4]): Setting(*row[4:]) for row in settings.order_by().values_list(*COLUMNS, *given)},
        derogations={_key(row): row for row in approved.select_related("approved_by")},
    )


def _done(rows: Fulfilments) -> dict[Key, list[Done]]:
    """What the clocks need of the history: the newest day of each, and of papers with an end also their ends.

    The database finds the newest, so that years of drills cost nothing.
    """
    ends = [rule.code for rule in clock_rules().values() if rule.names_its_end]
    newest = rows.exclude(rule__in=ends).order_by().values(*COLUMNS).annotate(day=Max("on"), end=NO_DAY)
    papers = rows.filter(rule__in=ends).order_by().annotate(day=F("on"), end=F("until"))
    whole = newest.values_list(*COLUMNS, "day", "end").union(papers.values_list(*COLUMNS, "day", "end"), all=True)
    done: dict[Key, list[Done]] = {}
    for facility, port, organisation, rule, day, end in whole.order_by():
        done.setdefault((facility, port, organisation, rule), []).append(Done(day, end))
    return done


def _key(row: Derogation) -> Key:
    return (row.facility_id, row.port_id, row.organisation_id, row.rule)


def reckon(places: Iterable[Place], entered: Entered, *, today: date) -> list[ClockLine]:
    """Every clock of the places, those that are off included, in the order of places and rules."""
    rules = list(clock_rules().values())
    return [_line(rule, place, entered, today) for place in places for rule in rules if place.holds(rule)]


def _line(rule: ClockRule, place: Place, entered: Entered, today: date) -> ClockLine:
    key = place.key_of(rule.code)
    setting = entered.settings.get(key, NOTHING_SET)
    derogation = entered.derogations.get(key)
    stands = clock(
        _reckoned(rule, setting),
        entered.done.get(key, ()),
        today=today,
        start=setting.starts_on,
        changed=setting.changed_on,
        derogated=Moved(derogation.due_on, derogation.until_on) if derogation else None,
    )
    moved = derogation if stands.due != stands.original else None
    return ClockLine(rule, place, stands, setting, moved)


def _reckoned(rule: ClockRule, setting: Setting) -> Reckoned:
    return Reckoned(Reckoning.MONTHS, setting.months or 0) if rule.sets_own_period else rule.reckoned


def lines_of(member: Member, *, today: date) -> list[ClockLine]:
    """The own organisation's clocks within the seat's scope, what runs out first on top; those that are off left out.

    Duties whose period the facility has not set are left out too: nobody asked for them yet.
    """
    lines = reckon(own_places(member), entered_for(member), today=today)
    return first_due_first(line for line in lines if is_asked_for(line))


def is_asked_for(line: ClockLine) -> bool:
    """Whether the clock runs: not switched off, and with a period."""
    return not line.is_off and (not line.rule.sets_own_period or line.setting.months is not None)


def first_due_first(lines: Iterable[ClockLine]) -> list[ClockLine]:
    """By due day; what cannot be told comes last."""
    return sorted(lines, key=lambda line: (line.clock.due is None, line.clock.due or date.max, line.place.name))


def line_of(member: Member, rule: ClockRule, place: Place, *, today: date) -> ClockLine:
    """One clock."""
    return _line(rule, place, entered_for(member, key=place.key_of(rule.code)), today)


def counts(lines: Iterable[ClockLine]) -> dict[State, int]:
    """How many clocks stand how; every state is there."""
    found = dict.fromkeys(State, 0)
    for line in lines:
        found[line.clock.state] += 1
    return found
