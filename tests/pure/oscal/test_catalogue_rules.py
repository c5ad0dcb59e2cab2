"""One change a rule: each breaks exactly the rule that it is for."""

from typing import Any

import pytest

from port2port.pure.oscal.catalogue_rules import faults_of
from port2port.pure.oscal.faults import Rule
from port2port.pure.oscal.writing import Catalogue, Section
from tests.pure.oscal.documents import Break, control, document, entry, without_prop, words

BINDING = {"B/4.1"}


def found(change: Break | None = None, **more: Any) -> list[tuple[str, str]]:
    return [(fault.rule, fault.word) for fault in faults_of(document(change=change), binding=BINDING, **more)]


def test_a_sound_catalogue_has_no_faults() -> None:
    assert found() == []


def same_id(body: dict[str, Any]) -> None:
    control(body, 1)["id"] = control(body)["id"]


def same_part_id(body: dict[str, Any]) -> None:
    control(body, 1)["parts"][0]["id"] = control(body)["parts"][0]["id"]


def same_uuid(body: dict[str, Any]) -> None:
    body["back-matter"] = {"resources": [{"uuid": body["uuid"].upper().lower()}]}


def link(href: str) -> Break:
    return lambda body: control(body).update(links=[{"href": href}])


def insert(name: str) -> Break:
    def change(body: dict[str, Any]) -> None:
        body["params"] = [{"id": "p-1", "label": "days"}]
        control(body)["parts"][0]["prose"] = f"Within {{{{ insert: param, {name} }}}} days."

    return change


def add_prop(name: str, value: str, number: int = 0) -> Break:
    prop = {"name": name, "ns": "urn:port2port:oscal:1", "value": value}
    return lambda body: control(body, number)["props"].append(prop)


def without(name: str, number: int = 0) -> Break:
    return lambda body: without_prop(body, name, number)


def empty_statement(body: dict[str, Any]) -> None:
    control(body).pop("parts")


def licence(value: str) -> Break:
    def change(body: dict[str, Any]) -> None:
        body["metadata"]["props"] = [
            prop | ({"value": value} if prop["name"] == "text-licence" else {}) for prop in body["metadata"]["props"]
        ]

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (same_id, (Rule.S1, "id-twice")),
        (same_part_id, (Rule.S1, "id-twice")),
        (same_uuid, (Rule.S1, "uuid-twice")),
        (link("#nowhere"), (Rule.S2, "points-nowhere")),
        (insert("p-2"), (Rule.S2, "no-such-parameter")),
        (lambda body: control(body).update(id="A-14"), (Rule.S4, "id-of-another-form")),
        (without("label"), (Rule.S4, "no-label")),
        (without("obligation", 3), (Rule.S4, "one-obligation")),
        (add_prop("obligation", "may", 3), (Rule.S4, "one-obligation")),
        (without("addressee"), (Rule.S4, "no-addressee")),
        (add_prop("addressee", "king"), (Rule.S4, "unknown-addressee")),
        (without("security-level"), (Rule.S4, "no-security-level")),
        (add_prop("security-level", "4"), (Rule.S4, "unknown-security-level")),
        (empty_statement, (Rule.S4, "no-statement")),
        (without("obligation-basis"), (Rule.S5, "must-without-basis")),
        (lambda body: control(body, 2)["props"][0].update(value="B/4.2"), (Rule.S5, "part-b-not-binding")),
        (licence("mine"), (Rule.S10, "unknown-licence")),
    ],
)
def test_one_change_breaks_one_rule(change: Break, fault: tuple[str, str]) -> None:
    assert found(change) == [fault]


@pytest.mark.parametrize("href", ["#a-14.2.2", "#a-14.2.1_smt", "nl.json", "https://example.org/#x"])
def test_s2_what_is_there_may_be_pointed_at(href: str) -> None:
    assert found(link(href)) == []


def test_s2_a_parameter_that_is_there_may_be_inserted() -> None:
    assert found(insert("p-1")) == []


def test_s1_the_uuid_of_another_published_document_is_refused() -> None:
    assert found(published={document().uuid}) == [(Rule.S1, "uuid-of-another")]


def test_s4_common_measures_have_one_tier_each() -> None:
    def of_tiers(*tiers: str) -> list[tuple[str, str]]:
        one = entry("acc-01", "ACC-01", class_="common", obligation="should")
        one = type(one)(
            one.id, one.label, one.class_, one.title, one.statement, [*one.props, *(("tier", t) for t in tiers)]
        )
        catalogue = Catalogue(
            "p2p", "1", "2026-11-29", words("x"), "own", "common", [Section("acc", words("y"), [one])]
        )
        return [(fault.rule, fault.word) for fault in faults_of(document(catalogue=catalogue))]

    assert of_tiers("L") == []
    assert of_tiers() == of_tiers("L", "H") == [(Rule.S4, "one-tier")]
    assert of_tiers("X") == [(Rule.S4, "unknown-tier")]


def test_s10_of_texts_under_licence_only_the_ids_are_kept() -> None:
    faults = found(licence("ids-only"))
    assert {rule for rule, _ in faults} == {Rule.S10}
    assert {word for _, word in faults} == {"title-under-licence", "prose-under-licence"}

    def bare(body: dict[str, Any]) -> None:
        licence("ids-only")(body)
        for number in range(4):
            control(body, number).update(title=control(body, number)["id"])
            control(body, number).pop("parts")

    assert found(bare) == []


def test_a_foreign_catalogue_is_judged_by_what_any_catalogue_must_hold_to() -> None:
    def foreign(body: dict[str, Any]) -> None:
        body["metadata"].pop("props")
        for number in range(4):
            body["groups"][0]["controls"][number] = {"id": f"AC-{number}", "title": "Foreign"}

    assert found(foreign) == []


def test_dropping_the_licence_does_not_lift_the_rules() -> None:
    assert (Rule.S10, "unknown-licence") in found(lambda body: body["metadata"].pop("props"))


def test_controls_within_controls_are_held_to_the_same() -> None:
    def nest(body: dict[str, Any]) -> None:
        inner = control(body)
        for depth in range(10):
            inner["controls"] = [{key: value for key, value in inner.items() if key != "parts"} | {"id": f"a-{depth}"}]
            inner = inner["controls"][0]

    assert [word for _, word in found(nest)] == ["no-statement"] * 10


@pytest.mark.parametrize(("label", "wanted"), [("B/4.1.2", []), ("B/4.10.2", [(Rule.S5, "part-b-not-binding")])])
def test_an_item_binds_where_its_paragraph_does(label: str, wanted: list[tuple[str, str]]) -> None:
    assert found(lambda body: control(body, 2)["props"][0].update(value=label)) == wanted
