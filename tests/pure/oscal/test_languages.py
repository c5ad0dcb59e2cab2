from typing import Any

import pytest

from port2port.pure.oscal.comparing import compared
from port2port.pure.oscal.controls import controls
from port2port.pure.oscal.faults import Rule
from port2port.pure.oscal.languages import bytes_faults, meaning, parity_faults, revival_faults
from port2port.pure.oscal.writing import LANGUAGES, written
from tests.pure.oscal.documents import Break, control, document, law, without_prop


def parity(change: Break | None = None) -> list[tuple[str, str]]:
    documents = {language: document(language=language) for language in LANGUAGES}
    documents["nl"] = document(language="nl", change=change)
    return [(fault.rule, fault.word) for fault in parity_faults(documents)]


def test_four_languages_of_one_catalogue_are_alike() -> None:
    assert parity() == []


def swap(body: dict[str, Any]) -> None:
    body["groups"][0]["controls"].reverse()


def drop(body: dict[str, Any]) -> None:
    body["groups"][0]["controls"].pop()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (swap, "another-order"),
        (drop, "another-number"),
        (lambda body: without_prop(body, "addressee"), "another-shape"),
        (lambda body: control(body)["parts"][0].update(name="guidance"), "another-shape"),
        (lambda body: body["metadata"].update(version="2.0"), "another-version"),
        (lambda body: body.update(uuid=document(language="de").uuid), "one-uuid-for-two"),
    ],
)
def test_s8_only_words_differ(change: Break, word: str) -> None:
    assert parity(change) == [(Rule.S8, word)]


def test_s8_words_may_differ() -> None:
    assert parity(lambda body: control(body).update(title="Iets anders")) == []


def reworded(body: dict[str, Any]) -> None:
    control(body, 1)["parts"][0]["prose"] = "Do something else."


def test_versions_are_compared_by_what_they_ask() -> None:
    def change(body: dict[str, Any]) -> None:
        reworded(body)
        control(body, 2)["title"] = "Another title"
        control(body, 3)["id"] = "b-16.11"

    found = compared(document(), document(change=change))
    assert found.kept == ("a-14.2.1",)
    assert found.reworded == ("b-4.1",)
    assert [(one.before.id, one.after.prose("statement")) for one in found.changed] == [
        ("a-14.2.2", "Do something else.")
    ]
    assert (found.added, found.removed) == (("b-16.11",), ("b-16.10",))


def test_s9_a_withdrawn_id_comes_back_only_with_its_old_meaning() -> None:
    withdrawn = {one.id: meaning(one) for one in controls(document()) if one.id == "a-14.2.2"}
    assert revival_faults(document(), withdrawn=withdrawn) == []
    (fault,) = revival_faults(document(change=reworded), withdrawn=withdrawn)
    assert (fault.rule, fault.word, fault.about) == (Rule.S9, "withdrawn-id-again", "a-14.2.2")


def test_s9_a_byte_that_changed_is_named() -> None:
    data = written(law(), "en")
    recorded = document().sha256
    assert bytes_faults(data, recorded=recorded) == []
    assert [fault.word for fault in bytes_faults(data + b" ", recorded=recorded)] == ["bytes-changed"]
