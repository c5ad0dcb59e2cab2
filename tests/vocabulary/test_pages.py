import csv
import json
from io import StringIO

import pytest
from django.test import Client

from port2port.members.actions.people import choose_language
from port2port.pure.terms import Register, Term
from port2port.vocabulary import downloads
from port2port.vocabulary.registers import NAMES, registers
from tests.personas import Community


@pytest.fixture
def reader(community: Community) -> Client:
    reader = Client(headers={"Accept-Language": "en"})
    reader.force_login(community.person("author"))
    return reader


def test_the_first_page_shows_every_register_with_its_count(reader):
    page = reader.get("/vocabulary/").text

    for words in ("59 terms", "50 terms", "85 terms", "108 terms", "Drug smuggling: extraction", "DRG-EXT-PIN"):
        assert words in page


def test_one_register_can_be_chosen_in_the_address(reader):
    page = reader.get("/vocabulary/?register=controls").text

    assert "ACC-05" in page
    assert "DRG-EXT-PIN" not in page


def test_a_search_in_any_language_finds_the_term(reader):
    page = reader.get("/vocabulary/?q=omheining").text

    assert "Fence to an agreed norm" in page
    assert "DRG-ENT-CHEM" not in page


def test_a_search_without_result_says_what_to_do(reader):
    answer = reader.get("/vocabulary/?q=xyzzy")

    assert answer.status_code == 200
    assert "No term matches" in answer.text


@pytest.mark.parametrize("query", ["register=colours", "q=a%00b", "q=" + "a" * 201])
def test_a_filter_that_cannot_be_is_refused_in_words(reader, query):
    answer = reader.get(f"/vocabulary/?{query}")

    assert answer.status_code == 422
    assert "<form" in answer.text


def test_hostile_words_are_shown_and_not_run(reader):
    page = reader.get("/vocabulary/", {"q": "<script>alert(1)</script>"}).text

    assert "<script>alert" not in page


def test_a_method_shows_its_signs_and_leads_to_its_controls_and_back(reader):
    method = reader.get("/vocabulary/methods/DRG-EXT-PIN/").text
    control = reader.get("/vocabulary/controls/CPU-03/").text

    assert "Pick-up before the rightful haulier" in method
    assert 'href="/vocabulary/controls/CPU-03/"' in method
    assert 'href="/vocabulary/methods/DRG-EXT-PIN/"' in control
    assert 'href="/vocabulary/methods/DRG-EXT/"' in method


def test_a_term_stands_on_its_page_in_four_languages(reader, community):
    choose_language(person=community.person("author"), language="fr")

    page = reader.get("/vocabulary/controls/ACC-05/").text

    for label in registers()["controls"].get("ACC-05").labels.values():
        assert label in page
    for language in ("en", "nl", "fr", "de"):
        assert f'<dd lang="{language}">' in page
    assert "reste à relire" in page


@pytest.mark.parametrize("name", NAMES)
def test_every_register_leads_to_pages(reader, name):
    first = registers()[name].terms[0]

    assert reader.get(f"/vocabulary/{name}/{first.code}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/vocabulary/methods/NOPE/",
        "/vocabulary/colours/DRG/",
        "/vocabulary/colours.csv",
        "/vocabulary/colours.json",
        "/vocabulary/controls/DRG-EXT-PIN/",
    ],
)
def test_what_is_not_there_is_missing(reader, address):
    answer = reader.get(address)

    assert answer.status_code == 404
    assert answer.content == reader.get("/vocabulary/methods/ANOTHER/").content


@pytest.mark.parametrize("name", NAMES)
def test_a_register_can_be_taken_away_as_csv_and_as_json(reader, name):
    sheet = reader.get(f"/vocabulary/{name}.csv")
    document = reader.get(f"/vocabulary/{name}.json")

    rows = list(csv.DictReader(StringIO(sheet.content.decode("utf-8-sig"))))
    entries = json.loads(document.content)["entries"]
    codes = [term.code for term in registers()[name].terms]
    assert [row["code"] for row in rows] == codes
    assert [entry["code"] for entry in entries] == codes
    assert all(row[f"label_{language}"] for row in rows for language in ("en", "nl", "fr", "de"))
    file = f"port2port-{name}-{registers()[name].version}.csv"
    assert sheet.headers["Content-Disposition"] == f'attachment; filename="{file}"'


def test_a_cell_that_looks_like_a_formula_is_harmless():
    formula = Term(register="glossary", code="x", labels={"en": "=1+1", "nl": "+a", "fr": "-b", "de": "@c"})
    register = Register("glossary", "1", registers()["glossary"].released_on, "s", "l", "", (), (formula,))

    row = next(csv.DictReader(StringIO(downloads.csv_of(register).decode("utf-8-sig"))))

    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_a_page_can_be_read_without_script(reader):
    page = reader.get("/vocabulary/").text

    assert "<details" in page
    assert " onclick" not in page
    assert " style=" not in page
