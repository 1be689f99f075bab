"""Attempts, gap and deliverables through real files: leads from one export, touches from another."""

from __future__ import annotations

from datetime import datetime

import pytest

from living_sla import report
from living_sla.api import explain
from living_sla.cli import main
from living_sla.errors import SlaError
from tests.factories.desks import desk_agreement, write_desk

AGREEMENT = desk_agreement(
    """\
  - id: attempts
    title: Attempts
    by: sales
    category: hand-off
    measure:
      kind: attempts
      source: leads
      from: came_at
      events: {source: touches, key: lead, at: touched_at, where: {kind: not automatic}}
      times: 3
      limit: 2 business days
    target: at least 50%
    per: month
  - id: silence
    title: Silence
    by: marketing
    category: nurturing
    measure:
      kind: gap
      source: leads
      from: came_at
      to: won_at
      events: {source: touches, key: lead, at: touched_at}
      limit: 21 days
    target: at least 50%
    per: month
  - id: templates
    title: E-mail templates
    by: marketing
    category: reporting
    measure: {kind: deliverable, source: deliveries, at: delivered_at, due: last working day of every month}
    target: at least 90%
    per: quarter
""",
    coverage="{timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, holidays: GB-ENG}",
)
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-20T12:00
  columns:
    id: {from: ID, type: text}
    came_at: {from: Came, type: instant}
    won_at: {from: Won, type: instant}
touches:
  path: exports/touches.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-20T09:00
  columns:
    id: {from: Touch, type: text}
    lead: {from: Lead, type: text}
    touched_at: {from: At, type: instant}
    kind: {from: Kind, type: text}
deliveries:
  path: exports/deliveries.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-20T12:00
  columns:
    id: {from: ID, type: text}
    delivered_at: {from: At, type: instant}
