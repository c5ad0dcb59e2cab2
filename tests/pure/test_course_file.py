"""Each rule of a course file as a file with one fault, found by file, line and rule; and files that are sound."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure import course_file
from port2port.pure.course_faults import Rule
from port2port.pure.course_file import Known, checked, read_file
from port2port.pure.course_quiz_block import QuizKind

KNOWN = Known(
    covers=frozenset({"b18-2-1", "b18-2-3"}),
    controls=frozenset({"ACC-02"}),
    methods=frozenset({"COR-BADGE"}),
    pictures=frozenset({"gate.png"}),
)
# Lines are counted from 1: the body begins on line 20, the fence of q1 stands on line 24, that of q2 on line 34.
SOUND = """---
id: guard
version: 1
lang: en
title: Guard at a port facility
minutes: 45
audience: [guard]
objectives:
  - Knows what to say to a stranger
covers: [b18-2-1, b18-2-3]
controls: [ACC-02]
mo: [COR-BADGE]
pass_mark: 80
draw: 2
valid_months: 24
review_by: 2027-11-30
licence: EUPL-1.2
notice: starting
---
Welcome.

## A stranger
Say *no*.
```quiz q1 one
A stranger offers 500 euro. What comes first?
- [ ] Take it and report later
- [x] Say no, walk away, call your security officer
> Reporting early protects you.
```

