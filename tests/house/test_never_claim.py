"""What foresight never claims: no page, no message and no command of it says it, in none of four languages.

Not that something is proven or was caused, that a model's plan is optimal or guaranteed, that silence shows that
nothing moved, that a shift is heard within days, or that a model's gain is a fact of the country. What may be said all
the same stands below with its reason.
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from tests.house.tree import PACKAGE

ROOMS = ("counts", "studies", "earlywarning", "allocation", "figures")
# In these every number is of a model or of counts that are lent: none is a fact of a country.
WITHOUT_A_COUNTRY = ("studies", "earlywarning", "allocation")
COMMANDS = ("study", "study_words", "outbreak", "outbreak_words", "allocate", "allocate_words")
NEVER = {
    "en": r"water.?bed|\bproofs?\b|\bprove[sdn]?\b|\bproving|\bcaus(e|ed|es|al|ally|ing)\b|price of anarchy"
    r"|\boptim(al|um)|\bguarante|\bnothing (has )?moved|\bwithin (some |a few )?(days|hours)\b|\bin real time",
    "nl": r"water.?bed|(?<!ontvangst)bewijs|bewezen|veroorza|oorzaak|oorzaken|prijs van anarchie|optimale?\b|optimum"
    r"|garand|garant|niets (is )?(verplaatst|verschoven)|binnen (enkele )?(dagen|uren)\b",
    "fr": r"water.?bed|vases communicants|\bpreuve|\bprouv|\bcaus[eé]|provoqu|prix de l.anarchie|optima(l|ux)|optimum"
    r"|garanti|rien ne s.est déplacé|en quelques (jours|heures)\b",
    "de": r"wasserbett|beweis|bewies|verursach|ursache|preis der anarchie|optimal|optimum|garant"
    r"|nichts verlagert|innerhalb (weniger|einiger) (tage|stunden)",
}
COUNTRY = r"\bbelg(i|ë)"
# The head of a column of simulated years, as a message of its own.
HEAD = "nothing moved"
ALLOWED = {
    "This is what is called the waterbed effect.": "said with a displaced verdict against an outside alone",
    "Proven within the model: no plan is better under the first scenario.": "arithmetic, with its bound",
    "The best plan found over the scenarios; that there is none better is not proven.": "says that it is not",
    "The best plan found against all kinds; that there is none better is not proven.": "says that it is not",
    "proven: no plan is below ": "arithmetic, with its bound",
    "0 planned, 1 no plan could be made or proven, 2 the file is refused or cannot be read.": "arithmetic",
    "expected, had nothing moved": "a condition",
    "The chance of at least one false alarm in a year in which nothing moves.": "a condition",
    "in how many of a hundred years an alarm sounds although nothing moved": "a condition",
    "set against what was expected, had nothing moved.": "a condition",
    "In brackets: what was expected, had nothing moved.": "a condition",
    "It is set so high that in a year in which nothing moves": "a condition",
    "five worlds in which nothing moved": "simulated ports",
    "It does not mean that nothing moved.": "says the contrary",
    "No alarm so far. That does not mean that nothing moved.": "says the contrary",
}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def messages(room: str, language: str) -> Iterator[tuple[str, str]]:
    """Each message with its translation, plural forms apart."""
    content = (PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po").read_bytes()
    for one in read_po(BytesIO(content)):
        ids = one.id if isinstance(one.id, tuple | list) else (one.id,)
        said = one.string if isinstance(one.string, tuple | list) else (one.string,)
        yield from ((plain(str(ids[0])), plain(str(words))) for words in said if ids[0])
        if language == "nl":
            yield from ((plain(str(words)), "") for words in ids if words)


def english(room: str) -> Iterator[str]:
    yield from (words for words, _said in messages(room, "nl"))
    for path in (PACKAGE / room / "templates").rglob("*.*"):
        yield plain(path.read_text(encoding="utf-8"))


def spoken(command: str) -> Iterator[str]:
    """The words in a command's module, its comments apart."""
    tree = ast.parse((PACKAGE / "site" / "commands" / f"{command}.py").read_text(encoding="utf-8"))
    yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def claimed(text: str, language: str) -> str | None:
    """The first claim in a text, what may be said left out."""
    text = re.sub(rf"(?<=['\"]){HEAD}(?=['\"])", "", text)
    if text == HEAD:
        return None
    for words in sorted(ALLOWED, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(words.rstrip('. '))}(?!\w)", "", text) if language == "en" else text
    found = re.search(NEVER[language], text, re.IGNORECASE)
    return found.group(0) if found else None


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_and_no_message_claims_it(room: str) -> None:
    bad = [(text[:160], found) for text in english(room) if (found := claimed(text, "en"))]

    for language in ("nl", "fr", "de"):
        for words, said in messages(room, language):
            if claimed(said, language) and words != HEAD and not any(one.rstrip(". ") in words for one in ALLOWED):
                bad.append((words[:160], said))
    assert bad == []


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_claims_it(command: str) -> None:
    assert [text for text in spoken(command) if claimed(text, "en")] == []


@pytest.mark.parametrize("room", WITHOUT_A_COUNTRY)
def test_no_number_is_told_as_one_of_the_country(room: str) -> None:
    texts = [*english(room), *(said for language in ("nl", "fr", "de") for _words, said in messages(room, language))]

    assert [text[:160] for text in texts if re.search(COUNTRY, text, re.IGNORECASE)] == []


def test_what_may_be_said_is_still_said() -> None:
    said = [text for room in ROOMS for text in english(room)]
    said += [text for command in COMMANDS for text in spoken(command)]

    assert [words for words in ALLOWED if not any(words in text for text in said)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This proves that crime moved"),
        ("en", "No alarm: nothing moved"),
        ("en", "the optimal coverage"),
        ("en", "heard within days"),
        ("nl", "Dit is veroorzaakt door de maatregel"),
        ("nl", "het bewijs"),
        ("fr", "la cause du déplacement"),
        ("fr", "une couverture optimale"),
        ("de", "Das beweist es"),
        ("de", "Es hat sich nichts verlagert"),
    ],
)
def test_the_list_finds_what_it_looks_for(language: str, words: str) -> None:
    assert claimed(words, language)
