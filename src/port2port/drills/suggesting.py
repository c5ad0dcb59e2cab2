"""What to drill next: what is being mended first, then what was not tested for longest, then what others report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Q
from django.utils.translation import gettext as _

from port2port.drills.access import SOURCE
from port2port.drills.library import Scenario, library
from port2port.drills.models import Event
from port2port.drills.rules import DRILL_GROUPS
from port2port.duties.models import Action, Fulfilment
from port2port.duties.rulebook import element_groups, element_label
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.reports.models import Report
from port2port.vocabulary import lookup

MOST = 5
MOST_UNTESTED = 3
MOST_REPORTS = 200
# What was closed so lately is tried again.
NEWLY_CLOSED = timedelta(days=180)
RECENT = timedelta(days=90)
RETEST, UNTESTED, REPORTED = "retest", "untested", "reported"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to drill, and why; `scenario` where the library has one for it."""

    reason: str
    element: str
    words: str
    scenario: Scenario | None


def suggestions(member: Member, *, now: datetime) -> list[Suggestion]:
    """At most five, the most pressing first; only what the member sees goes in."""
    found: list[Suggestion] = []
    # The longest untested leave room for what others report.
    for one in (*_retests(member, now), *islice(_untested(member), MOST_UNTESTED), *_reported(member, now)):
        known = {(other.scenario.code if other.scenario else other.element) for other in found}
        if (one.scenario.code if one.scenario else one.element) not in known:
            found.append(one)
        if len(found) == MOST:
            break
    return found


def threats_without_scenario() -> list[str]:
    """The threats of B/15.11 that no scenario of the library tests, in the reader's language."""
    tested = {key for one in library().values() for key in one.elements}
    return [label for key, label in element_groups()["b15_11"].choices() if key not in tested]


def _retests(member: Member, now: datetime) -> Iterator[Suggestion]:
    actions = Action.objects.visible_to(member).filter(source_type=SOURCE, organisation_id=member.organisation_id or 0)
    again = actions.filter(
        Q(state__in=["open", "doing"]) | Q(state__in=["done", "verified"], changed_at__gte=now - NEWLY_CLOSED)
    )
    keys = {key: state for key, state in again.order_by("due_on").values_list("source_key", "state") if key}
    events = Event.objects.script_for(member).filter(key__in=keys)
    for event in sorted(events, key=lambda row: list(keys).index(row.key)):
        for element in _of_drills(event.elements):
            is_open = keys[event.key] in {"open", "doing"}
            why = _("an action about it is open") if is_open else _("an action about it was closed: try it again")
            yield Suggestion(RETEST, element, f"{element_label(element)}: {why}", _scenario_for(element))


def _of_drills(keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key.partition(".")[0] in DRILL_GROUPS]


def _scenario_for(element: str) -> Scenario | None:
    return next((one for one in library().values() if element in one.elements), None)


def _untested(member: Member) -> Iterator[Suggestion]:
    rows = Fulfilment.objects.visible_to(member).standing().filter(rule__in=["drill", "exercise"])
    last: dict[str, date] = {}
    for on, tested in (
        rows.filter(organisation_id=member.organisation_id or 0).order_by("on").values_list("on", "tested")
    ):
        last |= dict.fromkeys(tested, on)
    keys = [key for code in DRILL_GROUPS for key in element_groups()[code].entries]
    for key in sorted(keys, key=lambda one: (one in last, last.get(one, date.min), _scenario_for(one) is None)):
        since = last.get(key)
        why = _("last tested on %(day)s") % {"day": since.isoformat()} if since else _("never tested")
        yield Suggestion(UNTESTED, key, f"{element_label(key)}: {why}", _scenario_for(key))


def _reported(member: Member, now: datetime) -> Iterator[Suggestion]:
    ports = Port.objects.visible_to(member).of_organisation(member)
    recent = Report.objects.visible_to(member).filter(published_at__gte=now - RECENT, port__in=ports.values("pk"))
    seen = [code for codes in recent.newest_first().values_list("methods", flat=True)[:MOST_REPORTS] for code in codes]
    for one in library().values():
        hit = next((code for code in seen if code in one.mo), None)
        if hit is not None:
            why = _("reported lately in your port")
            yield Suggestion(REPORTED, one.elements[0], f"{lookup.label(hit)}: {why}", one)
