"""A form template says what is wrong with it and where; what it holds is what the page asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.entries import EntryFault
from port2port.pure.form_template import is_address, leads_nowhere, template_of

NAMES = {"en": "Form", "nl": "Formulier", "fr": "Formulaire", "de": "Formular"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda deeper: st.lists(deeper) | st.dictionaries(st.text(), deeper),
)
NO_ADDRESSES = ["a", "a@b", "a b@c.be", "a@c.be,d@e.be", "a@c.be\r\nBcc: d@e.be", "<a@c.be>", "@c.be"]


def form(**more: object) -> dict[str, object]:
    return {
        "id": "my-port",
        "version": 1,
        "names": NAMES,
        "addressee": "Harbour master",
        "language": "nl",
        "fields": [{"key": "what", "label": "Wat", "source": "text", "required": True, "lines": True}],
    } | more


def test_a_form_is_read_with_its_defaults():
    found = template_of(form(), "my.yaml")

    assert (found.id, found.clock_h, found.email, found.notice) == ("my-port", 24, "", "")
    assert found.fields[0].is_required
    assert found.fields[0].has_lines
    assert found.name("fr") == "Formulaire"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"id": "My Port"}, "id"),
        ({"version": 0}, "version"),
        ({"language": "es"}, "language"),
        ({"email": "a@b, c@d"}, "email"),
        ({"email": "a@example.org\nBcc: x@example.org"}, "email"),
        ({"clock_h": 0}, "clock_h"),
        ({"fields": []}, "fields"),
        ({"fields": [{"key": "a", "label": "A"}] * 2}, "each key once"),
        ({"fields": [{"key": "A b", "label": "A"}]}, "key"),
        ({"fields": [{"key": "a", "label": "A", "source": "password"}]}, "source"),
        ({"fields": [{"key": "a", "label": "A", "colour": "red"}]}, "unknown: colour"),
        ({"names": {"en": "Form"}}, "nl"),
        ({"stamp": "x"}, "unknown: stamp"),
    ],
)
def test_what_is_wrong_names_itself_and_its_file(more, words):
    with pytest.raises(EntryFault, match=words) as refused:
        template_of(form(**more), "my.yaml")

    assert "my.yaml" in str(refused.value)


@given(ANYTHING)
def test_nothing_but_a_fault_comes_of_anything_else(value):
    with pytest.raises(EntryFault):
        template_of(value, "x.yaml")


def test_placeholders_lead_nowhere_and_others_do_not():
    nowhere = ["", "a@example.org", "a@port.example.com", "a@port.invalid", "a@localhost"]

    assert all(leads_nowhere(one) for one in nowhere)
    assert not leads_nowhere("duty@port-of-north.be")
    assert not leads_nowhere("duty@myexample.org")


@pytest.mark.parametrize(
    "text", ["a", "a@b", "a b@c.be", "a@c.be,d@e.be", "a@c.be\r\nBcc: d@e.be", "<a@c.be>", "@c.be"]
)
def test_one_address_is_one_address(text):
    assert not is_address(text)
    assert is_address("duty.officer+isps@port-of-north.be")
