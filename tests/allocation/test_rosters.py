"""Rosters held against what was drawn, the key of the box of seeds, and receipts for answers that tell a plan."""

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.test import Client

from port2port.allocation import actions, drawing, sealing
from port2port.allocation.models import PlanRead
from port2port.allocation.refusals import DrawnOtherwise
from port2port.ledger import keys
from port2port.pure.seeded import drawn
from tests.allocation.conftest import MONDAY, Table
from tests.personas import NOW

type Entropy = Callable[[int], bytes]
DRAWN = "port2port.allocation.drawing.drawn"


def test_an_answer_that_covers_the_own_port_as_the_plan_does_is_not_read_without_a_receipt(table: Table) -> None:
    plan = table.planned()
    north, south = table.officers["north"], table.officers["south"]
    # Another name of a scenario moves no unit.
    said = actions.ScenarioFields("Likely again", "the same once more", "en", 20_000, 40_000, 80, "likely")
    actions.save_scenario(member=north, game=plan.game, said=said, now=NOW)
    later = actions.solve(member=north, game=plan.game, now=NOW)
    assert later.pk != plan.solution_id

    actions.read_answer(member=south, solution=later, now=NOW)

    assert [(one.plan_id, one.what) for one in PlanRead.objects.all()] == [(plan.pk, "answer")]


def test_an_answer_that_covers_the_own_port_otherwise_leaves_the_same_receipt(table: Table) -> None:
    """Everybody named reads who read what: a receipt that hung on the own coverage would tell of it."""
    plan, north = table.planned(), table.officers["north"]
    inputs = plan.game.ports.get(port__slug="north")
    actions.save_port(member=north, game=plan.game, port=inputs.port, own_units=3, now=NOW)
    later = actions.solve(member=north, game=plan.game, now=NOW)

    for who in table.officers:
        actions.read_answer(member=table.officers[who], solution=later, now=NOW)

    readers = {one.organisation_id or 0 for one in table.officers.values()}
    found = PlanRead.objects.order_by("organisation_id").values_list("plan_id", "organisation_id", "what")
    assert list(found) == [(plan.pk, one, "answer") for one in sorted(readers)]


def test_a_roster_that_is_drawn_otherwise_now_is_not_shown(
    table: Table, entropy: Entropy, monkeypatch: pytest.MonkeyPatch, auditor: Any
) -> None:
    plan, north = table.planned(), table.officers["north"]
    roster = actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    monkeypatch.setattr(DRAWN, lambda seed, key, cover: [(n + 1) % 3 for n in drawn(seed, key, cover)])

    with pytest.raises(DrawnOtherwise, match="not what was drawn"):
        drawing.own_rosters(north, roster)
    assert drawing.checked(auditor, now=NOW + timedelta(days=7))[0].holds is False


def test_a_roster_printed_from_the_browser_has_its_label_at_the_foot(
    table: Table, entropy: Entropy, as_author: Client
) -> None:
    plan = table.planned()
    actions.draw_roster(member=table.officers["north"], plan=plan, week=MONDAY, now=NOW, entropy=entropy)

    page = as_author.get(f"{plan.get_absolute_url()}rosters/{MONDAY}/").content.decode()

    sheet = page.split('<p class="print-tlp print-tlp--foot print-only" hidden>')[1].split("</p>")[0]
    assert "TLP:AMBER+STRICT" in sheet
    assert '<span class="no-print">For paper take the PDF' in page


@pytest.mark.parametrize("kind", ["csv", "pdf"])
def test_where_no_file_is_made_none_is_on_record(
    table: Table, entropy: Entropy, monkeypatch: pytest.MonkeyPatch, as_author: Client, kind: str
) -> None:
    plan, north = table.planned(), table.officers["north"]
    actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    monkeypatch.setattr(DRAWN, lambda seed, key, cover: [(n + 1) % 3 for n in drawn(seed, key, cover)])

    assert as_author.get(f"{plan.get_absolute_url()}rosters/{MONDAY}/roster.{kind}").status_code == 409
    assert not PlanRead.objects.exists()


def test_a_seed_that_cannot_be_opened_is_said(
    table: Table, entropy: Entropy, auditor: Any, settings: Any, tmp_path: Any
) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
    plan, north = table.planned(), table.officers["north"]
    roster = actions.draw_roster(member=north, plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    keys.throw_away(sealing.BOX)
    keys.lock_away(sealing.BOX, bytes(32))

    with pytest.raises(DrawnOtherwise):
        drawing.own_rosters(north, roster)
    found = drawing.checked(auditor, now=NOW + timedelta(days=7))[0]
    assert (found.seed, found.holds) == (None, False)


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_on_a_volume_without_hard_links_a_key_is_kept_all_the_same(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"

    def none_here(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(number, "no links")

    monkeypatch.setattr(os, "link", none_here)
    sealed = sealing.shut(b"first", entropy=lambda size: bytes([1]) * size)
    keys.lock_away(sealing.BOX, bytes(32))

    assert sealing.opened(sealed) == b"first"
    assert [one.suffix for one in (tmp_path / "keys").iterdir()] == [".key"]


@pytest.mark.parametrize("moment", ["open", "link"])
def test_of_two_that_make_the_key_of_the_box_at_once_one_stays(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
    other: list[bytes] = []
    real = getattr(os, moment)

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs) if moment == "open" else None
        if not other:
            other.append(b"")
            other[0] = sealing.shut(b"second", entropy=lambda size: bytes([2]) * size)
        return found if moment == "open" else real(*args, **kwargs)

    monkeypatch.setattr(os, moment, meanwhile)
    first = sealing.shut(b"first", entropy=lambda size: bytes([1]) * size)

    assert (sealing.opened(first), sealing.opened(other[0])) == (b"first", b"second")
    assert [one.name for one in settings.KEY_FOLDER.iterdir()] == [f"{sealing.BOX}.key"]


def test_many_threads_make_one_key(settings: Any, tmp_path: Any) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
    gate = Barrier(8)

    def shut(number: int) -> bytes:
        gate.wait()
        return sealing.shut(bytes([number]), entropy=os.urandom)

    with ThreadPoolExecutor(8) as pool:
        boxes = list(pool.map(shut, range(8)))

    assert [sealing.opened(box) for box in boxes] == [bytes([number]) for number in range(8)]


def test_a_roster_that_is_drawn_otherwise_now_says_so_and_shows_no_route(
    as_author: Client, table: Table, entropy: Entropy, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = table.planned()
    actions.draw_roster(member=table.officers["north"], plan=plan, week=MONDAY, now=NOW, entropy=entropy)
    monkeypatch.setattr(DRAWN, lambda seed, key, cover: list(range(len(cover))))
    address = f"{plan.get_absolute_url()}rosters/{MONDAY}/"

    page, file = as_author.get(address), as_author.get(f"{address}roster.csv")

    for answer in (page, file):
        assert answer.status_code == 409
        assert "not what was drawn" in answer.content.decode()
        assert "SECRET" not in answer.content.decode()
