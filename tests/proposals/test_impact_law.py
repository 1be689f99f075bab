"""The law of an impact: its proposed side is a build of the branch as if its terms had held from the first day."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from living_sla.report import build
from tests.factories.desks import desk_agreement
from tests.proposals.proposing import proposed
from tests.reviews.desk_reviews import EVERY_KIND, SOURCES, Lead, export, project

EXAMPLES = int(os.environ.get("SLA_EXAMPLES", "4"))
NOW = datetime(2026, 11, 12, tzinfo=UTC)
FIRST = datetime(2026, 7, 1, 8, tzinfo=UTC)
EDITS = (
    ("limit: 2 hours}\n    target: at least 60%", "limit: 3 hours}\n    target: at least 60%"),
    ("limit: 2 hours}\n    target: at least 60%", "limit: 90 minutes}\n    target: at least 70%"),
    ("limit: 2 hours}", "limit: 1 business hours}"),
    ("kind: within, source: leads, from: arrived", "kind: within, where: {region: EMEA}, source: leads, from: arrived"),
    (
        "kind: count, source: leads, at: arrived}\n    target: at least 10",
        "kind: count, source: leads, at: answered}\n    target: at most 7",
    ),
    ("kind: median, source: leads", "kind: average, source: leads"),
    ("at most 3 hours\n    per: month", "at most 2 hours\n    per: quarter"),
    ("kind: count, source: leads, at: arrived", "kind: count, source: leads, where: {region: not EMEA}, at: arrived"),
)
MORE = (
    "",
    "exceptions:\n  - {id: move, reason: Office move, from: 2026-08-10, until: 2026-08-20, effect: exclude}\n",
    "exceptions:\n  - {id: move, reason: Office move, from: 2026-09-07, until: 2026-09-09, effect: pause}\n",
)

LEADS = st.lists(
    st.tuples(
        st.integers(0, 130 * 24), st.one_of(st.none(), st.integers(0, 6 * 60)), st.sampled_from(["EMEA", "APAC", ""])
    ),
    min_size=5,
    max_size=60,
)


def leads(drawn):
    for number, (hours, minutes, region) in enumerate(drawn):
        arrived = FIRST + timedelta(hours=hours)
        answered = arrived + timedelta(minutes=minutes) if minutes is not None else None
        yield Lead(f"L{number}", arrived, answered, region)


def told(attained):
    return (attained.period.label, attained.status, attained.value, attained.counts, attained.target, attained.ended)


@settings(max_examples=EXAMPLES, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(LEADS, st.lists(st.sampled_from(EDITS), min_size=1, max_size=3, unique=True), st.sampled_from(MORE))
def test_the_proposed_side_is_a_build_of_the_branch_in_force_from_the_first_day(drawn, edits, more):
    rows = export(leads(drawn))
    text = desk_agreement(EVERY_KIND, effective="2026-01-01")
    after = desk_agreement(EVERY_KIND, effective="2026-12-01", more=more)
    for old, new in edits:
        after = after.replace(old, new)
    with tempfile.TemporaryDirectory() as made:
        folder = project(Path(made) / "agreed", effective="2026-01-01")
        assert (folder.root / "agreements/desk.md").read_text("utf-8") == text
        folder.write("data/exports/leads.csv", rows)
        folder.write("agreements/desk.md", after)
        proposal = proposed(folder, "HEAD", NOW)
        moved = Path(made) / "moved"
        for name, content in (
            ("agreements/desk.md", after.replace("effective: 2026-12-01", "effective: 2025-01-01")),
            ("data/sources.yml", SOURCES),
            ("data/exports/leads.csv", rows),
        ):
            (moved / name).parent.mkdir(parents=True, exist_ok=True)
            (moved / name).write_text(content, "utf-8")
        report = build(moved, now=NOW, cache=False)
    standings = {of.id: of for of in report.agreements[0].commitments}
    for impact in proposal.impacts:
        built = {of.period.label: of for of in standings[impact.commitment].series}
        after_all = [pair.after for pair in impact.periods if pair.after is not None]
        assert after_all
        for attained in after_all:
            whole = built[attained.period.label]
            if attained.withheld:
                assert (attained.status, attained.ended) == (whole.status, whole.ended)
            elif attained.window is None:
                assert told(attained) == told(whole)


@settings(max_examples=max(1, EXAMPLES // 2), deadline=None, phases=(Phase.explicit, Phase.generate))
@given(LEADS, st.sampled_from(["Why we do this.\n", "# Desk\n\nMore words.\n"]))
def test_other_words_touch_no_commitment_and_flip_nothing(drawn, words):
    with tempfile.TemporaryDirectory() as made:
        folder = project(Path(made) / "agreed", effective="2026-01-01")
        folder.write("data/exports/leads.csv", export(leads(drawn)))
        text = (folder.root / "agreements/desk.md").read_text("utf-8")
        folder.write("agreements/desk.md", f"{text}{words}")
        proposal = proposed(folder, "HEAD", NOW)
    assert (proposal.changes_terms, proposal.impacts) == (False, ())
