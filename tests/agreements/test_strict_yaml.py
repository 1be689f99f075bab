from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.agreements.yaml.characters import decode, mixed_scripts
from living_sla.agreements.yaml.nodes import places_of, plain
from living_sla.agreements.yaml.strict_yaml import parse
from living_sla.errors import Place, SlaError


def refusal(text: str, first_line: int = 1) -> str:
    with pytest.raises(SlaError) as found:
        parse(text, path="f.md", first_line=first_line)
    return str(found.value)


def value(text: str) -> object:
    return plain(parse(text, path="f.md"))


def test_everything_is_the_text_that_was_written():
    text = "a: 17:30\nb: no\nc: 010\nd: 1_000\ne: 2026-10-01\nf: 1e3\ng: .nan\nh: on\ni: 0x1F\nj: true"
    assert value(text) == {
        "a": "17:30", "b": "no", "c": "010", "d": "1_000", "e": "2026-10-01", "f": "1e3", "g": ".nan", "h": "on",
        "i": "0x1F", "j": "true",
    }  # fmt: skip


def test_only_an_unquoted_nothing_is_none():
    assert value("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: \"~\"") == {
        "a": None, "b": None, "c": None, "d": "", "e": "null", "f": "~",
    }  # fmt: skip


def test_an_empty_document_is_none():
    assert value("") is None
    assert value("# only a comment\n") is None


def test_places_count_lines_of_the_whole_file_and_columns_from_one():
    tree = parse("a:\n  - b: 1\n    c: [x, 'y']\n", path="f.md", first_line=2)
    assert places_of(tree).values == {
        (): Place("f.md", 2, 1),
        ("a",): Place("f.md", 3, 3),
        ("a", 0): Place("f.md", 3, 5),
        ("a", 0, "b"): Place("f.md", 3, 8),
        ("a", 0, "c"): Place("f.md", 4, 8),
        ("a", 0, "c", 0): Place("f.md", 4, 9),
        ("a", 0, "c", 1): Place("f.md", 4, 12),
    }
    assert places_of(tree).keys["a", 0, "c"] == Place("f.md", 4, 5)


def test_columns_count_characters_not_bytes():
    assert places_of(parse("{ä: ö, b: é}", path="f.md")).values["b",] == Place("f.md", 1, 11)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3", 'f.md:3:1: SLA-F003 "a" stands here and on line 1\n  hint: keep one of the two'),
        (
            "x:\n  a: 1\n  'a': 2",
            'f.md:3:3: SLA-F003 "a" stands here and on line 2\n  hint: keep one of the two',
        ),
        (
            "a: &x 1",
            "f.md:1:4: SLA-F016 an anchor (&x) is not allowed\n"
            "  hint: write the value out; a text that begins with & needs quotes",
        ),
        (
            "a: *x",
            "f.md:1:4: SLA-F016 an alias (*x) is not allowed\n"
            "  hint: write the value out; a text that begins with * needs quotes",
        ),
        (
            "a: !!python/name:os.system x",
            "f.md:1:4: SLA-F016 a tag (tag:yaml.org,2002:python/name:os.system) is not allowed\n"
            "  hint: write the value out; a text that begins with ! needs quotes",
        ),
        ("<<: {a: 1}", "f.md:1:1: SLA-F016 a merge (<<) is not allowed\n  hint: write the fields out"),
        (
            "? [a]\n: b",
            "f.md:1:3: SLA-F016 a list or mapping as the name of a field is not allowed\n"
            "  hint: write a plain name before the :; a text that begins with { or [ needs quotes",
        ),
        (
            "a: 1\n---\nb: 2",
            "f.md:2:1: SLA-F016 a second document is not allowed\n  hint: one file holds one document: remove the ---",
        ),
        (
            "%YAML 1.1\n---\na: 1",
            "f.md:1:1: SLA-F016 a YAML directive is not allowed\n  hint: leave lines that begin with % out",
        ),
        ("a: 1\nb:\tx", "f.md:2:3: SLA-F001 a tab\n  hint: use spaces instead of tabs"),
        (
            "title: Leads: the new way",
            "f.md:1:13: SLA-F001 a colon inside a text\n"
            '  hint: a colon followed by a space starts a field; put the whole text in quotes: title: "..."',
        ),
        (
            'a: "x\nb: 1',
            "f.md:1:4: SLA-F001 a quote that is never closed\n"
            '  hint: end the text with the quote it begins with: "..."',
        ),
        (
            "a: [1, 2\nb: 3",
            "f.md:1:4: SLA-F001 a list whose [ is never closed, or that lacks a comma\n  hint: write [one, two]",
        ),
        (
            "a: @home",
            'f.md:1:4: SLA-F001 a text that begins with "@"\n  hint: put the whole text in quotes: title: "..."',
        ),
        (
            "title: Foo\nBar\nbaz: 1",
            "f.md:2:1: SLA-F001 a line that is not a field\n"
            "  hint: write name: value, or indent the line to carry on the text above",
        ),
        (
            "a: - b",
            "f.md:1:4: SLA-F001 a list that begins on the line of its field\n"
            "  hint: put each - on a line of its own, below",
        ),
        (
            r'a: "c:\dir"',
            "f.md:1:7: SLA-F001 a backslash inside double quotes\n"
            "  hint: use single quotes, '...', or write it twice: \\\\",
        ),
        (": v", "f.md:1:1: SLA-F001 a value without the name of a field\n  hint: write a name before the :"),
    ],
)
def test_a_refusal_names_the_place_and_the_next_step(text, said):
    assert refusal(text) == said


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\r", "U+000D"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ],
)
def test_a_character_that_nobody_sees_is_named(character, name):
    said = f"SLA-F018 the invisible character {name}\n  hint: delete it; retype the word if you cannot see it"
    assert refusal(f"a: 1\nb: x{character}y") == f"f.md:2:5: {said}"


