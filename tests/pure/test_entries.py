"""Configuration that is wrong says where and why."""

import pytest

from port2port.pure.entries import Entry, EntryFault, entries

FOUR = {"en": "a", "nl": "b", "fr": "c", "de": "d"}


def test_fields_are_given_as_they_stand():
    entry = Entry({"code": "drill", "months": 3, "checked": True, "tested": ["x"], "labels": FOUR}, "clocks drill")

    assert (entry.word("code"), entry.number("months"), entry.flag("checked")) == ("drill", 3, True)
    assert (entry.words("tested"), entry.languages("labels")) == (("x",), FOUR)


def test_a_citation_reads_the_same_in_every_language_or_is_given_in_each():
    assert Entry({"basis": "ISPS A/17.2"}, "rules").citation("basis") == dict.fromkeys(FOUR, "ISPS A/17.2")
    assert Entry({"basis": FOUR}, "rules").citation("basis") == FOUR
    with pytest.raises(EntryFault, match="rules: basis must be text"):
        Entry({}, "rules").citation("basis")


def test_what_is_absent_has_its_default():
    entry = Entry({}, "clocks 1")

    assert (entry.word("basis"), entry.number("hours"), entry.flag("own"), entry.words("codes")) == ("", 0, False, ())
    assert entry.inner("when").keys == []


@pytest.mark.parametrize(
    ("value", "ask", "said"),
    [
        ("text", lambda entry: entry, "rules: names with values"),
        ({"code": 7}, lambda entry: entry.word("code"), "rules: code must be text"),
        ({}, lambda entry: entry.word("code", None), "rules: code must be text"),
        ({"months": "3"}, lambda entry: entry.number("months"), "rules: months must be a whole number"),
        ({"months": True}, lambda entry: entry.number("months"), "rules: months must be a whole number"),
        ({"months": -1}, lambda entry: entry.number("months"), "rules: months must be a whole number"),
        ({"checked": "yes"}, lambda entry: entry.flag("checked"), "rules: checked takes yes or no"),
        ({"codes": "CYB"}, lambda entry: entry.words("codes"), "rules: codes must be a list"),
        ({"labels": {"en": "a"}}, lambda entry: entry.languages("labels"), "rules, labels: nl must be text"),
        ({"labels": FOUR | {"es": "e"}}, lambda entry: entry.languages("labels"), "rules, labels: unknown: es"),
    ],
)
def test_what_is_wrong_is_named(value, ask, said):
    with pytest.raises(EntryFault, match=said):
        ask(Entry(value, "rules"))


def test_a_list_calls_each_entry_by_its_code():
    with pytest.raises(EntryFault, match="rules drill: unknown: monhts"):
        entries([{"code": "drill", "monhts": 3}], "rules", known=("code", "months"))
    with pytest.raises(EntryFault, match="rules: a list"):
        entries({}, "rules")
