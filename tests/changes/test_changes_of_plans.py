"""Whom a change of journey, experiment, capacity or basis burdens, and how it is said."""

from __future__ import annotations

import pytest

from living_sla.changes import changes
from tests.factories.full_terms import agreement, full


def told(spoil) -> list[tuple[str, str, str | None, str]]:
    """What changes from the full terms to the spoilt ones: rule, direction, who bears it, sentence."""
    fields = full()
    spoil(fields)
    return [
        (found.rule, found.direction.name.lower(), found.party, found.sentence.replace("\u00a0", " "))
        for found in changes(agreement(full()), agreement(fields))
    ]


def test_who_takes_on_a_stage_is_burdened_and_who_hands_it_off_is_eased():
    def spoil(fields):
        fields["journey"][1]["owner"] = "marketing"

    sentence = 'Demand Generation looks after the stage "MQL" instead of Sales Development.'
    assert told(spoil) == [
        ("stage-taken-on", "tightened", "marketing", sentence),
        ("stage-handed-off", "eased", "sales", sentence),
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("people", "5", ("capacity-raised", "tightened", "sales",
                         "The number of people of Sales Development rises from 4 to 5.")),
        ("hours", "20.5 a week", ("capacity-lowered", "eased", "sales",
                                  "The week of each person of Sales Development, in hours, falls from 25 to 20.5.")),
        ("minutes", "15 an attempt", ("capacity-changed", "unclear", None,
                                      "An attempt of Sales Development takes 15 minutes, no longer 12.")),
    ],
)  # fmt: skip
def test_more_capacity_burdens_who_has_to_provide_it(field, value, said):
    assert told(lambda fields: fields["capacity"].update({field: value})) == [said]


def test_an_experiment_of_another_id_is_another_one():
    def spoil(fields):
        fields["experiment"]["id"] = "other"

    assert [found[:3] for found in told(spoil)] == [
        ("experiment-added", "unclear", None), ("experiment-removed", "unclear", None),
    ]  # fmt: skip


def test_another_basis_explains_the_target_and_burdens_nobody():
    def spoil(fields):
        fields["commitments"][0]["basis"]["share"] = "50%"

    ((rule, direction, party, sentence),) = told(spoil)
    assert (rule, direction, party) == ("basis-changed", "unclear", None)
    assert sentence.startswith(
        'The basis of "Leads" changes. A quota of EUR 3,600,000 a year, 50 % of it owed here, at EUR 30,000 a deal: '
        "60 deals."
    )
