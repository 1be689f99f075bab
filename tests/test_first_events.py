"""First touches from an export of activities, through real files: who called first, and when."""

from __future__ import annotations

from datetime import datetime

import pytest

from living_sla import report
from living_sla.cli import main
from living_sla.errors import Faults
from tests.factories.desks import desk_agreement, write_desk

AGREEMENT = desk_agreement(
    """\
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure:
      kind: within
      source: leads
      from: assigned_at
      to: {first: {source: tasks, key: lead, at: done_at, where: contact}}
      limit: 4 business hours
    target: at least 50%
    per: month
  - id: follow-up
    title: Follow-up
    by: sales
    category: hand-off
    measure:
      kind: within
      source: leads
      from: {first: {source: tasks, key: lead, at: done_at}}
      to: won_at
      limit: 14 days
    target: at least 10%
    per: month
""",
    more="""\
definitions:
  contact: {means: A call or a meeting that took place., where: {type: [call, meeting]}}
""",
)
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-09-20T12:00
  columns:
    id: {from: ID, type: text}
    assigned_at: {from: Assigned, type: instant}
    won_at: {from: Won, type: instant}
tasks:
  path: exports/tasks.csv
  timezone: Europe/London
  key: id
  as_of: 2026-09-20T09:00
  columns:
    id: {from: Task, type: text}
    lead: {from: WhoId, type: text}
    done_at: {from: Completed, type: instant}
    type: {from: Type, type: text}
"""
LEADS = """\
ID,Assigned,Won
prompt,2026-09-07 10:00,2026-09-10 10:00
late,2026-09-07 10:00,
mailed,2026-09-07 10:00,
before,2026-09-07 10:00,
forgotten,2026-09-07 10:00,2026-09-08 10:00
"""
# Monday 10:00 is due at 14:00. Of `before`, the only call came before the hand-over.
TASKS = """\
Task,WhoId,Completed,Type
1,prompt,2026-09-07 14:00,call
2,prompt,2026-09-07 11:00,e-mail
3,prompt,2026-09-08 11:00,call
4,late,2026-09-07 14:01,meeting
5,mailed,2026-09-07 10:30,e-mail
6,before,2026-09-07 09:59,call
7,nobody,2026-09-07 09:59,call
8,,2026-09-07 09:59,call
"""


@pytest.fixture
def project(tmp_path):
    return write_desk(tmp_path, AGREEMENT, SOURCES, leads=LEADS, tasks=TASKS)


def figures(project, **asked):
    [standing] = report.build(project, cache=False, **asked).agreements
    return {one.commitment.id: one.series[-1] for one in standing.commitments}


def test_the_first_touch_is_that_of_the_activities(project):
    found = figures(project)["first-contact"]
    assert (found.counts.met, found.counts.missed, found.counts.pending) == (1, 4, 0)
    assert found.as_of.isoformat() == "2026-09-20T08:00:00+00:00"  # the earlier one of both exports


def test_a_clock_can_start_at_the_first_event(project):
    found = figures(project)["follow-up"]
    # `prompt` was won in time; `forgotten` was won and has no event, so it belongs to no period.
    assert (found.counts.met, found.counts.missed, found.counts.pending) == (1, 0, 3)


def test_a_replay_does_not_know_of_later_events(project):
    at_noon = datetime.fromisoformat("2026-09-07T12:00:00+00:00")  # 13:00 in London
    found = figures(project, as_of=at_noon)["first-contact"]
    assert (found.counts.met, found.counts.missed, found.counts.pending) == (0, 0, 5)


def test_figures_from_the_cache_follow_the_activities(project):
    before = report.build(project).agreements[0].commitments[0].series[-1].counts.met
    (project / "data" / "exports" / "tasks.csv").write_text(TASKS.replace("14:01", "13:59"), encoding="utf-8")
    after = report.build(project).agreements[0].commitments[0].series[-1].counts.met
    assert (before, after) == (1, 2)


def test_one_record_is_explained_by_its_first_event(project, capsys):
    told = explained(project, "desk/first-contact", "prompt", capsys)
    assert "get their first contact within 4 business hours of being assigned" in told
    assert "ends       Mon 7 Sep 2026, 14:00:00 +01:00  first tasks.done_at, after 4:00:00" in told
    told = explained(project, "desk/follow-up", "forgotten", capsys)
    assert "not judged no event starts its clock" in told


def explained(project, what, record, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["explain", what, record, "--project", str(project)])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("source: tasks, key: lead, at: done_at, where", "source: task, key: lead, at: done_at, where",
         'unknown source "task"'),
        ("key: lead, at: done_at, where", "key: who, at: done_at, where", '"who" is not a column of "tasks"'),
        ("key: lead, at: done_at, where", "key: lead, at: type, where", '"type" of "tasks" is of type text'),
        ("where: contact", "where: contacts", 'unknown definition "contacts"'),
        ("where: contact", "where: {kind: call}", '"kind" is not a column of "tasks"'),
        ("to: {first: {source", "to: {frist: {source", 'unknown field "frist"'),
        ("to: {first: {source: tasks, key: lead, at: done_at, where: contact}}", "to: {first: tasks}",
         '"first" wants fields of its own'),
        ("to: {first: {source: tasks, key: lead, at: done_at, where: contact}}", "to: [a, b]", "one value is wanted"),
        ("at: done_at, where", "where", '"at" is missing'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_first_event_is_told_where_it_stands(project, old, new, message):
    text = AGREEMENT.replace(old, new, 1)
    (project / "agreements" / "desk.md").write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as found:
        report.build(project, cache=False)
    told = [fault for fault in found.value.faults if message in fault.message]
    assert told
    assert told[0].where.line == next(n for n, line in enumerate(text.split("\n"), 1) if "to:" in line)


def test_a_damaged_export_of_activities_stops_the_figures(project):
    (project / "data" / "exports" / "tasks.csv").write_text(TASKS + "9,late\n", encoding="utf-8")
    with pytest.raises(Faults) as found:
        report.build(project, cache=False)
    assert [fault.code for fault in found.value.faults] == ["SLA-F033"]


def test_events_of_which_none_belongs_to_a_record_are_told(project):
    text = TASKS.replace(",prompt", ",PROMPT").replace(",late", ",00Q5f000001AbCdEAK").replace(",before", ",7.01E+17")
    (project / "data" / "exports" / "tasks.csv").write_text(text.replace(",mailed", ",00Q5f000001AbCd"))
    notices = report.build(project, cache=False).notices
    assert sum(notice.name == "no-event-belongs" for notice in notices) == 2
    found = next(notice for notice in notices if notice.name == "no-event-belongs")
    assert found.message == ('no event of tasks belongs to a record of leads: "first-contact" compares lead with id')


def test_a_filter_of_events_that_meets_nothing_is_told(project):
    (project / "agreements" / "desk.md").write_text(AGREEMENT.replace("[call, meeting]", "[Call, meeting]"))
    notices = [notice for notice in report.build(project, cache=False).notices if notice.name == "never-met"]
    assert [(notice.message, notice.hint) for notice in notices] == [
        ('no record of tasks has "Call" in type, as "first-contact" asks', 'did you mean "call"?')
    ]
