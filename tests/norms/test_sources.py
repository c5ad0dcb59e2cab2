"""The sources of the law's catalogues: whole, in four languages, and a must only where the law was read to say so."""

import re
from itertools import pairwise
from typing import Any

import pytest
import yaml

from port2port.norms.law import BINDING, sources
from port2port.pure.oscal.controls import ADDRESSEES, LICENCES, OBLIGATIONS

pytestmark = pytest.mark.anywhere

LANGUAGES = ["nl", "fr", "de", "en"]
CLASSES = {"isps-a", "isps-b", "eu", "be"}
ID = re.compile(r"[a-z][a-z0-9._-]*")
SAID = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sources()}
BOUND = yaml.safe_load(BINDING.read_text(encoding="utf-8"))["paragraphs"]

each_source = pytest.mark.parametrize("name", sorted(SAID))


def controls(name: str) -> list[dict[str, Any]]:
    return [control for section in SAID[name]["sections"] for control in section["controls"]]


def class_of(name: str) -> dict[str, str]:
    return {control["id"]: section["class"] for section in SAID[name]["sections"] for control in section["controls"]}


def has_words(name: str) -> bool:
    return SAID[name]["licence"] != "ids-only"


def number(label: str) -> list[int]:
    return [int(part) for part in label.split("/")[1].split(".")]


def test_the_laws_that_the_ports_work_under_are_there():
    assert set(SAID) >= {"isps", "dir-2005-65", "nis2-21", "cyfun"}


@each_source
def test_a_file_is_named_as_its_catalogue(name):
    assert SAID[name]["key"] == name
    assert SAID[name]["licence"] in LICENCES
    assert {section["class"] for section in SAID[name]["sections"]} <= CLASSES


@each_source
def test_ids_and_labels_are_unique_and_of_our_form(name):
    ids = [section["id"] for section in SAID[name]["sections"]] + [control["id"] for control in controls(name)]
    labels = [control["label"] for control in controls(name)]

    assert [one for one in ids if not ID.fullmatch(one)] == []
    assert len(ids) == len(set(ids))
    assert len(labels) == len(set(labels))


@each_source
def test_every_title_and_statement_is_there_in_four_languages(name):
    titled = [SAID[name], *SAID[name]["sections"], *controls(name)]
    assert [one.get("id", name) for one in titled if [*one["titles"]] != LANGUAGES] == []
    assert [one.get("id", name) for one in titled if not all(text.strip() for text in one["titles"].values())] == []
    if not has_words(name):
        return
    said = {control["id"]: control["statements"] for control in controls(name)}
    assert [one for one, words in said.items() if [*words] != LANGUAGES] == []
    assert [one for one, words in said.items() if not all(text.strip() for text in words.values())] == []
    assert [one for one, words in said.items() if len(set(words.values())) < 4] == []


@each_source
def test_a_statement_is_one_or_more_whole_sentences_that_no_neighbour_repeats(name):
    if not has_words(name):
        return
    said = [control["statements"] for control in controls(name)]
    assert [words for words in said for text in words.values() if not text.endswith(".") or "  " in text] == []
    assert [one for one, two in pairwise(said) if one == two] == []


@each_source
def test_of_anothers_texts_only_the_ids_are_shipped(name):
    if has_words(name):
        return
    assert [one["id"] for one in controls(name) if set(one["titles"].values()) != {one["id"]}] == []
    assert [one["id"] for one in controls(name) if any(one["statements"].values())] == []


@each_source
def test_obligation_addressees_and_levels_are_known_words(name):
    assert [one["id"] for one in controls(name) if one["obligation"] not in OBLIGATIONS] == []
    assert [one["id"] for one in controls(name) if not one["addressees"] or {*one["addressees"]} - {*ADDRESSEES}] == []
    assert [one["id"] for one in controls(name) if not one["levels"] or {*one["levels"]} - {1, 2, 3}] == []
    assert [one["id"] for one in controls(name) if one["levels"] != sorted(set(one["levels"]))] == []


@each_source
def test_a_must_names_its_law_and_nothing_else_does(name):
    assert [one["id"] for one in controls(name) if (one["obligation"] == "must") != bool(one.get("basis"))] == []


def checked(row: dict[str, Any]) -> bool:
    return row["checked"] in (True, "yes")


def line_of(label: str) -> dict[str, Any] | None:
    """The line of the list that a paragraph of part B, or an item of it, stands under."""
    said = label.removeprefix("B/")
    found = [row for row in BOUND if said == row["paragraph"] or said.startswith(f"{row['paragraph']}.")]
    return found[0] if found else None


