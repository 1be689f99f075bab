"""Events that belong to no record of the source that they are joined with: counted, and told everywhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla import report
from living_sla.cli import attain, check
from living_sla.model.figures.standing import Unjoined, events_without_record
from tests.pages.whole import everything as page
from tests.test_joins import project, put

NOW = datetime(2026, 9, 21, tzinfo=UTC)
TEXTS = ("text", "text")


def written(root, leads, calls, where=""):
    """Leads of these names and calls, each to the lead of that name; a blank one is to nobody."""
    project(root, TEXTS, ["x"] * 3, ["x"] * 3)
    exports = root / "data" / "exports"
    put(exports / "leads.csv", [{"ID": lead, "Came": "2026-09-07 10:00"} for lead in leads])
    put(exports / "calls.csv", [{"Call": f"c{n}", "Lead": of, "At": "2026-09-07 11:00"} for n, of in enumerate(calls)])
    if where:
        path = root / "agreements" / "desk.md"
        path.write_text(path.read_text("utf-8").replace("source: leads,", f"source: leads, where: {where},"), "utf-8")
    return root


def unjoined(root):
    [standing] = report.build(root, cache=False, now=NOW).agreements
    return [one.unjoined for one in standing.commitments]


@settings(max_examples=25, deadline=None)
@given(
    leads=st.lists(st.sampled_from("abcd"), min_size=1, unique=True),
    calls=st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ""]), min_size=1, max_size=9),
    judged=st.sampled_from("abcd"),
)
def test_events_without_a_record_are_those_whose_key_no_record_has(leads, calls, judged):
    """Whether the record is judged changes nothing, and both kinds of join count alike."""
    with TemporaryDirectory() as folder:
        lost = sum(of not in leads for of in calls if of)
        events = sum(bool(of) for of in calls)
        expected = (Unjoined("calls", "leads", events, lost),) if lost else ()
        for number, where in enumerate(("", f"{{id: {judged}}}")):
            root = Path(folder) / str(number)
            root.mkdir()
            assert unjoined(written(root, leads, calls, where)) == [expected] * 2


@pytest.fixture
def some_lost(tmp_path):
    return written(tmp_path, ["a", "b"], ["a", "zz-secret", "a", "yy-secret", "b"])


SAID = "2 of the 5 events of calls belong to no record of leads"


def test_they_are_told_on_the_page_in_the_terminal_in_json_and_by_check(some_lost):
    found = report.build(some_lost, cache=False, now=NOW)
    assert f"{SAID}. They count for nothing here." in page(found.agreements[0], found).replace("&#46;", ".")
    run = CliRunner().invoke
    table = run(attain.command, ["--project", str(some_lost), "--no-cache"])
    assert table.stdout.count(SAID) == 2
    assert SAID in run(attain.command, ["--project", str(some_lost), "--no-cache", "--format", "markdown"]).stdout
    document = json.loads(run(attain.command, ["--project", str(some_lost), "--format", "json"]).stdout)
    assert document["unjoined"] == [
        {
            "agreement": "desk",
            "commitment": commitment,
            "source": "calls",
            "records": "leads",
            "events": 5,
            "without_record": 2,
        }
        for commitment in ("attempts", "contact")
    ]
    checked = run(check.command, ["--project", str(some_lost)])
    assert f'{SAID}: they count for nothing in "attempts" [event-without-record]' in checked.output
    assert not [text for text in (table.output, checked.output) if "secret" in text]


def test_what_is_remembered_tells_them_too(some_lost, tmp_path):
    told = [[one.unjoined for one in report.build(some_lost, now=NOW).agreements[0].commitments] for _ in range(2)]
    assert told == [[(Unjoined("calls", "leads", 5, 2),)] * 2] * 2


def test_where_no_event_belongs_to_a_record_that_alone_is_warned_of(tmp_path):
    root = written(tmp_path, ["a"], ["b", "c"])
    names = [notice.name for notice in report.build(root, cache=False, now=NOW).notices]
    assert (names.count("no-event-belongs"), names.count("event-without-record")) == (2, 0)
    assert unjoined(root) == [(Unjoined("calls", "leads", 2, 2),)] * 2


@pytest.mark.parametrize("where", ["{came_at: after 2026-09-08}", "{id: nobody}"])
def test_a_record_that_is_not_judged_is_a_record(tmp_path, where):
    assert unjoined(written(tmp_path, ["a", "b"], ["a", "b", "q"], where)) == [(Unjoined("calls", "leads", 3, 1),)] * 2


def test_one_event_is_told_in_the_singular():
    assert events_without_record(Unjoined("calls", "leads", 1204, 1)) == (
        "1 of the 1,204 events of calls belongs to no record of leads"
    )
