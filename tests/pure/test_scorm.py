"""A course as SCORM 1.2: what is in the package, and that the same course gives the same bytes."""

import re
from hashlib import sha256
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from port2port.courses.files import STARTING, folders
from port2port.courses.scorm import package_of
from port2port.pure.scorm import MANIFEST, PAGE, POLICY, SCRIPT, faults
from port2port.site.command import main

pytestmark = pytest.mark.anywhere
IMS = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
TEXTS = [text for folder in folders(STARTING) for text in folder.texts.values()]


def opened(text) -> ZipFile:
    return ZipFile(BytesIO(package_of(text)))


def name(text) -> str:
    return f"{text.front.id}-{text.front.lang}"


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_every_course_that_comes_along_makes_a_sound_package(text):
    made = package_of(text)

    assert faults(made) == []
    assert package_of(text) == made
    found = ET.fromstring(opened(text).read(MANIFEST))
    assert (found.findtext(f"{IMS}metadata/{IMS}schema"), found.findtext(f"{IMS}metadata/{IMS}schemaversion")) == (
        "ADL SCORM",
        "1.2",
    )
    [item] = found.iter(f"{IMS}item")
    [sco] = found.iter(f"{IMS}resource")
    assert item.get("identifierref") == sco.get("identifier")
    assert (sco.get(f"{ADL}scormtype"), sco.get("type"), sco.get("href")) == ("sco", "webcontent", PAGE)
    assert {file.get("href") for file in sco.iter(f"{IMS}file")} | {MANIFEST} == set(opened(text).namelist())
    assert item.findtext(f"{ADL}masteryscore") == (str(text.front.pass_mark) if text.quizzes else None)


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_its_page_asks_nothing_from_elsewhere_and_runs_no_script_of_a_text(text):
    page = opened(text).read(PAGE).decode()

    assert POLICY in page
    assert re.findall(r"<script[^>]*>", page) == [f'<script src="{SCRIPT}">']
    assert not re.search(r"<[^>]+\s(on[a-z]+|style)=", page)
    assert not re.search(r'\s(src|href)="(?!course\.|https?://|mailto:|tel:|#)', page)
    assert not re.search(r'<(img|link|script|iframe)[^>]+(src|href)="(https?:)?//', page)
    assert page.count("<fieldset") == len(text.quizzes)
    assert page.count("<section") == len(text.lessons)
    right = sum(len(quiz.right) for quiz in text.quizzes)
    assert page.count(" data-right") == right


def test_every_file_carries_the_same_old_date_and_is_not_packed():
    for entry in opened(TEXTS[0]).infolist():
        assert (entry.date_time, entry.compress_type) == ((1980, 1, 1, 0, 0, 0), 0)


def test_what_a_system_would_not_take_is_said():
    out = BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("../index.html", "")

    said = faults(out.getvalue())
    assert "imsmanifest.xml is missing" in said
    assert "../index.html leads out of the package" in said
    assert "../index.html is not in the manifest" in said


def test_the_command_writes_the_same_file_twice(tmp_path, capsys):
    first, again = tmp_path / "one.zip", tmp_path / "two.zip"

    assert main(["courses", "scorm", "guard", "--language", "nl", "--out", str(first)]) == 0
    assert main(["courses", "scorm", "guard", "--language", "nl", "--out", str(again)]) == 0
    assert sha256(first.read_bytes()).digest() == sha256(again.read_bytes()).digest()
    assert "not taken in" in capsys.readouterr().out


def test_the_command_says_which_courses_there_are(tmp_path, capsys):
    assert main(["courses", "scorm", "nothing", "--out", str(tmp_path / "x.zip")]) == 2
    assert "guard" in capsys.readouterr().err
