from typing import Any

import pytest

from port2port.pure.oscal.crosswalks import crosswalks, faults_of
from port2port.pure.oscal.faults import Rule
from port2port.pure.oscal.reading import read
from tests.pure.oscal.documents import Break, crosswalk, shelf


def found(change: Break | None = None) -> list[tuple[str, str]]:
    return [(fault.rule, fault.word) for fault in faults_of(read(crosswalk(change=change)), shelf())]


def test_a_crosswalk_is_read_and_turned_round() -> None:
    (one,) = crosswalks(read(crosswalk()))
    (line,) = one.crossings
    assert found() == []
    assert (line.sources, line.targets, line.relationship) == (("a-14.2.2",), ("b-16.10",), "subset-of")
    assert (line.rationale, line.strength, one.source_gaps) == ("", 7, ("a-14.2.1",))
    assert line.turned().relationship == "superset-of"
    assert line.turned().turned() == line


def line(body: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = body["mappings"][0]["maps"][0]
    return one


def same_eyes(body: dict[str, Any]) -> None:
    parties = body["provenance"]["responsible-parties"]
    parties[1]["party-uuids"] = parties[0]["party-uuids"]


def gap(name: str) -> Break:
    def change(body: dict[str, Any]) -> None:
        body["mappings"][0]["source-gap-summary"]["unmapped-controls"][0]["with-ids"] = [name]

    return change


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (same_eyes, "author-reviews"),
        (lambda body: body["provenance"]["responsible-parties"].pop(), "complete-without-reviewer"),
        (lambda body: line(body).update(relationship="resembles"), "unknown-relationship"),
        (lambda body: line(body)["sources"][0].update({"id-ref": "z-1"}), "no-such-control"),
        (gap("z-1"), "no-such-control"),
        (gap("a-14.2.2"), "mapped-and-gap"),
        (lambda body: body["mappings"][0]["source-resource"].update(href="#nowhere"), "no-such-version"),
    ],
)
def test_s7_one_change_breaks_it(change: Break, word: str) -> None:
    assert found(change) == [(Rule.S7, word)]


def test_what_is_said_to_have_no_relationship_stays_a_gap() -> None:
    def change(body: dict[str, Any]) -> None:
        line(body).update(relationship="no-relationship")
        gap("a-14.2.2")(body)

    assert found(change) == []
