"""TextFile ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from living_sla.exports.read_ahead import read_ahead, side_by_side


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
        with closing(read_ahead(range(1_000))) as ahead:
            yield from ahead

    with closing(read_ahead(pieces())) as ahead:
        assert next(ahead) == 0
        assert len(readers()) == 2
    assert not readers()


def test_results_come_in_the_order_of_the_pieces_however_long_each_takes():
    first, second = threading.Event(), threading.Event()
    waits = {0: second, 1: first}

    def work(piece):
        first.set() if piece == 0 else second.set()
        assert waits.get(piece, first).wait(10)
        return piece

    assert list(side_by_side(work, range(50), 2)) == list(range(50))
    assert not readers()


@pytest.mark.parametrize("at", [0, 1, 2, 3, 9])
def test_what_work_or_pieces_raise_comes_after_the_results_before_it(at):
    def pieces():
        yield from range(at)
        raise ValueError("a quote")

    def work(piece):
        if piece == at:
            raise ValueError("a field")
        return piece

    for results, message in (
        (side_by_side(work, range(10), 2), "a field"),
        (side_by_side(str, pieces(), 2), "a quote"),
    ):
        assert len([next(results) for _ in range(at)]) == at
        with pytest.raises(ValueError, match=message):
            next(results)
    assert not readers()


def test_no_more_pieces_are_taken_than_threads_and_one():
    taken = []

    def pieces():
        for number in range(100):
            taken.append(number)
            yield number

    with closing(side_by_side(str, pieces(), 2)) as results:
        assert next(results) == "0"
        assert len(taken) == 3
    assert not readers()


def readers():
    return [thread for thread in threading.enumerate() if thread.name.startswith("living-sla reads ahead")]
