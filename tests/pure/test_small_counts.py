"""Counts that name nobody, and sentences that were copied."""

from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.copied import copied_sentences
from port2port.pure.small_counts import shown_counts

NAMES = ["access", "release", "drone", "cyber", "other"]


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 40)))
def test_nothing_below_ten_is_ever_shown_and_nothing_shown_was_made_up(counts: dict[str, int]):
    shown = shown_counts(counts)

    assert all(count >= 10 for count in shown.values())
    assert all(shown[name] == counts[name] for name in shown if name != "other")
    assert sum(shown.values()) in {sum(counts.values()), sum(c for n, c in counts.items() if n != "other" and c >= 10)}


def test_small_ones_fall_into_other_and_a_small_other_is_not_shown():
    assert shown_counts({"access": 12, "drone": 6, "other": 5}) == {"access": 12, "other": 11}
    assert shown_counts({"access": 12, "drone": 6, "other": 3}) == {"access": 12}
    assert shown_counts({}) == {}


CONCERN = (
    "On Monday two men asked our driver for the release code of a container. He said no! They came back on Tuesday."
)


def test_sentences_that_were_copied_are_named_whatever_their_case_and_accents():
    lesson = (
        "Drivers are approached at the gate. THEY CAME BACK ON TUESDAY.\n"
        "In one case two men asked our driver for the release code, and he refused. Codes are never given by phone."
    )

    assert copied_sentences(lesson, CONCERN) == [
        "THEY CAME BACK ON TUESDAY.",
        "In one case two men asked our driver for the release code, and he refused.",
    ]


def test_a_text_of_ones_own_and_a_short_phrase_are_no_copy():
    assert copied_sentences("He said no. Train drivers to refuse, and to tell the gate.", CONCERN) == []
    assert copied_sentences("", CONCERN) == copied_sentences("Some words that stand nowhere else.", "") == []
