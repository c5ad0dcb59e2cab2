"""The files of scenarios: those that come with the software are sound, and each fault names its place."""

from copy import deepcopy

import pytest
import yaml

from port2port.drills.codes import KINDS, PLAYER_ROLES
from port2port.drills.library import FOLDER, faults_in, library, parsed, scenario
from port2port.drills.models import Kind, PlayerRole
from port2port.pure.entries import EntryFault
from port2port.site.command import main

pytestmark = pytest.mark.anywhere


def four(text):
    return {language: f"{text} {language}" for language in ("en", "nl", "fr", "de")}


SOUND = {
    "id": "DS-99",
    "kinds": ["drill", "tabletop"],
    "minutes": 60,
    "isps_level": 1,
    "elements": ["b15_11.access", "b18_6.communication"],
    "mo": ["COR-BADGE"],
    "controls": ["ACC-02"],
    "title": four("Badge"),
    "purpose": four("Purpose"),
    "setting": four("Setting"),
    "safety": four("Safety"),
    "objectives": [{"id": "o1", "control": "ACC-02", "elements": ["b15_11.access"], "text": four("Compare")}],
    "injects": [
        {
            "id": "i1", "offset_s": 0, "to_role": "guard", "channel": "page", "objectives": ["o1"],
            "text": four("A card"), "expected": four("Compared"),
        },
        {
            "id": "i2", "offset_s": 600, "to_role": "pfso", "channel": "phone", "objectives": [],
            "text": four("A call"), "expected": four("Blocked"),
        },
    ],
    "observe": [{"id": "s1", "objective": "o1", "text": four("Seen")}],
}  # fmt: skip


def written(folder, document, name="DS-99"):
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True))
    return path


def changed(**more):
    return deepcopy(SOUND) | more


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_scenario_that_comes_with_the_software_is_sound(path):
    assert faults_in(path) == []


def test_the_library_holds_what_lies_in_its_folder():
    assert list(library()) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert scenario("DS-00") is None


def test_the_codes_in_files_are_those_of_the_tables():
    assert (tuple(Kind.values), tuple(PlayerRole.values)) == (KINDS, PLAYER_ROLES)


def test_a_sound_file_is_read_whole(tmp_path):
    found = parsed(written(tmp_path, SOUND))

    assert (found.code, found.minutes, found.injects[1].offset_s) == ("DS-99", 60, 600)
    assert found.objectives[0].text["de"] == "Compare de"
    assert found.variants == ()


INJECT = SOUND["injects"][0]
FAULTS = [
    (changed(id="DS-98"), "id DS-98 is not the name of the file"),
    (changed(stop_word="x"), "unknown: stop_word"),
    (changed(kinds=["seminar"]), "kinds: seminar is none of drill, tabletop, functional, full"),
    (changed(minutes=0), "minutes lies between 1 and 480"),
    (changed(isps_level=4), "isps_level is 1, 2 or 3"),
    (changed(mo=["XX"]), "mo: XX is not in the vocabulary"),
    (changed(controls=["ZZZ-99"]), "controls: ZZZ-99 is unknown"),
    (changed(elements=["b15_11.moon", "b18_6.communication"]), "elements: b15_11.moon is not in elements.yaml"),
    (changed(elements=["b18_6.communication"]), "elements: a drill tests one of b15_11 or a16_3 at least"),
    (changed(elements=["b15_11.access"]), "elements: an exercise tests one of b18_6 at least"),
    (changed(title=four("A" * 161)), "title en: longer than 160 characters"),
    (changed(observe=[]), "observe: nothing tells whether o1 was met"),
    (changed(objectives=SOUND["objectives"] * 2), "objectives: o1 stands there twice"),
    (changed(injects=[INJECT | {"to_role": "cook"}]), "injects i1: to_role: cook is none of"),
    (changed(injects=[INJECT | {"channel": "drum"}]), "injects i1: channel: drum is none of"),
    (changed(injects=[INJECT | {"objectives": ["o9"]}]), "injects i1: objectives: o9 is unknown"),
    (changed(injects=SOUND["injects"][::-1]), "injects i1: offset_s: stands after a later one"),
    (changed(injects=[INJECT | {"offset_s": 3601}]), "injects i1: offset_s: later than the 60 minutes"),
]


@pytest.mark.parametrize(("document", "fault"), FAULTS, ids=[fault for _document, fault in FAULTS])
def test_a_fault_names_the_file_the_place_and_the_reason(tmp_path, document, fault):
    path = written(tmp_path, document)

    assert [one for one in faults_in(path) if one.startswith(f"DS-99.yaml: {fault}")]
    with pytest.raises(EntryFault):
        parsed(path)


def test_a_file_that_is_no_yaml_says_so(tmp_path):
    path = tmp_path / "DS-99.yaml"
    path.write_text("id: [")

    assert faults_in(path)[0].startswith("DS-99.yaml: ")


def test_a_language_that_is_missing_names_its_text(tmp_path):
    path = written(tmp_path, changed(title={"en": "A", "nl": "B", "fr": "C"}))

    assert faults_in(path) == ["DS-99.yaml, title: de must be text; put it between quotes"]


def test_the_command_says_what_is_wrong_where(tmp_path, capsys):
    written(tmp_path, SOUND)
    written(tmp_path, changed(minutes=0, injects=[], id="DS-98"), "DS-98")

    assert main(["drills", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out == "DS-98.yaml: minutes lies between 1 and 480\n1 of 2 sound\n"
    assert main(["drills", "check", str(tmp_path / "DS-99.yaml")]) == 0


def test_the_command_says_that_there_is_nothing_to_check(tmp_path, capsys):
    assert main(["drills", "check", str(tmp_path)]) == 2
    assert "no files of scenarios" in capsys.readouterr().err
