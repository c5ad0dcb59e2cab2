"""The kits that come with the software: one to each awareness module, under its name, and short enough for a wall."""

import pytest

from port2port.campaigns.kits import PACKAGED, read
from port2port.courses.files import STARTING, read_folder
from port2port.pure.kit import LANGUAGES, Kit

pytestmark = pytest.mark.anywhere
MODULES = ("cameras-and-privacy", "drones", "inland-quays", "offered-money", "phishing-and-codes", "recruited-minors")
# Characters that are read from where the sheet hangs; narrower than what the parser lets pass.
HEADLINE, LINE, ADVICE = 42, 60, 48
# Read here, for the tests of the room put a sample in their place.
KITS = {path.stem: read(path) for path in sorted(PACKAGED.glob("*.yaml"))}
every_kit = pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def test_each_awareness_module_has_its_kit():
    assert tuple(KITS) == MODULES
    assert all(kit.course == slug for slug, kit in KITS.items())


@every_kit
def test_a_kit_is_called_as_its_module(kit: Kit):
    module = read_folder(STARTING / kit.course / "1").texts

    assert {lang: kit.title.in_language(lang) for lang in LANGUAGES} == {
        lang: text.front.title for lang, text in module.items()
    }


@each_language
@every_kit
def test_what_hangs_on_a_wall_is_short(kit: Kit, lang: str):
    lines = (*kit.poster.lines, *kit.card.lines, kit.slide.title, *kit.slide.lines)
    advice = (*kit.poster.do, *kit.poster.dont)

    too_long = [
        words.in_language(lang)
        for most, texts in ((HEADLINE, (kit.poster.headline, kit.card.title)), (LINE, lines), (ADVICE, advice))
        for words in texts
        if len(words.in_language(lang)) > most
    ]

    assert too_long == []


@each_language
def test_whoever_picks_the_longest_answer_does_not_pass(lang: str):
    answers = [
        [(len(choice.text), choice.right) for choice in quiz.choices]
        for slug in MODULES
        for quiz in read_folder(STARTING / slug / "1").texts[lang].quizzes
        if len(quiz.right) == 1
    ]

    assert sum(max(choices)[1] for choices in answers) < len(answers) / 3
