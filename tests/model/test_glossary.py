"""What words mean across agreements, and the versions that changed it."""

from __future__ import annotations

from msgspec.structs import replace

from living_sla.errors import Place
from living_sla.model.figures.glossary import MeaningChange, glossary
from living_sla.model.past.change import Change, Direction
from living_sla.model.past.timeline import State, Timeline, VersionStanding
from tests.factories import histories, reports
from tests.factories.versions import version_of

LEAD = {"means": "Somebody who asked."}
SCORED = {"means": "Somebody who asked.", "where": {"score": "at least 60"}}
REWORDED = {"means": "Somebody who asked for a demo."}


def change(rule: str) -> Change:
    return Change(rule, None, "It differs.", Direction.UNCLEAR, None, Place("a.md", 1))


def standing_of(*definitions: dict, rules: tuple[str, ...] = (), agreement: str = "lead-handoff"):
    """An agreement whose versions have these definitions; `rules` are those of the changes of each after the first."""
    versions, commits = [], [histories.FIRST, histories.SECOND, histories.THIRD, histories.FOURTH]
    for number, found in enumerate(definitions, start=1):
        terms = reports.terms(id=agreement, definitions=found, commitments=reports.TERMS["commitments"][:1])
        terms = terms.model_copy(update={"definitions": terms.definitions})
        changes = (change(rules[number - 2]),) if number > 1 else ()
        version = version_of(number, reports.agreement_of(terms), commits[number - 1], changes)
        versions.append(VersionStanding(version, State.SUPERSEDED))
    newest = versions[-1].version.agreement
    return replace(reports.agreement_standing(), agreement=newest, timeline=Timeline(agreement, tuple(versions), ()))


def told(standing, name: str) -> list[tuple[int, str]]:
    words = {word.name: word for word in glossary(reports.report(standing))}
    return [(found.standing.version.number, found.change.value) for found in words[name].meanings[0].versions]


def test_a_word_knows_every_version_that_changed_it_the_newest_first():
    standing = standing_of(
        {"lead": LEAD}, {"lead": REWORDED}, {"lead": SCORED}, {"lead": SCORED},
        rules=("definition-reworded", "definition-changed", "notice-changed"),
    )  # fmt: skip
    assert told(standing, "lead") == [(3, "changed"), (2, "reworded"), (1, "added")]


def test_a_word_that_was_dropped_is_told_with_the_version_that_dropped_it():
    standing = standing_of({"lead": LEAD, "mql": LEAD}, {"mql": LEAD}, rules=("definition-removed",))
    assert told(standing, "lead") == [(2, "removed"), (1, "added")]
    [dropped] = [word for word in glossary(reports.report(standing)) if word.name == "lead"]
    assert dropped.meanings[0].definition is None


def test_a_version_that_changes_no_definition_is_not_read():
    standing = standing_of({"lead": LEAD}, {"lead": LEAD}, rules=("target-tightened",))
    unread = version_of(2, standing.agreement, histories.SECOND, (change("target-tightened"),))
    unread = replace(unread, past=replace(unread.past, terms=None))
    versions = (standing.timeline.versions[0], VersionStanding(unread, State.SUPERSEDED))
    assert told(replace(standing, timeline=replace(standing.timeline, versions=versions)), "lead") == [(1, "added")]


def test_another_spelling_of_capitals_is_the_same_word():
    one = standing_of({"MQL": LEAD}, {"mql": REWORDED}, rules=("definition-reworded",))
    other = standing_of({"Mql": REWORDED}, agreement="event-leads")
    [word] = glossary(reports.report(one, other))
    assert [found.agreement.id for found in word.meanings] == ["lead-handoff", "event-leads"]
    assert [found.change for found in word.meanings[0].versions] == [MeaningChange.REWORDED, MeaningChange.ADDED]
    assert not word.differs


def test_agreements_that_mean_something_else_by_a_word_are_told():
    for other in (REWORDED, SCORED):
        [word] = glossary(reports.report(standing_of({"lead": LEAD}), standing_of({"lead": other}, agreement="other")))
        assert word.differs


def test_without_a_history_the_words_of_today_are_told():
    words = glossary(reports.report(reports.agreement_standing()))
    assert [word.name for word in words] == ["first contact", "mql"]
    assert words[0].meanings[0].versions == ()