"""
LEADS = """\
ID,Came,Won
worked,2026-09-07 10:00,2026-09-20 10:00
given-up,2026-09-07 10:00,
automatic,2026-09-07 10:00,
forgotten,2026-09-07 10:00,2026-10-12 10:00
fresh,2026-10-19 10:00,
"""
TOUCHES = """\
Touch,Lead,At,Kind
1,worked,2026-09-07 11:00,call
2,worked,2026-09-08 11:00,e-mail
3,worked,2026-09-09 10:00,call
4,given-up,2026-09-07 11:00,call
5,given-up,2026-10-01 11:00,call
6,automatic,2026-09-07 11:00,automatic
7,automatic,2026-09-08 11:00,automatic
8,automatic,2026-09-09 09:00,automatic
9,automatic,2026-09-25 09:00,call
10,automatic,2026-10-12 09:00,call
11,forgotten,2026-09-07 12:00,call
12,nobody,2026-09-07 12:00,call
13,fresh,2026-10-20 09:30,call
"""
# The last working day of September 2026 is Wednesday the 30th; of October, Friday the 30th, still ahead.
DELIVERIES = "ID,At\nseptember,2026-09-30 23:59\n"


def instant_at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def project(tmp_path):
    return write_desk(tmp_path, AGREEMENT, SOURCES, leads=LEADS, touches=TOUCHES, deliveries=DELIVERIES)


def series(project, commitment):
    found = report.build(project).agreements[0].commitments
    return {a.period.label: a for s in found if s.commitment.id == commitment for a in s.series}


def test_attempts_count_the_touches_of_a_lead_up_to_its_due_instant(project):
    """`worked` has its third touch exactly when it is due; automatic ones do not count; `fresh` is due on Wednesday."""
    found = series(project, "attempts")
    assert (found["2026-09"].counts.met, found["2026-09"].counts.missed) == (1, 3)
    assert [miss.key for miss in found["2026-09"].misses] == ["automatic", "forgotten", "given-up"]
    assert found["2026-10"].counts.pending == 1


def test_the_figures_of_two_exports_speak_up_to_the_earlier_as_of(project):
    assert series(project, "attempts")["2026-10"].as_of.isoformat() == "2026-10-20T08:00:00+00:00"


def test_a_silence_is_too_long_between_touches_or_up_to_the_end(project):
    """From 7 September, 24 days are too long for `given-up` and 35 for `forgotten`; `automatic` is never silent."""
    found = series(project, "silence")["2026-09"]
    assert (found.counts.met, found.counts.missed) == (2, 2)
    assert [miss.key for miss in found.misses] == ["forgotten", "given-up"]


def test_a_deliverable_is_in_time_until_its_day_is_over(project):
    """Of the third quarter only September is owed, because the terms begin with it; the fourth lies ahead."""
    found = series(project, "templates")
    assert (found["2026-Q3"].counts.met, found["2026-Q3"].counts.missed) == (1, 0)
    assert (found["2026-Q4"].counts.pending, found["2026-Q4"].status) == (3, "no data")
    late = project / "data" / "exports" / "deliveries.csv"
    late.write_text("ID,At\nseptember,2026-10-01 00:00\n", encoding="utf-8")
    missed = series(project, "templates")["2026-Q3"]
    assert (missed.counts.missed, [miss.key for miss in missed.misses]) == (1, ["2026-09-30"])


def test_one_record_is_explained_with_its_events(project):
    told = explain(project, "desk", "attempts", "worked").explanation
    assert told.outcome == "met"
    assert told.events == 3
    assert explain(project, "desk", "silence", "given-up").explanation.outcome == "missed"


def test_a_record_that_was_reached_on_the_first_call_is_owed_no_more(project):
    agreement = project / "agreements" / "desk.md"
    text = agreement.read_text().replace("times: 3", "times: 3\n      ends: {any: [won_at]}")
    agreement.write_text(text.replace("limit: 2 business days", "limit: 9 business days", 1))
    (project / "data" / "exports" / "leads.csv").write_text(
        LEADS.replace("given-up,2026-09-07 10:00,", "given-up,2026-09-07 10:00,2026-09-07 11:05")
    )
    told = explain(project, "desk", "attempts", "given-up").explanation
    assert (told.outcome, told.events, told.ended_by) == ("met", 1, "won_at")
    late = explain(project, "desk", "attempts", "forgotten").explanation
    assert (late.outcome, late.events, late.ended_by) == ("missed", 1, None)
    # Before the call had an answer, nobody knew.
    before = explain(project, "desk", "attempts", "given-up", as_of=instant_at("2026-09-07T10:02:00+00:00"))
    assert (before.explanation.outcome, before.explanation.events) == ("pending", 1)


def test_a_deliverable_is_explained_by_its_due_date(project, capsys):
    told = explained(project, "desk/templates", "2026-09-30", capsys)
    assert "desk/templates, due date 2026-09-30" in told
    assert "due        before Thu 1 Oct 2026, 00:00:00 +01:00" in told
    assert "delivered  Wed 30 Sep 2026, 23:59:00 +01:00  delivered_at" in told
    assert "outcome    met: it was delivered in time" in told
    told = explained(project, "desk/templates", "2026-10-30", capsys)
    assert "not judged" in told or "pending" in told


def test_a_day_on_which_nothing_is_due_names_those_around_it(project):
    with pytest.raises(SlaError) as found:
        explain(project, "desk", "templates", "2026-10-01")
    assert str(found.value) == (
        '"2026-10-01" is not a due date of "templates"\n  hint: due dates around it: 2026-09-30, 2026-10-30, 2026-11-30'
    )


def explained(project, what, record, capsys):
    with pytest.raises(SystemExit):
        main(["explain", what, record, "--project", str(project)])
    return capsys.readouterr().out


def test_a_log_whose_days_have_no_times_delivers_on_those_days(project):
    """A report of 30 September is in time on the last working day, and late on the first day after it."""
    sources = project / "data" / "sources.yml"
    sources.write_text(sources.read_text().replace("delivered_at: {from: At, type: instant}",
                                                   "delivered_at: {from: At, type: date}"))  # fmt: skip
    log = project / "data" / "exports" / "deliveries.csv"
    for day, counts in (("2026-09-30", (1, 0)), ("2026-10-01", (0, 1))):
        log.write_text(f"ID,At\nseptember,{day}\n", encoding="utf-8")
        found = series(project, "templates")["2026-Q3"].counts
        assert (found.met, found.missed) == counts


def test_the_due_date_that_a_delivery_names_is_a_date(project):
    agreement = project / "agreements" / "desk.md"
    agreement.write_text(agreement.read_text().replace("at: delivered_at,", "at: delivered_at, for: id,"))
    with pytest.raises(SlaError) as found:
        report.build(project)
    assert '"id" of "deliveries" is of type text, wanted here is date' in str(found.value)


def test_a_record_is_explained_at_the_earlier_as_of_of_both_exports(project):
    """The touches are as of 09:00 London time; what figures say at that moment, the explanation says too."""
    told = explain(project, "desk", "attempts", "fresh")
    assert told.as_of.isoformat() == "2026-10-20T08:00:00+00:00"
    assert (told.explanation.outcome, told.explanation.events) == ("pending", 0)
