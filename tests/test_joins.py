"""Records and their events join by what a key means: whatever its type, and between types that mean the same."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla import report
from living_sla.api import explain
from living_sla.cli import main
from living_sla.exports.cells.keys import NAMELESS, hashes_of
from tests.factories.cohorts import column
from tests.factories.desks import desk_agreement, write_desk

NUMBERS = (4, 15, 1500)
# How the same three records are named, by the type that their key is declared with.
SPELLED = {
    "text": ["A-4", "A-15", "A-1500"],
    "integer": [str(number) for number in NUMBERS],
    "number": [f"{number}.5" for number in NUMBERS],
    "money, currency: EUR": [f"{number}.50" for number in NUMBERS],
    "percent": ["4%", "15%", "15.25%"],
    "boolean": ["true", "false"],
    "date": ["2026-01-04", "2026-01-15", "2026-03-01"],
    "instant": ["2026-01-04T10:00Z", "2026-01-15T10:00Z", "2026-03-01T10:00:00.000001Z"],
    "duration": ["0:04:00", "0:15:00", "25:00:00"],
}
# The same records named in another way that means the same, by the two types.
ALIKE = {
    ("text", "integer"): (["4", "15", "1500"], ["4", "15", "1500"]),
    ("integer", "text"): (["4", "15", "1500"], ["4", "15", "1500"]),
    ("integer", "number"): (["4", "15", "1500"], ["4.0", "15", "1500.00"]),
    ("number", "text"): (["4.50", "15.0", "1500.5"], ["4.5", "15", "1500.5"]),
    ("instant", "instant"): (["2026-07-04T10:00", "2026-07-04T11:00"], ["2026-07-04T09:00Z", "2026-07-04T12:00+02:00"]),
    ("duration", "duration"): (["0:04:00", "1:00:00"], ["4 min", "60 min"]),
    ("boolean", "boolean"): (["true", "false"], ["yes", "no"]),
}
COMMITMENTS = """\
  - id: attempts
    title: Attempts
    by: sales
    category: hand-off
    measure: {{kind: attempts, source: leads, from: came_at, times: 2, limit: 2 days, events: {events}}}
    target: at least 50%
    per: month
  - id: contact
    title: Contact
    by: sales
    category: hand-off
    measure: {{kind: within, source: leads, from: came_at, to: {{first: {events}}}, limit: 4 hours}}
    target: at least 50%
    per: month
"""
SOURCES = """\
leads:
  path: exports/leads.{ending}
  timezone: Europe/London
  key: id
  as_of: 2026-09-20T12:00
  columns:
    id: {{from: ID, type: {0}}}
    came_at: {{from: Came, type: instant}}
calls:
  path: exports/calls.{ending}
  timezone: Europe/London
  key: id
  as_of: 2026-09-20T12:00
  columns:
    id: {{from: Call, type: text}}
    lead: {{from: Lead, type: {1}}}
    at: {{from: At, type: instant}}
