"""What the product reads out of the history of the demonstration: the story, as it was told."""

import pytest

from living_sla.history.past import FORMAT, agreements_here
from living_sla.history.versions.history import read_history


@pytest.fixture(scope="module")
def history(demo_project):
    found = read_history(demo_project, agreements_here(demo_project), FORMAT)
    found.require()
    return found


def test_revisions_are_material_or_editorial_as_the_story_says(history):
    told = [
        (revision.version, str(revision.kind), revision.commit.subject)
        for revision in history.revisions("lead-handoff")
    ]
    assert told == [
        (1, "started", "lead-handoff: start with one commitment a side"),
        (1, "editorial", "lead-handoff: mend a typing error"),
        (2, "material", "lead-handoff: Sales decides on every lead"),
        (2, "editorial", "lead-handoff: the file is called as the agreement is"),
        (3, "material", "lead-handoff: nine in ten and a bit, now that leads are routed (#7)"),
        (4, "material", "Merge branch 'fewer-better-leads'"),
        (5, "material", "lead-handoff: 320 leads a month, since 13 April"),
        (6, "material", "lead-handoff: the clocks rest while the CRM moves"),
        (7, "material", "lead-handoff: 95% from November"),
    ]


def test_rename_keeps_the_history(history):
    moved = [revision for revision in history.revisions("lead-handoff") if revision.moved_from]
    assert [(revision.moved_from, revision.path) for revision in moved] == [
        ("agreements/mql-handoff.md", "agreements/lead-handoff.md")
    ]


def test_nothing_about_the_history_is_unusual(history):
    assert history.notices == ()
    assert history.uncommitted == frozenset()
