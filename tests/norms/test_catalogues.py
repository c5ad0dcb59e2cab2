"""The catalogues that come with the software: sound, up to date, and judged as anybody else's."""

import json
from pathlib import Path
from typing import Any

import pytest

from port2port.norms import crosswalk, law, own_controls, shipped
from port2port.norms.faults import WORDS, said
from port2port.norms.judging import judged
from port2port.pure.oscal.controls import controls
from port2port.pure.oscal.crosswalks import crosswalks
from port2port.pure.oscal.faults import Fault, Rule
from port2port.pure.oscal.profiles import resolved
from port2port.pure.oscal.reading import Document
from port2port.site.command import main
from port2port.vocabulary import lookup

MADE = own_controls.files() | law.files() | crosswalk.files()


def test_what_is_shipped_is_what_is_made_and_nothing_else() -> None:
    assert {str(path.relative_to(shipped.FOLDER)): path.read_bytes() for path in shipped.paths()} == MADE


def test_what_is_shipped_is_sound() -> None:
    found = judged({str(path): path.read_bytes() for path in shipped.paths()})
    assert {name: faults for name, faults in found.items() if faults} == {}


def document(path: str) -> Document:
    return shipped.documents()[shipped.FOLDER / path]


def test_every_control_of_the_register_is_in_the_catalogue_in_its_order() -> None:
    found = controls(document("p2p-controls/1.0/nl.json"))
    assert [node.label for node in found] == [term.code for term in lookup.controls()]
    first = found[0]
    assert (first.title, first.own("tier")) == (lookup.control("GOV-01").labels["nl"], ["L"])
    assert first.own("obligation-basis") == [
        "32004R0725 annex II, A/17.1",
        "32004R0725 annex II, A/16.3.10",
    ]
    assert first.own("pfsp-item") == ["16.3.10"]


def test_the_first_year_is_twelve_controls_of_the_light_tier() -> None:
    found = [node for node in controls(document("p2p-controls/1.0/en.json")) if node.own("key") == ["yes"]]
    assert len(found) == len(own_controls.FIRST_YEAR) == 12
    assert {tuple(node.own("tier")) for node in found} == {("L",)}


@pytest.mark.parametrize(("key", "number"), [("baseline-light", 26), ("baseline-isps", 58), ("baseline-high-risk", 85)])
def test_each_tier_holds_those_below_it(key: str, number: int) -> None:
    assert len(resolved(document(f"{key}/1.0/profile.json"), shipped.shelf())) == number


def test_the_crosswalk_sets_each_control_beside_the_paragraphs_that_it_names() -> None:
    (walk,) = crosswalks(document("p2p-controls-to-isps/1.0/mapping.json"))
    by_source = {line.sources[0]: line.targets for line in walk.crossings}
    assert by_source["gov-01"] == ("a-17.1", "a-16.3.10")
    # B/16.10-16.17 is a range.
    assert {"b-16.10", "b-16.17"} <= set(by_source["acc-01"])
    assert set(by_source) | set(walk.source_gaps) == {term.code.lower() for term in lookup.controls()}


def test_part_b_is_binding_only_where_the_text_was_looked_up() -> None:
    assert "B/4.1" in law.binding_labels()
    assert "B/18.5" not in law.binding_labels()


def test_every_fault_has_a_sentence() -> None:
    rules = Path(shipped.__file__).parents[1] / "pure" / "oscal"
    named = {
        word
        for path in rules.glob("*.py")
        for line in path.read_text().splitlines()
        for word in WORDS
        if f'"{word}"' in line
    }
    made = {
        f"{form}-{name}" for form in ("no", "one") for name in ("obligation", "addressee", "tier", "security-level")
    }
    made |= {f"unknown-{name}" for name in ("obligation", "addressee", "tier", "security-level")}
    assert set(WORDS) - named <= made
    assert said(Fault(Rule.S1, "", "id-twice", "a-1")) == "The id a-1 stands twice. Give one of them another id."


def spoiled(tmp_path: Path) -> Path:
    folder = tmp_path / "p2p"
    folder.mkdir()
    for language in ("en", "nl"):
        body: dict[str, Any] = json.loads(MADE[f"p2p-controls/1.0/{language}.json"])
        if language == "nl":
            body["catalog"]["groups"][0]["controls"].reverse()
        (folder / f"{language}.json").write_text(json.dumps(body))
    return folder


def test_the_command_says_what_is_wrong_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = spoiled(tmp_path)
    assert main(["oscal", "validate", *map(str, sorted(folder.iterdir()))]) == 1
    printed = capsys.readouterr().out
    assert "en.json: sound" in printed
    assert "S8 /catalog/groups/0/controls/0: The languages have their controls in another order" in printed
    assert "1 of 2 sound" in printed


def test_the_command_names_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["oscal", "validate", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_the_command_judges_what_is_shipped_when_nothing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["oscal", "validate"]) == 0
    assert f"{len(MADE)} of {len(MADE)} sound" in capsys.readouterr().out


def test_a_profile_is_judged_beside_the_catalogue_that_it_names(tmp_path: Path) -> None:
    light = MADE["baseline-light/1.0/profile.json"]
    assert judged({"x.json": light}) == {"x.json": []}
    other = json.loads(light)
    other["profile"]["back-matter"]["resources"][0]["rlinks"][0]["hashes"][0]["value"] = "0" * 64
    assert [fault.word for fault in judged({"x.json": json.dumps(other).encode()})["x.json"]] == ["no-such-version"]


def test_two_documents_have_two_uuids() -> None:
    data = MADE["p2p-controls/1.0/en.json"]
    found = judged({"a.json": data, "b.json": data + b"\n"})
    assert [fault.word for fault in found["a.json"]] == ["uuid-of-another"]
