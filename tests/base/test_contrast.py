"""The colours of the tokens keep the ratios that reading needs (WCAG 2.2: text 4.5, edges and focus 3)."""

import re
from pathlib import Path

import pytest

import port2port.base

STATIC = Path(port2port.base.__file__).parent / "ui" / "static" / "ui"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)")
TOKENS = {name: (light, dark) for name, light, dark in PAIR.findall((STATIC / "tokens.css").read_text())}
GROUNDS = ["page", "card", "sunken"]
TLP = {"red": "#FF2B2B", "amber": "#FFC000", "green": "#33FF00", "clear": "#FFFFFF"}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", ["text", "muted", "accent", "accent-hover", "visited"])
def test_text_is_readable_on_every_ground(name: str, ground: str, scheme: int):
    assert ratio(TOKENS[name][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", ["edge", "focus"])
def test_edges_and_the_focus_ring_stand_out_on_every_ground(name: str, ground: str, scheme: int):
    assert ratio(TOKENS[name][scheme], TOKENS[ground][scheme]) >= 3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["critical", "high", "medium", "low", "information"])
def test_severities_are_readable_on_their_own_ground_and_on_a_card(name: str, scheme: int):
    assert ratio(TOKENS[name][scheme], TOKENS[f"{name}-ground"][scheme]) >= 4.5
    assert ratio(TOKENS[name][scheme], TOKENS["card"][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_on_the_accent_are_readable(scheme: int):
    assert ratio(TOKENS["on-accent"][scheme], TOKENS["accent"][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("number", range(1, 7))
def test_series_of_a_chart_stand_out_from_the_card(number: int, scheme: int):
    assert ratio(TOKENS[f"series-{number}"][scheme], TOKENS["card"][scheme]) >= 4.5


@pytest.mark.parametrize(("name", "colour"), TLP.items())
def test_a_tlp_chip_has_its_published_colour_on_black(name: str, colour: str):
    assert f"--tlp-{name}: {colour};" in (STATIC / "tokens.css").read_text()
    assert ratio(colour, "#000000") >= 4.5


def test_all_styles_together_stay_light():
    assert sum(path.stat().st_size for path in STATIC.glob("*.css")) <= 40 * 1024


def test_no_style_asks_for_force_or_for_a_colour_of_its_own():
    for path in STATIC.glob("*.css"):
        text = path.read_text()
        assert "!important" not in text, path.name
        assert "@import" not in text, path.name
