"""What each branch of the demonstration proposes, as the comment on its pull request tells it."""

from __future__ import annotations

import pytest

from living_sla.demonstration.checkout import write_demo
from tests.demo.comments import BRANCHES, GOLDEN, commented
from tests.factories.demonstration import needs_programs

pytestmark = needs_programs


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("comments") / "northwind").folder


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_comment_on_a_branch(copy, branch):
    assert commented(copy, branch) == (GOLDEN / f"{branch}.md").read_text(encoding="utf-8")


def test_every_golden_comment_has_its_branch():
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(BRANCHES)
