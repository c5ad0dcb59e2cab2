"""Words for search: folded, stemmed and free of marks, so that every database finds the same set.

A text is filed under plain words of letters and digits (`index_words`); a query becomes groups of such words
(`query_words`). A text answers a query when each group shares a word with it: all groups, any word of a group.
Every word a text is filed under is stemmed in the text's own language; a query does not know that language, so each
of its words is stemmed in all four. What is written with hyphens or dots (DRG-EXT-PIN, 2026-0147) is filed whole as
well as in parts; a query that is such a code asks for the whole only.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import snowballstemmer

STEMMERS = {"nl": "dutch", "fr": "french", "de": "german", "en": "english"}
MAX_TEXT = 1_000_000
MAX_QUERY = 400
MAX_QUERY_WORDS = 16
MAX_WORD = 64
MAX_GROUPS = 32

# Letters that Unicode does not take apart into a plain letter and a mark.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})
JOINED = re.compile(r"[^\W_]+(?:[-‐‑._/:@]+[^\W_]+)*")
PART = re.compile(r"[^\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

type Group = frozenset[str]
# A term as a run of folded words -> what means the same, each a run of folded words too.
type Synonyms = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]


def fold(text: str) -> str:
    """The text in small letters without accents or ligatures; folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    for _ in range(2):
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(LETTERS)
    return _without_marks(text)


def index_words(text: str, language: str | None) -> list[str]:
    """The words a text is filed under, in order, with repetitions; only its first MAX_TEXT characters count.

    language   nl, fr, de or en; any other value files the words unstemmed
    """
    words: list[str] = []
    known = language if language in STEMMERS else ""
    for joined in JOINED.findall(_plain(text[:MAX_TEXT])):
        words += _filed(joined, known)
    return words


def query_words(text: str) -> list[Group]:
    """The groups a text must meet to answer the query; longer queries are cut at MAX_QUERY_WORDS words."""
    groups: list[Group] = []
    for joined in JOINED.findall(_plain(text[:MAX_QUERY]))[:MAX_QUERY_WORDS]:
        parts = _parts(joined)
        if len(parts) == 1:
            groups.append(_forms(parts[0]))
            continue
        whole = "".join(folded for part in parts if (folded := _folded(part)))[:MAX_WORD]
        groups += [frozenset({whole})] if _is_code(parts) else [_forms(part) | {whole} for part in parts]
    return _without_letters([group for group in groups if group])


def answers(words: Iterable[str], groups: Iterable[Group]) -> bool:
    """Whether a text filed under these words answers the query; what the databases do, in one line."""
    filed = frozenset(words)
    return all(group & filed for group in groups)


def expand(words: Sequence[Group], synonyms: Synonyms) -> list[Group]:
    """The query widened by other words for the same thing.

    A run of groups that spells a term may be met by the term or by a synonym of it. That "or" is spread over the
    groups, so the result is still "all groups, any word": (sea and chest) or zeekast
    = (sea or zeekast) and (chest or zeekast). A term stays as it is where that would need more than MAX_GROUPS groups.
    """
    longest = max((len(term) for term in synonyms), default=0)
    widened: list[Group] = []
    at = 0
    while at < len(words):
        length, meanings = _term_at(words, at, synonyms, longest)
        run = _either([list(words[at : at + length]), *([_forms(word) for word in one] for one in meanings)])
        room = MAX_GROUPS - len(widened) - (len(words) - at - length)
        widened += run if len(run) <= max(room, length) else words[at : at + length]
        at += length
    return widened


def _without_letters(groups: list[Group]) -> list[Group]:
    """Without the single letters that an apostrophe leaves (l'alerte, d'accès), unless nothing else is asked."""
    words = [group for group in groups if any(len(word) > 1 or word.isdigit() for word in group)]
    return words or groups


def _term_at(
    words: Sequence[Group], at: int, synonyms: Synonyms, longest: int
) -> tuple[int, Sequence[tuple[str, ...]]]:
    for length in range(min(longest, len(words) - at), 0, -1):
        for term, meanings in _terms_of_length(synonyms, length):
            if all(word in group for word, group in zip(term, words[at : at + length], strict=True)):
                return length, meanings
    return 1, ()


def _terms_of_length(synonyms: Synonyms, length: int) -> Iterator[tuple[tuple[str, ...], Sequence[tuple[str, ...]]]]:
    return ((term, meanings) for term, meanings in synonyms.items() if len(term) == length)


def _either(runs: list[list[Group]]) -> list[Group]:
    """Groups that are all met exactly when one of the runs is; nothing shorter than the first run is lost."""
    result = runs[0]
    for run in runs[1:]:
        if len(result) * len(run) > MAX_GROUPS:
            continue
        result = list(dict.fromkeys(one | other for one in result for other in run))
    return result


def _plain(text: str) -> str:
    return text if text.isascii() else _without_marks(unicodedata.normalize("NFKC", text))


def _without_marks(text: str) -> str:
    return _NOT_ASCII.sub(lambda found: "" if unicodedata.category(found[0]).startswith("M") else found[0], text)


def _parts(joined: str) -> list[str]:
    return PART.findall(joined)


def _is_code(parts: list[str]) -> bool:
    return any(part.isdigit() for part in parts) or all(part.isupper() or part.isdigit() for part in parts)


@lru_cache(maxsize=1 << 15)
def _filed(joined: str, language: str) -> tuple[str, ...]:
    parts = _parts(joined)
    words = tuple(word for part in parts for word in _stems(part[:MAX_WORD], language))
    if len(parts) == 1:
        return words
    return ("".join(_folded(part) for part in parts)[:MAX_WORD], *words)


@lru_cache(maxsize=1 << 12)
def _forms(word: str) -> Group:
    """Every word under which this word may be filed, whatever the language of the text."""
    forms = {_folded(word)}
    for language in STEMMERS:
        forms.update(_stems(word[:MAX_WORD], language))
    return frozenset(form for form in forms if form)


def _folded(word: str) -> str:
    return "".join(letter for letter in fold(word[:MAX_WORD]) if letter.isalnum())[:MAX_WORD]


def _stems(word: str, language: str) -> tuple[str, ...]:
    """One word, or two where accents lead the stemmer elsewhere: a reader may leave them out."""
    folded = _folded(word)
    if not language or not folded or any(letter.isdigit() for letter in folded):
        return (folded,) if folded else ()
    plain = _stem(folded, language)
    lower = word.casefold()
    accented = plain if lower == folded else _folded(_stem(lower, language))
    return (plain,) if accented in {plain, ""} else (plain, accented)


class _Stemmers(threading.local):
    """A stemmer keeps the word it works on, so each thread has its own."""

    def __init__(self) -> None:
        self.by_language = {code: snowballstemmer.stemmer(name) for code, name in STEMMERS.items()}


_STEMMERS = _Stemmers()


def _stem(word: str, language: str) -> str:
    stem: str = _STEMMERS.by_language[language].stemWord(word)
    return _folded(stem) or word
