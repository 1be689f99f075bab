"""Which columns `sla sources guess` takes for columns about people, held against a table of answers."""

from __future__ import annotations

import pytest

from living_sla.scaffold.cell_kinds import kind_of
from living_sla.scaffold.columns import GuessedColumn
from living_sla.scaffold.people import about_people
from living_sla.scaffold.table import marks_of
from tests.exports.personal_columns import COLUMNS

KNOWN_TO_BE_MISSED = [("C36", ("555-0143", "555-0188"))]
"""Telephone numbers of seven digits without a word in the header: codes look the same."""
KNOWN_TO_BE_TOO_MANY = [("D25", ("Minas Gerais", "Rio de Janeiro"))]
"""Two words with capitals that nobody knows: proposed, and marked."""


def taken_for_personal(column):
    cells = list(column.cells) * column.times
    guessed = GuessedColumn.of(column.header, cells, range(2, 2 + len(cells)))
    marks, _ = marks_of({"it": guessed})
    return about_people(column.header, guessed.found(marks).type, guessed.texts)


def test_of_the_labelled_columns_one_is_missed_and_one_is_wrongly_called_personal():
    assert (len(COLUMNS), sum(column.is_personal for column in COLUMNS)) == (445, 219)
    wrong = [column for column in COLUMNS if bool(taken_for_personal(column)) != column.is_personal]
    told = [[(one.header, tuple(one.cells)) for one in wrong if one.is_personal is which] for which in (True, False)]
    assert told == [KNOWN_TO_BE_MISSED, KNOWN_TO_BE_TOO_MANY]
    assert all(found.is_doubtful for one in wrong if (found := taken_for_personal(one)))


MOMENTS_NUMBERS_AND_FLAGS = (
    ["2026-01-05 10:00", "2026-01-06 14:45"],
    ["05.01.2026 10:00", "16.01.2026 14:45"],
    ["1/5/2026, 9:00 AM", "1/15/2026, 9:00 AM"],
    ["0", "1"],
    ["12", "7"],
    ["1.5", "0.2"],
    ["true", "false"],
    ["12%", "15%"],
    ["0:30:00", "1:05:00"],
)


@pytest.mark.parametrize("header", ["Owner", "First Name", "E-Mail", "Contact", "Adresse", "担当者", "Имя", "Comments"])
def test_a_moment_a_number_and_a_flag_are_about_nobody_whatever_their_header(header):
    for cells in MOMENTS_NUMBERS_AND_FLAGS:
        column = GuessedColumn.of(header, cells, range(2, 2 + len(cells)))
        assert about_people(header, column.found().type, column.texts) is None


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("ada@pumps.example", "mail"),
        ("+44 7700 900123", "telephone"),
        ("٠٥٠١٢٣٤٥٦٧", "telephone"),
        ("2026-01-05", "other"),
        ("12 High Street", "address"),
        ("Ada Byron", "name"),
        ("Kyvu Zojiwi", "perhaps a name"),
        ("Closed Won", "word"),
        ("PRJ-12", "other"),
        ("k.zojiwi", "other"),
        ("j.smith", "name"),
        ("pumps.example", "other"),
    ],
)
def test_a_cell_is_told_by_itself(cell, kind):
    assert kind_of(cell) == kind
