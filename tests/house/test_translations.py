"""Whoever reads nl, fr or de reads every word of it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from port2port.base.messages import LANGUAGES, as_set, contexts, problems, template_of, update
from tests.house.tree import ROOT, name_of, templates

WORD = re.compile(r"[^\W\d_]{2,}")
ALLOWED = set((ROOT / "tests" / "house" / "untranslated.txt").read_text().split())
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label"}
SILENT = {"script", "style", "code", "svg", "math"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", contexts())
def test_every_text_is_translated(room: str, language: str):
    assert problems(room, language) == []


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_no_word_stands_outside_a_translation(path: Path):
    assert words_outside(path.read_text(), is_markup=path.suffix == ".html") == []


def words_outside(source: str, *, is_markup: bool = True) -> list[str]:
    text = _without_tags(source)
    if not is_markup:
        return _words(text)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def _without_tags(source: str) -> str:
    kept, inside = [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type == TokenType.BLOCK:
            if inside:
                inside = "" if name == f"end{inside}" else inside
            elif name in {"blocktranslate", "blocktrans", "comment"} or _names_a_class(token.contents):
                inside = name
        elif token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
    return "".join(kept)


def _names_a_class(tag: str) -> bool:
    # `{% block main_class %}` fills an attribute of the parent's, which nobody reads.
    return bool(re.match(r"block \w+_class$", tag))


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if word not in ALLOWED]


class _Reader(HTMLParser):
    """Gathers what a person would read or hear; an element with `translate="no"` or a `lang` of its own is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in SILENT or given.get("translate") == "no" or ("lang" in given and tag != "html")
        if tag not in VOID:
            self._open.append((tag, silent))
        if not silent and not self._is_silent():
            for name, value in attrs:
                speaks = name in SPOKEN_ATTRIBUTES or (name == "value" and given.get("type") in {"submit", "button"})
                self.found += _words(value or "") if speaks else []

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._is_silent():
            self.found += _words(data)

    def _is_silent(self) -> bool:
        return any(silent for _tag, silent in self._open)


def test_a_bare_word_is_seen_in_text_and_attributes():
    page = '{% load i18n %}<p title="Bare">Words {% translate "Fine" %}</p><a lang="nl">Nederlands</a><b>{{ x }}</b>'

    assert words_outside(page) == ["Bare", "Words"]


def test_a_translated_block_passes():
    page = "{% blocktranslate trimmed %}Fine <b>words</b>{% endblocktranslate %}<img alt=\"{% translate 'Fine' %}\">"

    assert words_outside(page) == []


def test_texts_of_templates_and_code_reach_the_catalogue(tmp_path: Path):
    room = tmp_path / "room"
    (room / "templates" / "room").mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "code.py").write_text("def f():\n    return pgettext('noun', 'Report'), ngettext('one', '%(n)s', 2)\n")
    (room / "templates" / "room" / "page.html").write_text(
        '  {% load i18n %}<a title="{% translate "It\'s" %}">\n {% blocktranslate trimmed count n=n %}\n  One.\n'
        " {% plural %}\n  {{ n }} of them.\n {% endblocktranslate %}</a>{{ _('Hello') }}"
    )

    found = {(message.id, message.context) for message in template_of("room", tmp_path) if message.id}

    assert found == {
        ("Report", "noun"),
        (("one", "%(n)s"), None),
        ("It's", None),
        (("One.", "%(n)s of them."), None),
        ("Hello", None),
    }


def test_an_untranslated_and_a_garbled_text_are_named(tmp_path: Path):
    room = tmp_path / "room"
    room.mkdir()
    (room / "__init__.py").touch()
    (room / "code.py").write_text("_('Left out')\n_('To %(name)s')\n")
    update(["room"], tmp_path)
    page = room / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    page.write_text(page.read_text().replace('"To %(name)s"\nmsgstr ""', '"To %(name)s"\nmsgstr "Aan %(naam)s"'))

    found = problems("room", "nl", tmp_path)

    assert [line.split(":")[2].strip() for line in found] == ["not translated", "other placeholders"]


def test_french_punctuation_never_begins_a_line():
    assert as_set("Danger : « vite » !", "fr") == "Danger\xa0: «\xa0vite\xa0»\xa0!"
    assert as_set("so : la", "de") == "so : la"
