"""Markdown from outside: what comes out runs nothing, loads nothing and takes no time."""

import re
from html.parser import HTMLParser
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.markdown import ATTRIBUTES, ELEMENTS, MarkdownFault, MarkdownRefusedError, check, html, plain

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://elsewhere.example'></iframe>",
    "<a href='javascript:alert(1)'>words</a>",
    "[words](javascript:alert(1))",
    "[words](JaVaScRiPt:alert(1))",
    "[words](&#106;avascript:alert(1))",
    "[words](data:text/html;base64,PHNjcmlwdD4=)",
    "[words](vbscript:msgbox(1))",
    "![picture](https://elsewhere.example/pixel.png)",
    "![picture](data:image/png;base64,AAAA)",
    "![picture][1]\n\n[1]: https://elsewhere.example/pixel.png",
    '<https://elsewhere.example/" onmouseover="alert(1)>',
    '[words](https://elsewhere.example "title\\" onmouseover=alert(1)")',
    "<style>body{display:none}</style>",
    "<!-- <script>alert(1)</script> -->",
    "```\n<script>alert(1)</script>\n```",
    "`<script>`",
    "<details open ontoggle=alert(1)>",
    '<p style="background:url(https://elsewhere.example)">words</p>',
]
ADDRESS = re.compile(r"(https?://|mailto:|[^:]*$)", re.IGNORECASE)


class Reading(HTMLParser):
    """Every element and attribute, as a browser takes them in."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ATTRIBUTES.get(tag, set()) | {"rel"}
        self.wrong += [tag] if tag not in ELEMENTS else []
        self.wrong += [f"{tag} {name}" for name, _value in attrs if name not in allowed]
        self.wrong += [value or "" for name, value in attrs if name == "href" and not ADDRESS.match(value or "")]


def wrong_in(drawn: str) -> list[str]:
    reading = Reading()
    reading.feed(drawn)
    reading.close()
    return reading.wrong


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_comes_out_runs_or_loads(text):
    assert wrong_in(html(text)) == []


PIECES = [*HOSTILE, "> ", "- ", "\n", "*", "[", "](", ")", "<", '"', "|", "`"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_mixture_of_them_runs_or_loads(text):
    assert wrong_in(html(text)) == []


def test_what_people_write_is_shown():
    lines = ["# Steps", "", "1. One **bold**", "2. [Two](https://example.org)", "", "> said", ""]
    drawn = html("\n".join([*lines, "| a | b |", "|---|---|", "| 1 | 2 |"]))

    assert "<h3>Steps</h3>" in drawn
    assert "<strong>bold</strong>" in drawn
    assert 'rel="noopener noreferrer nofollow"' in drawn
    assert "<blockquote>" in drawn
    assert "<td>1</td>" in drawn


def test_the_words_of_a_picture_are_not_lost():
    assert "plan of the gate" in html("![plan of the gate](https://elsewhere.example/plan.png)")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("> " * 10_000 + "words", MarkdownFault.LONG_LINE),
        (">" * 500 + " words", MarkdownFault.TOO_DEEP),
        ("\n".join("  " * depth + "- words" for depth in range(40)), MarkdownFault.TOO_DEEP),
        ("*" * 3_000, MarkdownFault.TOO_MANY_MARKS),
        ("[" * 3_000, MarkdownFault.TOO_MANY_MARKS),
        ("`" * 3_000, MarkdownFault.TOO_MANY_MARKS),
        ("<" * 3_000, MarkdownFault.TOO_MANY_MARKS),
        ("| a " * 3_000, MarkdownFault.TOO_MANY_MARKS),
        ("x" * 10_001, MarkdownFault.LONG_LINE),
        ("- a\n" * 4_900, MarkdownFault.TOO_MANY_LINES),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_is_no_text_for_people_is_refused_at_once(text, fault):
    start = perf_counter()

    with pytest.raises(MarkdownRefusedError) as refused:
        check(text)

    assert refused.value.fault == fault
    assert perf_counter() - start < 1
    assert "<pre>" in html(text)


@pytest.mark.parametrize(
    "text",
    [
        *("*a **b " * 250, "[a](" * 480, "![" * 900, "<a " * 1_900),
        *("`a" * 1_900, "- a\n" * 500, "a_b" * 1_900, "\\[" * 1_900),
    ],
    ids=lambda value: value[:4],
)
def test_the_worst_that_is_taken_takes_no_time(text):
    start = perf_counter()

    html(text)

    assert perf_counter() - start < 2


def test_a_search_gets_the_words_alone():
    assert plain("## Steps\n\n- Pull **hard** at [each](https://example.org) panel") == "Steps\nPull hard at each panel"


@given(st.text(max_size=200))
def test_any_text_is_shown_somehow(text):
    assert wrong_in(html(text)) == []


@pytest.mark.parametrize("text", [*HOSTILE, "![gate](gate.jpg)", "![x](../gate.jpg)", "![<b>](gate%20two.jpg 'title')"])
def test_only_pictures_that_came_with_the_text_are_drawn(text):
    mine = {"gate.jpg": "/practices/1/files/2/", "gate two.jpg": "/practices/1/files/3/"}
    drawn = html(text, mine)
    assert set(re.findall(r'<img[^>]*src="([^"]*)"', drawn)) <= set(mine.values())
    assert drawn.count("<img") == len(re.findall(r"\]\(gate(?:%20two)?\.jpg", text))
    assert wrong_in(drawn) == []
    assert "<img" not in html(text)
