"""How long records took: counted as the verdicts say, whatever came first, and told only where it may be."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla import report
from living_sla.measures.durations import DurationTally, cells_of
from living_sla.measures.measure import measure
from living_sla.model.figures.durations import Scale
from living_sla.model.time.zones import MINUTE, micros
from tests.factories.cohorts import at, batch, cohort_of
from tests.factories.desks import desk_agreement, write_desk
from tests.model.subtraction import taken_out

NOW = datetime(2026, 9, 16, tzinfo=UTC)
SMALL = range(1, 5)
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: 2026-09-15T00:00
  columns:
    id: {from: Id, type: text}
    mql_at: {from: MQL, type: instant}
    contacted_at: {from: Contacted, type: instant}
    won_at: {from: Won, type: instant}
    tier: {from: Tier, type: text}
"""


def commitment(id_, kind="within", *, limit="4 hours", where="", to="contacted_at", per="month", target="at least 50%"):
    return f"""\
  - id: {id_}
    title: {id_}
    by: sales
    category: hand-off
    measure: {{kind: {kind}, source: leads, from: mql_at, to: {to}, limit: {limit}{where}}}
    target: {target}
    per: {per}
"""


def told(root, *commitments, leads, coverage="{timezone: UTC, hours: {mon-fri: 09:00-17:00}}"):
    """The durations of each commitment, by its id."""
    rows = "".join(f"{number},{','.join(row)}\n" for number, row in enumerate(leads))
    text = desk_agreement("".join(commitments), effective="2026-01-01", coverage=coverage)
    root.mkdir(exist_ok=True)
    write_desk(root, text, SOURCES, leads=f"Id,MQL,Contacted,Won,Tier\n{rows}")
    [found] = report.build(root, now=NOW, cache=False).agreements
    return {standing.id: standing for standing in found.commitments}


def lead(began, minutes=None, *, won=None, tier=""):
    ended = "" if minutes is None else (began + timedelta(minutes=minutes)).isoformat(timespec="seconds")
    return (
        began.isoformat(timespec="seconds"),
        ended,
        "" if won is None else (began + won).isoformat(timespec="seconds"),
        tier,
    )


def months(count, minutes, first=datetime(2026, 1, 5, 10)):
    """Leads of the months from January on, as many a month, each with a duration of its own."""
    return [
        lead(first.replace(month=month) + timedelta(hours=n), minutes(n)) for month in range(1, 8) for n in range(count)
    ]


# ---------------------------------------------------------------- what is counted


def test_what_takes_exactly_a_limit_is_within_it():
    scale = Scale("minutes", business=False, limit=240)
    took = np.array([0, 1, 5 * MINUTE, 5 * MINUTE + 1, 240 * MINUTE, 240 * MINUTE + 1, 10**18])
    edges = [(*scale.edges, None)[cell] for cell in cells_of(took, scale)]
    assert edges == [1, 1, 5, 10, 240, 300, None]


RECORD = st.tuples(st.integers(0, 40 * 24 * 60), st.one_of(st.none(), st.integers(0, 3_000)))
"""Minutes from the beginning of September to the start, and from there to the end."""


