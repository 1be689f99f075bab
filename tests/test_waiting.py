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
from tests.factories.small_sites import AGREEMENT, SOURCES, write_project
from tests.history.conftest import no_settings

__all__ = ["no_settings"]

NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
CALLS = SOURCES.replace("leads:", "calls:").replace("exports/leads.csv", "exports/calls-*.csv")
ABSENT = 'no file is called "exports/calls-*.csv" below data/'
HINT = "  hint: in that folder: leads.csv"
BEFORE = "it was read before, or committed: put it back, or write the path of another export to wait for that"
GONE = f"data/sources.yml:13:3: SLA-F048 the export of calls is gone: {ABSENT}\n{HINT}; {BEFORE}"


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
    assert page.count("Waiting for data</span>") == 1 + 2 + 2, "what never came, every commitment, every export"
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
        f"data/sources.yml:13:3: SLA-F048 the export of calls is gone: {ABSENT}\n{HINT}; "
        "the site in site/ has figures of it: put it back, or delete that folder to publish without\n"
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
