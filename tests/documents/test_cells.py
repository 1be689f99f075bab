"""A cell is text for whatever program opens the file, and reads as it was."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.documents.cells import csv_text, defused

STARTS = "-=+@\uff1d\uff0b\uff0d\uff20"
TEXTS = st.text(st.sampled_from([*STARTS, *";|,\t\r\n'\" \ufeff\u200baü1"]), max_size=9)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-EMEA", "'-EMEA"),
        ("\tx", "'\tx"),
        ("\r=x", "'\r'=x"),
        ("  =1", "'  =1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\ufeff@SUM(1)", "'\ufeff@SUM(1)"),
        ('x";=HYPERLINK("//h")', 'x";\'=HYPERLINK("//h")'),
        ("at least 10, -5 before", "at least 10, -5 before"),
        ("a-b=c+d@e", "a-b=c+d@e"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_told_by_an_apostrophe(text, written):
    assert defused(text) == written


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([",", ";", "\t", "|"]), st.booleans())
def test_no_program_sees_a_formula_whatever_it_splits_by(text, separator, with_quotes):
    """A reader with our separator and quotes, or with another separator and no idea of ours."""
    written = csv_text(["a", "b"], [[text, text]])
    if separator == "," and not with_quotes:
        return  # whoever knows the separator knows the quotes, too
    quoting = csv.QUOTE_MINIMAL if with_quotes else csv.QUOTE_NONE
    for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator, quoting=quoting):
        for cell in row:
            assert not re.match(rf"[\s\ufeff\u200b\"]*[{STARTS}]", cell)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_a_text_reads_as_it_was_without_the_apostrophes_that_were_put_in(text):
    assert defused(text).replace("'", "") == text.replace("'", "")


def test_numbers_keep_their_sign():
    assert csv_text(["x"], [[-5], [-0.5], [None]]) == 'x\n-5\n-0.5\n""\n'
