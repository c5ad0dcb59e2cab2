import itertools
from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.be import bis, nn

from port2port.pure.guard_hits import merged
from port2port.pure.guard_numbers import is_belgian
from port2port.pure.share_guard import Certainty, Hit, Kind, Why, cleaned, find, mask
from tests.pure.guard.cases import SPOTS, Planted, harmless, planted

WORDS = {kind: f"[{kind.value}]" for kind in Kind}
ANY_TEXT = st.text() | st.text("0123456789 ./-+()\n@°AbcXYZé\u200b０Ａ", max_size=200)
LINES = [one.line for one in planted()] + [line for _, line in harmless()]
# Pieces of real lines run together: what chance alone would hardly write.
MIXED = st.lists(st.sampled_from(LINES) | ANY_TEXT, max_size=4).map(" ".join)


def is_found(one: Planted) -> bool:
    hits = find(one.line, spots=SPOTS)
    return any(hit.kind is one.kind and hit.start <= one.start and hit.end >= one.end for hit in hits)


def test_hardly_anything_planted_is_missed():
    cases = planted()
    missed = [f"{one.kind}: {one.text} in: {one.line}" for one in cases if not is_found(one)]

    assert len(cases) >= 120
    assert len(missed) <= 0.02 * len(cases), missed


def test_each_kind_is_planted_in_every_way_that_matters():
    by_kind: dict[Kind, set[str]] = defaultdict(set)
    for one in planted():
        by_kind[one.kind].add(one.language)

    assert set(by_kind) == set(Kind)
    assert by_kind[Kind.PLATE] == by_kind[Kind.PHONE] == by_kind[Kind.NAME] == {"nl", "fr", "de", "en"}


def test_hardly_any_harmless_line_raises_an_alarm():
    lines = harmless()
    alarms = [(line, find(line, spots=SPOTS)) for _, line in lines if find(line, spots=SPOTS)]

    assert len(lines) >= 100
    assert len(alarms) <= 0.02 * len(lines), alarms


def test_a_hit_says_what_where_and_why():
    text = "Dhr. Voorbeeld reed met 1-ABC-234."

    assert find(text) == (
        Hit(Kind.NAME, 5, 14, "Voorbeeld", Why.AFTER_TITLE, Certainty.HIGH),
        Hit(Kind.PLATE, 24, 33, "1-ABC-234", Why.SHAPE, Certainty.HIGH),
    )


def test_a_container_number_is_no_personal_data_however_it_is_written():
    for written in ("MSKU1234565", "MSKU 123456 5", "MSKU 123.456-5", "msku1234565", "MSKU\u00a0123456\u00a05"):
        assert find(f"Container {written} staat op rij 4.") == ()


def test_a_number_with_wrong_check_digits_is_none():
    assert find("Nummer 80.01.01-999.76")[0].kind is Kind.NATIONAL_NUMBER
    assert find("Nummer 80.01.01-999.77") == ()
    assert find("4111 1111 1111 1111")[0].kind is Kind.CARD
    assert find("4111 1111 1111 1112") == ()
    assert find("BE68 5390 0754 7034")[0].kind is Kind.ACCOUNT
    assert find("BE68 5390 0754 7035") == ()


def test_what_could_be_a_dutch_number_by_chance_is_only_possible():
    assert [hit.certainty for hit in find("Nummer 999900018")] == [Certainty.LOW]
    assert [hit.certainty for hit in find("BSN 999900018")] == [Certainty.HIGH]
    assert find("Booking 999900018") == ()


def test_a_reference_word_hides_no_number_that_check_digits_prove():
    assert [hit.kind for hit in find("Booking 80.01.01-999.76")] == [Kind.NATIONAL_NUMBER]


@pytest.mark.parametrize(
    "position", ["51.28, 4.32", "51,3 N 4,3 E", "51°16' N 4°19' E", "24.500, 18.250 kg", "91.12345, 4.12345"]
)
def test_a_position_no_finer_than_a_kilometre_may_travel(position: str):
    assert [hit for hit in find(f"Gezien op {position}.") if hit.kind is Kind.COORDINATES] == []


def test_an_address_of_the_house_s_own_network_leads_to_nobody():
    assert find("Recorder 192.168.1.20, gateway 10.0.0.1") == ()


