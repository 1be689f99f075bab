"""`--as-of` and `as_of:` of a source are one thing: the same words mean the same instant, and it is said which."""

from __future__ import annotations

import json
import re

import pytest

from living_sla.cli import main
from tests.factories.desks import write_desk
from tests.test_first_events import AGREEMENT, LEADS, SOURCES, TASKS

NEW_YORK = SOURCES.replace("timezone: Europe/London", "timezone: America/New_York")


def project(root, sources=SOURCES):
    return write_desk(root, AGREEMENT, sources, leads=LEADS, tasks=TASKS)


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def rows(capsys, root, *more):
    code, out, err = run(capsys, "attain", "--format", "json", "--project", root, "--no-cache", *more)
    assert code == 0, err
    return json.loads(out)


@pytest.mark.parametrize("sources", [SOURCES, NEW_YORK])
@pytest.mark.parametrize("moment", ["2026-09-08", "2026-09-07T14:00", "2026-09-07T14:00:30", "2026-09-07T15:00:00Z"])
def test_a_replay_is_what_the_source_would_say_if_it_stated_that_moment(tmp_path, capsys, sources, moment):
    replayed = rows(capsys, project(tmp_path, sources), "--as-of", moment)
    stated = rows(capsys, project(tmp_path, re.sub("as_of: .*", f"as_of: {moment}", sources)))
    without_age = [{**row, "reason": None} for row in stated["attainment"]]  # a replay is never old
    assert [{**row, "reason": None} for row in replayed["attainment"]] == without_age
    assert set(replayed["replayed"].values()) == {row["as_of"] for row in stated["attainment"]}
    assert "replayed" not in stated


def test_each_of_two_sources_has_its_own_midnight_and_both_are_printed(tmp_path, capsys):
    root = project(tmp_path, SOURCES.replace("timezone: Europe/London", "timezone: America/New_York", 1))
    found = rows(capsys, root, "--as-of", "2026-09-08")
    assert found["replayed"] == {"leads": "2026-09-08T04:00:00+00:00", "tasks": "2026-09-07T23:00:00+00:00"}
    _, out, _ = run(capsys, "attain", "--project", root, "--as-of", "2026-09-08")
    assert out.splitlines()[-1] == (
        "replayed tasks up to Tue 8 Sep 2026, 00:00:00 +01:00 (2026-09-07T23:00Z); "
        "leads up to Tue 8 Sep 2026, 05:00:00 +01:00 (2026-09-08T04:00Z)"
    )


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_moment_that_was_replayed_is_printed(tmp_path, capsys, form):
    asked = ("--as-of", "2026-09-08", "--format", form)
    _, out, _ = run(capsys, "attain", "--project", project(tmp_path), *asked)
    assert out.splitlines()[-1] == "replayed up to Tue 8 Sep 2026, 00:00:00 +01:00 (2026-09-07T23:00Z)"
    _, out, _ = run(capsys, "explain", "desk/first-contact", "late", "--project", tmp_path, *asked[:2])
    assert "  as of      Tue 8 Sep 2026, 00:00:00 +01:00\n" in out


def test_a_remembered_export_is_replayed_at_the_same_moment(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = project(tmp_path, NEW_YORK)
    first = run(capsys, "attain", "--format", "json", "--project", root, "--as-of", "2026-09-08")
    assert run(capsys, "attain", "--format", "json", "--project", root, "--as-of", "2026-09-08") == first
    assert '"2026-09-08T04:00:00+00:00"' in first[1]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-13-01", 'SLA-F008 --as-of: there is no date "2026-13-01"\n  hint: that day is not in the calendar\n'),
        ("2026-03-29T01:30", "SLA-F057 --as-of: the clocks of Europe/London skip 2026-03-29T01:30\n"
         "  hint: the first time after the change is 2026-03-29T02:00+01:00\n"),
        ("2025-10-26T01:30", "SLA-F057 --as-of: the clocks of Europe/London show 2025-10-26T01:30 twice\n"
         "  hint: write 2025-10-26T01:30+01:00 or 2025-10-26T01:30Z\n"),
    ],
)  # fmt: skip
def test_f057_a_moment_that_is_none_or_two_is_refused_by_every_verb(tmp_path, capsys, moment, said):
    for verb in (["attain"], ["explain", "desk/first-contact", "late"]):
        code, out, err = run(capsys, *verb, "--project", project(tmp_path), "--as-of", moment)
        assert (code, out) == (2, "")
        assert said in err


def test_f057_a_stated_as_of_that_is_none_or_two_is_refused_where_it_stands(tmp_path, capsys):
    root = project(tmp_path, SOURCES.replace("as_of: 2026-09-20T12:00", "as_of: 2026-10-25T01:30"))
    code, _, err = run(capsys, "check", "--project", root)
    assert code == 2
    assert err.startswith("data/sources.yml:5:10: SLA-F057 the clocks of Europe/London show 2026-10-25T01:30 twice\n")


def test_f058_a_bare_moment_needs_the_zone_of_the_source(tmp_path, capsys):
    sources = SOURCES.replace("  timezone: Europe/London\n", "").replace(
        "as_of: 2026-09-20T12:00", "as_of: 2026-09-20T12:00Z"
    )
    root = project(tmp_path, sources.replace("as_of: 2026-09-20T09:00", "as_of: 2026-09-20T12:00Z"))
    for name in ("leads", "tasks"):
        file = root / "data" / "exports" / f"{name}.csv"
        file.write_text(re.sub(r"(\d\d:\d\d)", r"\1Z", file.read_text()))
    code, _, err = run(capsys, "attain", "--project", root, "--as-of", "2026-09-08")
    assert code == 2
    assert "SLA-F058 --as-of: the as-of has no zone" in err
    assert run(capsys, "attain", "--project", root, "--as-of", "2026-09-08T00:00Z")[0] == 0


def test_a_commitment_without_any_period_says_why_in_every_format(tmp_path, capsys):
    """Terms that hold from a day of which no export speaks."""
    root = project(tmp_path)
    agreement = root / "agreements" / "desk.md"
    agreement.write_text(AGREEMENT.replace("effective: 2026-09-01", "effective: 2026-11-01"), encoding="utf-8")
    why = "the terms hold from 1 November 2026, and the export is as of 20 September 2026"
    found = rows(capsys, root)
    assert found["attainment"] == []
    assert found["not_judged"] == [
        {"agreement": "desk", "commitment": name, "reason": why} for name in ("first-contact", "follow-up")
    ]
    _, table, _ = run(capsys, "attain", "--project", root)
    assert table.count(f"\n  not judged: {why}\n") == 2
    _, markdown, _ = run(capsys, "attain", "--project", root, "--format", "markdown")
    assert markdown.splitlines()[2] == f"| desk/first-contact |  |  |  |  | not judged | {why} |"
    code, _, err = run(capsys, "explain", "desk/first-contact", "late", "--project", root)
    assert (code, err) == (0, "")
