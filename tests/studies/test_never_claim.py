"""What is never claimed: no text of this room says it, in none of four languages, but the one that may."""

import re
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

import port2port.studies
from port2port.pure.displacement.study import Reason, Verdict
from port2port.studies.explaining import EXPLAINED
from port2port.studies.found import found_in
from port2port.studies.models import OUTCOMES as STUDIED
from port2port.studies.reasons import CURES, TITLES, WORDS
from port2port.studies.saying import CLAIM, OUTCOMES, RIVALS, VERDICTS, beside_of, short_of, title_of

NEVER = {
    "en": r"water.?bed|\bproof|\bprove[sdn]?\b|\bcaus(e|ed|es|al|ally)\b",
    "nl": r"water.?bed|bewijs|bewezen|veroorzaakt|oorzaak",
    "fr": r"water.?bed|vases communicants|\bpreuve|\bprouv|\bcausé|\bcause|provoqu",
    "de": r"wasserbett|beweis|bewies|verursach|ursache",
}
LANGUAGES = tuple(NEVER)
ROOM = Path(port2port.studies.__file__).parent
FORCING = tuple(Reason)[:5]


def change(estimate: float, low: float, high: float, *, ratio: list[float | None] | None = None) -> dict[str, object]:
    return {
        "before": 400, "after": 200, "expected": 390.0, "estimate": estimate, "low": low, "high": high,
        "standard_error": 20.0, "dispersion": 1.2, "exact_ratio": ratio,
    }  # fmt: skip


def figures(
    verdict: Verdict, *reasons: Reason, ratio: list[float | None] | None = None, **more: object
) -> dict[str, object]:
    window = {"first_week": "2023-01-02", "last_week": "2023-12-25", "weeks": 52}
    said = {
        "measure": "Patrols", "outcome": "intrusions", "target": "North", "other_ports": ["South", "Far"],
        "verdict": verdict.value, "reasons": [one.value for one in reasons], "is_fragile": False,
        "settings": {"level": 0.9}, "before": window, "after": window, "external_before": 2000,
        "external_after": 2010, "target_change": change(-190.4, -230.2, -150.1, ratio=ratio),
        "elsewhere_change": change(120.2, 60.6, 180.5), "net_change": change(-70.0, -120.0, -20.0),
        "displaced_share": {"estimate": 0.63, "interval": [0.3, None]}, "minimum_detectable_share": 0.414,
        "tipping_drift": 0.071, "target_tipping_drift": -0.163, "wander": 0.02,
    }  # fmt: skip
    return said | more


def test_no_text_of_the_room_claims_it_but_the_one_that_may():
    for language in LANGUAGES:
        if language == "en":
            texts = [(path.as_posix(), path.read_text()) for path in ROOM.rglob("*.html")]
            texts += [(str(one), str(one)) for one in _words()]
        else:
            catalogue = read_po(BytesIO((ROOM / "locale" / language / "LC_MESSAGES" / "django.po").read_bytes()))
            texts = [(str(one.id), str(one.string)) for one in catalogue if one.id]
        bad = [key for key, text in texts if re.search(NEVER[language], text, re.IGNORECASE)]
        assert [one for one in bad if one != "This is what is called the waterbed effect."] == []


def _words() -> list[object]:
    pairs = [word for words in EXPLAINED.values() for word in words]
    return [*TITLES.values(), *WORDS.values(), *CURES.values(), *VERDICTS.values(), *RIVALS, *pairs]


def test_the_list_would_find_what_it_looks_for():
    with override("en"):
        assert re.search(NEVER["en"], str(CLAIM))
    for language, word in {"nl": "Dit bewijst", "fr": "la preuve", "de": "verursacht"}.items():
        assert re.search(NEVER[language], word, re.IGNORECASE)


@pytest.mark.parametrize(("language", "verdict"), list(product(LANGUAGES, Verdict)))
def test_only_a_displaced_verdict_against_an_outside_claims_it(language, verdict):
    reasons = (Reason.TARGET_UNCHANGED,) if verdict is Verdict.NOT_ASSESSABLE else ()
    with override(language):
        found = found_in(figures(verdict, *reasons))
        said = " ".join([title_of(found), *beside_of(found), short_of(found)])

    assert bool(re.search(NEVER[language], said, re.IGNORECASE)) == (verdict is Verdict.DISPLACED)
    without = found_in(figures(verdict, *reasons, external_before=None, external_after=None))
    with override(language):
        assert not re.search(NEVER[language], " ".join([title_of(without), *beside_of(without)]), re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words_and_a_cure_in_every_language(language):
    assert set(WORDS) == set(CURES) == set(Reason)
    assert set(TITLES) == set(FORCING)
    assert set(VERDICTS) == set(Verdict)
    with override("en"):
        english = {key: str(words) for table in (WORDS, CURES) for key, words in table.items()}
    with override(language):
        for reason in FORCING:
            assert title_of(found_in(figures(Verdict.NOT_ASSESSABLE, reason))) == str(TITLES[reason])
        if language != "en":
            assert all(str(words) != english[key] for key, words in CURES.items())


def test_the_sentence_is_the_one_that_was_agreed():
    with override("en"):
        found = found_in(figures(Verdict.DISPLACED))
        assert title_of(found) == (
            "In the 52 weeks after “Patrols” began, recorded intrusions at North were 190 [150; 230] lower than "
            "expected (90\N{NO-BREAK SPACE}% interval). At the 2 other ports they were 120 [61; 180] higher. "
            "Part of what left came back at the other ports."
        )
        assert beside_of(found)[1:] == [
            "A displaced share below 0.41 would not have been visible.",
            "The answer would change if the comparison had drifted by +7.1\N{NO-BREAK SPACE}% on its own.",
        ]


def test_numbers_are_those_of_the_language():
    with override("de"):
        found = found_in(figures(Verdict.INCONCLUSIVE, target_change=change(-1190.0, -2230.0, -150.1)))
        assert "um 1.190 [150; 2.230] niedriger" in title_of(found)
        assert "0,41" in beside_of(found)[0]


def test_small_counts_are_spoken_of_as_a_ratio():
    with override("en"):
        found = found_in(figures(Verdict.INCONCLUSIVE, Reason.EXACT_INTERVAL_USED, ratio=[0.2, None]))
        assert "were 0.20–\N{INFINITY} times what was expected (exact 90\N{NO-BREAK SPACE}% interval)" in title_of(
            found
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fragile_answer_begins_with_the_word(language):
    with override(language):
        found = found_in(figures(Verdict.DISPLACED, Reason.COMPARISON_DRIFTED, is_fragile=True))
        word = {"en": "Fragile:", "nl": "Broos:", "fr": "Fragile", "de": "Brüchig:"}[language]
        assert title_of(found).startswith(word)
        assert short_of(found).startswith(word)


def test_every_outcome_of_a_study_has_a_word():
    assert set(OUTCOMES) == set(STUDIED)
    assert not any("kilo" in one or "per_1000" in one for one in STUDIED)
