"""The sheet for the wall, and the places it and the first screen send people to."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from port2port.concerns import links
from port2port.concerns.links import drawn, link_outs
from tests.house.tree import ROOT

pytestmark = pytest.mark.django_db
LANGUAGES = {
    "nl": "Een bezorgdheid over de veiligheid",
    "fr": "Une préoccupation",
    "de": "Ein Anliegen zur Sicherheit",
    "en": "A concern about security",
}


@pytest.mark.parametrize("size", ["a4", "a5"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_poster_speaks_its_language_and_carries_the_address_of_the_first_screen(
    client: Client, settings: Any, language: str, size: str
):
    settings.SITE_URL = "https://desk.example.org"

    page = client.get("/concerns/poster/", {"size": size, "language": language}).content.decode()

    sheet = page[page.index("<article") : page.index("</article>")]
    assert LANGUAGES[language] in sheet
    assert f'class="poster poster--{size}" lang="{language}"' in sheet
    assert "https://desk.example.org/concerns/" in sheet
    assert str(drawn("https://desk.example.org/concerns/")) in sheet
    assert all(number in sheet for number in ("112", "101"))


def test_a_made_up_size_or_language_gives_a_poster_all_the_same(client: Client):
    page = client.get("/concerns/poster/", {"size": "a0", "language": 'xx"><script>'}).content.decode()

    assert 'class="poster poster--a4" lang="en"' in page
    assert "<script" not in page


@pytest.mark.parametrize(("address", "warns"), [("http://127.0.0.1:8000", True), ("https://desk.example.org", False)])
def test_a_node_without_an_address_of_its_own_warns_before_anything_is_printed(
    client: Client, settings: Any, address: str, *, warns: bool
):
    settings.SITE_URL = address

    assert (b"PORT2PORT_SITE_URL" in client.get("/concerns/poster/").content) == warns


@pytest.mark.parametrize(
    "wrong",
    [
        "url: 'http://example.org/'",
        "url: 'https://'",
        "url: 'https://a b.example.org/'",
        "url: 'https://name@example.org/'",
        "call: 'ring us'",
        "call: '112', url: 'https://example.org/'",
        "urgent: true",
        "call: '112', checked: yes",
        "call: '112', checked: yesterday",
    ],
)
def test_a_place_to_turn_to_that_leads_nowhere_stops_the_start(settings: Any, tmp_path: Path, wrong: str):
    own, words = tmp_path / "links.yaml", "{en: D, nl: D, fr: D, de: D}"
    own.write_text(f"- {{code: one, when: {words}, who: {words}, {wrong}}}\n")
    settings.CONCERN_LINKS = str(own)

    assert [one.id for one in links.links_can_be_read()] == ["concerns.E001"]


def test_the_day_on_which_an_address_was_checked_is_read(settings: Any, tmp_path: Path):
    own, words = tmp_path / "links.yaml", "{en: D, nl: D, fr: D, de: D}"
    own.write_text(f"- {{code: one, when: {words}, who: {words}, call: '112', checked: 2026-11-02}}\n")
    settings.CONCERN_LINKS = str(own)

    assert link_outs()[0].checked_on == date(2026, 11, 2)


def test_the_documentation_says_when_each_address_was_last_checked():
    text = (ROOT / "docs" / "reference" / "concerns.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)

    assert [(code, where.strip("<> "), day.strip()) for code, where, day in listed] == [
        (one.code, one.call or one.url, one.checked_on.isoformat() if one.checked_on else "not yet")
        for one in link_outs()
    ]
