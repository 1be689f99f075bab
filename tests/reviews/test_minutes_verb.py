"""`sla minutes`: written once, never written over, and then told what they lack."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from living_sla.cli import group
from living_sla.errors import Faults, SlaError
from living_sla.model.reviews.record import SealedReview
from living_sla.reviews.shelf import reported
from living_sla.reviews.shelf.minutes_here import require_minutes
from living_sla.site.current_report import with_reviews
from tests.factories import reports
from tests.reviews import examples
from tests.reviews.reviewed import Q1, Q3, copy_of, record, reviewed_once, reviews_in, write_review

PATH = f"{Q3}/minutes.md"
NAME = "lead-handoff/first-contact"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    """The third quarter, frozen with a miss and an open action, and nobody has met yet."""
    project = copy_of(reviewed_once(tmp_path_factory), tmp_path_factory.mktemp("minutes") / "project")
    before = SealedReview("2026-Q2", reviews_in(project.root)["2026-Q2"].seal)
    more = {"agreements": (examples.agreement(),), "actions": examples.record().actions}
    write_review(project, record("2026-Q3", project.head, before, **more))
    (project.root / PATH).unlink()
    project.commit(message="Review of 2026-Q3", at="2026-10-08T09:00:00+00:00")
    return project


@pytest.fixture
def project(frozen, tmp_path) -> Path:
    return copy_of(frozen, tmp_path / "project").root


def sla_minutes(root: Path, review: str) -> Result:
    return CliRunner().invoke(group, ["minutes", review, "--project", str(root)], standalone_mode=False)


def test_minutes_are_written_once_and_then_told_what_they_lack(project):
    first = sla_minutes(project, "2026-Q3")
    assert (first.return_value, first.stdout.splitlines()[0]) == (
        0,
        f"{PATH}: 1 cause to give and 1 action of last time",
    )
    written = (project / PATH).read_bytes()
    second = sla_minutes(project, "2026-Q3")
    assert (second.return_value, second.stdout) == (
        1,
        f"{PATH} is there already and stays as it is; it lacks:\n"
        f"{PATH}: the day of the meeting is missing: held_on\n"
        f"{PATH}:8:3: {NAME} was missed, and no cause is given\n",
    )
    assert (project / PATH).read_bytes() == written


def test_complete_minutes_lack_nothing(project):
    sla_minutes(project, "2026-Q3")
    text = (project / PATH).read_text("utf-8")
    filled = text.replace("held_on:", "held_on: 2026-10-14").replace(f"{NAME}:", f"{NAME}: Two desks were empty.")
    (project / PATH).write_text(filled, encoding="utf-8")
    told = sla_minutes(project, "2026-Q3")
    assert (told.return_value, told.stdout) == (0, f"{PATH} is there already, and complete\n")


def test_a_skeleton_leaves_the_record_as_it_was(project):
    sla_minutes(project, "2026-Q3")
    review = reviews_in(project)["2026-Q3"]
    assert review.broken == ()
    assert review.minutes is not None


@pytest.mark.parametrize("name", ["2026-Q4", "2026", "../2026-Q3", "2026-Q3.2", ""])
def test_a_review_that_is_not_there_gets_no_minutes(project, name):
    told = sla_minutes(project, name)
    assert isinstance(told.exception, SlaError)
    assert told.exception.exit_code == 2
    assert not (project / PATH).exists()


def test_a_broken_record_gets_no_minutes(project):
    (project / Q3 / "figures.csv").write_bytes(b"other\n")
    told = sla_minutes(project, "2026-Q3")
    assert str(told.exception) == (
        f"{Q3}/figures.csv: SLA-F084 the review 2026-Q3 is broken: has other bytes than SHA256SUMS says\n"
        "  hint: nobody works with a record that is not what was frozen: sla verify 2026-Q3"
    )
    assert not (project / PATH).exists()


def test_a_link_in_their_place_is_neither_followed_nor_replaced(project, tmp_path):
    elsewhere = tmp_path / "elsewhere.md"
    (project / PATH).symlink_to(elsewhere)
    assert isinstance(sla_minutes(project, "2026-Q3").exception, SlaError)
    assert not elsewhere.exists()
    assert (project / PATH).is_symlink()


def test_what_is_wrong_in_any_minutes_is_told_together(project):
    for folder, text in ((Q1, "held_at: 2026-04-14"), (Q3, "present: Ana")):
        (project / folder / "minutes.md").write_text(f"---\n{text}\n---\n", encoding="utf-8")
    with pytest.raises(Faults) as found:
        require_minutes(project)
    assert [str(fault).partition(" ")[0] for fault in found.value.faults] == [
        f"{Q1}/minutes.md:2:1:",
        f"{Q3}/minutes.md:2:10:",
    ]
    assert sla_minutes(project, "2026-Q3").exception.exit_code == 2
    with pytest.raises(Faults):  # no site is made of them either, and nothing is told to be due
        with_reviews(reports.report(), (), project)
    with pytest.raises(Faults):
        reported.with_reviews(reports.report(), project)


def test_an_action_that_is_something_else_in_later_minutes_is_told_by_the_check(project):
    for folder, what in ((Q1, "Fill the rota"), (Q3, "Empty the rota")):
        (project / folder / "minutes.md").write_text(
            f"---\nactions: [{{id: rota, what: {what}}}]\n---\n", encoding="utf-8"
        )
    checked = CliRunner().invoke(group, ["check", "--project", str(project)], standalone_mode=False)
    assert f'{PATH}:2:11: SLA-F003 the action "rota" is something else in the minutes of 2026-Q1' in str(
        checked.exception
    )
