"""What is marked in a found text, and what a slip of the fingers meant."""

from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.fold import query_words
from port2port.pure.highlight import met, nearest, pieces
from port2port.pure.stop_words import telling

KNOWN = frozenset({"container", "controle", "zegel", "badge", "drone", "drones"})


def test_words_are_marked_in_any_form_and_nothing_of_the_text_is_lost() -> None:
    found = list(pieces("Two containers, one Container: (DRG-EXT-PIN).", "en", query_words("container DRG-EXT-PIN")))
    assert [one.text for one in found if one.is_met] == ["containers", "Container", "DRG-EXT-PIN"]
    assert "".join(one.text for one in found) == "Two containers, one Container: (DRG-EXT-PIN)."


@given(text=st.text(max_size=200), query=st.text(max_size=40))
def test_pieces_joined_are_the_text(text: str, query: str) -> None:
    assert "".join(one.text for one in pieces(text, "nl", query_words(query))) == text


def test_groups_met_are_counted_once_each() -> None:
    assert met("The badge and the badges of a driver", "en", query_words("badge driver crane")) == 2


def test_one_slip_in_a_short_word_and_two_in_a_long_one() -> None:
    assert nearest("contaner", KNOWN) == "container"
    assert nearest("cnotainre", KNOWN) == "container"
    assert nearest("zegle", KNOWN) == "zegel"
    assert nearest("bagde", KNOWN) == "badge"
    # Too short, with a digit, or too far away.
    assert [nearest(word, KNOWN) for word in ("bad", "badg3", "zwager", "conttaaineer")] == ["", "", "", ""]


def test_words_that_tell_nothing_are_left_out_unless_there_are_no_others() -> None:
    assert telling(query_words("hoe houden wij een drone tegen")) == [
        group for group in query_words("houden drone") if "drone" in group or "houden" in group
    ]
    assert len(telling(query_words("what is the"))) == 3