## The gate
### In the morning
![A closed gate](gate.png)
```quiz q2 many
What do you check?
- [x] The face
- [x] The badge
- [ ] The shoes
> Both, always.
```
"""
LANGUAGES = ("nl", "fr", "de", "en")


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) >= 1, old
    return SOUND.replace(old, new, 1)


def read(text: str | bytes):
    raw = text.encode() if isinstance(text, str) else text
    return read_file(raw, KNOWN, file="guard/1/en.md", lang="en")


def course(**other: str) -> dict[str, bytes]:
    """The same course in four languages, some of them changed."""
    made = {lang: SOUND.replace("lang: en", f"lang: {lang}") for lang in LANGUAGES}
    return {lang: text.encode() for lang, text in (made | other).items() if text}


def test_a_sound_file_gives_its_lessons_and_questions():
    found = read(SOUND)

    assert found.faults == ()
    text = found.text
    assert text is not None
    assert (text.front.id, text.front.version, text.front.lang) == ("guard", 1, "en")
    assert text.front.review_by == date(2027, 11, 30)
    assert text.intro == "Welcome."
    assert [lesson.title for lesson in text.lessons] == ["A stranger", "The gate"]
    assert text.headings == (2, 2, 3)
    assert [(quiz.id, quiz.kind, quiz.right) for quiz in text.quizzes] == [
        ("q1", QuizKind.ONE, frozenset({1})),
        ("q2", QuizKind.MANY, frozenset({0, 1})),
    ]
    assert text.quizzes[0].ask == "A stranger offers 500 euro. What comes first?"
    assert text.quizzes[0].why == "Reporting early protects you."


def test_what_is_left_out_has_its_default():
    text = SOUND
    for line in ("pass_mark: 80\n", "draw: 2\n", "valid_months: 24\n", "notice: starting\n"):
        text = text.replace(line, "")
    front = read(text).text.front

    assert (front.pass_mark, front.draw, front.valid_months, front.notice, front.summary) == (80, 0, 0, "", False)


FAULTY = [
    (changed("id: guard", "id: Guard"), 2, Rule.BAD_VALUE),
    (changed("version: 1", "version: one"), 3, Rule.BAD_VALUE),
    (changed("version: 1", "version: 0"), 3, Rule.BAD_VALUE),
    (changed("lang: en", "lang: es"), 4, Rule.BAD_VALUE),
    (changed("lang: en", "lang: nl"), 4, Rule.OTHER_FILE),
    (changed("title: Guard at a port facility", "title: ''"), 5, Rule.BAD_VALUE),
    (changed("minutes: 45", "minutes: 45.5"), 6, Rule.BAD_VALUE),
    (changed("audience: [guard]", "audience: []"), 7, Rule.BAD_VALUE),
    (changed("audience: [guard]", "audience: [captain]"), 7, Rule.UNKNOWN_AUDIENCE),
    (changed("audience: [guard]", "audience: guard"), 7, Rule.BAD_VALUE),
    (changed("covers: [b18-2-1, b18-2-3]", "covers: [b18-2-1, b18-2-99]"), 10, Rule.UNKNOWN_COVER),
    (changed("controls: [ACC-02]", "controls: [ACC-99]"), 11, Rule.UNKNOWN_CONTROL),
    (changed("mo: [COR-BADGE]", "mo: [COR-NO]"), 12, Rule.UNKNOWN_METHOD),
    (changed("pass_mark: 80", "pass_mark: 101"), 13, Rule.BAD_VALUE),
    (changed("draw: 2", "draw: 3"), 14, Rule.DRAW),
    (changed("valid_months: 24", "valid_months: -1"), 15, Rule.BAD_VALUE),
    (changed("review_by: 2027-11-30", "review_by: 2027-11-31"), 16, Rule.BAD_VALUE),
    (changed("review_by: 2027-11-30", "review_by: soon"), 16, Rule.BAD_VALUE),
    (changed("notice: starting", "notice: hello"), 18, Rule.BAD_VALUE),
    (changed("notice: starting", "author: me"), 18, Rule.UNKNOWN_KEY),
    (changed("notice: starting", "id: guard"), 18, Rule.KEY_TWICE),
    (changed("licence: EUPL-1.2\n", ""), 2, Rule.MISSING_KEY),
    (changed("minutes: 45", "minutes: [45"), 7, Rule.BROKEN_YAML),
    (changed("notice: starting\n---\n", "notice: starting\n"), 1, Rule.FRONT_OPEN),
    (SOUND.removeprefix("---\n"), 1, Rule.NO_FRONT),
    (changed("Welcome.", "# Welcome"), 20, Rule.TOP_HEADING),
    (changed("### In the morning", "#### In the morning"), 32, Rule.SKIPPED_HEADING),
    (changed("## The gate\n", "## Nothing\n## The gate\n"), 31, Rule.EMPTY_LESSON),
    (changed("Say *no*.", "<b>Say no.</b>"), 23, Rule.RAW_HTML),
    (changed("Welcome.", "<div>Welcome</div>"), 20, Rule.RAW_HTML),
    (changed("Welcome.", "<!-- hidden -->"), 20, Rule.RAW_HTML),
    (changed("A stranger offers", "A <script>stranger</script> offers"), 24, Rule.RAW_HTML),
    (changed("](gate.png)", "](https://example.org/gate.png)"), 33, Rule.REMOTE_IMAGE),
    (changed("](gate.png)", "](//example.org/gate.png)"), 33, Rule.REMOTE_IMAGE),
    (changed("](gate.png)", "](data:image/png;base64,AAAA)"), 33, Rule.REMOTE_IMAGE),
    (changed("](gate.png)", "](fence.png)"), 33, Rule.NO_SUCH_IMAGE),
    (changed("![A closed gate]", "![]"), 33, Rule.NO_ALT),
    (changed("Say *no*.", "\n".join(["Say no."] * 700)), 23, Rule.NOT_SHOWABLE),
    (changed("```quiz q1 one", "```quiz q1 two"), 24, Rule.QUIZ_HEAD),
    (changed("```quiz q1 one", "```quiz Q1 one"), 24, Rule.QUIZ_HEAD),
    (changed("```quiz q1 one", "```quiz q1"), 24, Rule.QUIZ_HEAD),
    (changed("```quiz q1 one", "```quizz q1 one"), 24, Rule.QUIZ_HEAD),
    (SOUND.removesuffix("```\n"), 34, Rule.QUIZ_OPEN),
    (changed("## A stranger\nSay *no*.\n", ""), 22, Rule.QUIZ_OUTSIDE),
    (changed("```quiz q2 many", "```quiz q1 many"), 34, Rule.QUIZ_TWICE),
    (changed("> Reporting early protects you.", "Reporting early protects you."), 28, Rule.QUIZ_LINE),
    (changed("A stranger offers 500 euro. What comes first?\n", ""), 24, Rule.NO_PROMPT),
    (changed("- [ ] Take it and report later\n", ""), 24, Rule.CHOICES),
    (changed("- [ ] The shoes", "\n".join(f"- [ ] Shoe {number}" for number in range(5))), 34, Rule.CHOICES),
    (changed("- [ ] Take it and report later", "- [ ]"), 24, Rule.CHOICES),
    (changed("- [ ] The shoes", "- [ ] The face"), 34, Rule.CHOICE_TWICE),
    (changed("- [ ] Take it", "- [x] Take it"), 24, Rule.NOT_ONE),
    (changed("- [x] Say no, walk", "- [ ] Say no, walk"), 24, Rule.NOT_ONE),
    (SOUND.replace("- [x] The", "- [ ] The"), 34, Rule.NONE_RIGHT),
    (changed("- [ ] The shoes", "- [x] The shoes"), 34, Rule.NONE_WRONG),
    (changed("> Both, always.\n", ""), 34, Rule.NO_WHY),
]


@pytest.mark.parametrize(("text", "line", "rule"), FAULTY, ids=[f"{rule}-{line}" for _, line, rule in FAULTY])
def test_a_file_with_one_fault_is_refused_with_file_line_and_rule(text, line, rule):
    found = read(text)

    assert ("guard/1/en.md", line, rule) in [(one.file, one.line, one.rule) for one in found.faults]


def test_a_course_without_a_lesson_or_without_a_question_says_so():
    head = SOUND[: SOUND.index("Welcome.")].replace("draw: 2\n", "")

    assert Rule.NO_LESSON in {one.rule for one in read(head).faults}
    assert {one.rule for one in read(head + "## A lesson\nWords.\n").faults} == {Rule.NO_QUIZ}


def test_a_question_in_a_list_is_refused():
    inside = "- point\n\n  ```quiz q9 one\n  Why?\n  - [x] A\n  - [ ] B\n  > C\n  ```\n"

    assert Rule.QUIZ_NESTED in {one.rule for one in read(SOUND + inside).faults}


def test_all_faults_are_told_at_once():
    text = changed("minutes: 45", "minutes: 0").replace("Say *no*.", "<b>no</b>").replace("> Both, always.\n", "")

    assert [(one.line, one.rule) for one in read(text).faults] == [
        (6, Rule.BAD_VALUE),
        (23, Rule.RAW_HTML),
        (34, Rule.NO_WHY),
    ]


@pytest.mark.parametrize(
    ("raw", "line", "rule"),
    [
        (b"---\nid: \xff\n---\n", 2, Rule.NOT_TEXT),
        (b"---\nid: a\x00\n---\n", 2, Rule.NOT_TEXT),
        ("---\n\n\u202eid: a\n---\n".encode(), 3, Rule.NOT_TEXT),
        (b"x" * (256 * 1024 + 1), 1, Rule.TOO_BIG),
        (b"", 1, Rule.NO_FRONT),
    ],
)
def test_bytes_that_are_no_text_are_refused_where_they_stand(raw, line, rule):
    assert [(one.line, one.rule) for one in read(raw).faults] == [(line, rule)]


def test_an_alias_that_grows_is_no_value():
    bomb = changed("title: Guard at a port facility", "title: &a [x, x]").replace("mo: [COR-BADGE]", "mo: [*a, *a]")

    assert {one.rule for one in read(bomb).faults} == {Rule.BAD_VALUE}


def test_windows_lines_and_a_byte_order_mark_change_nothing():
    marked = b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()

    assert read(marked).faults == ()
    assert read(marked).text == read(SOUND).text


def test_a_choice_may_go_on_on_the_next_line():
    found = read(changed("- [x] Say no, walk away, call", "- [x] Say no, walk away,\n  call"))

    assert found.faults == ()
    assert found.text.quizzes[0].choices[1].text == "Say no, walk away, call your security officer"


def test_four_languages_of_one_shape_are_one_course():
    texts, faults = checked(course(), KNOWN, name="guard/1/")

    assert faults == []
    assert set(texts) == set(LANGUAGES)


DIFFERENT = [
    ("```quiz q2 many", "```quiz q3 many", Rule.OTHER_QUIZZES),
    ("### In the morning", "In the morning", Rule.OTHER_HEADINGS),
    ("pass_mark: 80", "pass_mark: 70", Rule.OTHER_FRONT),
    ("version: 1", "version: 2", Rule.OTHER_FRONT),
    ("valid_months: 24", "valid_months: 12", Rule.OTHER_FRONT),
    ("covers: [b18-2-1, b18-2-3]", "covers: [b18-2-1]", Rule.OTHER_FRONT),
    ("  - Knows what to say to a stranger", "  - Knows what\n  - Knows more", Rule.OTHER_FRONT),
    ("- [ ] The shoes", "- [ ] The shoes\n- [ ] The hat", Rule.OTHER_CHOICES),
    ("- [x] The badge", "- [ ] The badge", Rule.OTHER_ANSWERS),
]


@pytest.mark.parametrize("lang", ["nl", "fr", "de"])
@pytest.mark.parametrize(("old", "new", "rule"), DIFFERENT, ids=[rule for _, _, rule in DIFFERENT])
def test_a_language_that_differs_is_named_with_its_file(lang, old, new, rule):
    files = course(**{lang: changed(old, new).replace("lang: en", f"lang: {lang}")})

    _texts, faults = checked(files, KNOWN, name="guard/1/")

    assert [(one.file, one.rule) for one in faults] == [(f"guard/1/{lang}.md", rule)]


def test_another_kind_is_named_at_its_line():
    other = changed("```quiz q2 many", "```quiz q2 one").replace("- [x] The badge", "- [ ] The badge")
    _texts, faults = checked(course(nl=other.replace("lang: en", "lang: nl")), KNOWN)

    assert [(one.file, one.line, one.rule) for one in faults] == [
        ("nl.md", 34, Rule.OTHER_KIND),
        ("nl.md", 34, Rule.OTHER_ANSWERS),
    ]


def test_questions_in_another_order_or_lesson_are_named():
    first, rest = SOUND.split("```quiz q1 one")
    block, after = rest.split("```\n", 1)
    moved = f"{first}\n{after}```quiz q1 one{block}```\n".replace("lang: en", "lang: fr")

    _texts, faults = checked(course(fr=moved), KNOWN)

    assert [(one.file, one.rule) for one in faults] == [("fr.md", Rule.OTHER_QUIZZES)]


def test_a_missing_language_is_named():
    _texts, faults = checked(course(de=""), KNOWN, name="guard/1/")

    assert [(one.file, one.rule) for one in faults] == [("guard/1/de.md", Rule.MISSING_LANGUAGE)]


def summary(lang: str) -> str:
    """Headings and a sentence each."""
    head = SOUND[: SOUND.index("---\nWelcome.")].replace("lang: en", f"lang: {lang}\nsummary: true")
    return f"{head}---\n## Étranger\nNon.\n\n## Porte\n### Matin\nOui.\n"


def test_a_summary_shares_only_its_headings():
    _texts, faults = checked(course(fr=summary("fr"), de=summary("de")), KNOWN)

    assert faults == []


def test_a_summary_with_other_headings_is_named():
    _texts, faults = checked(course(fr=summary("fr").replace("### Matin\n", "")), KNOWN)

    assert [(one.file, one.rule) for one in faults] == [("fr.md", Rule.OTHER_HEADINGS)]


def test_a_course_of_summaries_alone_is_none():
    _texts, faults = checked({lang: summary(lang).encode() for lang in LANGUAGES}, KNOWN)

    assert [one.rule for one in faults] == [Rule.ONLY_SUMMARIES]


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(raw):
    read_file(raw, KNOWN, file="en.md")


@given(st.integers(0, len(SOUND)), st.text("-`#[]x >\n:&*!", max_size=6))
def test_no_slip_of_the_keyboard_makes_it_stumble(place, typed):
    found = read(SOUND[:place] + typed + SOUND[place:])

    assert found.text is not None or found.faults


def test_what_is_read_can_be_kept_and_compared():
    text = read(SOUND).text

    assert hash(text) == hash(replace(text))


@pytest.mark.parametrize(
    "front",
    ["id: " + "[" * 3_000, "id: " + "{a: " * 1_000, "id:\n  " + "- " * 3_000 + "x", "id: " + "x" * 40_000],
)
def test_a_front_matter_that_is_too_deep_or_too_long_is_a_fault(front):
    read = read_file(f"---\n{front}\n---\n## One\nWords\n".encode(), KNOWN, file="en.md")

    assert read.text is None
    assert {one.rule for one in read.faults} & {Rule.BROKEN_YAML, Rule.BAD_VALUE}


@pytest.mark.parametrize("body", ["[" * 20_000, "|a" * 31 + "|\n", "x\n" * 3_001])
def test_what_would_keep_the_parser_busy_is_not_parsed(body, monkeypatch):
    monkeypatch.setattr(course_file, "parser", lambda: pytest.fail("parsed"))

    read = read_file(f"---\nid: gate\n---\n{body}".encode(), KNOWN, file="en.md")

    assert [one.rule for one in read.faults] == [Rule.NOT_SHOWABLE]
