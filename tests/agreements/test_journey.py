"""The customer's way: what the stages of `journey` may say, and where a fault in them is told."""

from __future__ import annotations

import pytest

from living_sla.words.terms.journey import stage_sentence
from tests.factories.agreements import AGREEMENT, PATH, changed, faults_in, line_of, load, project_faults, read
from tests.factories.agreements import write_project as project

JOURNEY = """\
journey:
  - {stage: Lead, owner: marketing, at: modified_at, source: leads}
  - {stage: MQL, owner: sales, at: mql_at, source: leads, means: mql, commitments: [first-contact]}
  - {stage: Contacted, owner: sales, at: first_contacted_at, source: leads}

"""
WITH_JOURNEY = changed("commitments:\n  - id", f"{JOURNEY}commitments:\n  - id")


def with_stage(old: str, new: str) -> str:
    return changed(old, new, WITH_JOURNEY)


def test_a_journey_is_read_in_order():
    terms = read(WITH_JOURNEY).terms
    assert [stage.stage for stage in terms.journey] == ["Lead", "MQL", "Contacted"]
    assert stage_sentence(terms, terms.journey[1]) == (
        "Sales Development looks after a record once it becomes an MQL, as MQL is defined. "
        '"First contact" sits on the way into this stage.'
    )


def test_a_journey_is_a_term_and_one_without_it_has_the_digest_that_it_had():
    assert read(WITH_JOURNEY).digest != read().digest
    assert read(changed("commitments:\n  - id", "journey: []\ncommitments:\n  - id")).digest == read().digest


@pytest.mark.parametrize(
    ("old", "new", "piece", "said"),
    [
        ("owner: sales, at: mql_at", "owner: sale, at: mql_at", "{stage: MQL",
         'unknown party "sale"\n  hint: did you mean "sales"?'),
        ("stage: Contacted", "stage: mql", "{stage: mql",
         '"mql" is also the stage on line {line}\n  hint: give each stage a name of its own'),
        ("means: mql", "means: mqls", "{stage: MQL", 'unknown definition "mqls"\n  hint: did you mean "mql"?'),
        ("[first-contact]}\n  - {stage", "[first-contacts]}\n  - {stage", "{stage: MQL",
         'unknown commitment "first-contacts"\n  hint: did you mean "first-contact"?'),
        ("[first-contact]}\n  - {stage", "[rejected, rejected]}\n  - {stage", "{stage: MQL",
         '"rejected" stands twice at the stage "MQL"\n  hint: name it once'),
        ("stage: Contacted, owner: sales,", "stage: Contacted,", "{stage: Contacted",
         '"owner" is missing\n  hint: add owner: sales'),
        ("stage: Contacted, ", "", "{owner: sales, at: first", '"stage" is missing\n  hint: add stage: MQL'),
        ("stage: Contacted", "stage: ''", "{stage: ''",
         "a value is missing\n  hint: write one, or leave the field out"),
        ("stage: Contacted", "stage: [Contacted]", "{stage: [C",
         "one value is wanted here, found a list\n  hint: write a single value"),
        ("stage: Contacted", "stages: Contacted", "{stages", 'unknown field "stages"\n  hint: did you mean "stage"?'),
        ("at: first_contacted_at, source: leads}\n\n", "at: First Contact, source: leads}\n\n", "{stage: Contacted",
         '"First Contact" is not the name of a column\n  hint: columns are named in data/sources.yml with lower-case '
         "letters, digits and underscores"),
    ],
)  # fmt: skip
def test_a_fault_of_a_stage_is_told_where_it_stands(old, new, piece, said):
    text = with_stage(old, new)
    (fault,) = faults_in(text)
    place, _, rest = fault.partition(" SLA-F")
    assert place.startswith(f"{PATH}:{line_of(piece, text)}:")
    assert rest.partition(" ")[2] == said.format(line=line_of("{stage: MQL", text))


@pytest.mark.parametrize(
    "written",
    ["journey: MQL", "journey: {stage: MQL}", "journey: [MQL]", "journey:", "journey: [[]]", "journey: [~]",
     "journey: [{}, {}]", "journey: [{stage: A, owner: marketing, at: mql_at, source: leads}]"],
)  # fmt: skip
def test_what_is_no_journey_is_refused_at_its_line(written):
    text = changed("commitments:\n  - id", f"{written}\ncommitments:\n  - id")
    found = faults_in(text)
    assert all(fault.startswith(f"{PATH}:{line_of(written, text)}:") for fault in found)


def test_columns_and_sources_of_a_journey_are_held_to_what_is_declared(tmp_path):
    text = with_stage("at: modified_at, source: leads", "at: status, source: leads")
    text = changed("at: first_contacted_at, source: leads", "at: first_contacted_at, source: deals", text)
    first, second = project_faults(project(tmp_path, {"lead-handoff.md": text}))
    assert '"status" of "leads" is of type text, wanted here is date or instant' in first
    assert 'unknown source "deals"' in second


def test_a_definition_that_a_stage_means_is_used_and_its_columns_are_asked_for(tmp_path):
    text = changed(
        "  first contact:\n    means:", "  touched:\n    where: {touches: at least 1}\n    means:", WITH_JOURNEY
    )
    text = changed("stage: Contacted,", "stage: Contacted, means: touched,", text)
    (fault,) = project_faults(project(tmp_path, {"lead-handoff.md": text}))
    assert '"touches" is not a column of "leads"' in fault
    words_only = changed("stage: Contacted,", "stage: Contacted, means: first contact,", WITH_JOURNEY)
    assert load(project(tmp_path / "other", {"lead-handoff.md": words_only})).agreements


def test_all_faults_of_many_stages_are_told_at_once():
    stages = "".join(f"  - {{stage: S{number}, owner: nobody, at: mql_at, source: leads}}\n" for number in range(200))
    found = faults_in(changed("commitments:\n  - id", f"journey:\n{stages}commitments:\n  - id"))
    assert len(found) == 200
    assert AGREEMENT not in found[0]
