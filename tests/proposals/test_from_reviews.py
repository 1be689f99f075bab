"""An impact without exports: what frozen reviews can tell equals what exports say, and the rest is named."""

from __future__ import annotations

import shutil

import pytest

from living_sla.model.reviews.review_id import review_id
from living_sla.proposals.impact.from_reviews import NO_BAR, OTHERS
from living_sla.reviews.freezing.freeze import freeze
from tests.factories.git_folders import GitFolder
from tests.proposals.proposing import EXPORT, HEADER, NOW, edited, project, proposed

TOOK = (*range(20, 60, 7), *range(70, 115, 9), *range(130, 240, 18), *range(250, 300, 9), *range(310, 400, 9))
"""Minutes, of the leads of each month; none takes exactly as long as a limit."""
ROWS = "".join(
    f"L{month}{number},,,,2026-{month:02}-{day:02} 09:00,2026-{month:02}-{day:02} "
    f"{9 + minutes // 60:02}:{minutes % 60:02}\n"
    for month, days in ((4, (1, 2, 7)), (5, (5, 6, 7)), (6, (2, 3, 4)), (7, (1, 2, 3)), (8, (4, 5, 6)), (9, (1, 2, 3)))
    for number, minutes in enumerate(TOOK[: len(TOOK) - month % 4])
    for day in (days[number % 3],)
)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("reviewed") / "project")
    folder.git("switch", "--quiet", "main")
    folder.commit({EXPORT: HEADER + ROWS}, "More leads")
    for name in ("2026-Q2", "2026-Q3"):
        freeze(folder.root, review_id(name), now=NOW, cache=False)
        folder.commit(message=f"Freeze {name}", at="2026-10-19T09:00:00Z")
    folder.git("switch", "--quiet", "proposal")
    folder.git("reset", "--hard", "--quiet", "main")
    return folder


@pytest.fixture
def folder(reviewed, tmp_path):
    shutil.copytree(reviewed.root, tmp_path / "project")
    return GitFolder(tmp_path / "project")


def sides(impact):
    """What a period came to, as far as two ways to it may be compared."""
    return {
        pair.period.label: (pair.after.status, pair.after.value, pair.after.counts, pair.after.target)
        for pair in impact.closed
        if pair.after is not None
    }


CASES = {
    "target": (
        "limit: 4 business hours}\n    target: at least 90%",
        "limit: 4 business hours}\n    target: at least 75%",
    ),
    "limit that is an edge": ("limit: 4 business hours", "limit: 2 business hours"),
    "longer limit": ("limit: 4 business hours", "limit: 5 business hours"),
    "both": (
        "limit: 4 business hours}\n    target: at least 90%",
        "limit: 1 business hours}\n    target: at least 20%",
    ),
    "count": ("target: at least 2\n", "target: at least 20\n"),
}


@pytest.mark.parametrize("change", CASES.values(), ids=CASES)
def test_what_reviews_tell_is_what_exports_say(folder, change):
    edited(folder, change)
    [by_exports] = proposed(folder).impacts
    (folder.root / EXPORT).unlink()
    proposal = proposed(folder)
    [by_reviews] = proposal.impacts
    told = sides(by_reviews)
    assert proposal.no_exports == (
        "no export of leads is here; what follows is of the periods that reviews hold (2026-Q2 and 2026-Q3)"
    )
    assert by_reviews.from_reviews
    assert len(told) >= 6
    assert told.items() <= sides(by_exports).items()
    assert [pair.period for pair in by_reviews.flips] == [
        pair.period for pair in by_exports.flips if pair.period.label in told
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("limit: 4 business hours", "limit: 100 minutes"), OTHERS),
        (("limit: 4 business hours", "limit: 2.3 business hours"), NO_BAR),
        (("from: mql_at, to: contacted_at", "where: {id: not L40}, from: mql_at, to: contacted_at"), OTHERS),
    ],
)
def test_what_reviews_cannot_tell_is_named(folder, change, why):
    edited(folder, change)
    (folder.root / EXPORT).unlink()
    [impact] = proposed(folder).impacts
    assert impact.compared == ()
    assert {pair.why_not for pair in impact.apart if pair.period.label >= "2026-04"} == {why}


def test_a_broken_review_is_not_used(folder):
    edited(folder, CASES["target"])
    (folder.root / EXPORT).unlink()
    table = folder.root / "docs/reviews/2026-Q3/figures.csv"
    table.write_bytes(table.read_bytes() + b"\n")
    proposal = proposed(folder)
    assert proposal.no_exports.endswith("(2026-Q2); 2026-Q3 is broken, or not on the main line, and not used")
    assert "2026-09" not in sides(proposal.impacts[0])


def test_without_any_review_it_is_said_what_is_missing(tmp_path):
    folder = project(tmp_path / "project")
    edited(folder, CASES["target"])
    (folder.root / EXPORT).unlink()
    proposal = proposed(folder)
    assert proposal.no_exports == "no export of leads is here; no review tells instead"
    assert [(impact.periods, impact.from_reviews) for impact in proposal.impacts] == [((), False)]
