"""A joint allocation of the demonstration: four ports, made-up figures, an agreed plan, and rosters of two weeks."""

import os
from datetime import datetime, timedelta

from django.utils import timezone

from port2port.allocation import actions
from port2port.allocation.actions import RouteFields, ScenarioFields
from port2port.allocation.models import GameDraft
from port2port.members.member import Member
from port2port.members.models import Circle, Port, Seat
from port2port.pure.weeks import monday_of
from port2port.pure.workbench.given import Range

# Each party enters in its own language.
LANGUAGE = {"BEANR": "nl", "BELGG": "fr", "BEBRU": "fr", "BEMEH": "nl"}
SOURCE = {"nl": "verzonnen voor de demonstratie", "fr": "inventé pour la démonstration"}
LENT = {"nl": "hondenploegen en scanner (verzonnen)", "fr": "équipes cynophiles et scanner (inventé)"}
# Login of the officer and of who names them, port, own units, whether others may read of a rise, what it lends.
PARTIES = (
    ("antwerp-officer", "", "BEANR", 1, True, 2.0),
    ("liege-officer", "liege-coordinator", "BELGG", 1, True, 1.0),
    ("brussels-officer", "brussels-coordinator", "BEBRU", 0, False, 0.5),
    ("waterway-officer", "waterway-coordinator", "BEMEH", 0, False, 0.5),
)
# Names of routes and what is at stake there, as a multiple.
ROUTES: dict[str, tuple[tuple[str, float], ...]] = {
    "BEANR": (
        ("Reefers, linkeroever", 1.15),
        ("Kaai 1700–1742", 1.0),
        ("Stukgoed, dokken noord", 0.8),
        ("Lege containers", 0.9),
        ("Binnenvaart, sluizen", 0.7),
    ),
    "BELGG": (("Trilogiport, conteneurs", 1.1), ("Quai de Monsin", 0.9), ("Île Monsin, vrac", 0.8)),
    "BEBRU": (("Bassin Vergote", 1.0), ("Avant-port, vrac", 0.8), ("Terminal TIR", 0.7)),
    "BEMEH": (("Kaai Meerhout", 1.05), ("Albertkanaal, ligplaatsen", 0.85), ("Overslag Genk", 0.75)),
}
# Who adds it, language, name, end of the ranges, reason.
SCENARIOS = (
    ("antwerp-officer", "nl", "Waarschijnlijk (verzonnen)", "likely", "Het beeld waarmee de kring begint."),
    (
        "liege-officer",
        "fr",
        "Défavorable (inventé)",
        "worst",
        "Toutes les fourchettes au pire bout : et si nous étions trop optimistes ?",
    ),
    ("antwerp-officer", "en", "Mild (made up)", "best", "All ranges at the good end: what if we look too darkly?"),
)
# Joint allocations that came to nothing: who opened it, title, its language, days before today, days until it closed.
OTHERS = (
    ("liege-officer", "Couverture des nuits d’été, un essai (inventé)", "fr", 90, 30),
    ("antwerp-officer", "Nachtschichten im Herbst, ein Versuch (erfunden)", "de", 60, 40),
    ("antwerp-officer", "Winter weekends, not begun yet (made up)", "en", 5, None),
)


def allocate(members: dict[str, Member], *, now: datetime) -> None:
    """The whole story, as the people of four organisations make it."""
    circle = Circle.objects.filter(name="Inland ports").first()
    if circle is None or any(login not in members for login, *_rest in PARTIES):
        return
    _others(members, circle, now=now)
    began = now - timedelta(days=15)
    first = members["antwerp-officer"]
    title = "Samen dekken, kust en binnenland (verzonnen)"
    game = actions.open_game(member=first, circle=circle, title=title, language="nl", now=began)
    seat = Seat.objects.get(pk=members["antwerp-coordinator"].seat_id or 0)
    actions.name_person(member=first, game=game, seat=seat, now=began)
    for login, names, locode, units, shows, lent in PARTIES:
        if names:
            seat = Seat.objects.get(pk=members[login].seat_id or 0)
            actions.name_person(member=members[names], game=game, seat=seat, now=began)
        _enter(game, members[login], locode, (units, shows, lent), now=began)
    for login, language, name, level, reason in SCENARIOS:
        said = ScenarioFields(name, reason, language, 20_000, 50_000, 40, level)
        actions.save_scenario(member=members[login], game=game, said=said, now=began)
    solution = actions.solve(member=first, game=game, now=began)
    week = monday_of(timezone.localdate(began))
    plan = actions.draft_plan(member=first, solution=solution, from_on=week, weeks=6, now=began)
    for login in ("antwerp-officer", "liege-officer"):
        actions.read_plan(member=members[login], plan=plan, what="plan", now=began)
        actions.agree_plan(member=members[login], plan=plan, now=began)
    for at in (began, now):
        drawn = monday_of(timezone.localdate(at))
        actions.draw_roster(member=first, plan=plan, week=drawn, now=at, entropy=os.urandom)
        for login in ("antwerp-officer", "brussels-officer"):
            actions.read_plan(member=members[login], plan=plan, what="roster", week=drawn, now=at)


def _others(members: dict[str, Member], circle: Circle, *, now: datetime) -> None:
    for login, title, language, ago, lasted in OTHERS:
        at = now - timedelta(days=ago)
        game = actions.open_game(member=members[login], circle=circle, title=title, language=language, now=at)
        if lasted is not None:
            actions.close_game(member=members[login], game=game, now=at + timedelta(days=lasted))


def _enter(game: GameDraft, officer: Member, locode: str, said: tuple[float, bool, float], *, now: datetime) -> None:
    units, shows, lent = said
    port = Port.objects.get(locode=locode)
    inputs = actions.save_port(member=officer, game=game, port=port, own_units=units, shows_rise=shows, now=now)
    for number, (name, size) in enumerate(ROUTES[locode]):
        floor = 0.2 if units and number == 0 else 0.0
        route = _route(name, size, floor, SOURCE[LANGUAGE[locode]])
        actions.save_route(member=officer, inputs=inputs, said=route, now=now)
    if lent:
        actions.lend(member=officer, game=game, units=lent, kind=LENT[LANGUAGE[locode]], now=now)


def _route(name: str, size: float, floor: float, source: str) -> RouteFields:
    figures = {
        "reward": Range(70_000 * size, 90_000 * size, 110_000 * size),
        "penalty": Range(25_000, 35_000, 45_000),
        "access_cost": Range(15_000, 20_000, 25_000),
        "harm": Range(80_000 * size, 120_000 * size, 160_000 * size),
        "detect_prob": Range(0.5, 0.6, 0.7),
    }
    return RouteFields(name, figures, dict.fromkeys(figures, source), floor, 0.25)
