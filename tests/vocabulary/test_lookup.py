from datetime import date
from uuid import UUID, uuid5

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from port2port.pure.terms import Deprecation, Register, Term, UnknownCode
from port2port.vocabulary import lookup

NAMESPACE = UUID("8bf6d9af-ddb9-4b5c-b61c-22596b5f55fd")


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("DRG-EXT", "Drugssmokkel: uithaling"),
        ("CPU-02", "Afgeschermde overdrachtsketen"),
        ("stage.empty-depot", "Leegdepot"),
        ("sea-chest", "zeekast"),
        ("NO-SUCH-CODE", "NO-SUCH-CODE"),
        ("", ""),
    ],
)
def test_a_label_is_in_the_readers_language_and_an_unknown_code_is_itself(code, label):
    with translation.override("nl"):
        assert lookup.label(code) == label


def test_a_language_can_be_asked_for_and_a_regional_one_is_understood():
    assert lookup.label("CYB-SUPPLY", "de") == "Kompromittierung eines Lieferanten"
    assert lookup.label("CYB-SUPPLY", "fr-be") == "Compromission d'un fournisseur"
    assert lookup.label("CYB-SUPPLY", "it") == "Supplier compromise"
    with translation.override(None):
        assert lookup.label("CYB-SUPPLY") == "Supplier compromise"


def test_methods_and_controls_of_one_family_do_not_collide():
    assert lookup.term("CYB").register == "methods"
    assert lookup.term("CYB-04").register == "controls"
    assert lookup.group_label("controls", "CYB", "en") == "Cyber and OT"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: lookup.method("CYB-04"),
        lambda: lookup.control("DRG-EXT-PIN"),
        lambda: lookup.facet("stage", "moon"),
        lambda: lookup.facets("colour"),
        lambda: lookup.register("colours"),
        lambda: lookup.term("NOPE"),
        lambda: lookup.stix_id("stage.yard"),
    ],
)
def test_asking_for_what_is_not_there_is_told(ask):
    with pytest.raises(UnknownCode):
        ask()


def test_known_codes_are_known_by_register_and_by_facet():
    assert lookup.is_known("methods", "DRG-EXT-PIN")
    assert lookup.is_known("stage", "yard")
    assert lookup.is_known("facets", "stage.yard")
    assert not lookup.is_known("methods", "CYB-04")
    assert not lookup.is_known("stage", "cocaine")
    assert not lookup.is_known("colour", "red")


def test_controls_and_methods_point_at_each_other():
    pin = lookup.method("DRG-EXT-PIN")

    assert "CPU-03" in pin.countermeasures
    assert pin in lookup.countered_by("CPU-03")


def test_stix_ids_are_fixed_for_ever():
    assert lookup.stix_id("DRG-EXT-PIN") == f"attack-pattern--{uuid5(NAMESPACE, 'DRG-EXT-PIN')}"
    assert lookup.stix_id("DRG-EXT-PIN") == "attack-pattern--d3f24800-8e4e-5b4d-9cb5-53c7dbcdabf3"
    assert lookup.stix_id("CPU-03") == "course-of-action--2cb7e1a6-38bd-521d-adb9-de0d794cc058"


class Form(forms.Form):
    stage = forms.ChoiceField(choices=lookup.choices("facets", "stage"))
    method = forms.ChoiceField(choices=lookup.choices("methods"))


def test_choices_speak_the_language_of_whoever_reads_the_form():
    with translation.override("nl"):
        dutch = str(Form())
    with translation.override("de"):
        german = str(Form())

    assert '<option value="empty-depot">Leegdepot</option>' in dutch
    assert '<option value="empty-depot">Leerdepot</option>' in german
    assert '<optgroup label="Drugssmokkel: uithaling">' in dutch


def test_choices_hold_every_code_once():
    offered = [code for _, group in lookup.choices("methods") for code, _ in group]

    assert offered == [method.code for method in lookup.methods()]
    assert [len(group) for _, group in lookup.choices("facets")] == [8, 11, 6, 4, 9, 6, 6]
    assert sum(len(group) for _, group in lookup.choices("controls")) == 85
    assert sum(len(group) for _, group in lookup.choices("glossary")) == 108


def test_a_deprecated_code_is_offered_only_to_the_record_that_holds_it(monkeypatch):
    old = Term(
        register="glossary",
        code="old",
        labels={"en": "Old", "nl": "Oud", "fr": "Vieux", "de": "Alt"},
        deprecated=Deprecation(date(2026, 1, 1)),
    )
    glossary = Register("glossary", "1", date(2026, 1, 1), "s", "l", "", (), (old,))
    monkeypatch.setattr(lookup, "registers", lambda: {"glossary": glossary})

    assert lookup.choices("glossary") == [("", [])]
    assert [code for code, _ in lookup.choices("glossary", keep="old")[0][1]] == ["old"]


def test_templates_turn_codes_into_words():
    template = Template("{% load terms %}{{ a|term }} / {{ b|facet:'stage' }} / {{ c|control_title }} / {{ d|term }}")

    with translation.override("fr"):
        words = template.render(Context({"a": "CYB-OT", "b": "sea", "c": "SCR-02", "d": "<b>"}))

    assert words == (
        "Attaque contre les technologies opérationnelles (grue, écluse, pompe, vidéosurveillance)"
        " / En mer / SCR-02 · Contrôles des scellés / &lt;b&gt;"
    )


@pytest.mark.parametrize("word", ["omheining", "clôture", "CLOTURE", "Umzäunung", "fence"])
def test_the_fence_is_found_in_every_language(word):
    assert "ACC-05" in [found.code for found in lookup.search(word)]


def test_a_search_can_stay_in_one_register():
    assert {found.register for found in lookup.search("drone", name="controls")} == {"controls"}


def test_looking_up_asks_no_database():
    # No database is allowed in this test: a query would fail it.
    assert lookup.search("zegel")
    assert lookup.choices("controls")
