"""What is asked of a batch is worked out once for each method and its arguments, and never shared across them."""

from __future__ import annotations

import ast
import inspect
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.measures import shared_columns
from living_sla.measures.cohort import ClockColumns
from living_sla.measures.once import Once, once
from living_sla.measures.records import LaterDues
from living_sla.measures.shared_columns import Rows, SharedColumns
from living_sla.model.agreement.condition import EVERY_RECORD, ColumnIs, Filled, OneOf
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.quantity import parse_duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.period import PeriodGrid, PeriodRule
from tests.factories.cohorts import at, batch

TYPES = {"mql_at": "instant", "met_at": "instant", "day": "date", "region": "text", "amount": "integer"}
LEADS = [
    {"mql_at": at("2026-10-05T09:00"), "met_at": at("2026-10-05T10:00"), "day": date(2026, 10, 5), "region": "UKI"},
    {"mql_at": at("2026-10-06T09:00"), "met_at": at("2026-10-06T08:59"), "day": date(2026, 10, 6), "amount": 2},
    {"mql_at": at("2026-10-07T09:00"), "met_at": None, "day": None, "region": "n/a", "amount": None},
]
COVERAGE = CoverageTerms.model_validate({"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}})
HOURS, ALWAYS = Clock(COVERAGE, business=True), Clock(COVERAGE, business=False)
ZONES = ("Europe/London", "America/New_York")
RUNS = (
    ClockColumns("mql_at", "met_at"),
    ClockColumns("mql_at", "met_at", 60_000_000),
    ClockColumns("met_at", "mql_at"),
)
GRIDS = tuple(PeriodGrid(PeriodRule(kind, "UTC"), at("2026-10-01T00:00").date()) for kind in ("day", "month"))
INTERVALS = ((0, 10**18), (0, 1), (1, 10**18))
CONDITIONS = (EVERY_RECORD, ColumnIs("region", Filled()), ColumnIs("region", OneOf(("UKI",))))
LIMITS = (parse_duration("4 hours"), parse_duration("3 days"))
ASKED = {
    SharedColumns: {
        "passing": [CONDITIONS],
        "instants": [("mql_at", "met_at", "day"), ZONES],
        "covered": [(HOURS, ALWAYS)],
        "until": [(HOURS, ALWAYS), ("mql_at", "met_at"), ZONES],
        "day_ends": [("day", "mql_at"), ZONES],
        "ends": [RUNS, ZONES],
        "start_days": [("mql_at", "met_at", "day"), ZONES],
        "end_days": [RUNS, ZONES],
        "skewed": [RUNS, ZONES],
        "precede": [RUNS, ZONES],
        "took": [(HOURS, ALWAYS), RUNS, ZONES, (False, True)],
        "says_something": [("region", "amount"), (frozenset(), frozenset({"n/a"}))],
        "without_start": [("mql_at", "met_at"), ("mql_at", "met_at")],
        "segments": [("region", None)],
        "rows": [("mql_at", "met_at"), ZONES, INTERVALS],
    },
    Rows: {
        "instants": [("mql_at", "met_at")],
        "passing": [CONDITIONS],
        "says_something": [("region",), (frozenset(), frozenset({"n/a"}))],
        "values": [("amount", "mql_at")],
        "due": [(HOURS, ALWAYS), LIMITS],
        "later_dues": [(HOURS, ALWAYS), LIMITS],
        "ends": [RUNS],
        "end_days": [RUNS],
        "day_ends": [("day", "mql_at")],
        "precede": [RUNS],
        "skewed": [RUNS],
        "took": [(HOURS, ALWAYS), RUNS, (False, True)],
        "chosen": [INTERVALS, CONDITIONS],
        "_started": [INTERVALS],
        "groups": [INTERVALS, CONDITIONS, GRIDS, ("region", None)],
        "_segments": [("region", None)],
        "inside": [((), (INTERVALS[0],), INTERVALS[1:]), ("mql_at", "met_at")],
    },
}
"""Every method that remembers, with some values of each of its arguments."""


def fresh(kind):
    shared = SharedColumns(batch(LEADS, TYPES))
    return shared if kind is SharedColumns else shared.rows("mql_at", "UTC", INTERVALS[0])


def shown(answer):
    """An answer as plain values: of rows the positions, of groups periods and segments."""
    if isinstance(answer, Rows):
        return answer.at.tolist()
    if hasattr(answer, "periods"):
        return answer.periods.tolist(), answer.segments.tolist(), answer.names
    if isinstance(answer, LaterDues):
        return answer[:].tolist()
    if isinstance(answer, tuple):
        return tuple(map(shown, answer))
    return answer.tolist() if hasattr(answer, "tolist") else answer if answer is None else type(answer)


@pytest.mark.parametrize(("kind", "method"), [(kind, name) for kind, named in ASKED.items() for name in named])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_two_calls_with_different_arguments_never_share(kind, method, data):
    arguments = st.tuples(*map(st.sampled_from, ASKED[kind][method]))
    asked = fresh(kind)
    for given_now in data.draw(st.lists(arguments, min_size=2, max_size=6)):
        answer = getattr(asked, method)(*given_now)
        assert shown(answer) == shown(getattr(fresh(kind), method)(*given_now))
        assert answer is getattr(asked, method)(*given_now), "the same question is not worked out again"


def test_every_method_that_remembers_is_tried():
    tree = ast.parse(inspect.getsource(shared_columns))
    remembering = {
        (kind.name, method.name)
        for kind in tree.body
        if isinstance(kind, ast.ClassDef)
        for method in kind.body
        if isinstance(method, ast.FunctionDef)
        if any(isinstance(of, ast.Name) and of.id == "once" for of in method.decorator_list)
    }
    assert remembering == {(kind.__name__, name) for kind, named in ASKED.items() for name in named}


@given(st.lists(st.tuples(st.sampled_from(["one", "other"]), st.tuples(st.integers(0, 2), st.integers(0, 2)))))
def test_an_answer_is_known_by_its_method_and_all_of_its_arguments(questions):
    class Asked(Once):
        @once
        def one(self, left, right):
            return ("one", left, right)

        @once
        def other(self, left, right):
            return ("other", left, right)

    asked = Asked()
    for method, arguments in questions:
        assert getattr(asked, method)(*arguments) == (method, *arguments)
    assert len(asked._known) == len(set(questions))
