"""Experiments, capacity and the basis of a count: what they may say, and where a fault or a disagreement is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.agreements.rules.together import reckoning_notices
from living_sla.model.agreement.experiment import parse_convincing
from living_sla.unreadable import Unreadable
from living_sla.words.terms.plans import basis_sentence, capacity_sentence, experiment_sentence
from tests.factories.agreements import PATH, changed, faults_in, line_of, read

EXPERIMENT = """\
experiment:
  id: routing
  hypothesis: Routing by region answers sooner
  commitment: first-contact
  from: 2026-11-01
  until: 2027-04-30
  convinces: 2 of 6 months outside the usual range
"""
CAPACITY = "capacity: {party: sales, people: 4, hours: 25 a week, minutes: 12 an attempt}\n"
BASIS = """\
    basis:
      quota: 3600000 EUR
      per: quarter
      share: 40%
      deal: 30000 EUR
      conversions:
        - {from: MQL, to: Opportunity, share: 16%}
        - {from: Opportunity, to: Deal, share: 25%}
"""
PLANNED = changed(
    "cancellation:",
    f"{EXPERIMENT}{CAPACITY}cancellation:",
    changed("    owner: Ana Ruiz\n", f"    owner: Ana Ruiz\n{BASIS}"),
)


def told(old: str, new: str, text: str = PLANNED) -> list[str]:
    """The warnings of arithmetic about the changed terms."""
    return [str(notice) for notice in reckoning_notices(read(changed(old, new, text)))]


def test_what_is_planned_is_said_in_sentences():
    terms = read(PLANNED).terms
    assert experiment_sentence(terms, terms.experiment) == (
        '"Routing by region answers sooner": tried on "First contact" from 1 November 2026 to 30 April 2027. It '
        "convinces where 2 of 6 months lie outside the usual range."
    )
    assert capacity_sentence(terms, terms.capacity) == (
        "Sales Development has 4 people with 25 hours a week each for attempts of 12 minutes: 500 attempts a week."
    )
    assert basis_sentence(terms.commitments[0].basis).replace("\u00a0", " ") == (
        "A quota of EUR 3,600,000 a quarter, 40 % of it owed here, at EUR 30,000 a deal: 192 deals. 25 % of "
        "opportunities become deals: 768 opportunities. 16 % of MQLs become opportunities: 4,800 MQLs a year."
    )


def test_terms_without_plans_keep_their_digest_and_each_plan_has_one():
    without = [read(changed(part, "", PLANNED)) for part in (EXPERIMENT, CAPACITY, BASIS)]
    assert len({found.digest for found in (read(), read(PLANNED), *without)}) == 5
    spelled = changed("2 of 6 months outside", "2 of 6 periods outside of", PLANNED)
    spelled = changed("40%", "0.4", changed("25 a week", "25.0 per week", spelled))
    assert read(spelled).digest == read(PLANNED).digest


FAULTS = [
    # experiments
    ("commitment: first-contact\n  from", "commitment: first\n  from", "commitment: first\n",
     'SLA-F010 unknown commitment "first"'),
    ("until: 2027-04-30", "until: 2026-10-31", None,
     "SLA-F020 the experiment ends on 2026-10-31, before it begins on 2026-11-01"),
    ("until: 2027-04-30", "until: 2027-10-01", None,
     "SLA-F020 the experiment ends on 2027-10-01, after the agreement, which ends on 2027-09-30"),
    ("until: 2027-04-30", "until: 2027-04-29", "convinces: 2",
     'SLA-F020 the experiment has 5 whole periods of "first-contact", and 6 would convince'),
    ("until: 2027-04-30", "until: 2026-11-01", "convinces: 2",
     'SLA-F020 the experiment has no whole period of "first-contact", and 6 would convince'),
    ("2 of 6 months", "2 of 6 weeks", None,
     'SLA-F020 the experiment speaks of weeks, and "first-contact" is judged each month'),
    ("2 of 6 months", "7 of 6 months", None, "SLA-F007 7 of 6 can never be"),
    ("2 of 6 months", "0 of 6 months", None, "SLA-F007 0 of 6 can never be"),
    ("2 of 6 months", "2 of 1e9 months", None, 'SLA-F006 "1e9" is not a plain number'),
    ("2 of 6 months outside the usual range", "most months", None,
     'SLA-F014 "most months" does not say what would convince'),
    ("from: 2026-11-01", "from: 2026-11-31", None, 'SLA-F008 there is no date "2026-11-31"'),
    ("from: 2026-11-01", "from: 2026-11-01T09:00", None, 'SLA-F008 "2026-11-01T09:00" is not a date'),
    ("  hypothesis: Routing by region answers sooner\n", "", "  id: routing", 'SLA-F014 "hypothesis" is missing'),
    # capacity
    ("{party: sales, people", "{party: sale, people", None, 'SLA-F020 unknown party "sale"'),
    ("people: 4", "people: 0", None, "SLA-F007 0 cannot be a number of people"),
    ("people: 4", "people: -4", None, "SLA-F007 -4 cannot be a number of people"),
    ("people: 4", "people: 1e400", None, 'SLA-F006 "1e400" is not a plain number'),
    ("people: 4", "people: .nan", None, 'SLA-F006 ".nan" is not a plain number'),
    ("people: 4", "people: four", None, 'SLA-F006 "four" is not a plain number'),
    ("hours: 25 a week", "hours: 25", None, 'SLA-F014 "25" does not say hours a week'),
    ("hours: 25 a week", "hours: 169 a week", None, "SLA-F007 169 cannot be hours a week"),
    ("hours: 25 a week", "hours: {mon: 5}", None, "SLA-F014 one value is wanted here, found a mapping"),
    ("minutes: 12 an attempt", "minutes: 0 an attempt", None, "SLA-F007 0 cannot be minutes an attempt"),
    ("minutes: 12 an attempt", "minutes: 12 a call", None, 'SLA-F014 "12 a call" does not say minutes an attempt'),
    # the basis of a count
    ("quota: 3600000 EUR", "quota: 0 EUR", None, 'SLA-F007 "0 EUR" is not more than nothing'),
    ("quota: 3600000 EUR", "quota: -1 EUR", None, 'SLA-F007 "-1 EUR" is not more than nothing'),
    ("quota: 3600000 EUR", "quota: 3,600,000 EUR", None, 'SLA-F006 "3,600,000" is not a plain number'),
    ("quota: 3600000 EUR", "quota: 1e400", None, 'SLA-F006 "1e400" is not a plain number'),
    ("quota: 3600000 EUR", "quota: 3600000 USD", "deal: 3", "SLA-F020 the quota is in USD, the deal in EUR"),
    ("quota: 3600000 EUR", "quota: 120", "deal: 3", "SLA-F020 the quota is in no currency, the deal in EUR"),
    ("      deal: 30000 EUR\n", "", "quota: 3", "SLA-F020 the quota is a sum, and nothing says what a deal is"),
    ("per: quarter\n      share", "per: week\n      share", "per: week\n      share",
     'SLA-F014 "week" is not a choice for "per"'),
    ("share: 40%", "share: 0%", None, 'SLA-F007 "0%" leads to no number'),
    ("share: 40%", "share: 140%", None, 'SLA-F007 "140%" is not between 0% and 100%'),
    ("share: 16%}", "share: 0}", None, 'SLA-F007 "0" leads to no number'),
    ("share: 16%}", "share: NaN}", None, 'SLA-F006 "NaN" is not a plain number'),
    ("from: Opportunity, to: Deal", "from: SQL, to: Deal", None,
     'SLA-F020 "Opportunity" comes before, and this step begins with "SQL"'),
    ("from: Opportunity, to: Deal", "from: Opportunity, to: mql", None, 'SLA-F020 "mql" stands twice on the way'),
    ("from: Opportunity, to: Deal, share: 25%", "from: Opportunity, to: Deal", None, 'SLA-F014 "share" is missing'),
    ("deal: 30000 EUR", "deal: 0.0001 EUR", "quota:", "SLA-F007 it takes more than 1,000,000,000 records a year"),
    ("deal: 30000 EUR", "deal: 30000 EUR\n      seasons: {juli: 40%}", "seasons",
     'SLA-F014 "juli" is not a choice for "seasons"'),
    ("deal: 30000 EUR", "deal: 30000 EUR\n      seasons: {jul: 40}", "seasons", 'SLA-F014 "40" is not a percentage'),
    ("deal: 30000 EUR", "deal: 30000 EUR\n      seasons: {jul: -1%}", "seasons",
     'SLA-F007 "-1%" cannot be the weight of a month'),
    ("deal: 30000 EUR", "deal: 30000 EUR\n      regions: {EMEA: 60%, AMER: 30%}", "regions",
     "SLA-F020 the regions are 90% together"),
    ("deal: 30000 EUR", "deal: 30000 EUR\n      regions: {EMEA: 60%, emea: 40%}", "regions",
     'SLA-F003 "emea" and "EMEA" are one name'),
    ("deal: 30000 EUR", f"deal: 30000 EUR\n      regions: {{{', '.join(f'R{n}: 1%' for n in range(100))}}}", "regions",
     "SLA-F007 100 are too many"),
    ("target: at least 400", "target: at most 400", "quota:",
     'SLA-F020 the basis of "mql-volume" says how many it takes, and its target is "at most 400"'),
    ("measure: {kind: count, source: leads, at: mql_at, where: mql}",
     "measure: {kind: total, source: leads, at: mql_at, column: amount}", "quota:",
     'SLA-F020 "mql-volume" has a basis and counts no records'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "piece", "said"), FAULTS, ids=lambda part: str(part)[:40])
def test_a_fault_of_a_plan_is_told_where_it_stands(old, new, piece, said):
    text = changed(old, new, PLANNED)
    (fault,) = faults_in(text)
    place, _, rest = fault.partition(" ")
    assert place.startswith(f"{PATH}:{line_of(piece or new, text)}:"), fault
    assert rest.startswith(said)
    assert "\n  hint: " in rest


def test_all_months_without_weight_are_no_seasons():
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    seasons = f"seasons: {{{', '.join(f'{month}: 0%' for month in months)}}}"
    (fault,) = faults_in(changed("deal: 30000 EUR", f"deal: 30000 EUR\n      {seasons}", PLANNED))
    assert "SLA-F007 no month has any weight" in fault


@given(st.text("0123456789 of weks.-e", max_size=14))
def test_what_would_convince_is_read_strictly_or_refused(start):
    try:
        found = parse_convincing(f"{start} outside the usual range")
    except Unreadable:
        return
    assert 1 <= found.outside <= found.periods <= 366
    assert parse_convincing(str(found)) == found


# ---------------------------------------------------------------- the arithmetic, held against the target


def test_a_target_that_is_what_its_basis_needs_is_no_disagreement():
    assert told("target: at least 400", "target: at least 400") == []
    assert told("target: at least 400", "target: at least 420") == []


def test_a_target_below_or_far_above_its_basis_is_told():
    line = line_of("target: at least 400")
    assert told("target: at least 400", "target: at least 399") == [
        f'{PATH}:{line}:13: warning: "mql-volume" asks for 399 a month, and its basis needs 400 [basis-disagrees]\n'
        "  hint: write target: at least 400, or correct the basis; sla goals shows the way"
    ]
    assert len(told("target: at least 400", "target: at least 421")) == 1


def test_a_target_by_period_is_held_against_the_season_of_each():
    seasonal = changed("deal: 30000 EUR", "deal: 30000 EUR\n      seasons: {aug: 50%, nov: 150%}", PLANNED)
    good = "target: {2026-08: at least 200, 2026-11: at least 600, otherwise: at least 400}"
    assert told("target: at least 400", good, seasonal) == []
    (only,) = told("target: at least 400", good.replace("600", "400"), seasonal)
    assert "asks for 400 a month in 2026-11, and its basis needs 600" in only


@pytest.mark.parametrize(("per", "needed"), [("week", 93), ("quarter", 1200), ("year", 4800), ("day", 14)])
def test_the_basis_is_spread_over_the_periods_of_the_commitment(per, needed):
    text = changed("per: month", f"per: {per}", PLANNED)
    assert told("target: at least 400", f"target: at least {needed}", text) == []
    assert len(told("target: at least 400", f"target: at least {needed - 1}", text)) == 1


ATTEMPTS = """\
  - id: tries
    title: Attempts
    by: sales
    category: nurturing
    measure: {kind: attempts, source: leads, where: mql, from: mql_at, times: 6, limit: 10 business days,
              events: {source: calls, key: lead_id, at: called_at}}
    target: at least 90%
    per: month
    owner: Ben Okafor
"""


def test_a_desk_that_cannot_do_what_it_is_owed_is_told():
    """400 leads a month, 6 attempts of 12 minutes are 480 hours; 4 people with 25 hours a week have 433 a month."""
    owed = changed("\nneeds:", f"{ATTEMPTS}\nneeds:", PLANNED)
    assert told("people: 4", "people: 5", owed) == []
    assert told("people: 4", "people: 4", owed) == [
        f'{PATH}:{line_of("capacity:", owed)}:11: warning: "mql-volume" brings 400 a month, which of 6 attempts each '
        "take 480 hours, and sales has 433 [capacity-short]\n"
        "  hint: agree on a smaller volume, fewer attempts or more people; sla goals shows the arithmetic"
    ]


def test_attempts_on_other_records_do_not_count_against_a_volume():
    other = ATTEMPTS.replace("where: mql", "where: {region: EMEA}")
    assert told("people: 4", "people: 4", changed("\nneeds:", f"{other}\nneeds:", PLANNED)) == []


def test_a_volume_that_the_party_owes_itself_is_no_load():
    assert told("{party: sales, people: 4", "{party: marketing, people: 0.01", PLANNED) == []
