"""Consequences: which misses set them off."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from living_sla.model.figures.attainment import Status
from living_sla.model.figures.contingency import triggered
from living_sla.model.time.period import PeriodRule
from tests.factories.cohorts import terms

RULE = PeriodRule("month", "Europe/London")


def run(verdicts, when, **fields):
    """`verdicts` is a letter a month from January 2025 on: m(et), x (missed), n(o data), r(unning)."""
    statuses = {"m": Status.MET, "x": Status.MISSED, "n": Status.NO_DATA, "r": Status.AT_RISK}
    periods = list(RULE.between(date(2025, 1, 1), date(2026, 12, 31)))
    series = [
        SimpleNamespace(period=period, status=statuses[letter], ended=letter != "r")
        for period, letter in zip(periods, verdicts, strict=False)
    ]
    agreed = terms({}, contingency=[{"when": when, "do": "Both contacts meet.", **fields}])
    return [tuple(period.label for period in found.periods) for found in triggered(agreed, {"first-contact": series})]


@pytest.mark.parametrize(
    ("verdicts", "when", "periods"),
    [
        ("mx", "1 missed", [("2025-02",)]),
        ("xm", "1 missed", []),  # the last verdict is what counts
        ("mxr", "1 missed", [("2025-02",)]),  # a running period has none
        ("mxn", "1 missed", [("2025-02",)]),
        ("xxx", "3 missed in a row", [("2025-01", "2025-02", "2025-03")]),
        ("xxnx", "3 missed in a row", [("2025-01", "2025-02", "2025-04")]),  # no data breaks no row
        ("xmxx", "3 missed in a row", []),
        ("xxxx", "2 missed in a row", [("2025-03", "2025-04")]),
        ("xmx", "2 missed", [("2025-01", "2025-03")]),
        ("x" + "m" * 11 + "x", "2 missed", []),  # January 2025 ended more than a year before January 2026
        ("mx" + "m" * 10 + "x", "2 missed", [("2025-02", "2026-01")]),
        ("", "1 missed", []),
    ],
)
def test_what_sets_a_consequence_off(verdicts, when, periods):
    assert run(verdicts, when) == periods


def test_a_trigger_without_a_commitment_asks_all_of_them():
    assert run("x", "1 missed") == run("x", "1 missed", commitment="first-contact")
