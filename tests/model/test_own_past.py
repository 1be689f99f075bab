"""The one forecast that is made: how the commitment's own closed periods went on from the same day."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from living_sla.model.figures.own_past import Stood
from living_sla.words.standing.outlook import own_past_words
from tests.factories import reports
from tests.model.test_signals import series_of

MET = (95, 93, 96, 94, 95, 93, 96, 94, 95, 94)


def share(moves, met=MET, days=14):
    series = series_of(*met)
    of = tuple((each.period.start, each.value - Fraction(move, 100)) for each, move in zip(series, moves, strict=False))
    return reports.standing("first-contact", series, stood=Stood(days, of))


def count(first, last):
    series = [reports.volume(found, amount) for found, amount in zip(reports.months("2026-01", 10), last, strict=True)]
    of = tuple((each.period.start, Fraction(amount)) for each, amount in zip(series, first, strict=True))
    return reports.standing("mql-volume", series, stood=Stood(14, of))


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ((1, -2, 3, 4, 0, 1, -4, 2, 9, 3), "nine ended within 4 points of where they stood after 14 days."),
        ((1, -1, 1, -1, 1, -1, 1, -1, 1, -1), "ten ended within 1 point of where they stood after 14 days."),
        ((0,) * 10, "ten ended exactly where they stood after 14 days."),
        ((5, -20, 0, 0, 0, 0, 0, 0, 0, 0), "nine ended within 5 points of where they stood after 14 days."),
    ],
)
def test_of_a_share_nine_of_ten_ended_within_so_many_points(moves, said):
    assert own_past_words(share(moves)) == f"Of the last ten months {said}"


def test_of_a_count_nine_of_ten_grew_by_so_much():
    standing = count([100, 90, 110, 95, 100, 105, 98, 102, 99, 20], [200, 195, 208, 190, 204, 201, 200, 199, 205, 400])
    assert (
        own_past_words(standing) == "Of the last ten months nine grew by 95 to 106 from where they stood after 14 days."
    )


def test_fewer_than_ten_closed_periods_say_nothing():
    assert own_past_words(share((1,) * 9, met=MET[:9])) == ""
    assert own_past_words(share((1,) * 9)) == ""
    assert own_past_words(replace(share((1,) * 10), stood=None)) == ""
    assert own_past_words(reports.standing("first-contact", ())) == ""


def test_only_periods_that_count_alike_are_asked():
    standing = share((1,) * 10)
    series = [replace(each, broken=at == 3) for at, each in enumerate(standing.series)]
    assert own_past_words(replace(standing, series=tuple(series))) == ""


def test_the_newest_ten_are_asked():
    standing = share((30, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), met=(90, *MET))
    assert (
        own_past_words(standing) == "Of the last ten months ten ended within 1 point of where they stood after 14 days."
    )