@given(st.lists(RECORD, max_size=25), st.integers(1, 4), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_parts_merge_in_any_order_and_agree_with_the_verdicts(records, parts, chance):
    """The as-of is known last; a part that was read when it was thought to be earlier counts the same."""
    cohort = cohort_of()
    start = at("2026-10-01T00:00")
    rows = [
        {
            "id": str(number),
            "mql_at": start + timedelta(minutes=begins),
            "contacted_at": None if took is None else start + timedelta(minutes=begins + took),
            "lifecycle": "mql",
        }
        for number, (begins, took) in enumerate(records)
    ]
    as_of = micros(at("2026-10-20T12:00"))

    def counted(pieces, bounds):
        measurements = [
            measure([cohort], [(batch(piece), bound)])[0] for piece, bound in zip(pieces, bounds, strict=True)
        ]
        measurements = [pickle.loads(pickle.dumps(part)) for part in measurements]  # as they come from workers
        chance.shuffle(measurements)
        whole, *others = measurements
        for other in others:
            whole.merge(other)
        counts = whole.tally.finish(as_of)
        whole.tally.durations.finish(cohort, as_of)
        return whole.tally.durations, counts

    whole, counts = counted([rows], [as_of])
    early = micros(at("2026-10-02T00:00"))
    split, _ = counted([rows[n::parts] for n in range(parts)], [chance.choice([early, as_of]) for _ in range(parts)])
    assert whole.by_period() == split.by_period()
    assert np.array_equal(whole.ages.pending, split.ages.pending)
    assert np.array_equal(whole.ages.overdue, split.ages.overdue)
    limit = whole.scale.edges.index(240) + 1
    of_periods = {period: (sum(cells[:limit]), sum(cells[limit:])) for period, (cells, _) in whole.by_period().items()}
    judged = {}
    for (period, _), found in counts.items():
        met, missed = judged.get(period, (0, 0))
        judged[period] = (met + found.met, missed + found.missed)
    assert of_periods == {period: both for period, both in judged.items() if sum(both)}
    assert int(whole.ages.pending.sum()) == sum(found.pending for found in counts.values())


def test_a_tally_without_records_has_no_period_and_nobody_open():
    cohort, tally = cohort_of(), DurationTally.of(Scale("minutes", business=True, limit=240))
    tally.finish(cohort, micros(NOW))
    assert tally.by_period() == {}
    assert not tally.ages.some


# ---------------------------------------------------------------- odd inputs


@pytest.mark.parametrize(
    "leads",
    [
        pytest.param(months(9, lambda n: 0), id="all at once"),
        pytest.param(months(9, lambda n: None), id="all open"),
        pytest.param([lead(datetime(2026, 3, 5, 10), 7)], id="one record"),
        pytest.param(months(9, lambda n: 10 * 366 * 24 * 60 if n % 2 else 3), id="ten years late"),
        pytest.param(months(9, lambda n: -1 if n % 2 else 3), id="ended before it began"),
        pytest.param(months(40, lambda n: (n * n * 37) % 4_000), id="all kinds"),
    ],
)
@pytest.mark.parametrize("limit", ["4 hours", "4 business hours", "1 business day", "7 minutes"])
def test_bars_add_up_to_what_was_judged_and_none_is_small(tmp_path, leads, limit):
    standing = told(tmp_path, commitment("first", limit=limit), leads=leads)["first"]
    by_period = {of.period: of for of in standing.durations.periods}
    for found in standing.series:
        if found.period not in by_period:
            assert found.value is None
            continue
        of, counts = by_period[found.period], found.counts
        assert of.total == counts.matured
        assert of.within(of.limit) == (counts.met, counts.met)
        for bar in of.bars():
            whole_side = bar.count == (counts.met if bar.high is not None and bar.high <= of.limit else counts.missed)
            assert bar.count not in SMALL or whole_side
    ages = standing.durations.ages
    assert all(bar.count not in SMALL for bar in (*ages.pending, *ages.overdue))


# ---------------------------------------------------------------- what others tell as well


def test_of_commitments_about_the_same_records_one_shows_their_durations(tmp_path):
    leads = months(20, lambda n: n * 30)
    standings = told(tmp_path, commitment("slow", limit="8 hours"), commitment("quick"), leads=leads)
    standings = {"quick": standings["slow"], "slow": standings["quick"]}
    assert standings["quick"].durations.shown_by == ""
    assert standings["slow"].durations.shown_by == "desk/slow"
    assert standings["slow"].durations.periods == ()
    assert standings["slow"].durations.ages is None


@pytest.mark.parametrize(("other", "shown"), [("warm", ""), ("[warm, hot]", "desk/hot"), ("not warm", "desk/hot")])
def test_filters_that_keep_records_apart_let_each_show_its_own(tmp_path, other, shown):
    leads = [lead(datetime(2026, 3, 2, 10), n, tier=("hot", "warm")[n % 2]) for n in range(40)]
    hot = commitment("hot", where=", where: {tier: hot}")
    standings = told(tmp_path, hot, commitment("other", where=f", where: {{tier: {other}}}"), leads=leads)
    assert standings["hot"].durations.shown_by == ""
    assert standings["other"].durations.shown_by == shown


def test_overdue_records_are_withheld_where_they_would_tell_of_the_few_that_ended_late(tmp_path):
    leads = [lead(datetime(2026, 3, 2, 10), 600 if n < 3 else None) for n in range(30)]
    ages = told(tmp_path, commitment("first"), leads=leads)["first"].durations.ages
    assert (ages.overdue, ages.overdue_withheld, ages.few_overdue) == ((), True, False)
    (tmp_path / "more").mkdir()
    leads = [lead(datetime(2026, 3, 2, 10), 600 if n < 5 else None) for n in range(30)]
    ages = told(tmp_path / "more", commitment("first"), leads=leads)["first"].durations.ages
    assert sum(bar.count for bar in ages.overdue) == 25


# ---------------------------------------------------------------- what became of them


def test_bands_say_what_converted_over_the_periods_that_are_old_enough(tmp_path):
    """Of quick answers every second one converts, of slow ones every fourth; a win after the horizon is none."""
    leads = [
        lead(
            datetime(2026, month, 5, 10),
            3 if n < 40 else 600,
            won=timedelta(days=10) if n % (2 if n < 40 else 4) == 0 else timedelta(days=31) if n % 3 == 0 else None,
        )
        for month in (1, 2, 3, 8)
        for n in range(80)
    ]
    won = commitment("won", "conversion", to="won_at", limit="30 days", target="at least 10%")
    found = told(tmp_path, commitment("first"), won, leads=leads)["first"].durations.conversions
    assert found.commitment == "won"
    assert [period.label for period in found.periods] == ["2026-01", "2026-02", "2026-03"]
    by_band = {(band.low, band.high): (band.converted, band.records) for band in found.bands if band.records}
    assert by_band == {(0, 5): (60, 120), (240, 1_440): (30, 120)}


def test_conversions_of_one_to_four_are_told_of_no_band(tmp_path):
    leads = [
        lead(
            datetime(2026, 2, 5, 10),
            3 if n < 40 else 600,
            won=timedelta(days=1) if n in (1, 2, 50, 51, 52, 53) else None,
        )
        for n in range(80)
    ]
    won = commitment("won", "conversion", to="won_at", limit="30 days", target="at least 1%")
    found = told(tmp_path, commitment("first"), won, leads=leads)["first"].durations.conversions
    assert [(band.converted, band.records) for band in found.bands if band.records] == [(6, 80)]
    few = [lead(datetime(2026, 2, 5, 10), 3, won=timedelta(days=1) if n == 1 else None) for n in range(80)]
    (tmp_path / "few").mkdir()
    found = told(tmp_path / "few", commitment("first"), won, leads=few)["first"].durations.conversions
    assert (found.bands, found.too_few) == ((), True)


def test_without_a_conversion_nothing_is_said(tmp_path):
    assert told(tmp_path, commitment("first"), leads=months(9, lambda n: 5))["first"].durations.conversions is None


@pytest.mark.parametrize(
    ("other", "told_at"),
    [
        (commitment("other", limit="4 hours"), [240, 480]),
        (commitment("other", limit="8 hours", per="quarter"), [480]),
        (commitment("other", limit="4 hours", per="quarter"), None),
        (commitment("other", limit="8 business hours"), None),
        (commitment("other", limit="1 day"), None),
        (commitment("other", limit="7 minutes"), None),
    ],
)
def test_what_another_commitment_tells_of_the_same_records_takes_no_bar_apart(tmp_path, other, told_at):
    """In the same periods a bar ends at its limit, too; where nothing fits, no bars are told."""
    leads = months(20, lambda n: 30 * n)
    standings = told(tmp_path, commitment("first", limit="8 hours"), other, leads=leads)
    told_of = [of for standing in standings.values() for of in standing.durations.periods]
    assert bool(told_of) == (told_at is not None)
    for of in told_of:
        assert all(low == high for low, high in map(of.within, told_at))


def test_of_two_limits_the_longer_one_shows_the_durations(tmp_path):
    """Who waits under the longer limit is overdue under the shorter one, and would be told as part of its last bar."""
    standings = told(tmp_path, commitment("quick"), commitment("slow", limit="8 hours"), leads=months(20, lambda n: n))
    assert [standings[name].durations.shown_by for name in ("quick", "slow")] == ["desk/slow", ""]


# ---------------------------------------------------------------- somebody who has all outputs


EDGES = [0, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 600, 720, 960, 1440, 1920, 2400, 2880]
EDGES += [4320, 5760, 7200, 10080, 14400, 20160, 43200, 10**9]


def atom(record, as_of):
    """What tells records apart: month, between which edges its duration lies, or since between which it is open."""
    began, minutes = record
    age = (as_of - began) // timedelta(minutes=1)
    is_open = minutes is None or minutes > age
    return began.month, is_open, np.searchsorted(EDGES, age if is_open else minutes, side="left")


@pytest.mark.parametrize("seed", range(8))
def test_nobody_who_has_all_outputs_can_subtract_to_one_to_four_records(tmp_path, seed):
    """What bars and ages span together with all wholes takes out no small set that the wholes alone do not.

    `tests/model/subtraction.py` shares no code with the product; the durations here are counted anew.
    """
    chance = random.Random(seed)
    as_of = datetime(2026, 9, 15)
    records = [
        (
            datetime(2026, chance.randint(6, 9), chance.randint(1, 14), chance.randint(0, 23), 7),
            chance.choice([None, 3, 200, 250, 290, 460, chance.randint(1, 5_000)]),
        )
        for _ in range(chance.choice([30, 60, 120]))
    ]
    limits = {"first": 240, "second": chance.choice([300, 480])}
    asked = [commitment(name, limit=f"{limit} minutes") for name, limit in limits.items()]
    standings = told(tmp_path, *asked, leads=[lead(*record) for record in records])
    sizes = Counter(atom(record, as_of) for record in records)
    wholes, shown = [], []
    for name, limit in limits.items():
        at = EDGES.index(limit)
        for month in range(6, 10):
            mine = {one for one in sizes if one[0] == month}
            met = {one for one in mine if not one[1] and one[2] <= at}
            pending = {one for one in mine if one[1] and one[2] <= at}
            wholes += [frozenset(some) for some in (met, pending, mine - met - pending)]
        durations = standings[name].durations
        for of in durations.periods:
            for bar in of.bars():
                low, high = EDGES.index(bar.low), EDGES.index(bar.high or 10**9)
                took = {
                    one for one in sizes if one[0] == of.period.first_on.month and not one[1] and low < one[2] <= high
                }
                overdue = {one for one in sizes if one[0] == of.period.first_on.month and one[1] and one[2] > at}
                cell = took | (overdue if bar.high is None else set())
                assert sum(sizes[one] for one in cell) == bar.count
                shown.append(frozenset(cell))
        for bar in (*durations.ages.pending, *durations.ages.overdue) if durations.ages else ():
            low, high = EDGES.index(bar.low), EDGES.index(bar.high or 10**9)
            cell = frozenset(one for one in sizes if one[1] and low < one[2] <= high)
            late = bar in durations.ages.overdue
            cell = frozenset(one for one in cell if (one[2] > at) == late)
            assert sum(sizes[one] for one in cell) == bar.count
            shown += [cell] if cell else []
    assert shown
    before = set(taken_out(wholes, sizes))
    assert set(taken_out([*wholes, *shown], sizes)) <= before
