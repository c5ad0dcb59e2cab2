"""Duties of the demonstration's facilities: what was done when, one derogation, and actions, all made up.

Dates count back from today, so that something is overdue, something is soon and most is fine on whatever day it starts.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from port2port.duties.actions.clocks import Held, Wish, ask_derogation, fulfil, set_clock
from port2port.duties.actions.notices import set_profile
from port2port.duties.actions.promises import Promise, move, promise
from port2port.duties.clocks import Place, line_of, own_places
from port2port.duties.models import ClockSetting
from port2port.duties.models.promises import State
from port2port.duties.rulebook import ClockRule, Scope, clock_rules, groups_of
from port2port.members.actions.agreements import agree_to_show
from port2port.members.member import Member
from port2port.members.models import Facility

EVIDENCE = {"nl": "Map oefeningen, schijf veiligheid", "fr": "Classeur exercices", "en": "Binder, drills and exercises"}
REASON = "Works on the quay closed the whole terminal for six weeks; the local committee was told (made up)."
TITLES = {
    "nl": ["Camera aan poort 3 vervangen (verzonnen)", "Nachtverlichting spoorzijde nakijken (verzonnen)"],
    "fr": ["Remplacer la caméra de la porte 3 (inventé)", "Vérifier l’éclairage de nuit côté rail (inventé)"],
    "en": ["Replace the camera at gate 3 (made up)", "Check the night lighting on the rail side (made up)"],
}


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps an organisation's duties, and how far behind it is.

    late   days by which the last drill is older than three months; below zero = in time
    """

    login: str
    language: str
    late: int


KEEPERS = [
    Keeper("antwerp-officer", "nl", -25),
    Keeper("terminal-officer", "en", 12),
    Keeper("northsea-officer", "nl", -60),
    Keeper("liege-officer", "fr", 9),
    Keeper("brussels-officer", "fr", -11),
    Keeper("ostend-officer", "nl", -70),
]


def keep(members: dict[str, Member], *, seed: int, now: datetime) -> None:
    """Enter it all through the actions that people use, each at the moment when it was done."""
    random = Random(seed)  # noqa: S311 - a reproducible story, no secret
    for keeper in KEEPERS:
        member = members[keeper.login]
        for place in own_places(member):
            for rule in clock_rules().values():
                if place.holds(rule):
                    _enter(member, rule, place, keeper=keeper, random=random, now=now)
        _promise(member, keeper, now)
    set_profile(member=members["antwerp-officer"], codes=["nis2", "critical"], now=now - timedelta(days=200))
    _derogate(members["terminal-officer"], now)
    _agree(members["terminal-officer"], now)


def _enter(member: Member, rule: ClockRule, place: Place, *, keeper: Keeper, random: Random, now: datetime) -> None:
    today = timezone.localdate(now)
    if rule.sets_own_period:
        if random.random() < 0.5:
            return
        setting = ClockSetting(months=rule.suggested)
        set_clock(member=member, rule=rule, place=place, setting=setting, now=now - timedelta(days=300))
    for days in _days(rule, keeper, random):
        on = today - timedelta(days=days)
        tested = tuple(random.choice(group.choices())[0] for group in groups_of(rule)[:1])
        until = on + timedelta(days=1826) if rule.names_its_end else None
        evidence = EVIDENCE[keeper.language] if rule.tested else ""
        at = timezone.make_aware(datetime.combine(on, time(16, 30)))
        held = Held(on=on, until=until, tested=tested, evidence=evidence)
        fulfil(member=member, rule=rule, place=place, held=held, now=min(at, now))


def _days(rule: ClockRule, keeper: Keeper, random: Random) -> list[int]:
    """How many days ago it was done, oldest first."""
    if rule.code == "drill":
        return [91 + keeper.late + 84 * number for number in (4, 3, 2, 1, 0)]
    if rule.is_exercise:
        return [random.randint(480, 560), random.randint(120, 330)]
    if rule.suggested >= 60:
        return [random.randint(200, 1700)]
    return [random.randint(1, 30 * rule.suggested - 1)]


def _promise(member: Member, keeper: Keeper, now: datetime) -> None:
    today = timezone.localdate(now)
    first, second = TITLES[keeper.language]
    facility = Facility.objects.shown_to(member).filter(is_active=True).order_by("pk").first()
    for title, days, ago in ((first, 12, 20), (second, -4, 45)):
        wish = Promise(title=title, due_on=today + timedelta(days=days), language=keeper.language, facility=facility)
        action = promise(member=member, wish=wish, now=now - timedelta(days=ago))
        if days > 0:
            move(member=member, action=action, to=State.DOING, now=now - timedelta(days=3))


def _derogate(member: Member, now: datetime) -> None:
    rule = clock_rules()["drill"]
    place = next(one for one in own_places(member) if one.scope == Scope.FACILITY)
    due = line_of(member, rule, place, today=timezone.localdate(now)).clock.original or date.max
    wish = Wish(
        reason=REASON,
        until_on=due + timedelta(days=40),
        approver="Local committee (demonstration)",
        reference="Letter 2026/17 (made up)",
    )
    ask_derogation(member=member, rule=rule, place=place, wish=wish, now=now - timedelta(days=14))


def _agree(member: Member, now: datetime) -> None:
    for facility in Facility.objects.shown_to(member).filter(is_active=True).select_related("port__manager"):
        agree_to_show(member=member, facility=facility, now=now - timedelta(days=90))
