"""Course files in their folders, the command that checks them, and what roles must know."""

import pytest

from port2port.courses.faults import WORDS, said
from port2port.courses.files import STARTING, folders
from port2port.courses.roles import known, roles
from port2port.pure.course_faults import Fault, Rule
from port2port.pure.course_front import LANGUAGES
from port2port.site.command import main
from port2port.vocabulary.subjects import subjects

FILE = """---
id: gate
version: 1
lang: {lang}
title: At the gate
minutes: 5
audience: [guard]
objectives: [Knows the gate]
covers: [b18-2-3]
controls: []
mo: []
review_by: 2027-11-30
licence: EUPL-1.2
---
## Faces
Look at each face.
```quiz q1 one
Whom do you look at?
- [x] Everybody
- [ ] Nobody
> So that nobody is treated otherwise.
```
"""


def write(top, *, name="gate", version="1", **changed):
    folder = top / name / version
    folder.mkdir(parents=True)
    for lang in LANGUAGES:
        (folder / f"{lang}.md").write_text(changed.get(lang) or FILE.format(lang=lang), encoding="utf-8")
    return folder


def test_a_sound_course_ends_with_0(tmp_path, capsys):
    write(tmp_path)

    assert main(["courses", "check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 of 1 courses sound\n"


def test_a_fault_is_printed_with_file_line_and_reason(tmp_path, capsys):
    folder = write(tmp_path, nl=FILE.format(lang="nl").replace("- [ ] Nobody", "- [x] Nobody"))

    assert main(["courses", "check", str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"{folder}/nl.md:17: Question q1 is of the kind one: mark exactly one choice as right. (quiz-not-one-right)"
    )
    assert lines[-1] == "0 of 1 courses sound"


def test_a_course_in_the_folder_of_another_is_named(tmp_path, capsys):
    write(tmp_path, name="fence", version="2")

    assert main(["courses", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("(other-file)") == 4


def test_a_file_of_another_name_is_named(tmp_path):
    (write(tmp_path) / "es.md").write_text("hola", encoding="utf-8")

    assert [fault.rule for folder in folders(tmp_path) for fault in folder.faults] == [Rule.OTHER_FILE]


def test_a_folder_that_is_not_there_ends_with_2(tmp_path):
    assert main(["courses", "check", str(tmp_path / "nothing")]) == 2


def test_every_rule_has_words():
    assert set(WORDS) == set(Rule)
    assert all("%" not in said(Fault("f", 1, rule, "q1")) for rule in Rule)


@pytest.mark.parametrize("folder", list(folders(STARTING)), ids=lambda one: f"{one.path.parent.name}-{one.path.name}")
def test_the_courses_that_come_with_the_software_are_sound(folder):
    assert [f"{one.file}:{one.line}: {said(one)}" for one in folder.faults] == []


def test_the_code_asks_twenty_ten_and_four_things():
    for paragraph, number in (("1", 20), ("2", 10), ("3", 4)):
        assert [code for code in subjects() if code.startswith(f"b18-{paragraph}-")] == [
            f"b18-{paragraph}-{item}" for item in range(1, number + 1)
        ]
    assert subjects()["b18-2-3"].paragraph == "B/18.2.3"
    assert subjects()["p2p-money"].paragraph == ""


def test_a_role_needs_only_codes_that_there_are_each_once():
    assert list(roles()) == ["pfso", "deputy", "guard", "security-duties", "all-staff"]
    for role in roles().values():
        wanted = [code for need in role.needs for code in need.codes]
        assert len(wanted) == len(set(wanted))
        assert set(wanted) <= known().covers
        assert set(role.labels) == set(LANGUAGES)


def test_each_code_has_words_in_four_languages():
    assert all(set(code.labels) == set(LANGUAGES) for code in subjects().values())
