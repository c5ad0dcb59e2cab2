import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from port2port.pure.fold import (
    MAX_GROUPS,
    MAX_QUERY_WORDS,
    MAX_TEXT,
    MAX_WORD,
    STEMMERS,
    answers,
    expand,
    fold,
    index_words,
    query_words,
)

LANGUAGES = st.sampled_from([*STEMMERS, None])


def found(query: str, text: str, language: str | None = "en") -> bool:
    return answers(index_words(text, language), query_words(query))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Clôture", "cloture"),
        ("GEFÄSS", "gefass"),
        ("Gefäß", "gefass"),
        ("main-d’œuvre", "main-d’oeuvre"),
        ("ﬁets", "fiets"),
        ("ﾎﾟｰﾄ", "ホート"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
    ],
)
def test_folding_takes_accents_ligatures_and_capitals_away(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=300), LANGUAGES)
@example("İstanbul ŉ ½ ǅ ΐ", "de")
@example("DRG-EXT-PIN, drg-ext-pin and 2026-0147", "fr")
def test_every_word_of_a_text_finds_the_text(text, language):
    filed = index_words(text, language)

    for word in text.split():
        assert answers(filed, query_words(word)), word


@given(st.text(max_size=300), LANGUAGES)
def test_words_are_letters_and_digits_in_small_letters_and_never_long(text, language):
    for word in index_words(text, language):
        assert word.isalnum()
        assert word == fold(word)
        assert len(word) <= MAX_WORD


@given(st.text(alphabet=st.sampled_from("abcdeéèêüßœ-' 0123456789"), max_size=60), LANGUAGES)
def test_capitals_do_not_change_what_is_found(text, language):
    assert answers(index_words(text.upper(), language), query_words(text)) or not query_words(text)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("nl", "Twee uithalers knipten de omheiningen door", "uithaler omheining"),
        ("fr", "Les scellés étaient déclarés", "scellé déclaré"),
        ("fr", "Les scellés étaient déclarés", "scelles declares"),
        ("de", "Die Zäune und Behörden", "zaune Behörde"),
        ("en", "Seals were broken at the gates", "seal gate"),
        ("fr", "L'équipe d'extraction", "l'équipe d’extraction"),
    ],
)
def test_another_form_of_the_word_and_a_word_without_accents_find_it(language, text, query):
    assert found(query, text, language)


@pytest.mark.parametrize("code", ["DRG-EXT-PIN", "drg-ext-pin", "BEANR", "2026-0147", "CYB-04", "725/2004", "A/17.2.8"])
def test_a_code_is_found_whole(code):
    text = "Incident 2026-0147 at BEANR: DRG-EXT-PIN, see CYB-04, A/17.2.8 and 725/2004."

    assert found(code, text)


def test_a_code_asks_for_itself_and_not_for_its_parts():
    text = "2026 saw 0147 cases; CYB and 04 stand apart."

    assert not found("2026-0147", text)
    assert not found("CYB-04", text)


def test_a_word_with_a_hyphen_is_found_with_and_without_it():
    assert found("port-community", "the port community system")
    assert found("port community", "the port-community system")
    assert found("community", "the PORT-COMMUNITY system")


def test_a_text_must_hold_every_word():
    assert found("seal broken", "a broken seal")
    assert not found("seal broken drone", "a broken seal")


def test_a_query_of_nothing_but_signs_asks_for_nothing():
    assert query_words(" -- ?! ") == []


def test_sizes_are_bounded():
    flood = "word " * 100_000

    assert len(query_words(flood)) <= MAX_QUERY_WORDS
    assert index_words("a" * (MAX_TEXT + 10), "en") == ["a" * MAX_WORD]
    assert index_words(" " * MAX_TEXT + "late", "en") == []


SEA_CHEST = {
    ("zeekast",): [("sea", "chest"), ("seekasten",)],
    ("sea", "chest"): [("zeekast",), ("seekasten",)],
    ("seekasten",): [("zeekast",), ("sea", "chest")],
}


@pytest.mark.parametrize("query", ["zeekast", "sea chest", "Seekasten", "sea chests"])
@pytest.mark.parametrize(("language", "text"), [("nl", "duiker bij de zeekast"), ("en", "divers near a sea chest")])
def test_a_synonym_in_another_language_finds_the_text(query, language, text):
    groups = expand(query_words(query), SEA_CHEST)

    assert answers(index_words(text, language), groups)


def test_half_a_synonym_is_not_enough():
    groups = expand(query_words("zeekast gent"), SEA_CHEST)

    assert not answers(index_words("the sea at Gent", "en"), groups)
    assert not answers(index_words("a sea chest", "en"), groups)
    assert answers(index_words("a sea chest at Gent", "en"), groups)


WORDS = st.sampled_from(["sea", "chest", "zeekast", "gent", "seekasten", "port"])


@given(st.lists(WORDS, max_size=20), st.lists(WORDS, min_size=1, max_size=8))
def test_a_synonym_never_loses_what_the_query_alone_finds(text, query):
    filed = index_words(" ".join(text), None)
    groups = query_words(" ".join(query))

    widened = expand(groups, SEA_CHEST)

    assert len(widened) <= MAX_GROUPS
    if answers(filed, groups):
        assert answers(filed, widened)
