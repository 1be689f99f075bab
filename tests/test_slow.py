"""What `make quick` leaves out is what it says, and still exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import slow


@pytest.mark.parametrize("name", sorted(slow.FOLDERS | slow.FILES))
def test_what_is_named_as_slow_exists(name):
    assert (slow.TESTS / name).exists()


def test_a_place_is_slow_by_its_folder_or_its_name():
    assert slow.in_a_slow_place(slow.TESTS / "browser" / "any.py")
    assert slow.in_a_slow_place(slow.TESTS / "test_cli.py")
    assert not slow.in_a_slow_place(Path(__file__))


def test_a_test_of_the_demonstration_is_slow(request):
    request.node.fixturenames.append("demo_site")
    assert slow.uses_slow_fixtures(request.node)


def test_this_file_is_quick(request):
    assert not slow.is_slow(request.node)
