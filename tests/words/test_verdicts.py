"""A verdict that the figure does not suggest carries its reason, and the reason is true."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.agreement.kinds import Count, Total
from living_sla.model.figures.attainment import Status, keeps
from living_sla.words.numbers import MINUS, NBSP
from living_sla.words.standing import figures
from living_sla.words.standing.outlook import why, with_reason
from tests.factories.cohorts import COUNT, WITHIN, at, terms
from tests.factories.reports import month, share
from tests.factories.reports import terms as page_terms
from tests.measures.test_versions import MID_OCTOBER, SOURCE, START, through
from tests.measures.test_within import lead

GOOD = (Status.MET, Status.ON_TRACK)
TIME = {"from": "mql_at", "to": "contacted_at", "source": "leads"}


def of(stated, records, as_of, *later, by_version=True):
    """The commitment as its newest version has it, and what its periods came to."""
    versions = [(START, terms(stated)), *((MID_OCTOBER, terms(newer)) for newer in later)]
    found = through(records, *versions, as_of=as_of, source=SOURCE, by_version=by_version)
    return versions[-1][1].commitments[0], found.whole


def october(stated, records, as_of, *later, **more):
    commitment, series = of(stated, records, as_of, *later, **more)
    return commitment, next(one for one in series if one.period.label == "2026-10")


# ---------------------------------------------------------------- one of each kind


def test_a_median_that_open_records_have_decided():
    closed = [lead("2026-10-05T09:00", "2026-10-05T11:00", id=f"closed {n}") for n in range(2)]
    waiting = [lead("2026-10-05T09:00", id=f"open {n}") for n in range(3)]
    stated = {"measure": {"kind": "median", **TIME}, "target": "at most 25 hours"}
    commitment, found = october(stated, closed + waiting, at("2026-11-03T12:00"))
    assert (found.value, found.status) == (2, Status.MISSED)
    said = why(commitment, found).replace(NBSP, " ")
    assert said == "missed because with the 3 records that are still open the median is already 699 h or more"
    commitment, found = october({**stated, "target": "at least 25 hours"}, [*closed, *waiting], at("2026-11-03T12:00"))
    assert found.status is Status.MET
    assert why(commitment, found).startswith("met because with the 3 records")
    commitment, found = october(stated, [closed[0], waiting[0], waiting[1]], at("2026-11-03T12:00"))
    assert "the 2 records that are still open" in why(commitment, found)


def test_a_share_below_its_warning_and_above_its_target():
    found = share(month("2026-10"), met=24, missed=1, pending=2, as_of=at("2026-10-20T12:00"))
    commitment = page_terms().commitment("first-contact")
    assert (commitment.warn, found.status) == (Decimal("0.97"), Status.AT_RISK)
    said = why(commitment, found).replace(NBSP, " ")
    assert said == "at risk because 96.0 % is below 97 %, where the agreement begins to warn"


def test_a_share_whose_parts_were_judged_by_themselves():
    early = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"early {n}") for n in range(4)]
    early += [lead("2026-10-05T09:00", id="early and open")]
    late = [lead("2026-10-19T09:00", "2026-10-19T09:30", id=f"late {n}") for n in range(4)]
    low, high = ({"measure": WITHIN, "target": f"at least {share}%"} for share in (80, 95))
    commitment, found = october(low, early + late, at("2026-11-03T12:00"), high)
    reason = "the terms changed inside the period, and every part of it that has records met its own target"
    assert (found.status, why(commitment, found)) == (Status.MET, f"met because {reason}")
    commitment, found = october(high, early + late * 5, at("2026-11-03T12:00"), low)
    reason = "the terms changed inside the period, and a part of it missed its own target"
    assert (found.status, why(commitment, found)) == (Status.MISSED, f"missed because {reason}")
    hidden = replace(found, parts=())  # parts too small to be told
    assert why(commitment, hidden) == why(commitment, found)


def test_a_period_that_has_ended_and_is_not_decided():
    good = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"good {n}") for n in range(18)]
    waiting = lead("2026-10-30T17:00", id="open")
    commitment, found = october({"measure": WITHIN, "target": "at least 95%"}, [*good, waiting], at("2026-11-02T09:30"))
    assert (found.value, found.status) == (1, Status.ON_TRACK)
    assert why(commitment, found) == "not decided yet because 1 record is still open"


def test_a_volume_that_is_on_track_says_what_would_be_on_pace():
    came = [lead(f"2026-10-{day:02}T09:00", id=f"{day}") for day in (1, 2, 5, 6, 7)]
    stated = {"measure": COUNT, "target": "at least 8", "warn": "10"}
    commitment, found = october(stated, came, at("2026-10-12T08:00"))
    assert found.status is Status.ON_TRACK
    said = why(commitment, found).replace(NBSP, " ")
    expected = "31.8 % of the working time is over: 3 would be on pace, 5 have come in, and the agreement warns below 4"
    assert said == expected
    one, at_one = october({"measure": COUNT, "target": "at most 8"}, came[:1], at("2026-10-01T10:00"))
    assert at_one.status is Status.AT_RISK
    assert why(one, at_one).endswith("0 would be on pace, 1 has come in")


def test_a_total_that_may_fall_again_is_not_decided_by_passing_its_target():
    came = [lead("2026-10-01T09:00", id="a", amount=Decimal(900)), lead("2026-10-02T09:00", id="b", amount=Decimal(-1))]
    total = {"kind": "total", "source": "leads", "at": "mql_at", "column": "amount"}
    commitment, found = october({"measure": total, "target": "at least 100 EUR"}, came, at("2026-10-05T12:00"))
    assert found.status is Status.ON_TRACK
    assert why(commitment, found) == "not decided yet because amounts below zero occur, so it may fall again"


def test_a_period_whose_last_part_may_still_get_records_is_not_met_yet():
    early = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"early {n}") for n in range(4)]
    stated = {"measure": WITHIN, "target": "at least 80%"}
    running, ended = (october(stated, early, at(now), stated)[1] for now in ("2026-10-20T12:00", "2026-11-03T12:00"))
    assert (running.status, ended.status) == (Status.ON_TRACK, Status.MET)


def test_reasons_that_are_there_already_stay():
    found = replace(share(month("2026-10")), reason="no records")
    assert why(page_terms().commitment("first-contact"), found) == "no records"


# ---------------------------------------------------------------- the law


def number_in(text):
    """The number that a figure, a limit or a target in words says, in one unit: per cent, minutes, days, EUR."""
    text = text.replace(NBSP, " ").replace(",", "").replace(MINUS, "-")
    hours = re.fullmatch(r"(?:at (?:least|most) )?(?:(-?[\d.]+) h(?:ours?)?)? ?(?:(-?[\d.]+) min(?:utes?)?)?", text)
    if hours and any(hours.groups()):
        return Fraction(hours[1] or 0) * 60 + Fraction(hours[2] or 0)
    [found] = re.findall(r"-?[\d.]+", text)
    return Fraction(found)


def side(target, shown, limit):
    return shown >= limit if target.direction == "at least" else shown <= limit


def is_true(said, commitment, found):
    """Whether one part of a reason holds, by what it says in words."""
    target, good = found.target, found.status in GOOD
    if said.startswith("not decided yet because amounts"):
        return isinstance(commitment.measure, Total) and not found.ended
    if said.startswith("not decided yet"):
        return f"{found.counts.pending} record" in said and found.ended
    if "already" in said:
        least = number_in(said.partition("already ")[2].removesuffix(" or more"))
        decided = side(target, least, number_in(figures.target(target))) == good
        return decided and f"the {found.counts.pending} record" in said
    if "begins to warn" in said:
        shown, limit = re.search(r"because (.+) is (?:below|above) (.+), where", said).groups()
        return not side(target, number_in(shown), number_in(limit))
    if "the terms changed" in said:
        statuses = {part.status for part in found.parts} - {Status.NO_DATA}
        if found.status in (Status.MISSED, Status.AT_RISK):
            return found.status in statuses
        return statuses <= set(GOOD)
    expected, so_far = re.search(r"over: (.+?) would be on pace, (.+?) ha(?:s|ve) come in", said).groups()
    asked = re.search(r"warns (?:below|above) (.+)$", said)
    return side(target, number_in(so_far), number_in(asked[1] if asked else expected)) == good


EDGES = st.sampled_from(["2026-10-01T09:00", "2026-10-14T09:00", "2026-10-19T09:00", "2026-10-30T15:00"])
RECORDS = st.lists(
    st.tuples(EDGES, st.none() | st.sampled_from([30, 239, 240, 241, 480, 6000]), st.sampled_from([-5, 1, 7, 30])),
    max_size=8,
)
SHARES = st.sampled_from(["0", "50", "66.7", "80", "95", "100"])
KINDS = {
    "share": (WITHIN, SHARES, "%"),
    "median": ({"kind": "median", **TIME}, st.sampled_from(["1", "3.5", "4", "25", "700"]), " hours"),
    "percentile": (
        {"kind": "percentile", "percentile": "75", **TIME},
        st.sampled_from(["30", "240", "1500"]),
        " minutes",
    ),
    "average": ({"kind": "average", **TIME}, st.sampled_from(["1", "2", "12"]), " business days"),
    "count": (COUNT, st.sampled_from(["0", "2", "5", "9"]), ""),
    "total": (
        {"kind": "total", "source": "leads", "at": "mql_at", "column": "amount"},
        st.sampled_from(["1", "20", "33.33"]),
        " EUR",
    ),
}  # fmt: skip


@st.composite
def stated(draw, measure, amounts, unit, direction):
    amount = draw(amounts)
    said = {"measure": measure, "target": f"{direction} {amount}{unit}"}
    stricter = [Decimal(step) for step in draw(st.lists(st.sampled_from(["0.01", "0.5", "1"]), max_size=1))]
    for step in stricter:
        raised = Decimal(amount) + (step if direction == "at least" else -step)
        if raised >= 0 and not (unit == "%" and raised > 100):
            said["warn"] = f"{raised}{'%' if unit == '%' else ''}"
    return said


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whenever_figure_and_target_suggest_another_verdict_a_true_reason_is_given(kind, data):
    measure, amounts, unit = KINDS[kind]
    direction = data.draw(st.sampled_from(["at least", "at most"]))
    versions = data.draw(st.lists(stated(measure, amounts, unit, direction), min_size=1, max_size=2))
    records = [
        lead(start, id=f"{number}", amount=Decimal(worth))
        | {"contacted_at": None if took is None else at(start) + timedelta(minutes=took)}
        for number, (start, took, worth) in enumerate(data.draw(RECORDS))
    ]
    as_of = at(
        data.draw(st.sampled_from(["2026-10-09T12:00", "2026-10-19T10:00", "2026-10-30T15:30", "2026-11-02T08:00"]))
    )
    commitment, series = of(versions[0], records, as_of, *versions[1:])
    for whole in series:
        for found in (whole, *whole.parts):
            check(commitment, found)
        # The same sentence for machines.
        assert with_reason(commitment, whole).reason == why(commitment, whole)


def check(commitment, found):
    reason = why(commitment, found).replace(NBSP, " ")
    if found.status in (None, Status.NO_DATA, Status.NOT_IN_FORCE):
        assert reason or found.status is None
        return
    kept = None
    if found.value is not None:
        shown, limit = figures.value(found, found.value), figures.target(found.target)
        kept = side(found.target, number_in(shown), number_in(limit))
        assert kept == keeps(found.target, found.value), (shown, limit)  # what is shown suggests what is exact
    undecided = found.ended and found.status not in (Status.MET, Status.MISSED)
    early = not found.ended and not isinstance(commitment.measure, Count | Total) and found.status in (
        Status.MET, Status.MISSED,
    )  # fmt: skip
    assert bool(reason) == (kept != (found.status in GOOD) or undecided or early) or "may fall again" in reason
    for said in reason.split("; ") if reason else ():
        assert is_true(said, commitment, found), said
