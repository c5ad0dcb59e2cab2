from datetime import date

import pytest

from port2port.pure.fold import answers, expand, index_words, query_words
from port2port.pure.terms import Deprecation, Register, RegisterFault, Term, TermGroup, UnknownCode, search, synonyms_of


def labels(en, nl="", fr="", de=""):
    return {"en": en, "nl": nl or en, "fr": fr or en, "de": de or en}


def register(*terms, name="methods", groups=()):
    return Register(
        name=name,
        version="1.0",
        released_on=date(2026, 1, 1),
        source="test",
        licence="EUPL-1.2",
        translation="",
        groups=groups,
        terms=terms,
    )


def term(code, en, nl="", fr="", de="", **more):
    return Term(register="methods", code=code, labels=labels(en, nl, fr, de), **more)


METHODS = register(
    term("DRG", "Drugs"),
    term("DRG-ENT", "Entry", "Invoer", "Introduction", "Einfuhr", parent="DRG"),
    term(
        "DRG-ENT-HULL",
        "Under water on the hull",
        "Onder water aan de romp",
        "Sous l'eau contre la coque",
        "Unter Wasser am Rumpf",
        parent="DRG-ENT",
        indicators={"en": ("Divers near the sea chest",), "nl": ("Duikers bij de zeekast",)},
    ),
    term("CYB", "Cyber", deprecated=Deprecation(date(2026, 5, 1), use="DRG")),
)
GLOSSARY = register(
    term("sea-chest", "sea chest", "zeekast", "caisson de prise d'eau", "Seekasten"),
    term("fence", "fence / perimeter", "omheining", "clôture", "Umzäunung"),
    term("lcmb", "local committee (LCMB)", "lokaal comité (LCMB)", "comité local (CLSM)", "Lokaler Ausschuss (LCMB)"),
    name="glossary",
)
SYNONYMS = synonyms_of(GLOSSARY)


def codes(text, language="en", registers=(METHODS, GLOSSARY)):
    return [found.code for found in search(registers, text, language, SYNONYMS)]


def test_a_label_falls_back_to_english_and_then_to_the_code():
    only_english = Term(register="methods", code="X", labels={"en": "Word"})
    nothing = Term(register="methods", code="X", labels={})

    assert METHODS.get("DRG-ENT").label("nl") == "Invoer"
    assert only_english.label("nl") == "Word"
    assert nothing.label("nl") == "X"


def test_a_register_knows_the_tree():
    assert [one.code for one in METHODS.roots()] == ["DRG", "CYB"]
    assert [one.code for one in METHODS.children("DRG")] == ["DRG-ENT"]
    assert [one.code for one in METHODS.ancestors("DRG-ENT-HULL")] == ["DRG", "DRG-ENT"]


def test_the_value_of_a_facet_comes_without_the_facets_name():
    yard = Term(register="facets", code="stage.yard", group="stage", labels=labels("Yard"))
    control = Term(register="controls", code="ACC-05", group="ACC", labels=labels("Fence"))

    assert yard.value == "yard"
    assert control.value == "ACC-05"


def test_an_unknown_code_says_which_register_was_asked():
    with pytest.raises(UnknownCode, match=r"'NOPE'.*methods"):
        METHODS.get("NOPE")


def test_a_deprecated_code_is_still_there():
    gone = METHODS.get("CYB")

    assert gone.deprecated is not None
    assert gone.deprecated.use == "DRG"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("drg-ent", "DRG-ENT"),
        ("DRG-ENT-HULL", "DRG-ENT-HULL"),
        ("invoer", "DRG-ENT"),
        ("INTRODUC", "DRG-ENT"),
        ("coque", "DRG-ENT-HULL"),
        ("umzaunung", "fence"),
        ("perimeter", "fence"),
    ],
)
def test_a_term_is_found_by_code_by_any_label_and_by_the_beginning_of_a_word(query, first):
    assert codes(query, "de")[0] == first


def test_a_synonym_of_the_glossary_finds_what_says_it_in_another_language():
    assert set(codes("Seekasten")) == {"sea-chest", "DRG-ENT-HULL"}
    assert "lcmb" in codes("CLSM")


def test_the_label_in_the_readers_language_comes_first():
    dutch = term("A", "thing", "sluis")
    english = term("B", "sluis", "ding")

    assert codes("sluis", "nl", [register(english, dutch)]) == ["A", "B"]
    assert codes("sluis", "en", [register(dutch, english)]) == ["B", "A"]


def test_nothing_asked_finds_nothing():
    assert codes("") == []
    assert codes("?!") == []


def test_the_glossary_widens_a_search_of_reports():
    groups = expand(query_words("omheining"), SYNONYMS)

    assert answers(index_words("Trou dans la clôture", "fr"), groups)
    assert not answers(index_words("Trou dans le quai", "fr"), groups)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ((term("A", "a"), term("A", "b")), "twice"),
        ((term("A", "a", parent="B"),), "parent B"),
        ((term("A", "a", group="G"),), "group G"),
        ((Term(register="methods", code="A", labels={"en": "a"}),), "no label in nl, fr, de"),
        ((term("A", "a", deprecated=Deprecation(date(2026, 1, 1), use="B")),), "to use instead, B"),
        ((term("A", "a", indicators={"en": ("x", "y"), "nl": ("x",)}),), "number of indicators"),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(terms, words):
    with pytest.raises(RegisterFault, match=words):
        register(*terms)


def test_a_group_speaks_the_readers_language():
    group = TermGroup("ACC", labels("Access", "Toegang"))

    assert group.label("nl") == "Toegang"
    assert group.label("it") == "Access"
