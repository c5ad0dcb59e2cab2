"""The rules are data, whole in four languages, and a wrong file says where."""

import pytest
from django.utils import translation

from port2port.duties.noticebook import filled, noticebook, read, rules_in_order
from port2port.duties.rulebook import FOLDER, clock_rules, document, element_groups, element_label, pfso_duties
from port2port.pure.entries import EntryFault
from port2port.vocabulary import lookup

PACKAGED = FOLDER / "notices.yaml"


def test_the_thirteen_duties_are_there_and_each_has_a_clock():
    assert [duty.number for duty in pfso_duties()] == list(range(1, 14))
    for duty in pfso_duties():
        assert duty.clocks
        assert set(duty.clocks) <= set(clock_rules())


def test_every_rule_tests_what_there_is():
    for rule in clock_rules().values():
        assert set(rule.tested) <= set(element_groups())


def test_every_method_code_of_a_notice_is_known():
    for one in noticebook().rules.values():
        for code in one.rule.when.codes:
            assert lookup.is_known("methods", code), code


def test_what_is_not_read_in_a_source_is_marked():
    unchecked = {rule.code for rule in clock_rules().values() if not rule.is_checked}
    unchecked |= {one.code for one in noticebook().rules.values() if not one.is_checked}

    assert {"pfsa-review", "cer-notice", "gdpr-authority", "ai-incident"} <= unchecked
    assert not {"drill", "exercise", "nis2-early", "harbour-24h"} & unchecked


@pytest.mark.parametrize(
    ("language", "drill"), [("fr", "Exercice trimestriel (drill)"), ("nl", "Kwartaaloefening (drill)")]
)
def test_a_drill_is_never_named_without_its_interval(language, drill):
    with translation.override(language):
        assert clock_rules()["drill"].label == drill
        assert element_label("b18_6.resources") != "b18_6.resources"


def test_the_threats_are_nine_and_the_parts_of_the_plan_fifteen():
    assert [len(element_groups()[code].entries) for code in ("b15_11", "a16_3", "b18_6")] == [9, 15, 4]


def test_an_operators_file_lays_contacts_over_the_rules_and_adds_its_own():
    four = {"en": "a", "nl": "b", "fr": "c", "de": "d"}
    book = read(
        document(PACKAGED),
        {
            "rules": [
                {"code": "harbour-24h", "contacts": {"BEANR": {"email": "duty@port.example"}}},
                {"code": "cer-report", "off": True},
                {"code": "own", "basis": "House rule", "text": "first", "addressee": four, "title": four, "say": four},
            ]
        },
    )

    assert book.rules["harbour-24h"].contact_at("BEANR").email == "duty@port.example"
    assert not book.rules["harbour-24h"].contact_at("BEGNE").is_known
    assert "cer-report" not in book.rules
    assert book.rules["own"].basis == "House rule"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"rules": [{"code": "nis2-early", "hours": "24"}]}, "nis2-early: hours must be a whole number"),
        ({"rules": [{"code": "nis2-early", "hour": 24}]}, "unknown: hour"),
        ({"rules": [{"code": "nis2-early", "when": {"profile": ["ship"]}}]}, "names what is not there"),
        ({"rules": [{"code": "nis2-early", "after": "nis2-final"}]}, "names what is not there, or not there yet"),
        ({"rules": [{"code": "nis2-early", "contact": {"url": "javascript:alert(1)"}}]}, "cannot be used"),
        ({"contacts": {}}, "unknown: contacts"),
        ([], "names with values"),
    ],
)
def test_a_wrong_file_says_where(own, said):
    with pytest.raises(EntryFault, match=said):
        read(document(PACKAGED), own)


def test_a_text_is_filled_in_the_language_of_the_addressee_and_leaves_open_what_is_not_known():
    entry = rules_in_order(["harbour-24h"])[0]

    text = filled(
        entry, "fr", {"facility": "Quai 5", "port": "", "organisation": "Port", "started": "hier", "what": "x"}
    )

    assert text.startswith("Incident à Quai 5, […]")
    assert "$role" in text


def test_a_basis_reads_in_the_reader_s_language():
    with translation.override("nl"):
        assert clock_rules()["soc-certificate"].basis == "Belgische praktijk, vijf jaar"
    with translation.override("de"):
        assert clock_rules()["drill"].basis.startswith("ISPS B/18.5; VO (EG)")
