"""Own routes from a file: what is refused and why, all or nothing, and undone as long as no answer holds them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from port2port.allocation import actions, sheets
from port2port.allocation.models import GameDraft, Route, RouteImport
from port2port.allocation.refusals import Closed
from port2port.allocation.route_words import AnsweredSince, BadRoutes, WrittenAlready
from port2port.base.refusal import NotAllowed
from port2port.counts.refusals import NothingToUndo
from port2port.counts.sheet_words import RowsRefused, UndoneAlready
from port2port.log.logbook_words import BadLogbook
from port2port.members.models import Port
from port2port.pure.route_sheet import HEADINGS, RouteSheetError, RouteWhy, read_routes
from port2port.pure.sheets import csv_file, xlsx_file
from tests.allocation.conftest import fields
from tests.personas import NOW

LATER = NOW + timedelta(minutes=1)
FIGURES = (6e4, 8e4, 1e5, 2e4, 3e4, 4e4, 5e3, 1e4, 2e4, 5e4, 1e5, 1.5e5, 50, 70, 90, 10, 20)
GATE = dict(zip(HEADINGS, ["north", "Gate 3", *(f"{one:.0f}" for one in FIGURES), "our own estimate"], strict=True))


def file(*rows: dict[str, str], headings: tuple[str, ...] = HEADINGS) -> bytes:
    lines = [",".join(headings), *(",".join(row.get(name, "") for name in headings) for row in rows)]
    return "\r\n".join(lines).encode()


@pytest.fixture
def game(table: Any) -> GameDraft:
    row: GameDraft = table.opened()
    table.entered(row, "north", routes=1)
    return row


def brought(table: Any, game: GameDraft, content: bytes, *, who: str = "north", **more: Any) -> RouteImport:
    said: dict[str, Any] = {"content": content, "name": "routes.csv", "now": LATER} | more
    return actions.bring_routes(member=table.officers[who], game=game, **said)


def written(table: Any, game: GameDraft, content: bytes) -> RouteImport:
    return actions.write_routes(member=table.officers["north"], record=brought(table, game, content), now=LATER)


def names() -> list[str]:
    return list(Route.objects.standing().values_list("name", flat=True))


def test_a_row_is_read_with_shares_of_one() -> None:
    [row], remarks = read_routes(file(GATE), "a.csv")

    assert not remarks
    assert (row.port, row.name, row.source) == ("north", "Gate 3", "our own estimate")
    assert (row.floor, row.covered_now, row.figures["detect_prob"]) == (0.1, 0.2, (0.5, 0.7, 0.9))
    assert row.figures["harm"] == (50_000, 100_000, 150_000)


@pytest.mark.parametrize(
    ("name", "cell", "why"),
    [
        ("harm_low", "", RouteWhy.EMPTY),
        ("source", " ", RouteWhy.EMPTY),
        ("harm_low", "much", RouteWhy.NOT_A_NUMBER),
        ("harm_low", "nan", RouteWhy.NOT_A_NUMBER),
        ("harm_low", "-5", RouteWhy.NEGATIVE),
        ("harm_low", "50.000", RouteWhy.THOUSANDS),
        ("floor_percent", "0.2", RouteWhy.NOT_PERCENT),
        ("detect_percent_high", "0.9", RouteWhy.NOT_PERCENT),
    ],
)
def test_a_cell_at_fault_is_named_with_its_row(name: str, cell: str, why: RouteWhy) -> None:
    rows, remarks = read_routes(file(GATE, GATE | {"route": "Gate 4", name: cell}), "a.csv")

    assert [row.name for row in rows] == ["Gate 3"]
    assert [(one.row, one.heading, one.why) for one in remarks] == [(3, name, why)]


def test_the_same_route_twice_is_refused_at_the_second() -> None:
    rows, remarks = read_routes(file(GATE, GATE | {"route": "GATE 3"}), "a.csv")

    assert len(rows) == 1
    assert [(one.row, one.other, one.why) for one in remarks] == [(3, 2, RouteWhy.DOUBLED)]


def test_the_same_route_under_two_names_of_its_port_is_refused_at_the_second(table: Any, game: GameDraft) -> None:
    Port.objects.filter(slug="north").update(locode="BENOR", name="Port of North")
    stood = names()
    rows = (GATE | {"port": "BENOR"}, GATE | {"port": "Port of North", "route": "GATE 3", "floor_percent": "5"})
    record = brought(table, game, file(*rows))

    trial = actions.try_routes(member=table.officers["north"], record=record, now=LATER)

    assert [(one.row, one.heading, one.words) for one in trial.refused] == [
        (3, "route", "The same route stands in row 2. Keep one of the two.")
    ]
    with pytest.raises(RowsRefused):
        actions.write_routes(member=table.officers["north"], record=record, now=LATER)
    assert names() == stood


@pytest.mark.parametrize("word", ["Hafen Gent", "Gand", "port of Ghent", "BEGNE"])
def test_a_port_is_meant_by_its_name_in_each_language(table: Any, game: GameDraft, word: str) -> None:
    Port.objects.filter(slug="north").update(locode="BEGNE", name="Gent")

    written(table, game, file(GATE | {"port": word}))

    assert "Gate 3" in names()


def test_a_word_that_means_two_own_ports_is_refused_and_names_them(table: Any, game: GameDraft) -> None:
    north = table.officers["north"]
    for slug, name in (("left", "Gent (left)"), ("right", "Gent (right)")):
        port = Port.objects.create(slug=slug, name=name, geography="sea", manager=table.ports["north"].manager)
        actions.save_port(member=north, game=game, port=port, own_units=1, now=NOW)
    Port.objects.filter(slug__in=("left", "right")).update(name="Gent")
    record = brought(table, game, file(GATE | {"port": "Gand"}, GATE | {"port": "left"}))

    trial = actions.try_routes(member=north, record=record, now=LATER)

    assert [(one.row, one.heading) for one in trial.refused] == [(2, "port")]
    assert "left" in trial.refused[0].words
    assert "right" in trial.refused[0].words


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (file(GATE, headings=HEADINGS[:-1]), "missing"),
        (file(GATE, headings=(*HEADINGS, "source")), "twice"),
        (b"a,b,c\r\n1,2,3", "no-columns"),
        (file(), "no-rows"),
        (file(*(GATE | {"route": f"Gate {number}"} for number in range(201))), "too-many-rows"),
    ],
)
def test_a_file_that_is_no_sheet_of_routes_is_refused_whole(content: bytes, fault: str) -> None:
    with pytest.raises(RouteSheetError, match=fault):
        read_routes(content, "a.csv")


def test_a_trial_writes_nothing_and_says_what_would_be(table: Any, game: GameDraft) -> None:
    before = list(Route.objects.values())
    known = "SECRET-north-0"
    record = brought(table, game, file(GATE, GATE | {"route": known, "floor_percent": "5"}))

    trial = actions.try_routes(member=table.officers["north"], record=record, now=LATER)

    assert [(one.row, one.route, one.state) for one in trial.lines] == [(2, "Gate 3", "new"), (3, known, "changed")]
    assert not trial.refused
    assert list(Route.objects.values()) == before


@pytest.mark.parametrize(
    ("change", "heading", "words"),
    [
        ({"harm_low": "200000"}, "harm_low", "low to likely to high"),
        ({"harm_low": "10"}, "harm_low", "at least 1,000 euros"),
        ({"detect_percent_high": "200"}, "detect_percent_low", "between 1 % and 100 %"),
        ({"floor_percent": "120"}, "floor_percent", "between 0 % and 100 %"),
        ({"covered_now_percent": "101"}, "covered_now_percent", "between 0 % and 100 %"),
        ({"floor_percent": "95"}, "floor_percent", "own units"),
        ({"port": "south"}, "port", "no port with which your organisation"),
        ({"port": "nowhere"}, "port", "no port with which your organisation"),
    ],
)
def test_what_the_form_refuses_the_file_refuses_by_row_and_nothing_is_written(
    table: Any, game: GameDraft, change: dict[str, str], heading: str, words: str
) -> None:
    table.named(game, "south")
    table.entered(game, "south")
    stood = names()
    record = brought(table, game, file(GATE, GATE | {"route": "Gate 4"} | change))

    trial = actions.try_routes(member=table.officers["north"], record=record, now=LATER)

    assert [(one.row, one.heading) for one in trial.refused] == [(3, heading)]
    assert words in trial.refused[0].words
    with pytest.raises(RowsRefused):
        actions.write_routes(member=table.officers["north"], record=record, now=LATER)
    assert names() == stood


def many(table: Any, game: GameDraft, *, ports: int, routes: int) -> RouteImport:
    """A file of so many routes at each of so many own ports, the half of them new."""
    rows = []
    for number in range(ports):
        slug, north = f"quay-{number}", table.ports["north"].manager
        port, _new = Port.objects.get_or_create(
            slug=slug, defaults={"name": slug, "geography": "sea", "manager": north}
        )
        inputs = actions.save_port(member=table.officers["north"], game=game, port=port, own_units=12, now=NOW)
        for place in range(routes):
            rows.append(GATE | {"port": slug, "route": f"Gate {place}"})
            if place % 2:
                actions.save_route(member=table.officers["north"], inputs=inputs, said=fields(f"Gate {place}"), now=NOW)
    return brought(table, game, file(*rows))


def test_a_trial_asks_as_often_for_fifty_rows_as_for_five(as_author: Client, table: Any, game: GameDraft) -> None:
    found = []
    for ports, routes in ((1, 5), (5, 10)):
        record = many(table, game, ports=ports, routes=routes)
        address = f"{game.get_absolute_url()}import/{record.key}/"
        as_author.get(address)

        with CaptureQueriesContext(connection) as alone:
            trial = actions.try_routes(member=table.officers["north"], record=record, now=LATER)
        with CaptureQueriesContext(connection) as shown:
            as_author.get(address)

        assert len(trial.lines) == ports * routes
        assert {line.state for line in trial.lines} == {"new", "changed"}
        found.append((len(alone), len(shown)))
        Route.objects.update(removed_at=NOW)

    assert found[0] == found[1]


def test_a_row_that_changes_nothing_leaves_its_route_untouched(table: Any, game: GameDraft) -> None:
    written(table, game, file(GATE))
    stood = Route.objects.get(name="Gate 3")

    record = brought(table, game, file(GATE, GATE | {"route": "Gate 4"}), now=LATER + timedelta(minutes=1))
    actions.write_routes(member=table.officers["north"], record=record, now=LATER + timedelta(minutes=1))

    assert Route.objects.get(name="Gate 3").saved_at == stood.saved_at == LATER
    assert Route.objects.get(name="Gate 4").saved_at > LATER


def test_a_route_that_was_removed_meanwhile_is_not_saved(table: Any, game: GameDraft) -> None:
    north, route = table.officers["north"], Route.objects.select_related("inputs").get()
    actions.remove_route(member=north, route=route, now=NOW)

    with pytest.raises(NotAllowed):
        actions.save_route(member=north, inputs=route.inputs, said=fields("late"), route=route, now=NOW)


def test_more_routes_than_a_port_has_are_refused_by_row(table: Any, game: GameDraft) -> None:
    record = brought(
        table, game, file(*(GATE | {"route": f"Gate {number}", "floor_percent": "0"} for number in range(13)))
    )

    trial = actions.try_routes(member=table.officers["north"], record=record, now=LATER)

    # One stands already.
    assert [one.shown for one in trial.refused] == ["Gate 11", "Gate 12"]


def test_floors_may_go_from_one_route_to_another(table: Any, game: GameDraft) -> None:
    written(table, game, file(GATE | {"floor_percent": "90"}, GATE | {"route": "Gate 4", "floor_percent": "0"}))

    moved = file(GATE | {"route": "Gate 4", "floor_percent": "90"}, GATE | {"floor_percent": "0"})
    written(table, game, moved)

    assert dict(Route.objects.standing().values_list("name", "floor"))["Gate 4"] == 0.9


def test_undone_what_stood_stands_again_and_what_was_changed_since_stays(table: Any, game: GameDraft) -> None:
    north, known = table.officers["north"], Route.objects.get()
    rows = [GATE | {"route": known.name}, GATE, GATE | {"route": "Gate 4"}]
    record = written(table, game, file(*rows))
    said = actions.RouteFields(**_fields(Route.objects.get(name="Gate 4")))
    four = Route.objects.get(name="Gate 4")
    actions.save_route(member=north, inputs=four.inputs, said=said, route=four, now=LATER + timedelta(minutes=1))

    assert actions.undo_routes(member=north, record=record, now=LATER + timedelta(minutes=2)) == 2

    assert sorted(names()) == ["Gate 4", known.name]
    assert Route.objects.get(pk=known.pk).figures == known.figures
    with pytest.raises(UndoneAlready):
        actions.undo_routes(member=north, record=record, now=LATER)


def _fields(route: Route) -> dict[str, Any]:
    from port2port.pure.workbench.given import Range

    figures = {name: Range(one["low"], one["likely"], one["high"]) for name, one in route.figures.items()}
    sources = {name: one["source"] for name, one in route.figures.items()}
    return {"name": route.name, "figures": figures, "sources": sources, "floor": 0.0, "covered_now": 0.5}


def test_once_an_answer_holds_it_nothing_is_undone(table: Any) -> None:
    game = table.played()
    record = written(table, game, file(GATE))
    assert actions.may_undo(table.officers["north"], record)
    actions.solve(member=table.officers["north"], game=game, now=LATER + timedelta(minutes=1))

    assert not actions.may_undo(table.officers["north"], record)
    with pytest.raises(AnsweredSince):
        actions.undo_routes(member=table.officers["north"], record=record, now=LATER + timedelta(minutes=2))


def test_a_file_is_written_once_and_one_that_changes_nothing_leaves_nothing_to_undo(
    table: Any, game: GameDraft
) -> None:
    north = table.officers["north"]
    record = written(table, game, file(GATE))
    with pytest.raises(WrittenAlready):
        actions.write_routes(member=north, record=record, now=LATER)

    same = written(table, game, file(GATE))

    assert not actions.may_undo(north, same)
    with pytest.raises(NothingToUndo):
        actions.undo_routes(member=north, record=same, now=LATER)


def test_nobody_else_sees_tries_writes_or_undoes_it(table: Any, game: GameDraft, colleague: Any) -> None:
    table.named(game, "south")
    record = brought(table, game, file(GATE))
    done = written(table, game, file(GATE | {"route": "Gate 4"}))

    for member in (table.officers["south"], table.officers["east"], colleague):
        assert not RouteImport.objects.visible_to(member).exists()
        for act, one in ((actions.write_routes, record), (actions.undo_routes, done)):
            with pytest.raises(NotAllowed):
                act(member=member, record=one, now=LATER)


def test_a_seat_of_one_port_brings_routes_of_that_port_alone(table: Any, game: GameDraft) -> None:
    from dataclasses import replace

    other = Port.objects.create(slug="second", name="Second", geography="sea", manager=table.ports["north"].manager)
    actions.save_port(member=table.officers["north"], game=game, port=other, own_units=1, now=NOW)
    bound = replace(table.officers["north"], port_id=other.pk)
    record = actions.bring_routes(member=bound, game=game, content=file(GATE), name="a.csv", now=LATER)

    trial = actions.try_routes(member=bound, record=record, now=LATER)

    assert [one.heading for one in trial.refused] == ["port"]


def test_a_closed_game_takes_no_file(table: Any, game: GameDraft) -> None:
    north, record = table.officers["north"], brought(table, game, file(GATE))
    actions.close_game(member=north, game=game, now=LATER)

    with pytest.raises(Closed):
        brought(table, game, file(GATE))
    with pytest.raises(Closed):
        actions.write_routes(member=north, record=record, now=LATER)


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"", b"x" * 2_000_001])
def test_bytes_that_are_no_sheet_are_refused(table: Any, game: GameDraft, content: bytes) -> None:
    with pytest.raises((BadLogbook, BadRoutes)):
        brought(table, game, content)
    assert not RouteImport.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_that_is_handed_out_comes_back_as_it_stands(table: Any, game: GameDraft, kind: str) -> None:
    routes = Route.objects.standing().select_related("inputs__port")
    cells = list(sheets.route_cells(routes))
    made: dict[str, Any] = {"title": "routes", "label": sheets.LABEL, "made_at": NOW}
    columns = sheets.route_columns()
    content = csv_file(columns, cells) if kind == "csv" else xlsx_file(columns, cells, **made)

    record = brought(table, game, content, name=f"routes.{kind}")
    trial = actions.try_routes(member=table.officers["north"], record=record, now=LATER)

    assert [one.state for one in trial.lines] == ["same"]


def test_what_is_handed_out_comes_back_with_each_source_and_half_a_percent(
    table: Any, game: GameDraft, colleague: Any
) -> None:
    route = Route.objects.standing().get()
    figures = {name: one | {"source": f"source of {name}  " + 60 * "x"} for name, one in route.figures.items()}
    Route.objects.update(figures=figures, floor=0.005, covered_now=0.005, saved_by_id=colleague.seat_id)
    cells = list(sheets.route_cells(Route.objects.standing().select_related("inputs__port")))
    record = brought(table, game, csv_file(sheets.route_columns(), cells))

    trial = actions.try_routes(member=table.officers["north"], record=record, now=LATER)

    assert not trial.refused
    assert [one.state for one in trial.lines] == ["same"]
    actions.write_routes(member=table.officers["north"], record=record, now=LATER)
    sources = {name: one["source"].split() for name, one in Route.objects.standing().get().figures.items()}
    assert sources == {name: one["source"].split() for name, one in figures.items()}


def test_a_file_tried_in_one_game_leaves_that_of_another_and_is_forgotten_after_a_day(
    table: Any, game: GameDraft
) -> None:
    first = brought(table, game, file(GATE))
    other: GameDraft = table.opened()
    brought(table, other, file(GATE))

    assert RouteImport.objects.filter(pk=first.pk).exists()
    done = written(table, game, file(GATE | {"route": "Gate 4"}))
    brought(table, game, file(GATE))
    assert actions.forget_tried(now=LATER + timedelta(hours=23)) == 0
    assert actions.forget_tried(now=LATER + timedelta(days=1)) == 2
    assert list(RouteImport.objects.all()) == [done]


def test_pages_from_the_file_to_the_undo(as_author: Client, table: Any, game: GameDraft) -> None:
    address = f"{game.get_absolute_url()}import/"
    bad = as_author.post(
        address,
        {"file": SimpleUploadedFile("a.csv", file(GATE, GATE | {"route": "Two", "harm_low": "x"}))},
        follow=True,
    )
    assert "This is no number. Write it in figures." in bad.content.decode()
    assert "Write 1 route" not in bad.content.decode()

    tried = as_author.post(address, {"file": SimpleUploadedFile("a.csv", file(GATE))})
    assert "Write 1 route" in as_author.get(tried.headers["Location"]).content.decode()
    said = as_author.post(tried.headers["Location"], follow=True).content.decode()
    assert "1 route written." in said
    assert "Gate 3" in names()

    undo = f"{address}{RouteImport.objects.get(undone_at=None).key}/undo/"
    assert "1 route is as before." in as_author.post(undo, follow=True).content.decode()
    assert "Gate 3" not in names()
    sheet = as_author.get(f"{address}routes.xlsx")
    assert [row.name for row in read_routes(sheet.content, "a.xlsx")[0]] == ["SECRET-north-0"]
    assert BytesIO(sheet.content).read(2) == b"PK"