def test_a_listed_spot_is_found_whatever_its_accents_capitals_and_dashes():
    spots = ["Quai de l'Écluse 12", "Loods 4"]

    hits = find("Entre quai-de-l'ecluse 12 et LOODS  4, pas loods 41.", spots=spots)

    assert [(hit.kind, hit.text) for hit in hits] == [(Kind.SPOT, "quai-de-l'ecluse 12"), (Kind.SPOT, "LOODS  4")]


def test_what_overlaps_becomes_one_hit_that_covers_it_all():
    text = "abcdefgh"
    plate = Hit(Kind.PLATE, 1, 4, "bcd", Why.SHAPE, Certainty.MEDIUM)
    name = Hit(Kind.NAME, 3, 6, "def", Why.AFTER_TITLE, Certainty.HIGH)

    assert merged([plate, name], text) == (Hit(Kind.NAME, 1, 6, "bcdef", Why.AFTER_TITLE, Certainty.HIGH),)


def test_the_mask_puts_a_word_of_the_text_s_language_in_place():
    text = "Dhr. Voorbeeld reed met 1-ABC-234, tel. 0470 00 00 01."

    masked = mask(text, find(text), {Kind.NAME: "[naam]", Kind.PLATE: "[kenteken]"})

    assert masked == "Dhr. [naam] reed met [kenteken], tel. […]."


def test_only_the_hits_that_are_passed_are_masked():
    text = "Dhr. Voorbeeld reed met 1-ABC-234."

    assert mask(text, find(text)[1:], WORDS) == "Dhr. Voorbeeld reed met [plate]."
    assert mask(text, [], WORDS) == text


def test_a_mask_word_that_is_also_a_listed_spot_does_not_stop_the_cleaning():
    text, hits = cleaned("Naast Loods Voorbeeld.", {Kind.SPOT: "[plaats]"}, spots=["Loods Voorbeeld", "plaats"])

    assert text == "Naast [plaats]."
    assert [hit.text for hit in hits] == ["Loods Voorbeeld"]


@given(MIXED)
@example("A̶dhr. É\u0301xample")
@example("\u0301\u200b")
@example("\ud800 dhr. Voorbeeld")
@example("dhr. ŉXample ﷺ tel ０４７０ ﬁ")
def test_hits_lie_in_the_text_in_order_without_overlap(text: str):
    hits = find(text, spots=SPOTS)

    assert all(0 <= hit.start < hit.end <= len(text) and hit.text == text[hit.start : hit.end] for hit in hits)
    assert all(one.end <= other.start for one, other in itertools.pairwise(hits))
    assert hits == find(text, spots=SPOTS)


@given(MIXED)
def test_nothing_certain_is_left_in_a_cleaned_text(text: str):
    clean, hits = cleaned(text, WORDS, spots=SPOTS)

    assert [hit for hit in find(clean, spots=SPOTS) if hit.certainty is Certainty.HIGH] == []
    assert (clean == text) == (not hits)


@given(st.sampled_from(planted()), st.sampled_from(["\u200b", "\u00ad", "\u2060", "\ufe0f"]))
def test_invisible_signs_hide_nothing(one: Planted, sign: str):
    hidden = sign.join(one.line)

    assert [hit.kind for hit in find(hidden, spots=SPOTS)] == [hit.kind for hit in find(one.line, spots=SPOTS)]


@given(st.sampled_from([one for one in planted() if one.kind is not Kind.COORDINATES]))
def test_wide_letters_and_digits_hide_nothing(one: Planted):
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in one.text)
    line = one.line[: one.start] + wide + one.line[one.end :]

    assert one.kind in {hit.kind for hit in find(line, spots=SPOTS)}


@given(st.integers(1, 10**9 - 1), st.sampled_from(["", "2"]))
def test_belgian_numbers_are_those_that_the_library_takes(stem: int, century: str):
    nine = f"{stem:09d}"
    digits = nine + f"{97 - int(century + nine) % 97:02d}"
    month, day = int(digits[2:4]), int(digits[4:6])

    # The library asks today's date whether the century may be ours; only years that are over are compared.
    if (not century or int(digits[:2]) < 25) and (nn.is_valid(digits) or bis.is_valid(digits)):
        assert is_belgian(digits) or day > 31
    if is_belgian(digits):
        assert month % 20 <= 12
        assert day <= 31
