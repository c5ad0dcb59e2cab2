"""Markdown into HTML that is safe to show: no raw HTML, no pictures but those that came with it, nothing that runs.

The text is parsed by CommonMark with tables; HTML in it stays text. What comes out is cleaned once more against a list
of elements, so that a fault of the parser opens nothing.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Deeper than any text for people; more is refused, as the parser would drop it without a word.
DEEPEST = 12
# Each of these may open something; thousands of them are no text for people and keep the parser busy.
MOST_MARKS = 2_000
MARKS = "*_[`<|"
LONGEST_LINE, MOST_LINES = 10_000, 600
# The page has its own first and second headings.
LOWERED = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
ELEMENTS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "img"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "img": {"src", "alt", "loading"}}
SCHEMES = {"http", "https", "mailto"}


class MarkdownFault(StrEnum):
    """Why a text is refused."""

    TOO_DEEP = "too-deep"
    TOO_MANY_MARKS = "too-many-marks"
    LONG_LINE = "long-line"
    TOO_MANY_LINES = "too-many-lines"


class MarkdownRefusedError(ValueError):
    """A text that is no text for people."""

    def __init__(self, fault: MarkdownFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def check(text: str) -> None:
    """That the text can be shown whole and at once. Raises MarkdownRefusedError."""
    _parsed(text)


def _parsed(text: str) -> list[Token]:
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise MarkdownRefusedError(MarkdownFault.TOO_MANY_LINES)
    if sum(text.count(mark) for mark in MARKS) > MOST_MARKS:
        raise MarkdownRefusedError(MarkdownFault.TOO_MANY_MARKS)
    if any(len(line) > LONGEST_LINE for line in lines):
        raise MarkdownRefusedError(MarkdownFault.LONG_LINE)
    tokens = _parser().parse(text)
    if any(token.level >= DEEPEST for token in tokens):
        raise MarkdownRefusedError(MarkdownFault.TOO_DEEP)
    return tokens


def html(text: str, pictures: Mapping[str, str] | None = None) -> str:
    """The text as HTML. What `check` refuses is shown as it was typed.

    pictures   by the names that the text calls them, the addresses of those that came with it; any other stays text
    """
    try:
        tokens = _parsed(text)
    except MarkdownRefusedError:
        return f"<pre>{nh3.clean_text(text)}</pre>"
    parser = _parser()
    # As the parser writes the address of a picture whose name has blanks or accents.
    known = {parser.normalizeLink(name): address for name, address in (pictures or {}).items()}
    for token in tokens:
        token.tag = LOWERED.get(token.tag, token.tag)
        if token.children:
            token.children = list(_drawable(token.children, known))
    drawn = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        drawn,
        tags=ELEMENTS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _drawable(tokens: list[Token], pictures: Mapping[str, str]) -> Iterator[Token]:
    """Pictures that came with the text by their addresses, all others as they were typed."""
    for token in tokens:
        if token.type != "image":
            yield token
            continue
        name = str(token.attrGet("src") or "")
        address = pictures.get(name)
        if address is None:
            yield Token("text", "", 0, content=f"![{token.content}]({name})")
            continue
        token.attrs = {"src": address, "alt": "", "loading": "lazy"}
        yield token


def plain(text: str) -> str:
    """The words alone, for a search."""
    try:
        return "\n".join(_words(token) for token in _parsed(text) if token.content)
    except MarkdownRefusedError:
        return text


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join("\n" if child.type in {"softbreak", "hardbreak"} else child.content for child in token.children)


def _parser() -> MarkdownIt:
    # Two levels deeper than what is refused, so that a text which is too deep is seen to be.
    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": DEEPEST + 2}
    return MarkdownIt("commonmark", options).enable("table").disable(["html_block", "html_inline"])
