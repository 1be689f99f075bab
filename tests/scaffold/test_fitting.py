"""What fits a column is the same whether its cells are read one by one or many at once."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from living_sla.exports.formats.table import Digits
from living_sla.scaffold import candidates as module
from living_sla.scaffold.candidates import ColumnCandidate, candidates, fits, fitting
from living_sla.scaffold.columns import GuessedColumn
from living_sla.scaffold.people import about_people

CELL = st.one_of(
    st.sampled_from([
        "2026-11-02 09:10", "2026-02-30 09:10", "2026-11-02T09:10Z", "02/11/2026 09:10", "11/13/2026 9:10 PM",
        "2026-11-02", "20261102", "1.200", "1,5", "1.200,50", "0", "1", "-7", "007", "12 %", "150", "1:75", "1:30:00",
        "yes", "No", "1767605400", "1" * 18, "1" * 19, " 5", "x", "\ud800", "\u0661", "n/a", "5\u00a0000", "−3",
    ]),
    st.sampled_from(["1.200", "7", "1767605400000"]).map(Digits),
    st.integers(0, 10**6).map(str),
    st.dates().map(str),
    st.text(max_size=3),
)  # fmt: skip


WAYS = (*candidates()[:16], *candidates()[16::23], *candidates()[-4:])
"""Each type, with some of the formats: all of them take long."""


def one_by_one(cells):
    """The same as `fitting`, as plainly as can be."""
    left = [ColumnCandidate(spec, marks) for spec, marks in WAYS]
    for number, text in cells:
        for way in left:
            if not fits(text, way.spec, way.marks):
                way.against += 1
                way.first_against = way.first_against or text
        left = [way for way in left if way.against <= 3 + number // 20]
    return left


@settings(max_examples=40, deadline=None)
@given(st.lists(CELL, max_size=40, unique=True))
@example([str(number) for number in range(40)])
@example([f"2026-11-{day:02} 09:10" for day in range(1, 32)])
def test_cells_that_are_read_together_fit_as_they_do_one_by_one(texts):
    cells = [(number, text) for number, text in enumerate(texts, start=1) if text.strip()]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "candidates", lambda: WAYS)
        patched.setattr(module, "_ONE_BY_ONE", 2)
        patched.setattr(module, "_TOGETHER", 8)
        assert fitting(cells) == one_by_one(cells)


def test_one_odd_cell_of_many_is_found_on_its_line():
    days = [f"2026-{month:02}-{day:02} {hour:02}:00" for month in (1, 3) for day in range(1, 29) for hour in range(24)]
    cells = [*days[:1200], "soon", *days[1200:]]
    column = GuessedColumn.of("Handed over", cells, range(2, 2 + len(cells)))
    assert column.doubt(column.found()) == (
        "all are of type instant, but for one on line 1202: if it stands for nothing, list it under empty"
    )


def test_people_are_found_wherever_in_the_file_they_stand():
    words = [f"Import {number}" for number in range(500)]
    mails = [f"ana{number}@customer.example" for number in range(500)]
    found = about_people("Reference", "text", [*words, *mails])
    assert found is not None
    assert found.why == "mail addresses"
