"""No block is larger than a page may be, and none shows fewer entries than fit."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from living_sla.pages.fitting import LARGEST, fitting


def of(size: int):
    """A block of entries of one size, with a head and a foot."""
    return lambda shown: Markup("-" * (200 + size * shown))


@pytest.mark.parametrize(("size", "most"), [(1, 10), (2_000, 200), (450, 200), (450, 199), (89_000, 3), (1_000, 4_000)])
def test_as_many_are_shown_as_fit(size, most):
    found = fitting(of(size), most)
    shown = (len(found) - 200) // size
    assert len(found) <= LARGEST
    assert shown == most or len(of(size)(int(shown * 1.1) + 2)) > LARGEST


def test_one_entry_is_shown_however_large_it_is():
    assert len(fitting(of(500_000), 7)) == 500_200
    assert len(fitting(of(500_000), 1)) == 500_200
