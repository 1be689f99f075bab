"""A source whose file has never been there waits for data; one that is gone, or damaged, stops everything."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from living_sla import report
from living_sla.api import explain
from living_sla.cli import main
from living_sla.errors import Faults, SlaError
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import AGREEMENT, SOURCES, leads, write_project
from tests.history.conftest import no_settings

__all__ = ["no_settings"]

NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
CALLS = SOURCES.replace("leads:", "calls:").replace("exports/leads.csv", "exports/calls-*.csv")
ABSENT = 'no file is called "exports/calls-*.csv" below data/'
HINT = "  hint: in that folder: leads.csv"
BEFORE = "It was read before, or committed: put it back, or write the path of another export to wait for that"
GONE = f"data/sources.yml:13:3: SLA-F048 the export of calls is gone: {ABSENT}\n{HINT}. {BEFORE}"


@pytest.fixture
def root(tmp_path) -> Path:
    """A project whose first contacts are judged by an export that has not come yet."""
    project = write_project(tmp_path / "project")
    text = AGREEMENT.replace("kind: within, source: leads", "kind: within, source: calls")
    (project / "agreements/lead-handoff.md").write_text(text, encoding="utf-8")
    (project / "data/sources.yml").write_text(SOURCES + CALLS, encoding="utf-8")
    return project


def ended(project: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as found:
        main([*arguments, "--project", str(project)])
    return found.value.code


def told(project: Path) -> list[str]:
    """What is said of sources that wait."""
    return [str(notice) for notice in report.build(project, now=NOW).notices if notice.name == "waiting-for-data"]


def joined(project: Path, measure: str) -> None:
    """Declare calls with the leads that they were made to, and let the first contact be judged by both."""
    calls = CALLS.replace("contacted_at: {from: Contacted, type: instant}", "lead: {from: Lead, type: text}")
    (project / "data/sources.yml").write_text(SOURCES + calls.replace("  link: https", "  view: https"), "utf-8")
    before = "kind: within, source: leads, from: mql_at, to: contacted_at, limit: 4 business hours"
    assert before in AGREEMENT
    (project / "agreements/lead-handoff.md").write_text(AGREEMENT.replace(before, measure), encoding="utf-8")


def arrives(project: Path) -> Path:
    return Path(shutil.copy(project / "data/exports/leads.csv", project / "data/exports/calls-2026-10.csv"))


def test_a_commitment_whose_source_waits_says_so_and_every_other_is_judged(root):
    found = report.build(root, now=NOW)
    volume, contact = found.agreement("lead-handoff").commitments
    assert (volume.why_not, len(volume.series)) == ("", 2)
    assert (contact.why_not, contact.series) == (f"waiting for data: {ABSENT} yet", ())
    assert [str(notice) for notice in found.notices if notice.name == "waiting-for-data"] == [
        f"data/sources.yml:13:3: warning: calls waits for data: {ABSENT} [waiting-for-data]\n{HINT}"
    ]
    assert set(found.sources) == {"leads"}
    arrives(root)
    found = report.build(root, now=NOW)
    assert [len(standing.series) for standing in found.agreement("lead-handoff").commitments] == [2, 2]
    assert found.waiting == {}


def test_a_project_without_any_data_is_checked_and_built(root, capsys):
    shutil.rmtree(root / "data/exports")
    assert ended(root, "check") == 0
    assert "leads waits for data" in capsys.readouterr().err
    assert ended(root, "check", "--strict") == 1
    capsys.readouterr()
    assert ended(root, "attain", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["waiting"] == ["calls: exports/calls-*.csv", "leads: exports/leads.csv"]
    assert ended(root, "build") == 0
    assert "calls waits for data" in capsys.readouterr().err
    page = (root / "site/agreements/lead-handoff/index.html").read_text(encoding="utf-8")
    assert page.count("Waiting for data</span>") == 1 + 2, "what never came, every commitment"
    with pytest.raises(SlaError, match="judges no record: waiting for data"):
        explain(root, "lead-handoff", "volume", "L0001")


@pytest.mark.parametrize("verb", ["check", "attain", "due"])
def test_an_export_that_was_read_before_and_is_gone_is_a_fault(root, capsys, verb):
    file = arrives(root)
    assert ended(root, verb) in (0, 1)
    file.unlink()
    capsys.readouterr()
    assert ended(root, "check") == 2
    assert capsys.readouterr().err == f"{GONE}\n"
    (root / "data/sources.yml").write_text(SOURCES + CALLS.replace("calls-*", "calls"), encoding="utf-8")
    assert ended(root, "check") == 0, "it is another file that is waited for"


def test_an_export_that_the_last_build_had_and_that_is_gone_stops_a_build_without_a_memory(root, capsys):
    file = arrives(root)
    assert ended(root, "build", "--no-cache") == 0
    before = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    file.unlink()
    capsys.readouterr()
    assert ended(root, "build", "--no-cache") == 2
    assert capsys.readouterr().err == (
        f"data/sources.yml:13:3: SLA-F048 the export of calls is gone: {ABSENT}\n{HINT}. "
        "The site in site/ has figures of it: put it back, or delete that folder to publish without\n"
    )
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == before


@pytest.mark.parametrize("way", ["still committed", "removed by a commit", "brought by a merge"])
def test_an_export_that_was_ever_committed_and_is_gone_is_a_fault(root, way):
    folder = GitFolder(root)
    folder.git("init", "--quiet", "--initial-branch=main")
    folder.commit()
    if way == "brought by a merge":
        folder.git("switch", "--quiet", "--create", "side")
    file = arrives(root)
    folder.commit()
    if way == "brought by a merge":
        folder.git("switch", "--quiet", "main")
        folder.merge("side")
    file.unlink()
    if way != "still committed":
        folder.commit()
    with pytest.raises(Faults) as found:
        report.build(root, now=NOW, cache=False)
    assert [str(fault) for fault in found.value.faults] == [GONE]


def test_a_file_of_a_like_name_elsewhere_was_not_the_export(root):
    folder = GitFolder(root)
    folder.git("init", "--quiet", "--initial-branch=main")
    folder.write("data/exports/old/calls-1.csv", "x")
    folder.write("exports/calls-1.csv", "x")
    folder.write("data/exports/calls.csv", "x")
    folder.commit()
    assert len(report.build(root, now=NOW, cache=False).waiting) == 1


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "SLA-F048"), (b"Id,Qualified\n1,2\n", "SLA-F037"), (b"\0", "SLA-F")]
)
def test_a_damaged_export_is_no_data_to_wait_for(root, content, code):
    arrives(root).write_bytes(content)
    with pytest.raises(Faults, match=code):
        report.build(root, now=NOW)


@pytest.mark.parametrize(
    "path", ["../leads.csv", "/etc/passwd", "exports*/leads.csv", "https://crm.example/leads.csv", "exports/leads.pdf"]
)
def test_a_path_that_no_export_can_have_does_not_wait(root, path):
    (root / "data/exports/leads.pdf").write_bytes(b"%PDF")
    (root / "data/sources.yml").write_text(SOURCES + CALLS.replace("exports/calls-*.csv", path), encoding="utf-8")
    with pytest.raises(Faults, match=r"SLA-F05[13]"):
        report.build(root, now=NOW)


def test_a_file_where_the_folder_of_exports_would_be_does_not_wait(root):
    shutil.rmtree(root / "data/exports")
    (root / "data/exports").write_text("")
    with pytest.raises(Faults, match="SLA-F048"):
        report.build(root, now=NOW)


def test_a_shallow_clone_is_published_only_where_somebody_says_so(root, tmp_path, capsys):
    folder = GitFolder(root)
    folder.git("init", "--quiet", "--initial-branch=main")
    folder.commit()
    folder.commit({"README.md": "Ours."})
    folder.git("clone", "--quiet", "--depth=1", f"file://{root}", str(tmp_path / "clone"))
    clone = tmp_path / "clone"
    assert ended(clone, "build") == 3
    assert capsys.readouterr().err.startswith("SLA-F067 history incomplete: the clone is shallow and holds 1 commit")
    assert not (clone / "site").exists()
    assert ended(clone, "build", "--allow-shallow") == 0
    assert "git fetch --unshallow" in capsys.readouterr().err
    assert "The history is not complete" in (clone / "site/agreements/lead-handoff/index.html").read_text("utf-8")
    shutil.rmtree(clone / ".git/objects")
    (clone / ".git/objects").mkdir()
    assert report.build(clone, incomplete=True).refused.code == "SLA-F068", "what is damaged is not left out on purpose"


# ---------------------------------------------------------------- what is said, and where


def test_every_format_of_attain_says_why_there_are_no_figures(root, capsys):
    shutil.rmtree(root / "data/exports")
    for form in ("table", "markdown", "json"):
        assert ended(root, "attain", "--format", form) == 0
        said = capsys.readouterr()
        assert said.out.count("waiting for data: no file is called") == 2
        assert said.err.count("waits for data") == 2
    assert ended(root, "attain", "--format", "csv") == 0
    said = capsys.readouterr()
    assert said.out.startswith("agreement,commitment,period,")
    assert said.out.count("\n") == 1
    assert said.err.count("waits for data") == 2


def test_a_period_is_not_unknown_where_a_commitment_waits(root, capsys):
    shutil.rmtree(root / "data/exports")
    assert ended(root, "attain", "--period", "2026-10", "--fail-on", "missed") == 0
    assert capsys.readouterr().out.count("not judged: waiting for data") == 2
    (root / "data/exports").mkdir()
    (root / "data/exports/leads.csv").write_text(leads(), encoding="utf-8")
    assert ended(root, "attain", "--period", "2026-09") == 0
    assert capsys.readouterr().out.count("not judged: waiting for data") == 1


def test_what_waits_is_due_for_somebody_and_what_nobody_asks_for_is_not(root, capsys):
    assert ended(root, "due") == 0
    assert f"waiting    export calls: {ABSENT}" in capsys.readouterr().out
    (root / "agreements/lead-handoff.md").write_text(AGREEMENT, encoding="utf-8")
    assert ended(root, "due") == 0
    assert "calls" not in capsys.readouterr().out


def test_one_record_cannot_be_followed_yet_and_the_next_step_is_told(root):
    (root / "data/exports/cals-2026.csv").write_text("", encoding="utf-8")
    with pytest.raises(SlaError) as found:
        explain(root, "lead-handoff", "first-contact", "L0001")
    assert str(found.value) == (
        f"lead-handoff/first-contact judges no record: waiting for data: {ABSENT} yet\n"
        '  hint: did you mean "exports/cals-2026.csv"?'
    )
    assert explain(root, "lead-handoff", "volume", "L0001").explanation.outcome == "met"


def test_a_moment_is_replayed_without_any_export(root, capsys):
    shutil.rmtree(root / "data/exports")
    assert ended(root, "attain", "--as-of", "2026-09-15") == 0
    assert "replayed" not in capsys.readouterr().out


def test_of_one_agreement_only_what_it_waits_for_is_told(root):
    text = AGREEMENT.replace("id: lead-handoff", "id: other")
    (root / "agreements/other.md").write_text(text, encoding="utf-8")
    assert list(report.build(root, now=NOW, only="other").waiting) == []
    assert list(report.build(root, now=NOW, only="lead-handoff").waiting) == ["calls"]
    assert list(report.build(root, now=NOW).waiting) == ["calls"]


# ---------------------------------------------------------------- what waits

ATTEMPTS = (
    "kind: attempts, source: leads, from: mql_at, limit: 2 business days, times: 1, "
    "events: {source: calls, key: lead, at: mql_at}"
)
FIRST = (
    "kind: within, source: leads, from: mql_at, to: {first: {source: calls, key: lead, at: mql_at}}, "
    "limit: 4 business hours"
)


@pytest.mark.parametrize("measure", [ATTEMPTS, FIRST])
@pytest.mark.parametrize("absent", ["leads", "calls"])
def test_a_commitment_that_joins_two_exports_waits_for_either(root, measure, absent):
    joined(root, measure)
    calls = root / "data/exports/calls-1.csv"
    calls.write_text("Id,Qualified,Lead,Email\n1,2026-09-01 09:30,L0001,\n", encoding="utf-8")
    (root / "data/exports/leads.csv" if absent == "leads" else calls).unlink()
    volume, contact = report.build(root, now=NOW).agreement("lead-handoff").commitments
    assert (contact.waits, contact.waits_for) == (True, (absent,))
    assert volume.waits == (absent == "leads")


def test_a_commitment_that_waits_for_both_names_both(root):
    joined(root, ATTEMPTS)
    shutil.rmtree(root / "data/exports")
    _, contact = report.build(root, now=NOW).agreement("lead-handoff").commitments
    assert contact.waits_for == ("leads", "calls")
    assert contact.why_not == (f'waiting for data: no file is called "exports/leads.csv" below data/ and {ABSENT} yet')


@pytest.mark.parametrize("combine", ["rows", "newest"])
@pytest.mark.parametrize(
    "names", [(), ("~$calls-1.csv",), (".calls-1.csv",), ("calls-1.csv.crdownload", "calls-2.csv.part")]
)
def test_a_pattern_that_only_passing_files_match_waits(root, combine, names):
    text = CALLS.replace("calls-*.csv", "calls-*").replace("  key:", f"  combine: {combine}\n  key:")
    (root / "data/sources.yml").write_text(SOURCES + text, encoding="utf-8")
    for name in names:
        (root / "data/exports" / name).write_bytes(b"half of a fi")
    [said] = told(root)
    running = "calls-1.csv.crdownload is a download that has not ended"
    assert said.endswith(running if len(names) == 2 else "in that folder: leads.csv")


def test_a_deliverable_waits_for_its_log_and_is_due_all_the_same(root, capsys):
    old = "kind: within, source: calls, from: mql_at, to: contacted_at, limit: 4 business hours"
    text = (root / "agreements/lead-handoff.md").read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, "kind: deliverable, source: calls, at: mql_at, due: last working day of every month")
    (root / "agreements/lead-handoff.md").write_text(text, encoding="utf-8")
    assert ended(root, "attain") == 0
    assert capsys.readouterr().out.count("not judged: waiting for data") == 1
    folder = GitFolder(root)
    folder.git("init", "--quiet", "--initial-branch=main")
    folder.commit()
    assert ended(root, "due", "--within", "60") == 0
    assert "lead-handoff/first-contact is due" in capsys.readouterr().out


def test_a_mistyped_path_takes_no_figures_off_a_site(root, capsys):
    arrives(root)
    assert ended(root, "build", "--no-cache") == 0
    page = (root / "site/agreements/lead-handoff/index.html").read_bytes()
    (root / "data/sources.yml").write_text(SOURCES + CALLS.replace("calls-*", "cals-*"), encoding="utf-8")
    capsys.readouterr()
    assert ended(root, "build", "--no-cache") == 2
    assert 'hint: did you mean "exports/calls-2026-10.csv"? The site in site/' in capsys.readouterr().err
    assert (root / "site/agreements/lead-handoff/index.html").read_bytes() == page
    shutil.rmtree(root / "site")
    assert ended(root, "build", "--no-cache") == 0, "somebody wants it so"


def test_an_export_that_comes_changes_the_figures_of_those_that_use_it_and_no_others(root):
    joined(root, ATTEMPTS)
    for cache in (True, False):
        (root / "data/exports/calls-1.csv").unlink(missing_ok=True)
        report.forget(root)
        before = report.build(root, now=NOW, cache=cache).agreement("lead-handoff").commitments
        again = report.build(root, now=NOW, cache=cache).agreement("lead-handoff").commitments
        assert again == before, "that it waits is not kept"
        (root / "data/exports/calls-1.csv").write_text(
            "Id,Qualified,Lead,Email\n1,2026-09-01 09:30,L0001,\n", encoding="utf-8"
        )
        after = report.build(root, now=NOW, cache=cache).agreement("lead-handoff").commitments
        assert after[0] == before[0]
        assert not before[1].series
        assert after[1].series[0].counts.met == 1


def test_a_project_that_is_made_anew_in_an_old_folder_waits(root):
    file = arrives(root)
    report.build(root, now=NOW)
    file.unlink()
    with pytest.raises(Faults):
        report.build(root, now=NOW)
    report.forget(root)
    assert len(told(root)) == 1


def test_an_agreement_and_no_source_is_a_fault_of_the_agreement(root):
    (root / "data/sources.yml").unlink()
    with pytest.raises(Faults, match="SLA-F010 unknown source"):
        report.build(root, now=NOW)
