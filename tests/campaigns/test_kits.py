"""Files of kits: each fault is found, with the file, the way to its key and the reason."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from port2port.campaigns.kits import LOADER, PACKAGED, BadKit, faults_in, kits, read
from port2port.pure.kit import LANGUAGES

pytestmark = pytest.mark.anywhere
SAMPLE = Path(__file__).parent / "sample-kit.yaml"


def changed(tmp_path: Path, *steps: Any, to: Any = None, without: str = "") -> Path:
    """The sample with one place changed, or one key taken away."""
    # As JSON, which is YAML too: anchors make one object of several, and each place is changed alone.
    said = json.loads(json.dumps(yaml.load(SAMPLE.read_text(), Loader=LOADER)))
    place = said
    for step in steps[:-1]:
        place = place[step]
    if without:
        del (place[steps[-1]] if steps else place)[without]
    else:
        place[steps[-1]] = to
    path = tmp_path / SAMPLE.name
    path.write_text(json.dumps(said))
    return path


def said_of(path: Path) -> list[str]:
    return [line.removeprefix(f"{path}: ") for line in faults_in(path)]


def test_a_sound_kit_is_read_whole():
    kit = read(SAMPLE)

    assert kit.slug == "sample-kit"
    assert kit.poster.headline.in_language("nl") == "Biedt iemand u geld? Zeg nee. Praat."
    assert [one.is_many for one in kit.quiz] == [False, True, False]
    assert [one.right for one in kit.quiz[0].choices] == [False, True]
    assert list(faults_in(SAMPLE)) == []


@pytest.mark.parametrize(
    ("steps", "to", "expected"),
    [
        (("id",), "other", "id: is other, but the file is called sample-kit.yaml"),
        (("id",), "Other!", "id: small letters, digits and hyphens are wanted"),
        (("version",), 0, "version: a whole number from 1 on is wanted"),
        (("version",), True, "version: a whole number from 1 on is wanted"),
        (("mo",), ["NOT-KNOWN"], "mo[0]: NOT-KNOWN is not in the register methods"),
        (("mo",), ["COR-BADGE", "COR-BADGE"], "mo[1]: COR-BADGE stands twice"),
        (("controls",), "AWR-02", "controls: a list is wanted"),
        (("extra",), "x", "extra: is not known here; known are id, version, course, mo, controls, title, poster,"),
        (("poster", "headline", "fr"), "", "poster.headline.fr: is empty"),
        (("poster", "headline", "fr"), 12, "poster.headline.fr: a text is wanted; put it in quotes"),
        (("poster", "headline", "de"), "x" * 65, "poster.headline.de: has 65 characters, at most 64 fit"),
        (("poster", "headline", "de"), "two\nlines", "poster.headline.de: cannot be printed: lines"),
        (("poster", "headline", "de"), "turn\u202earound", "poster.headline.de: cannot be printed: bidi"),
        (("poster", "lines"), [], "poster.lines: has 0 entries, 3 are wanted"),
        (("card",), "text", "card: a mapping is wanted"),
        (("talk", "minutes"), 15, "talk.minutes: a toolbox talk lasts 10 minutes"),
        (("quiz", 0, "kind"), "some", "quiz[0].kind: one or many is wanted"),
        (("quiz", 0, "choices", 0, "right"), True, "quiz[0].choices: 2 are right, exactly one is wanted"),
        (("quiz", 1, "choices", 2, "right"), True, "quiz[1].choices: 3 of 3 are right, at least one right and one"),
        (("quiz", 0, "choices", 0, "right"), "no", "quiz[0].choices[0].right: true or false is wanted"),
        (("quiz", 1, "id"), "q1", "quiz[1].id: q1 stands twice"),
    ],
)
def test_each_fault_says_where_it_is_and_why(tmp_path, steps, to, expected):
    path = changed(tmp_path, *steps, to=to)

    assert any(line.startswith(expected) for line in said_of(path))


@pytest.mark.parametrize(
    ("steps", "name", "expected"),
    [
        ((), "talk", "talk: is missing"),
        (("poster",), "dont", "poster.dont: is missing"),
        (("card", "title"), "fr", "card.title.fr: is missing"),
        (("quiz", 2), "why", "quiz[2].why: is missing"),
    ],
)
def test_what_is_missing_is_named(tmp_path, steps, name, expected):
    path = changed(tmp_path, *steps, without=name)

    assert said_of(path) == [expected]


def test_a_key_that_stands_twice_is_found(tmp_path):
    path = tmp_path / SAMPLE.name
    path.write_text(SAMPLE.read_text().replace("version: 1", "version: 1\nversion: 1"))

    assert said_of(path) == ["version: stands twice"]


@pytest.mark.parametrize("content", ["", "just text", "- a list", "a: [", "\x00", "id: !!python/name:os.system"])
def test_what_is_no_kit_at_all_has_one_reason(tmp_path, content):
    path = tmp_path / SAMPLE.name
    path.write_text(content)

    assert len(said_of(path)) == 1


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path):
    assert "No such file" in said_of(tmp_path / "none.yaml")[0]
    assert said_of(tmp_path) == ["/: holds no file that ends in .yaml"]


def test_a_refused_kit_says_all_of_its_faults(tmp_path):
    path = changed(tmp_path, "version", to=0)

    with pytest.raises(BadKit, match=r"sample-kit\.yaml: version: a whole number"):
        read(path)


def test_every_kit_that_came_with_the_software_is_sound():
    assert list(faults_in(PACKAGED)) == [] or not list(PACKAGED.glob("*.yaml"))
    assert all(one.title.in_language(code) for one in kits().values() for code in LANGUAGES)