"""
# The first record is called twice, the second once and late, the third never; nobody is called, too.
CALLS = ((0, "2026-09-07 11:00"), (0, "2026-09-08 11:00"), (1, "2026-09-08 09:00"))


def project(root, kinds, leads, calls, ending="csv"):
    """Leads named as in the first list, called as in the second one."""
    agreed = desk_agreement(COMMITMENTS.format(events="{source: calls, key: lead, at: at}"))
    write_desk(root, agreed, SOURCES.format(*kinds, ending=ending))
    came = [{"ID": lead, "Came": "2026-09-07 10:00"} for lead in leads]
    called = [{"Call": f"c{at}", "Lead": calls[lead], "At": when} for at, (lead, when) in enumerate(CALLS)]
    for name, rows in (("leads", came), ("calls", [*called, {"Call": "c9", "Lead": "", "At": "2026-09-07 11:00"}])):
        put(root / "data" / "exports" / f"{name}.{ending}", rows)
    return root


def put(path, rows):
    if path.suffix == ".csv":
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    else:
        lines = [json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def figures(root):
    [standing] = report.build(root, cache=False).agreements
    counts = {one.commitment.id: one.series[-1].counts for one in standing.commitments}
    return [(counts[name].met, counts[name].missed) for name in ("attempts", "contact")]


@pytest.mark.parametrize(
    ("kind", "ending"), [*((kind, "csv") for kind in SPELLED), ("integer", "jsonl"), ("boolean", "jsonl")]
)
def test_records_and_events_join_by_a_key_of_any_type(tmp_path, kind, ending):
    names = SPELLED[kind]
    root = project(tmp_path, (kind, kind), names, names, ending)
    assert figures(root) == [(1, len(names) - 1)] * 2
    told = explain(root, "desk", "attempts", names[0]).explanation
    assert (told.outcome, told.events) == ("met", 2)
    assert explain(root, "desk", "contact", names[1]).explanation.outcome == "missed"


@pytest.mark.parametrize("kinds", ALIKE)
def test_keys_that_mean_the_same_join(tmp_path, kinds):
    leads, calls = ALIKE[kinds]
    root = project(tmp_path, kinds, leads, calls)
    assert figures(root) == [(1, len(leads) - 1)] * 2
    assert explain(root, "desk", "attempts", leads[0]).explanation.events == 2


def test_a_key_that_parquet_holds_with_a_type_of_its_own_joins(tmp_path):
    root = project(tmp_path, ("date", "date"), SPELLED["date"], SPELLED["date"])
    sources = root / "data" / "sources.yml"
    sources.write_text(sources.read_text().replace(".csv", ".parquet"))
    days = [date.fromisoformat(day) for day in SPELLED["date"]]
    folder, moment = root / "data" / "exports", datetime(2026, 9, 7, 10)
    pq.write_table(pa.table({"ID": days, "Came": [moment] * 3}), folder / "leads.parquet")
    calls = {"Call": ["a", "b"], "Lead": [days[0], days[0]], "At": [moment, moment + timedelta(hours=1)]}
    pq.write_table(pa.table(calls), folder / "calls.parquet")
    assert figures(root) == [(1, 2)] * 2
    assert explain(root, "desk", "attempts", "2026-01-04").explanation.events == 2


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        (("text", "date"), 'a date and never names a record of "leads", whose key is a text'),
        (("date", "instant"), 'an instant and never names a record of "leads", whose key is a date'),
        (("integer", "boolean"), 'a boolean and never names a record of "leads", whose key is an integer'),
        (
            ("integer", "money, currency: EUR"),
            'an amount in EUR and never names a record of "leads", whose key is an integer',
        ),
        (
            ("money, currency: USD", "money, currency: EUR"),
            'an amount in EUR and never names a record of "leads", whose key is an amount in USD',
        ),
    ],
)
def test_keys_that_cannot_mean_the_same_are_refused_by_check(tmp_path, kinds, found, capsys):
    root = project(tmp_path, kinds, ["1"], ["1", "1"])
    with pytest.raises(SystemExit) as ended:
        main(["check", "--project", str(root)])
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert len(re.findall("SLA-F014", said.err)) == 2
    assert f'desk.md:15:115: SLA-F014 "lead" of "calls" is {found}\n' in said.err
    assert "declare both with one type in data/sources.yml; text, integer and number join" in said.err


@settings(max_examples=60)
@given(
    ids=st.lists(st.none() | st.integers(-3, 20) | st.integers(-(10**18) + 1, 10**18 - 1), min_size=1, max_size=8),
    kinds=st.sampled_from([("integer", "text"), ("integer", "integer"), ("integer", "number"), ("number", "text")]),
)
def test_a_join_over_any_type_equals_the_join_over_text(ids, kinds):
    if "number" in kinds:  # which tells no two numbers apart beyond fifteen digits
        ids = [None if one is None or abs(one) >= 2**53 else one for one in ids]
    cells = {"text": [None if one is None else str(one) for one in ids], "integer": ids, "number": ids}
    one, other = (hashes_of(column(kind, cells[kind])).tolist() for kind in kinds)
    assert one == other == [*hashes_of(column("text", cells["text"])).tolist()]
    assert [name == NAMELESS for name in one] == [cell is None for cell in ids]
    assert len({*one}) == len({*ids})


def test_a_number_that_floating_point_does_not_tell_from_the_next_joins_nothing():
    assert hashes_of(column("number", [2**53, -(2**53)])).tolist() == [NAMELESS, NAMELESS]
    assert NAMELESS not in hashes_of(column("number", [2**53 - 1, 0.1, -0.0]))
