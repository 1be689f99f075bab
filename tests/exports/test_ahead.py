"""TextFile ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from living_sla.exports.read_ahead import read_ahead


def test_pieces_come_in_their_order():
    assert list(read_ahead(range(100))) == list(range(100))


def test_what_the_pieces_raise_comes_after_the_pieces_before_it():
    def pieces():
        yield 1
        raise ValueError("a quote")

    ahead = read_ahead(pieces())
    assert next(ahead) == 1
    with pytest.raises(ValueError, match="a quote"):
        next(ahead)


def test_nothing_is_drawn_once_nobody_listens():
    drawn = []

    def pieces():
        for number in range(1_000):
            drawn.append(number)
            yield number

    with closing(read_ahead(pieces())) as ahead:
        assert next(ahead) == 0
    known = len(drawn)
    assert known < 10
    assert not readers()
    assert len(drawn) == known


def test_pieces_that_are_read_ahead_themselves_stop_with_their_reader():
    def pieces():
        with closing(read_ahead(range(1_000), 16)) as ahead:
            yield from ahead

    with closing(read_ahead(pieces())) as ahead:
        assert next(ahead) == 0
        assert len(readers()) == 2
    assert not readers()


def readers():
    return [thread for thread in threading.enumerate() if thread.name.startswith("living-sla reads ahead")]
