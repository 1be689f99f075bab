"""A branch cannot ask about people: what the base calls personal is not read for it, whatever the branch declares."""

from __future__ import annotations

import pytest

from tests.proposals.proposing import HEADER, ROWS, edited, project, proposed
from tests.reviews.frozen_projects import EXPORT, SOURCES

ASKS = (
    "measure: {kind: within, source: leads, from",
    "measure: {kind: within, source: SOURCE, where: {who: Greta}, from",
)
OTHER = SOURCES.replace("leads:", "people:").replace("  personal: [Name, Phone, Owner]\n", "")


@pytest.fixture
def folder(tmp_path):
    """Greta is behind half of the leads: enough that nothing else would withhold their figure."""
    folder = project(tmp_path / "project")
    folder.git("switch", "--quiet", "main")
    rows = ROWS.replace(",,,,2026-0", ",Greta,,,2026-0", 20)
    folder.commit({EXPORT: HEADER + rows}, "With people")
    folder.git("switch", "--quiet", "proposal")
    folder.git("merge", "--quiet", "main")
    return folder


def declared(*pairs):
    text = SOURCES
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


NAMED = ("    contacted_at:", "    who: {from: Name, type: text}\n    contacted_at:")
WAYS = {
    "taken out of personal": ("leads", declared(("[Name, Phone, Owner]", "[Phone, Owner]"), NAMED)),
    "nothing personal any more": ("leads", declared(("  personal: [Name, Phone, Owner]\n", ""), NAMED)),
    "a second source of the same file": ("people", SOURCES + OTHER.replace(*NAMED)),
    "by a pattern": ("people", SOURCES + OTHER.replace(*NAMED).replace("exports/leads.csv", "exports/le*.csv")),
    "by the first record as its header": (
        "people",
        SOURCES
        + OTHER.replace("  path: exports/leads.csv\n", "  path: exports/leads.csv\n  skip_lines: 1\n")
        .replace(*NAMED)
        .replace("from: Id,", "from: L202,")
        .replace("from: Name,", "from: Greta,")
        .replace("from: Qualified,", 'from: "2026-02-02 10:00",')
        .replace("from: Contacted,", 'from: "2026-02-02 11:00",'),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_figure_is_told_of_people_and_the_reason_is(folder, way):
    name, sources = WAYS[way]
    edited(folder, (ASKS[0], ASKS[1].replace("SOURCE", name)))
    folder.commit({"data/sources.yml": sources}, "Ask about Greta")
    proposal = proposed(folder)
    [impact] = [of for of in proposal.impacts if of.commitment == "first-contact"]
    assert [pair.after for pair in impact.periods if pair.after is not None] == []
    assert impact.why_not
    assert [notice.name for notice in proposal.notices] == ["still-personal"]


def test_once_it_has_landed_by_itself_it_is_read(folder):
    _, sources = WAYS["taken out of personal"]
    folder.git("switch", "--quiet", "main")
    folder.commit({"data/sources.yml": sources}, "Names are read now")
    folder.git("switch", "--quiet", "--create", "later")
    edited(folder, (ASKS[0], ASKS[1].replace("SOURCE", "leads")))
    folder.commit(message="Ask about Greta")
    proposal = proposed(folder)
    assert any(pair.after is not None for impact in proposal.impacts for pair in impact.periods)
    assert proposal.notices == ()


def test_a_column_that_is_not_about_people_is_read_at_once(folder):
    edited(folder, ("target: at least 90%", "target: at least 50%"))
    folder.commit({"data/sources.yml": declared(("as_of: 2026-10-15T17:00", "as_of: 2026-10-15T18:00"))}, "Later")
    proposal = proposed(folder)
    assert any(pair.after is not None for impact in proposal.impacts for pair in impact.periods)
    assert proposal.notices == ()
