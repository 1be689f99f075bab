"""A cell stands where its column does, without a style or an attribute that HTML no longer has."""

from __future__ import annotations

import pytest

from living_sla.site.content.table_cells import aligned


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<th align="right">A</th>', '<th class="sla-at-right">A</th>'),
        ('<td align="center">B</td><td>C</td>', '<td class="sla-at-center">B</td><td>C</td>'),
        ('<td class="c" colspan="2" align="LEFT">', '<td class="sla-at-left c" colspan="2">'),
        ('<td align="x&quot;">', "<td>"),
        ('<p>align="right"</p>', '<p>align="right"</p>'),
    ],
)
def test_a_side_becomes_a_class(written, expected):
    assert aligned(written) == expected
