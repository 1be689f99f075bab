"""Faults 87, 88 and 90: a review that is cut short, frozen twice, or names somebody."""

from __future__ import annotations

import shutil

import pytest

from living_sla.cli import main
from living_sla.reviews.folder.layout import FOLDER, WORKSHOP
from living_sla.reviews.freezing import writing
from tests.factories.git_folders import GitFolder
from tests.reviews.frozen_projects import AGREEMENT, NOW, PATH, project

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def own(tmp_path, monkeypatch) -> GitFolder:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    made = project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def snapshot(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["snapshot", "2026-Q3", *arguments])
    code = ended.value.code
    assert isinstance(code, int)
    return code


def test_087_a_freezing_that_is_cut_short_leaves_nothing_and_the_next_one_sweeps(own, monkeypatch, capsys):
    """The power goes between the last file and the rename: nothing can be tidied up any more."""

    class PowerCut(BaseException):
        pass

    def cut(*_arguments: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(writing.os, "rename", cut)
        patch.setattr(writing, "_empty", lambda _workshop: None)
        assert snapshot() != 0
    assert [path.name for path in (own.root / FOLDER).iterdir()] == [WORKSHOP]
    assert snapshot() == 0
    assert [path.name for path in (own.root / FOLDER).iterdir()] == ["2026-Q3"]
    assert "Seal: " in capsys.readouterr().out


def test_087_a_disk_that_refuses_is_told_in_a_sentence(own, monkeypatch, capsys):
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "write", refuse)
    assert snapshot() == 3
    assert capsys.readouterr().err == (
        "docs/reviews/2026-Q3: SLA-F087 the review cannot be written: No space left on device\n"
        "  hint: nothing was frozen: free the disk, or give yourself the right to write there, and run this again\n"
    )
    assert list((own.root / FOLDER).iterdir()) == []


def test_088_a_quarter_that_was_frozen_is_not_frozen_again(own, capsys):
    assert snapshot() == 0
    before = {path: path.stat().st_mtime_ns for path in (own.root / FOLDER).rglob("*")}
    assert snapshot() == 2
    assert "docs/reviews/2026-Q3: SLA-F088 this review is there already\n" in capsys.readouterr().err
    assert before == {path: path.stat().st_mtime_ns for path in (own.root / FOLDER).rglob("*")}


def test_090_a_value_of_a_person_is_not_frozen(own, capsys):
    own.commit({PATH: AGREEMENT.replace("title: First contact", "title: GRETA  SANDOVAL 72 and others")})
    assert snapshot() == 2
    err = capsys.readouterr().err
    assert 'SLA-F090 what the personal column "Name" of leads holds' in err
    assert "sandoval" not in err.casefold()
    assert not (own.root / FOLDER).exists()
