import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.texts import (
    FILE_NAME,
    LINE,
    PARAGRAPHS,
    QUERY,
    TITLE,
    Fault,
    Room,
    TextRefusedError,
    clean,
    decoded,
    plain_excerpt,
    safe_cell,
    safe_file_name,
)


def fault_of(text: str, room: Room = PARAGRAPHS) -> Fault | None:
    try:
        clean(text, room)
    except TextRefusedError as refused:
        return refused.fault
    return None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a\0b", Fault.NUL),
        ("a\x07b", Fault.CONTROL),
        ("a\x1bb", Fault.CONTROL),
        ("a\x7fb", Fault.CONTROL),
        ("a\x9bb", Fault.CONTROL),
        ("a\ud800b", Fault.SURROGATE),
        ("a\udfff", Fault.SURROGATE),
        ("photo\u202egpj.exe", Fault.BIDI),
        ("\u202dabc\u202c", Fault.BIDI),
        ("\u2067abc", Fault.BIDI),
        ("abc\u2069", Fault.BIDI),
        ("\u2067abc\u202c", Fault.BIDI),
        ("\u202a\u2067abc\u202c\u2069", Fault.BIDI),
        ("\u2067abc\ndef\u2069", Fault.BIDI),
        ("key\U000e0041", Fault.INVISIBLE),
        ("\u3164", Fault.INVISIBLE),
        ("a\ufff9b", Fault.INVISIBLE),
    ],
)
def test_a_text_that_could_deceive_or_break_is_refused_with_its_reason(text, fault):
    assert fault_of(text) is fault


@pytest.mark.parametrize(
    "text",
    [
        "Code gebruikt om 14:05 — zie é, ß, ç, Ł",
        "tab\there\nand a second line",
        "\u2067שלום\u2069 and \u202bשלום\u202c",
        "\u200fשלום",
        "👩\u200d✈️ 🇧🇪",
        "<script>alert(1)</script> stays as written",
        "'; DROP TABLE reports; --",
    ],
)
def test_an_honest_text_is_kept_as_it_is(text):
    assert clean(text, PARAGRAPHS) == text


def test_cleaning_changes_only_what_no_reader_sees():
    assert (
        clean("  e\u0301e\u0301n\r\ntwee\rdrie\u2028vier\x0bvijf\x85zes  ", PARAGRAPHS)
        == "één\ntwee\ndrie\nvier\nvijf\nzes"
    )
    assert clean("\ufeffcon\u00adtai\u200bner\u2060") == "container"


def test_a_refusal_names_the_place_and_the_limit():
    with pytest.raises(TextRefusedError) as first:
        clean("abc\0")
    with pytest.raises(TextRefusedError) as second:
        clean("x" * 201)

    assert (first.value.position, first.value.limit) == (3, None)
    assert (second.value.fault, second.value.limit) == (Fault.TOO_MANY_CHARACTERS, 200)


@pytest.mark.parametrize(
    ("text", "room", "fault"),
    [
        ("", TITLE, Fault.EMPTY),
        (" \n\u200b ", TITLE, Fault.EMPTY),
        ("two\nlines", LINE, Fault.LINES),
        ("x" * 200, LINE, None),
        ("x" * 201, LINE, Fault.TOO_MANY_CHARACTERS),
        ("x" * 401, QUERY, Fault.TOO_MANY_CHARACTERS),
        ("é" * 140, FILE_NAME, Fault.TOO_MANY_BYTES),
        ("x" * 10_000_000, PARAGRAPHS, Fault.TOO_MANY_CHARACTERS),
    ],
)
def test_each_field_has_its_room_in_characters_and_in_bytes(text, room, fault):
    assert fault_of(text, room) is fault


def test_bytes_become_text_or_a_reason():
    with pytest.raises(TextRefusedError) as broken:
        decoded(b"abc\xff")
    with pytest.raises(TextRefusedError) as large:
        decoded(b"x" * 10_000_000)

    assert decoded("\ufeffdétecté".encode()) == "détecté"
    assert (broken.value.fault, broken.value.position) == (Fault.NOT_UTF8, 3)
    assert large.value.fault is Fault.TOO_MANY_BYTES


@given(st.text(st.characters(exclude_categories=[])))
def test_whatever_comes_out_is_clean_and_stays_as_it_is(text):
    try:
        cleaned = clean(text, PARAGRAPHS)
    except TextRefusedError:
        return

    assert clean(cleaned, PARAGRAPHS) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert {unicodedata.category(one) for one in cleaned} & {"Cs"} == set()
    assert {one for one in cleaned if unicodedata.category(one) == "Cc"} <= {"\n", "\t"}
    cleaned.encode()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("+32 3 205 20 11", "'+32 3 205 20 11"),
        ("-12", "-12"),
        ("+3.5", "+3.5"),
        ("4,7", "4,7"),
        ("plain = text", "plain = text"),
        ("", ""),
    ],
)
def test_no_cell_can_start_a_formula(value, cell):
    assert safe_cell(value) == cell


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("gate.jpg", "gate.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\secret\\plan.pdf", "plan.pdf"),
        ("a<b>:c?.png", "a_b__c_.png"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("é" * 300 + ".jpeg", "é" * 98 + ".jpeg"),
    ],
)
def test_a_file_name_has_no_folders_and_fits_every_system(name, safe):
    assert safe_file_name(name) == safe


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_file_name_is_refused_or_safe(name):
    try:
        safe = safe_file_name(name)
    except TextRefusedError:
        return

    assert safe
    assert not set('/\\<>:"|?*\0\n') & set(safe)
    assert len(safe.encode()) <= 255
    assert not safe.startswith(".")


def test_an_excerpt_is_one_line_cut_at_a_word():
    assert plain_excerpt("Een  korte\ntekst") == "Een korte tekst"
    assert plain_excerpt("word " * 100, characters=12) == "word word…"
    assert plain_excerpt("x" * 30, characters=10) == "x" * 10 + "…"
    assert plain_excerpt("abc def", characters=3) == "abc…"
