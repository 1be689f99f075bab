"""Numbers, limits and due dates in the sentences of a sheet."""

from __future__ import annotations

from datetime import date

import pytest

from living_sla.model.quantity import parse_duration
from living_sla.model.time.schedule import parse_schedule
from living_sla.scaffold.spreadsheet.meaning import Meant, Unmeasured, meaning
from living_sla.scaffold.spreadsheet.numbers import recognised

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("sentence", "field", "value"),
    [
        ("95% of leads", "share", "95%"),
        ("95 % of leads", "share", "95%"),
        ("97.5 percent of leads", "share", "97.5%"),
        ("97,5 % of leads", "share", "97.5%"),
        ("within 4 hours", "limit", "4 hours"),
        ("within 4 business hours", "limit", "4 business hours"),
        ("within 4-hour window", "limit", "4 hours"),
        ("within one working day", "limit", "1 business day"),
        ("within an hour", "limit", "1 hour"),
        ("within twenty-four hours", "limit", "24 hours"),
        ("in under 15 mins", "limit", "15 minutes"),
        ("within 24h", "limit", "24 hours"),
        ("within 2 business weeks", "limit", "10 business days"),
        ("within 3 months", "limit", "90 days"),
        ("within 1.5 days", "limit", ""),
        ("within 0 hours", "limit", ""),
        ("400 leads a month", "limit", ""),
        ("At least 400 MQLs a month", "count", "400"),
        ("1,200 new qualified leads per quarter", "count", "1200"),
        ("1.200 leads per quarter", "count", "1200"),
        ("2k MQLs per year", "count", "2000"),
        ("$1.2M pipeline", "money", "1200000 USD"),
        ("900,000 EUR of pipeline", "money", "900000 EUR"),
        ("£ 50k pipeline", "money", "50000 GBP"),
        ("5 contact attempts", "times", "5"),
        ("six touches", "times", "6"),
        ("400 MQLs a month", "per", "month"),
        ("quarterly pipeline", "per", "quarter"),
        ("every Friday", "due", "every Friday"),
        ("Every other Friday", "due", "every second Friday"),
        ("biweekly on Friday", "due", "every second Friday"),
        ("by the last business day of each month", "due", "last working day of every month"),
        ("on the first Monday of every quarter", "due", "first Monday of every quarter"),
        ("by the 5th of each month", "due", "day 5 of every month"),
        ("by the 31st of each month", "due", ""),
    ],
)
def test_a_number_is_recognised_as_people_write_it(sentence, field, value):
    assert getattr(recognised(sentence), field) == value
    if field == "limit" and value:
        assert str(parse_duration(value)) == value
    if field == "due" and value and "second" not in value:
        assert str(parse_schedule(value)) == value


@pytest.mark.parametrize(
    ("sentence", "pattern", "said"),
    [
        ("Deliver at least 400 MQLs a month", "lead-volume", {"target": "at least 400", "per": "month"}),
        ("Source $900k of pipeline per quarter", "pipeline-value", {"target": "at least 900000 USD", "per": "quarter"}),
        ("Pipeline of 900,000 each quarter", "pipeline-value", {"target": "at least 900000", "per": "quarter"}),
        ("95 % of MQLs carry company size, country and phone", "complete-leads", {"target": "at least 95%"}),
        ("At most 10% of MQLs rejected as bad fit", "bad-fit", {"target": "at most 10%"}),
        ("< 10 % of leads are disqualified", "bad-fit", {"target": "at most 10%"}),
        ("95% of MQLs are contacted within 4 business hours", "first-contact",
         {"target": "at least 95%", "limit": "4 business hours"}),
        ("Follow up with every lead within 1 business day", "first-contact", {"limit": "1 business day"}),
        ("Respond to demo requests in under 15 minutes", "first-contact", {"limit": "15 minutes"}),
        ("Median first response of 90 minutes", "first-response", {"target": "at most 90 minutes", "kind": "median"}),
        ("Average response time below 2 hours", "first-response", {"target": "at most 2 hours", "kind": "average"}),
        ("Every MQL is accepted or rejected within 1 business day", "verdict", {"limit": "1 business day"}),
        ("At least 5 contact attempts within 10 business days", "contact-attempts",
         {"limit": "10 business days", "times": "5"}),
        ("A nurtured lead is touched at least every 21 days", "nurture-touches", {"limit": "21 days"}),
        ("Rejected leads carry a reason", "rejection-reasons", {}),
        ("Feedback on bad leads is acknowledged within 2 business days", "feedback-answered",
         {"limit": "2 business days"}),
        ("12 % of MQLs become opportunities within 60 days", "mql-to-opportunity",
         {"limit": "60 days", "target": "at least 12%"}),
        ("The sales cycle averages at most 45 days", "sales-cycle", {"target": "at most 45 days"}),
        ("New e-mail templates by the last working day of every month", "monthly-delivery",
         {"due": "last working day of every month"}),
        ("Pipeline data every Friday", "regular-report", {"due": "every Friday"}),
        ("Pipeline report every second Friday", "regular-report", {"due": "every second Friday from 2026-11-06"}),
    ],
)  # fmt: skip
def test_a_sentence_means_the_pattern_that_it_words(sentence, pattern, said):
    found = meaning(sentence, today=MONDAY)
    assert isinstance(found, Meant)
    assert (found.pattern.id, found.said) == (pattern, said)


@pytest.mark.parametrize(
    "sentence",
    ["Be nice to each other", "Close 25 deals per quarter", "Marketing is responsive", "Hit the revenue number",
     "Contact leads quickly", "10% more budget", "We meet every Tuesday", "x" * 501, "", "%%% ((( 4", "9" * 400,
     "within 99999999999999999999 hours we call"],
)  # fmt: skip
def test_what_cannot_be_measured_is_said_with_what_is_missing(sentence):
    found = meaning(sentence, today=MONDAY)
    assert isinstance(found, Unmeasured), found
    assert found.why