def test_part_b_is_a_must_only_where_the_regulation_was_read_to_say_so():
    part_b = [one for one in controls("isps") if class_of("isps")[one["id"]] == "isps-b"]
    bound = {one["label"]: line_of(one["label"]) for one in part_b}

    musts = {one["label"] for one in part_b if one["obligation"] == "must"}
    assert musts == {label for label, row in bound.items() if row is not None and checked(row)}
    assert {one["basis"] for one in part_b if "basis" in one} == {"32004R0725 art 3(5)"}
    open_still = {label for label, row in bound.items() if row is not None and not checked(row)}
    assert open_still <= {one["label"] for one in part_b if one.get("to_verify")}


def test_the_list_of_binding_paragraphs_names_each_once_with_its_basis():
    paragraphs = [row["paragraph"] for row in BOUND]
    assert len(paragraphs) == len(set(paragraphs)) == 33
    assert [row for row in BOUND if row["checked"] not in (True, False, "yes", "no") or not row["basis"]] == []


def test_part_a_is_a_must_unless_it_only_permits():
    part_a = [one for one in controls("isps") if class_of("isps")[one["id"]] == "isps-a"]
    permits = {one["label"] for one in part_a if one["obligation"] != "must"}
    assert permits == {"A/5.2", "A/15.6", "A/16.1.1", "A/16.5", "A/16.9"}
    assert {one["basis"] for one in part_a if "basis" in one} == {"32004R0725 annex II"}


def test_the_codes_own_lists_are_whole_and_apart():
    found = controls("isps")
    assert [(one["label"], one["a14_2"]) for one in found if "a14_2" in one] == [
        (f"A/14.2.{item}", item) for item in range(1, 8)
    ]
    assert [(one["label"], one["b16_9"]) for one in found if "b16_9" in one] == [
        (f"B/16.9.{item}", item) for item in range(1, 7)
    ]
    assert [(one["label"], one["pfsp_item"]) for one in found if "pfsp_item" in one] == [
        (f"A/16.3.{item}", f"16.3.{item}") for item in range(1, 16)
    ]


def test_paragraphs_stand_in_the_order_of_the_code_and_no_section_has_a_gap():
    for section in SAID["isps"]["sections"]:
        numbers = [number(control["label"]) for control in section["controls"]]
        assert numbers == sorted(numbers), section["id"]
    labels = {control["label"] for control in controls("isps")}
    runs = {"A/5": 7, "A/17.2": 13, "A/18": 4, "B/15.3": 8, "B/16.3": 6, "B/16.8": 14, "B/18": 6}
    wanted = [f"{start}.{item}" for start, end in runs.items() for item in range(1, end + 1)]
    wanted += [f"A/15.5.{item}" for item in range(1, 5)] + [f"B/15.{item}" for item in range(4, 17)]
    wanted += [f"B/16.{item}" for item in range(10, 64)]
    assert [one for one in wanted if one not in labels] == []


def test_a_paragraph_of_one_level_says_so_in_every_language():
    words = {"nl": "niveau", "fr": "niveau", "de": "Stufe", "en": "level"}
    escalating = [
        one
        for one in controls("isps")
        if one["label"].startswith("B/16.") and one["titles"]["en"].endswith((" level 1", " level 2", " level 3"))
    ]
    assert len(escalating) >= 17
    for one in escalating:
        level = int(one["titles"]["en"][-1])
        assert one["levels"] == [level], one["id"]
        assert [key for key in LANGUAGES if f"{words[key]} {level}".lower() not in one["titles"][key].lower()] == []


def test_french_never_says_drill_or_exercise_without_the_interval():
    bare = re.compile(r"\bexercices?\b(?! (trimestriels?|annuels?))|\bentraînements?\b", re.IGNORECASE)
    texts = [
        text
        for name in SAID
        for one in [SAID[name], *SAID[name]["sections"], *controls(name)]
        for text in (one["titles"]["fr"], one.get("statements", {}).get("fr", ""))
    ]
    assert [text for text in texts if bare.search(text)] == []


def test_cyfun_has_the_six_functions_and_its_218_controls():
    labels = [one["label"] for one in controls("cyfun")]
    assert len(labels) == 218
    assert {label[:2] for label in labels} == {"GV", "ID", "PR", "DE", "RS", "RC"}
    assert [label for label in labels if not re.fullmatch(r"[A-Z]{2}\.[A-Z]{2}-\d\d\.\d+", label)] == []
