"""What would tell which exercise it was is found, in four languages, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.sanitised import ELSEWHERE, Tells, blotted, names_everywhere, tells

NAMES = ("Port of Antwerp-Bruges", "Quay North", "BEANR")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Te Anvers op de kaai", "Anvers"),
        ("ligt in ANTWERPEN", "ANTWERPEN"),
        ("aan QUAY-NORTH", "QUAY-NORTH"),
        ("in Brügge", "Brügge"),
        ("code beanr", "beanr"),
    ],
)
def test_names_are_found_in_every_language(text, found):
    assert [(one.what, one.text) for one in tells(text, names=NAMES)] == [(Tells.NAME, found)]


@pytest.mark.parametrize(
    "text",
    [
        "om 02:00",
        "om 2.30 uur",
        "à 14 h 30",
        "à 14h",
        "um 14 Uhr",
        "at 2 pm",
        "at 11 o'clock",
        "om 14u30",
        "0200 hrs",
        "om twee uur",
        "half drie",
        "um zwei Uhr",
    ],
)
def test_hours_are_found(text):
    assert Tells.HOUR in {one.what for one in tells(text)}


@pytest.mark.parametrize(
    "text",
    [
        "on 3 March",
        "op 3 maart 2026",
        "le 1er août",
        "am 3. Oktober",
        "2026-03-02",
        "3/3/26",
        "November 3",
        "3 nov.",
        "3rd of November",
        "November 2026",
        "week 45",
    ],
)
def test_days_are_found(text):
    assert Tells.DAY in {one.what for one in tells(text)}


@pytest.mark.parametrize(
    "text", ["within 10 minutes", "2 of 3 gates", "level 1 to 2", "radio channel 12", "in four weeks", "one of 1,000"]
)
def test_what_tells_nothing_is_left_alone(text):
    assert tells(text, names=NAMES) == ()


@pytest.mark.parametrize("text", ["at gate 3", "camera 14", "kaai 730", "poort nr. 2", "berth 730", "Tor 5"])
def test_exact_places_are_found(text):
    assert Tells.PLACE in {one.what for one in tells(text)}


@pytest.mark.parametrize("text", ["de Noordzeeterminal", "Noordzee", "noordzee-ploeg", "Peeters stond er", "Antwerpse"])
def test_inflected_and_grown_together_names_are_found(text):
    names = ("Noordzee Terminal", "Jef Peeters", "Port of Antwerp")

    assert Tells.NAME in {one.what for one in tells(text, names=names)}


def test_a_person_is_found():
    assert Tells.PERSON in {one.what for one in tells("Call 0470 12 34 56 at once")}


@given(st.text(max_size=60), st.sampled_from([name for group in ELSEWHERE for name in group]), st.text(max_size=60))
def test_after_blotting_nothing_is_told(before, name, after):
    text = f"{before} {name} {after}"

    assert tells(blotted(text, names=[name]), names=[name]) == ()


def test_other_names_for_a_town_go_along():
    assert {"Luik", "Liège", "Lüttich"} <= set(names_everywhere(["Port of Liège"]))
    assert names_everywhere(["", " "]) == ()
