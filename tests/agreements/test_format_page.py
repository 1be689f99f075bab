"""The reference for writers says what is true: its example is read, its words are understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from living_sla.agreements.rules import lint
from living_sla.agreements.rules.together import reckoning_notices
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.agreement.terms import Commitment, Party, Person, Terms
from living_sla.model.notation import parse_number
from living_sla.model.quantity import parse_duration, parse_misses, parse_target
from living_sla.model.time.schedule import parse_schedule
from tests.factories.agreements import notices_in, read

PAGE = Path(__file__).parents[2].joinpath("docs/agreement-format.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("```yaml\n")[1].split("\n```\n")[0]


def words(row: str) -> list[str]:
    """The words in backticks of a row of the table of words."""
    (line,) = re.findall(rf"^\| {row} \| (.*) \|$", PAGE, re.MULTILINE)
    return re.findall(r"`([^`]+)`", line)


def test_the_example_is_an_agreement_without_a_fault_or_a_warning():
    agreement = read(EXAMPLE)
    assert len(agreement.terms.commitments) == 2
    assert [
        str(notice) for notice in [*notices_in(EXAMPLE), *lint.lint(agreement), *reckoning_notices(agreement)]
    ] == []


def test_every_required_field_is_named_as_required():
    (paragraph,) = re.findall(r"^Required: .*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
    fields = [
        field for part in (Terms, Party, Person, CoverageTerms, Commitment) for field in part.model_fields.items()
    ]
    required = {field.alias or name for name, field in fields if field.is_required()}
    assert set(re.findall(r"`([a-z]+)`", paragraph)) == required | {"hours"}


@pytest.mark.parametrize(
    ("row", "parse"),
    [
        ("targets", parse_target),
        ("durations", parse_duration),
        ("due dates", parse_schedule),
        ("triggers", parse_misses),
    ],
)
def test_every_word_of_the_page_is_understood(row, parse):
    assert len([parse(text) for text in words(row)]) >= 2


def test_the_numbers_of_the_page_are_read_or_refused_as_it_says():
    readable = [text for text in words("numbers") if _reads(text)]
    assert readable == ["1000", "0.95"]


def _reads(text: str) -> bool:
    try:
        parse_number(text)
    except ValueError:
        return False
    return True