def test_an_escape_does_not_smuggle_an_invisible_character_in():
    assert refusal(r'a: "x\u200by"').startswith("f.md:1:4: SLA-F018 the invisible character U+200B ZERO WIDTH SPACE")
    assert refusal(r'"a\0": x').startswith("f.md:1:1: SLA-F018 the invisible character U+0000")


@pytest.mark.parametrize(
    ("bomb", "code"),
    [
        ("[" * 60_000, "SLA-F017"),
        ("{a: " * 15_000, "SLA-F017"),
        ("- " * 30_000, "SLA-F017"),
        ("[a," * 20_000, "SLA-F017"),
        ("a: &a [x]\n" + "b: [*a,*a]\n" * 3_000, "SLA-F016"),
        ("a: &a {k: 1}\nb: {<<: *a}\n", "SLA-F016"),
        ("? " * 30_000, "SLA-F016"),
        ("!" * 60_000, "SLA-F016"),
        ("x" * 65_537, "SLA-F017"),
        ("é" * 32_769, "SLA-F017"),
        ('a: "' + "\\" * 60_001, "SLA-F001"),
    ],
)
def test_a_bomb_is_refused_in_a_tenth_of_a_second(bomb, code):
    begun = time.process_time()
    said = refusal(bomb)
    assert time.process_time() - begun < 0.1
    assert code in said
    assert len(said) < 400


def fault_of(text: str) -> SlaError | None:
    try:
        parse(text, path="f.md", first_line=5)
    except SlaError as fault:
        return fault
    return None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text):
    fault = fault_of(text)
    if fault is not None:
        assert fault.where is not None
        assert 5 <= (fault.where.line or 0) <= 5 + text.count("\n")
        assert (fault.where.column or 0) >= 1
        assert fault.hint


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", path="f.md") == "a: 1\nb: 2\n"


def test_bytes_that_are_not_utf8_are_placed():
    with pytest.raises(SlaError) as found:
        decode("a: 1\nb: Zoë".encode("latin-1"), path="f.md")
    assert str(found.value) == "f.md:2:6: SLA-F019 the byte 0xEB is not UTF-8\n  hint: save the file as UTF-8"


def test_a_word_of_two_alphabets_is_found_and_whole_words_of_another_are_not():
    assert mixed_scripts("Sales and M\u0430rketing") == "M\u0430rketing"
    assert mixed_scripts("Продажи and Marketing, Zoë, β-test") is None
