from typing import Any

import pytest

from port2port.pure.oscal.faults import Rule
from port2port.pure.oscal.profiles import faults_of, imports, resolved
from port2port.pure.oscal.reading import read
from tests.pure.oscal.documents import Break, profile, shelf


def found(change: Break | None = None, ids: tuple[str, ...] = ("a-14.2.1", "b-16.10")) -> list[tuple[str, str]]:
    return [(fault.rule, fault.word) for fault in faults_of(read(profile(change=change, ids=ids)), shelf())]


def test_a_baseline_is_the_controls_that_it_names_in_its_order() -> None:
    document = read(profile(ids=("b-16.10", "a-14.2.1")))
    assert faults_of(document, shelf()) == []
    assert [node.id for node in resolved(document, shelf())] == ["b-16.10", "a-14.2.1"]
    assert [one.sha256 for one in imports(document)] == list(shelf())


def take_all(body: dict[str, Any]) -> None:
    body["imports"][0].pop("include-controls")
    body["imports"][0]["include-all"] = {}


def by_pattern(body: dict[str, Any]) -> None:
    body["imports"][0]["include-controls"][0]["matching"] = [{"pattern": "a-*"}]


def another_hash(body: dict[str, Any]) -> None:
    body["back-matter"]["resources"][0]["rlinks"][0]["hashes"][0]["value"] = "0" * 64


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (take_all, "include-all"),
        (by_pattern, "include-by-pattern"),
        (another_hash, "no-such-version"),
        (lambda body: body.pop("back-matter"), "import-without-hash"),
        (lambda body: body.update(modify={"set-parameters": [{"param-id": "p-9"}]}), "no-such-parameter"),
        (lambda body: body.update(modify={"alters": [{"control-id": "a-14.2.2"}]}), "alters-what-it-takes-not"),
    ],
)
def test_s6_one_change_breaks_it(change: Break, word: str) -> None:
    assert found(change) == [(Rule.S6, word)]


def test_s6_each_control_is_there_and_taken_once() -> None:
    assert found(ids=("a-14.2.1", "z-1")) == [(Rule.S6, "no-such-control")]
    assert found(ids=("a-14.2.1", "a-14.2.1")) == [(Rule.S6, "control-twice")]


def test_a_version_that_we_do_not_have_resolves_to_nothing() -> None:
    assert resolved(read(profile(change=another_hash)), shelf()) == []
