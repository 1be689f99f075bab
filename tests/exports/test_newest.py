"""Of several files the newest is the one with the latest as-of, whatever the files are called."""

from __future__ import annotations

import pytest

from living_sla.errors import SlaError
from tests.factories.exports import opened, put, refused, rows_of, source_of

HEADER = "Record ID,MQL at,Score,Region\n"
SOURCE = source_of(path="exports/leads*.csv", as_of={"newest_of": ["mql_at"]})


def lead(number, at):
    return f"{number},2026-01-{at},1,EMEA\n"


def both(root, earlier, later):
    """An export of one lead under the first name, and a later one of two leads under the second."""
    put(root, HEADER + lead(1, "20 09:00"), earlier)
    put(root, HEADER + lead(1, "20 09:00") + lead(2, "21 15:10"), later)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("leads-2026-01-21.csv", "leads-2026-01-21-1.csv"),
        ("leads.csv", "leads (1).csv"),
        ("leads-9.csv", "leads-10.csv"),
        ("leads-30-09-2025.csv", "leads-01-10-2025.csv"),
        ("leads-Sep-2025.csv", "leads-Oct-2025.csv"),
        ("leads-a.csv", "leads-b.csv"),
    ],
)
def test_the_newest_file_is_that_of_the_latest_instant(earlier, later, tmp_path):
    both(tmp_path, earlier, later)
    export = opened(tmp_path, SOURCE)
    assert len(rows_of(export)) == 2
    facts = export.facts()
    assert [file.path for file in facts.files] == [f"data/exports/{later}"]
    [older] = facts.passed_over
    assert (older.file.path, f"{older.as_of:%Y-%m-%d %H:%M}") == (f"data/exports/{earlier}", "2026-01-20 09:00")
    names = [notice.name for notice in export.notices]
    assert names == ([] if later > earlier else ["newest-by-content"])


def test_the_others_are_named_where_a_name_misleads(tmp_path):
    both(tmp_path, "leads.csv", "leads (1).csv")
    assert [str(notice) for notice in opened(tmp_path, SOURCE).notices] == [
        "data/exports/leads (1).csv: warning: of 2 exports of leads, leads (1).csv is read: its as-of is "
        "2026-01-21 15:10 UTC, later than leads.csv [newest-by-content]\n"
        "  hint: remove the others, or move them to another folder, if they are not wanted any more"
    ]


def test_f049_two_files_up_to_one_instant_are_not_chosen_between(tmp_path):
    put(tmp_path, HEADER + lead(1, "20 09:00"), "leads-1.csv")
    put(tmp_path, HEADER + lead(2, "20 09:00"), "leads-2.csv")
    assert refused(tmp_path, SOURCE) == (
        "data/sources.yml:3: SLA-F049 data/exports/leads-1.csv and leads-2.csv have the same as-of, "
        "2026-01-20 09:00:00 UTC: which is newer?\n  hint: keep one of them in the folder"
    )


def test_a_copy_of_the_newest_file_is_no_other(tmp_path):
    for name in ("leads-1.csv", "leads-2.csv"):
        put(tmp_path, HEADER + lead(1, "20 09:00"), name)
    assert [notice.name for notice in opened(tmp_path, SOURCE).notices] == ["export-unchanged"]


def test_f049_a_stated_as_of_does_not_choose(tmp_path):
    both(tmp_path, "leads-1.csv", "leads-2.csv")
    source = source_of(path="exports/leads*.csv")
    assert refused(tmp_path, source) == (
        "data/sources.yml:3: SLA-F049 2 files match, and one as-of is stated for all: leads-1.csv, leads-2.csv\n"
        "  hint: keep one of them in the folder, or write as_of: {newest_of: [modified_at]}, or {filename: ...}"
    )


@pytest.mark.parametrize(
    ("older", "said"),
    [
        ("Record ID,Score\n1,1\n", 'leads-1.csv:1: SLA-F037 there is no column "MQL at", declared as mql_at'),
        (HEADER + "1,yesterday,1,EMEA\n", "leads-1.csv:2:2: SLA-F057"),
        (
            HEADER + "1,,1,EMEA\n",
            "leads-1.csv: SLA-F049 nobody can tell whether it is the newest: mql_at holds nothing",
        ),
        (HEADER, "leads-1.csv:1: SLA-F048 the export has a header and no rows"),
        ("", "leads-1.csv: SLA-F048 the export is empty"),
    ],
)
def test_an_as_of_that_cannot_be_read_is_a_fault(older, said, tmp_path):
    put(tmp_path, older, "leads-1.csv")
    put(tmp_path, HEADER + lead(1, "20 09:00"), "leads-2.csv")
    assert f"data/exports/{said}" in refused(tmp_path, SOURCE)


def test_an_older_file_may_have_had_other_columns(tmp_path):
    put(tmp_path, "Record ID,MQL at,Old\n1,2026-01-10 09:00,x\n", "leads-1.csv")
    put(tmp_path, HEADER + lead(1, "20 09:00"), "leads-2.csv")
    assert len(rows_of(opened(tmp_path, SOURCE))) == 1


def test_the_lock_of_an_open_spreadsheet_is_no_export(tmp_path):
    put(tmp_path, HEADER + lead(1, "20 09:00"), "leads.csv")
    put(tmp_path, b"\0", "~$leads.csv")
    source = source_of(path="exports/*leads.csv")
    assert len(rows_of(opened(tmp_path, source))) == 1
    with pytest.raises(SlaError):
        opened(tmp_path, source_of(path="exports/~*.csv"))
