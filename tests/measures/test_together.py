"""Cohorts that are measured together come to what each comes to alone, whatever they share.

Drawn are several commitments of the same records: other versions of one, other limits, conditions, spans, zones,
exceptions, segments; what each is asked for; and how much of the as-of is known while records are read.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.measures.cohort import ConvertedBy, cohort
from living_sla.measures.measure import measure
from living_sla.model.time.zones import micros
from tests.factories.cohorts import at, batch, terms
from tests.measures.test_every_measure import EXCEPTIONS, FROM_TO, SHARES, STATISTICS
from tests.measures.test_random_terms import AS_OF, CADENCES, CONDITIONS, HOURS, ZONES, leads

EXAMPLES = int(os.environ.get("SLA_EXAMPLES", "60"))
ALONE = [name for name, of in SHARES.items() if "events" not in of and "first" not in str(of)]
MEASURES = [
    *((name.split()[0], SHARES[name], "at least 50%") for name in ALONE),
    *(of for of in STATISTICS.values() if "first" not in str(of[1])),
    ("count", {"at": "mql_at"}, "at least 3"),
    ("total", {"at": "mql_at", "column": "amount"}, "at least 100 EUR"),
]
LATE = micros(at("2026-11-20T12:00"))


EXCLUDED = [{"id": "fair", "from": "2026-10-02T12:00", "until": "2026-10-17T12:00", "reason": "x", "effect": "exclude"}]
CHOICES = {
    "measure": st.sampled_from(MEASURES) | st.just(("within", SHARES["within"], "at least 50%")),
    "where": st.sampled_from([where for where, _ in CONDITIONS[:3]]),
    "per": st.sampled_from(CADENCES[:5]),
    "judged_by": st.sampled_from(["start", "start", "due"]),
    "segment": st.sampled_from([{}, {"by_segment": "lifecycle"}]),
    "effective": st.sampled_from(["2026-09-01", "2026-09-30", "2026-10-03"]),
    "until": st.sampled_from([None, None, "2026-10-05", "2026-10-20"]),
    "zone": st.sampled_from(ZONES[1:3]),
    "hours": st.sampled_from(HOURS[:2]),
    "exceptions": EXCEPTIONS | st.sampled_from([[], EXCLUDED]),
    "skew": st.sampled_from([0, 180_000_000]),
    "converts": st.sampled_from([None, "2 days", "5 days"]),
    "asks_durations": st.booleans(),
    "asks_misses": st.booleans(),
}


@st.composite
def cohorts(draw):
    """Several that differ from the first of them in little, as versions of one commitment do."""
    first = draw(st.fixed_dictionaries(CHOICES))
    others = draw(st.lists(st.lists(st.sampled_from(sorted(CHOICES)), min_size=1, max_size=2), min_size=3, max_size=6))
    changed = [first | {name: draw(CHOICES[name]) for name in names} for names in others]
    return [made(**chosen) for chosen in (first, *changed)]


def made(
    measure, where, per, judged_by, segment, effective, until, zone, hours, exceptions, skew, converts, **asked
):  # fmt: skip
    kind, fields, target = measure
    judged_by = fields.get("judged_by", judged_by if kind in ("within", "conversion") else "start")
    of = {"kind": kind, "source": "leads", **fields, **({"where": where} if where else {})}
    of.pop("judged_by", None)
    stated = {"measure": of, "target": target, "per": per, "judged_by": judged_by, **segment}
    coverage = {"timezone": zone, "hours": hours}
    agreed = terms(stated, effective=effective, coverage=coverage, exceptions=exceptions)
    found = replace(cohort(agreed, agreed.commitments[0], 1, clock_skew=skew), **asked)
    if until is not None:
        found = replace(found, in_force=(found.in_force[0], micros(at(f"{until}T00:00"))))
    if converts is None or not found.clock_start:
        return found
    of = {"kind": "conversion", "source": "leads", **FROM_TO, "limit": converts}
    agreed = terms({"measure": of, "target": "at least 50%"}, coverage=coverage)
    other = cohort(agreed, agreed.commitments[0], 1)
    by = ConvertedBy("c", found.start, FROM_TO["to"], other.commitment.measure.limit, other.clock)
    return replace(found, converts=by)


def told(one, measured, as_of):
    """Everything that a measurement says, as plain values."""
    measured.finish(one, as_of)
    tally = measured.tally
    counts = tally.finish(as_of)
    said = [counts, measured.earliest, measured.without_start, tally.unusable, tally.skewed]
    if tally.durations is not None:
        tally.durations.finish(one, as_of)
        ages = tally.durations.ages
        said += [tally.durations.by_period(), ages.pending.tolist(), ages.overdue.tolist()]
    if tally.verdict_days is not None:
        said += [tally.verdict_days.by_period(), tally.verdict_days.sums]
    if tally.misses is not None:
        said.append(tally.misses.by_period())
    for values in (tally.values, tally.waiting):
        if hasattr(values, "by_group"):
            said.append((values.by_group, values.may_fall))
        elif values is not None:
            said.append([(group, values.of(group[0], (group[1],)).unpacked().tolist()) for group in counts])
    return said


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    asked=cohorts(),
    drawn=st.lists(leads(), min_size=3, max_size=12),
    cut=st.integers(0, 12),
    as_of=st.sampled_from(AS_OF[1:]),
    known=st.sampled_from([*AS_OF[:2], None]),
)
def test_cohorts_that_are_measured_together_come_to_what_each_comes_to_alone(asked, drawn, cut, as_of, known):
    records = [record | {"id": str(number)} for number, record in enumerate(drawn)]
    end = micros(at(as_of))
    bounds = [end if known is None else min(end, micros(at(known))), end]
    parts = [(batch(part), bound) for part, bound in zip((records[:cut], records[cut:]), bounds, strict=True) if part]
    together = measure(asked, parts)
    for one, measured in zip(asked, together, strict=True):
        [alone] = measure([one], parts)
        assert told(one, measured, end) == told(one, alone, end)
