"""A translation beside the glossary: what it says in other words is listed, what it says in its own way is not."""

import pytest

from port2port.pure.glossary_check import MOST_STRAYS, strays_in
from port2port.pure.terms import Term


def term(code: str, **labels: str) -> Term:
    return Term("glossary", code, labels)


GLOSSARY = (
    term("access-control", en="access control", nl="toegangscontrole", fr="contrôle d'accès", de="Zugangskontrolle"),
    term("seal", en="seal", nl="zegel", fr="scellé", de="Siegel"),
    term("ais", en="automatic identification system (AIS)", nl="automatisch identificatiesysteem (AIS)"),
)


@pytest.mark.parametrize(
    ("english", "text", "language", "codes"),
    [
        ("Access control at the gate", "Toegangscontrole aan de poort", "nl", []),
        ("Access control at the gate", "Ingangscontrole aan de poort", "nl", ["access-control"]),
        ("Access control at the gate", "Toegangscontrolesysteem aan de poort", "nl", []),
        ("Check every seal", "Controleer alle zegels", "nl", []),
        ("Check every seal", "Controleer elk loodje", "nl", ["seal"]),
        ("Check the seals", "Contrôler les scellés", "fr", []),
        ("Check the seals", "Contrôler les plombs", "fr", ["seal"]),
        ("Access control", "Le contrôle des accès", "fr", []),
        ("AIS is on", "De AIS staat aan", "nl", []),
        ("AIS is on", "De zender staat aan", "nl", ["ais"]),
        ("Control the access", "Beheers de ingang", "nl", []),
        ("The fence", "De omheining", "nl", []),
        ("The seal", "Der Verschluss", "de", ["seal"]),
        ("", "", "nl", []),
    ],
)
def test_what_differs_from_the_glossary_is_listed(english, text, language, codes):
    assert [one.code for one in strays_in(english, "en", text, language, GLOSSARY)] == codes


def test_a_stray_says_both_words_and_the_list_ends():
    many = [term(f"seal-{number}", en="seal", nl="zegel") for number in range(50)]

    found = strays_in("A seal", "en", "Een loodje", "nl", many)

    assert len(found) == MOST_STRAYS
    assert (found[0].said, found[0].agreed, found[0].language) == ("seal", "zegel", "nl")
