"""`sla pack`: what it makes of a review, and what it refuses to."""

from __future__ import annotations

import pytest

from living_sla.cli import main, pack
from living_sla.pack import workbook
from tests.reviews.reviewed import Q2, copy_of, reviewed_once

needs_workbooks = pytest.mark.skipif(not workbook.is_installed(), reason="the extra pack is not installed")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return reviewed_once(tmp_path_factory)


@pytest.fixture
def sla(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return run


@needs_workbooks
def test_a_workbook_is_made_of_the_record_and_is_the_same_twice(project, sla, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    first = sla("pack", "2026-Q2", "-o", one, "--only", "xlsx", "--project", project.root)
    sla("pack", "2026-Q2", "-o", two, "--only", "xlsx", "--project", project.root)
    made = one / "review-2026-Q2.xlsx"
    assert first == (0, f"{made}\n", "")
    assert [path.name for path in one.iterdir()] == ["review-2026-Q2.xlsx"]
    assert made.read_bytes() == (two / made.name).read_bytes()


def test_a_broken_review_is_not_handed_round(project, sla, tmp_path):
    damaged = copy_of(project, tmp_path / "damaged")
    damaged.write(f"{Q2}/figures.csv", b"other,figures\n")
    code, out, err = sla("pack", "2026-Q2", "-o", tmp_path / "out", "--project", damaged.root)
    assert (code, out) == (2, "")
    assert err.startswith(f"{Q2}/figures.csv: SLA-F084 the review 2026-Q2 is broken: has ")
    assert err.endswith("hint: nobody works with a record that is not what was frozen: sla verify 2026-Q2\n")
    assert not (tmp_path / "out").exists()


def test_a_review_that_is_not_there_is_told_with_those_that_are(project, sla, tmp_path):
    assert sla("pack", "2026-Q4", "-o", tmp_path / "out", "--project", project.root) == (
        2,
        "",
        'SLA-F010 there is no review "2026-Q4"\n  hint: there are: 2026-Q1, 2026-Q2\n',
    )


def test_without_a_browser_nothing_is_written_and_the_way_on_is_said(project, sla, tmp_path, monkeypatch):
    monkeypatch.setattr(pack, "find_browser", lambda project: None)
    monkeypatch.setattr(pack, "is_installed", lambda: True)
    assert sla("pack", "2026-Q2", "-o", tmp_path / "out", "--project", project.root) == (
        3,
        "",
        "SLA-F141 a PDF needs a browser, and none is installed\n  hint: install Chromium or Chrome, print the review's"
        " page from any browser, or make the workbook: --only xlsx\n",
    )
    assert not (tmp_path / "out").exists()


def test_without_the_extra_nothing_is_written(project, sla, tmp_path, monkeypatch):
    monkeypatch.setattr(pack, "is_installed", lambda: False)
    code, out, err = sla("pack", "2026-Q2", "-o", tmp_path / "out", "--project", project.root)
    assert (code, out, err) == (
        3,
        "",
        "SLA-F140 a workbook needs the package XlsxWriter\n  hint: pip install living-sla[pack]\n",
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("inside", ["docs/reviews", "docs/reviews/2026-Q2", "docs/reviews/2026-Q2/handout"])
def test_no_file_is_put_beside_a_frozen_review(project, sla, inside):
    at = project.root / inside
    before = sorted((project.root / "docs").rglob("*"))
    code, _, err = sla("pack", "2026-Q2", "-o", at, "--project", project.root)
    assert code == 2
    assert "docs/reviews holds frozen reviews, and nothing else" in err
    assert sorted((project.root / "docs").rglob("*")) == before


@needs_workbooks
def test_a_folder_that_cannot_be_written_is_told(project, sla, tmp_path):
    (tmp_path / "taken").write_text("a file")
    code, _, err = sla("pack", "2026-Q2", "-o", tmp_path / "taken", "--only", "xlsx", "--project", project.root)
    assert code == 3
    assert "SLA-F132 the pack cannot be written: " in err
    assert (tmp_path / "taken").read_text() == "a file"
