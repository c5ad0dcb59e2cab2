import csv
from io import StringIO
from pathlib import Path

import pytest

from port2port.pure.terms import LANGUAGES, RegisterFault
from port2port.vocabulary.registers import FOLDER, NAMES, parse, registers

CODES = Path(__file__).with_name("codes.txt")
NUMBERS = {"methods": 59, "facets": 50, "controls": 85, "glossary": 108}
HEAD = "register: {name: methods, version: '1.0', released_on: 2026-01-01, source: s, licence: l}\n"
LABELS = "labels: {en: a, nl: a, fr: a, de: a}"


def committed() -> set[tuple[str, str]]:
    return {(name, code) for name, code in (line.split(" ") for line in CODES.read_text().splitlines())}


def standing() -> set[tuple[str, str]]:
    terms = {(name, term.code) for name, one in registers().items() for term in one.terms}
    return terms | {(f"{name}-group", group.code) for name, one in registers().items() for group in one.groups}


def test_no_code_ever_vanishes():
    assert committed() - standing() == set(), "deprecate a code, never take it away"


def test_every_new_code_is_written_down():
    assert standing() - committed() == set(), "add new codes to tests/vocabulary/codes.txt"


@pytest.mark.parametrize("name", NAMES)
def test_a_register_is_whole(name):
    register = registers()[name]

    assert len(register.terms) >= NUMBERS[name]
    assert all((register.version, register.source, register.licence))


def test_every_text_exists_in_all_four_languages():
    lacking = [
        (term.code, language)
        for register in registers().values()
        for term in register.terms
        for language in LANGUAGES
        for said in (term.texts, term.indicators)
        if said and not said.get(language)
    ]

    assert lacking == []


def test_every_control_says_what_it_asks_and_from_which_tier_on():
    for control in registers()["controls"].terms:
        assert set(control.texts) == set(LANGUAGES)
        assert control.tier in {"L", "I", "H"}
        assert control.code.startswith(f"{control.group}-")


def test_the_first_level_of_methods_has_neither_signs_nor_countermeasures():
    for method in registers()["methods"].roots():
        assert not method.indicators
        assert not method.countermeasures


def test_every_glossary_entry_says_whether_it_was_verified():
    assert all(entry.verified is not None for entry in registers()["glossary"].terms)
    assert sum(bool(entry.verified) for entry in registers()["glossary"].terms) == 32


def test_tlp_labels_are_not_translated():
    said = [label for entry in registers()["glossary"].terms for label in entry.labels.values()]

    assert all("TLP" in label for label in registers()["glossary"].get("traffic-light-protocol-tlp").labels.values())
    assert not any("TLP: " in label for label in said)


def test_a_french_drill_is_never_printed_without_its_interval():
    glossary = registers()["glossary"]

    assert glossary.get("drill").label("fr") == "exercice trimestriel (drill)"
    assert glossary.get("exercise").label("fr") == "exercice annuel (exercise)"


def test_translations_of_our_own_are_marked():
    assert registers()["methods"].translation == "own, to be reviewed"
    assert registers()["controls"].translation == "own, to be reviewed"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("register: [", "not YAML"),
        ("[]", "names with values"),
        ("register: {name: other}", "'other'"),
        (HEAD.replace("2026-01-01", "soon"), "released_on must be a day"),
        (HEAD + f"entries: [{{code: 12, {LABELS}}}]", "code must be text"),
        (HEAD + f"entries: [{{code: A, {LABELS}, tier: X}}]", "tier is 'X'"),
        (HEAD + f"entries: [{{code: A, {LABELS}, indicators: {{en: one}}}}]", "list of texts"),
        (HEAD + "entries: {}", "entries must be a list"),
        (HEAD + "entries: [{code: A, labels: {en: a}}]", "no label in nl, fr, de"),
        ("!!python/object/apply:os.getcwd []", "not YAML"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text, words):
    with pytest.raises(RegisterFault, match=words):
        parse("methods", text)


def test_a_deprecated_code_keeps_its_day_and_its_successor():
    text = HEAD + (
        f"entries: [{{code: A, {LABELS}}}, {{code: B, {LABELS}, deprecated: {{since: 2026-02-03, use: A}}}}]"
    )

    gone = parse("methods", text).get("B").deprecated

    assert gone is not None
    assert (gone.since.isoformat(), gone.use) == ("2026-02-03", "A")


def test_no_key_stands_twice_in_a_file():
    # YAML keeps the last of two equal keys in silence.
    for name in NAMES:
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        for entry in text.split("\n  - code: ")[1:]:
            keys = [line.split(":")[0] for line in entry.splitlines()[1:] if line[:4] == "    " and line[4:5].isalpha()]
            assert len(keys) == len(set(keys)), f"{name} {entry.splitlines()[0]}"


def test_the_list_of_codes_is_sorted_as_the_files_are():
    rows = list(csv.reader(StringIO(CODES.read_text()), delimiter=" "))

    assert all(len(row) == 2 for row in rows)
    assert len({tuple(row) for row in rows}) == len(rows)
