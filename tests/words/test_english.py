"""Sentences made of names of columns, definitions and sources read as English, of one and of many."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.model.agreement.condition import parse_condition
from living_sla.words.terms.conditions import event, holding, of_one, records
from living_sla.words.terms.sentences import commitment_sentence
from living_sla.words.terms.spelling import Vocabulary, named, plural, singular, with_article
from living_sla.words.terms.term_sentences import definition_sentence, trigger_sentence
from tests.factories.cohorts import terms

NAMES = {
    "mql": ("MQL", "MQLs", "an MQL"),
    "mqls": ("MQL", "MQLs", "an MQL"),
    "sqls": ("SQL", "SQLs", "an SQL"),
    "leads": ("lead", "leads", "a lead"),
    "company": ("company", "companies", "a company"),
    "batches": ("batch", "batches", "a batch"),
    "status": ("status", "statuses", "a status"),
    "people": ("person", "people", "a person"),
    "response": ("response", "responses", "a response"),
    "activity_log": ("activity log", "activity logs", "an activity log"),
    "user": ("user", "users", "a user"),
    "hour": ("hour", "hours", "an hour"),
    "unanswered call": ("unanswered call", "unanswered calls", "an unanswered call"),
    "european-lead": ("european lead", "european leads", "a european lead"),
    "sdr": ("SDR", "SDRs", "an SDR"),
    "uk_lead": ("UK lead", "UK leads", "a UK lead"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_a_singular_a_plural_and_an_article(name):
    one, many, with_an = NAMES[name]
    assert (singular(named(name)), plural(named(name)), with_article(singular(named(name)))) == (one, many, with_an)
    assert (plural(many), singular(one)) == (many, one)


@pytest.mark.parametrize(
    ("column", "they", "it"),
    [
        ("mql_at", "become an MQL", "becomes an MQL"),
        ("first_contacted_at", "are first contacted", "is first contacted"),
        ("first_response_at", "get their first response", "gets its first response"),
        ("created_date_time", "are created", "is created"),
        ("date_created", "are created", "is created"),
        ("date_of_first_engagement", "get their first engagement", "gets its first engagement"),
        ("closed_timestamp", "are closed", "is closed"),
        ("date", "get their date", "gets its date"),
    ],
)
def test_what_happens_to_records_happens_to_one_of_them(column, they, it):
    assert (event(column).they, of_one(event(column).they)) == (they, it)


@pytest.mark.parametrize(
    ("stated", "many", "one"),
    [
        ("mql", "are MQLs", "is an MQL"),
        ({"status": "rejected"}, 'have the status "rejected"', 'has the status "rejected"'),
        ({"score": "at least 60"}, "have a score of at least 60", "has a score of at least 60"),
        ({"bounced": "true"}, 'are marked as "bounced"', 'is marked as "bounced"'),
        ({"bounced": "false"}, 'are not marked as "bounced"', 'is not marked as "bounced"'),
        ({"owner": "empty"}, "have no owner", "has no owner"),
        ({"tags": "includes their own"}, 'have "their own" among their tags', 'has "their own" among its tags'),
        ({"source": "not web"}, 'do not have the source "web"', 'does not have the source "web"'),
        (
            {"any": [{"status": "have"}, {"status": "a", "score": "below 3"}]},
            'have the status "have" or (have the status "a" and have a score below 3)',
            'has the status "have" or (has the status "a" and has a score below 3)',
        ),
    ],
)  # fmt: skip
def test_what_records_do_one_of_them_does(stated, many, one):
    condition = parse_condition(stated)
    assert (holding(condition), holding(condition, one=True)) == (many, one)


def test_one_record_is_told_without_an_article():
    of = Vocabulary(source="leads")
    assert records(parse_condition({"status": "new"}), of, one=True) == 'lead that has the status "new"'
    assert records(parse_condition("mqls"), of, one=True) == "MQL"


# ---------------------------------------------------------------- the law

WHERE = st.sampled_from([None, "mql", {"lifecycle": "sql"}, {"any": [{"bounced": "true"}, {"score": "above 7"}]}])
ONE = st.sampled_from(["1", "1", "2", "3"])
MANY_WORDS = "leads|MQLs|touches|months|weeks|quarters|hours|minutes|days|periods|are|have|do|become|get"


@st.composite
def measures(draw):
    where = draw(WHERE)
    few, unit = draw(ONE), draw(st.sampled_from(["day", "business day", "hour", "business hour", "minute"]))
    limit = f"{few} {unit}{'s' * (few != '1')}"
    events = {"source": "touches", "key": "region", "at": "mql_at"}
    kind, fields, target = draw(
        st.sampled_from(
            [
                ("count", {"at": "mql_at"}, f"at least {few}"),
                ("count", {"at": "mql_at"}, f"at most {few}"),
                ("within", {"from": "mql_at", "to": "contacted_at", "limit": limit}, "at least 1%"),
                ("within", {"from": "mql_at", "to": {"first": events}, "limit": limit}, "at least 95%"),
                ("attempts", {"from": "mql_at", "times": few, "limit": limit, "events": events}, "at least 95%"),
                ("gap", {"from": "mql_at", "limit": limit, "events": events}, "at least 95%"),
                ("conversion", {"from": "mql_at", "to": "contacted_at", "limit": limit}, "at least 95%"),
                ("median", {"from": "mql_at", "to": "contacted_at"}, f"at most {limit}"),
                ("total", {"at": "mql_at", "column": "amount"}, f"at least {few} EUR"),
            ]
        )
    )
    found = {"kind": kind, "source": "leads", **fields}
    return {"measure": found if where is None else {**found, "where": where}, "target": target}


@settings(max_examples=150, deadline=None)
@given(
    stated=measures(),
    per=st.sampled_from(["day", "week", "month", "quarter", "2 weeks from 2026-09-07"]),
    times=ONE,
    row=st.sampled_from(["", " in a row"]),
)
def test_no_sentence_says_one_of_many(stated, per, times, row):
    agreed = terms(
        {**stated, "per": per},
        definitions={"mql": {"means": "A lead.", "where": {"lifecycle": "mql"}}},
        contingency=[{"when": f"{times} missed{row}", "do": "Both contacts meet."}],
    )
    said = [commitment_sentence(agreed, agreed.commitments[0])]
    said += [definition_sentence(agreed, "mql"), trigger_sentence(agreed, agreed.contingency[0])]
    for sentence in said:
        assert not re.search(rf"(?<![\d.,])\b1 (more |business |missed )*({MANY_WORDS})\b", sentence), sentence
        assert not re.search(
            r"(?<![\d.,])\b(0|[2-9]) (lead|MQL|touch|day|hour|minute|month|business day)\b", sentence
        ), sentence
        assert not re.search(r"\ban? (MQLs|leads|[0-9])|\ba (MQL|SQL|hour|MQL)\b|\ban (lead|user)\b|  ", sentence), (
            sentence
        )
    if stated["target"].endswith(" 1") and stated["measure"]["kind"] == "count":
        assert re.search(r"at (least|most) 1 (MQL|lead)( that (is|has|becomes)\b.*)?( to Demand)?\.", said[0]), said[0]
