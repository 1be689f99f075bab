"""A review made by hand, in every state: two teams, four commitments, a quarter in which one of them missed.

Each function gives a whole value, with fields changed where a test asks for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from living_sla.errors import Place
from living_sla.model.agreement.measured import Family
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.signals import comparable_runs
from living_sla.model.figures.usual_range import assurance, variation
from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Direction
from living_sla.model.past.revision import Commit, Identity
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.reviews.differences import ChangedRecords, Difference, FigureParts
from living_sla.model.reviews.minutes import Action, Dispute, Minutes
from living_sla.model.reviews.record import (
    FrozenAction,
    FrozenAgreement,
    FrozenChange,
    FrozenCommitment,
    FrozenConsequence,
    FrozenException,
    FrozenFile,
    FrozenMeasure,
    FrozenProposal,
    FrozenSignOff,
    FrozenSource,
    FrozenVersion,
    Releases,
    Restated,
    ReviewRecord,
    SealedReview,
)
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.review_id import review_id
from living_sla.model.reviews.signoff import ReviewSignOff, ReviewSignOffFile
from living_sla.model.time.period import Period, PeriodRule
from living_sla.reviews.record.commitments import without_records
from tests.factories import reports

AS_OF = datetime(2026, 10, 6, 17, 30, tzinfo=UTC)
QUARTER = PeriodRule("quarter", reports.LONDON).parse("2026-Q3")
BEFORE = PeriodRule("quarter", reports.LONDON).parse("2026-Q2")
COMMIT = "9b1f6d2c0e5a4b7f8c3d2e1f0a9b8c7d6e5f4a3b"
ANA, BEN = "ana.ruiz@northwind.example", "ben.okafor@northwind.example"
MONTHS = reports.months("2025-07", 15)
"""Twelve before the quarter, and its three."""


def seal_of(review: str) -> str:
    """Any seal, the same each time."""
    return hashlib.sha256(review.encode()).hexdigest()


def commit(subject: str, day: int) -> Commit:
    """One of the main line, of October 2026."""
    at = datetime(2026, 10, day, 18, tzinfo=UTC)
    return Commit(hashlib.sha256(subject.encode()).hexdigest()[:40], Identity("Ana Ruiz", ANA), at, at, subject)


# ---------------------------------------------------------------- commitments


def commitment(name: str, series: Sequence[Attainment], measure: FrozenMeasure, **more: Any) -> FrozenCommitment:
    """One commitment over fifteen months, with what is worked out of them."""
    runs = comparable_runs(series, volume=measure.is_volume)
    more_is_better = series[-1].target.direction == "at least"
    usual = runs[-1].usual
    found = FrozenCommitment(
        id=name,
        title=name.replace("-", " ").capitalize(),
        sentence=f"Words of {name}.",
        by="sales",
        to="marketing",
        owner="Ben Okafor",
        measure=measure,
        segmented_by="",
        series=tuple(map(without_records, series)),
        in_review=3,
        segments=((),) * len(series),
        pooled=None,
        pooled_segments=(),
        before=None,
        before_segments=(),
        usual=usual,
        variation=variation(runs[-1].values, usual, more_is_better=more_is_better) if usual else None,
        assurance=assurance(usual, Fraction(series[-1].target.amount), more_is_better=more_is_better)
        if usual
        else None,
        durations=None,
    )
    return replace(found, **more)


def first_contact(**more: Any) -> FrozenCommitment:
    """A share that was missed in August, and is below what is usual there."""
    missed = (9, 14, 12, 10, 13, 11, 12, 9, 14, 12, 10, 11, 12, 52, 13)
    series = [reports.share(month, 340 - bad, bad, as_of=AS_OF) for month, bad in zip(MONTHS, missed, strict=True)]
    now = {"AMER": (390, 55), "APAC": (158, 9), "EMEA": (395, 13)}
    then = {"AMER": (298, 11), "APAC": (169, 5), "EMEA": (520, 17)}
    return replace(
        commitment(
            "first-contact",
            series,
            FrozenMeasure("within", Family.SHARE, "within"),
            title="First contact",
            sentence="Sales Development owes Demand Generation: at least 95% of MQLs get their first contact within "
            "4 business hours, judged every month.",
            segmented_by="region",
            pooled=pooled(QUARTER, 943, 77),
            pooled_segments=of_segments(QUARTER, now),
            before=pooled(BEFORE, 987, 33),
            before_segments=of_segments(BEFORE, then),
        ),
        **more,
    )


def qualified_leads(**more: Any) -> FrozenCommitment:
    """A count that Marketing owes, kept in every month."""
    actual = (412, 430, 401, 445, 433, 418, 407, 441, 436, 420, 428, 433, 451, 437, 462)
    series = [replace(reports.volume(month, n, as_of=AS_OF)) for month, n in zip(MONTHS, actual, strict=True)]
    found = commitment(
        "mql-volume",
        series,
        FrozenMeasure("count", Family.COUNT, "count"),
        title="Qualified leads",
        sentence="Demand Generation owes Sales Development at least 400 MQLs every month.",
        by="marketing",
        to="sales",
        owner="Ana Ruiz",
        pooled=replace(reports.volume(MONTHS[-1], 1350, as_of=AS_OF), period=QUARTER, status=None),
        before=replace(reports.volume(MONTHS[-4], 1281, as_of=AS_OF), period=BEFORE, status=None),
    )
    return replace(found, **more)


def first_response(**more: Any) -> FrozenCommitment:
    """A median in business minutes, with records left out by an exception in August."""
    minutes = (84, 81, 88, 79, 83, 86, 82, 80, 85, 84, 83, 81, 78, 86, 80)
    series = [
        replace(reports.first_response(month, str(n), 212), as_of=AS_OF, ended=True)
        for month, n in zip(MONTHS, minutes, strict=True)
    ]
    left_out = replace(series[-2].counts, excluded=14)
    series[-2] = replace(series[-2], counts=left_out, without_exceptions=Fraction(91))
    found = commitment(
        "first-response",
        series,
        FrozenMeasure("median", Family.STATISTIC, "median"),
        title="First response",
        sentence="Sales Development owes Demand Generation a median first response of at most 90 business minutes.",
        pooled=replace(series[-1], period=QUARTER, status=None, value=Fraction(81)),
        before=replace(series[-4], period=BEFORE, status=None, value=Fraction(83)),
    )
    return replace(found, **more)


def sales_cycle(**more: Any) -> FrozenCommitment:
    """A percentile that both owe; without a figure of the quarter, because terms changed inside it."""
    days = (41, 43, 40, 44, 42, 41, 43, 42, 40, 44, 43, 42, 41, 43, 42)
    series = [
        replace(reports.cycle(month, str(n), 31), as_of=AS_OF, ended=True)
        for month, n in zip(MONTHS, days, strict=True)
    ]
    measure = FrozenMeasure("percentile", Family.STATISTIC, "percentile", Decimal(90))
    found = commitment("cycle", series, measure, title="Sales cycle", by="both", to=None, owner="")
    return replace(found, **more)


def pooled(period: Period, met: int, missed: int, **more: Any) -> Attainment:
    """First contact over a whole quarter, without a verdict."""
    return replace(reports.share(period, met, missed, as_of=AS_OF), status=None, misses=(), **more)


def of_segments(period: Period, counts: Mapping[str, tuple[int, int]]) -> tuple[Attainment, ...]:
    """The same by region."""
    return tuple(pooled(period, *of, segment=name) for name, of in counts.items())


# ---------------------------------------------------------------- the record


def agreement(**more: Any) -> FrozenAgreement:
    """Inbound lead hand-off, whose second version took force in the quarter; a third waits for Sales."""
    start, turn = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC)
    signed = tuple(
        FrozenSignOff(signer, party, level, True, date(2026, 7, 20))
        for signer, party, level in ((ANA, "marketing", TrustLevel.VERIFIED), (BEN, "sales", TrustLevel.OWN_COMMIT))
    )
    raised = FrozenChange(
        "The target of First contact rises from at least 93% to at least 95%.",
        Direction.TIGHTENED,
        "sales",
        "first-contact",
    )
    faster = FrozenChange(
        "The limit of First contact falls from 4 business hours to 2 business hours.",
        Direction.TIGHTENED,
        "sales",
        "first-contact",
    )
    owed = (qualified_leads(), first_contact(), first_response(), sales_cycle())
    contact = owed[1]
    found = FrozenAgreement(
        id="lead-handoff",
        title="Inbound lead hand-off",
        path="agreements/lead-handoff.md",
        timezone=reports.LONDON,
        parties={"marketing": "Demand Generation", "sales": "Sales Development"},
        names={ANA: "Ana Ruiz", BEN: "Ben Okafor"},
        signatories={"marketing": (ANA,), "sales": (BEN,)},
        basis=Basis.IN_FORCE,
        versions=(
            FrozenVersion(1, "1f3c" * 16, "terms/lead-handoff.v1.md", Basis.IN_FORCE, start, turn, start, signed),
            FrozenVersion(
                2, "2a4d" * 16, "terms/lead-handoff.v2.md", Basis.IN_FORCE, turn, None, turn, signed, (raised,)
            ),
        ),
        commitments=owed,
        exceptions=(
            FrozenException(
                "crm-outage-aug",
                "CRM outage",
                datetime(2026, 8, 3, 7, tzinfo=UTC),
                datetime(2026, 8, 4, 11, tzinfo=UTC),
                "exclude",
                ("first-response",),
            ),
        ),
        proposals=(
            FrozenProposal(
                3,
                "3b5e" * 16,
                date(2027, 1, 1),
                (faster,),
                (BEN,),
                {
                    "first-contact": tuple(
                        without_records(
                            reports.share(found.period, found.counts.met - 40, found.counts.missed + 40, as_of=AS_OF)
                        )
                        for found in contact.reviewed
                    )
                },
            ),
        ),
        consequences=(
            FrozenConsequence("first-contact", "1 missed", "Both contacts meet within 5 working days.", ("2026-08",)),
        ),
    )
    return replace(found, **more)


def source(**more: Any) -> FrozenSource:
    """The export of leads."""
    file = FrozenFile("data/exports/hubspot-contacts-2026-10-06.csv", 812_345, "a94f" * 16, "c3d2" * 10)
    found = FrozenSource("leads", (file,), 4127, 2, AS_OF, "fresh", "RevOps", "All MQLs since 2025")
    return replace(found, **more)


def record(**more: Any) -> ReviewRecord:
    """The third quarter of 2026, after the second."""
    found = ReviewRecord(
        id="2026-Q3",
        period=QUARTER,
        as_of=AS_OF,
        commit=COMMIT,
        previous=SealedReview("2026-Q2", seal_of("2026-Q2")),
        restates=None,
        pending=0,
        fiscal_year_start=1,
        releases=Releases("living-sla 0.1.0", "holidays 0.82", "tzdata 2026.2"),
        sources=(source(),),
        agreements=(agreement(),),
        actions=(
            FrozenAction(
                "rota",
                "Publish a rota for Friday afternoons",
                "Ben Okafor",
                date(2026, 8, 14),
                date(2026, 8, 12),
                "2026-Q2",
            ),
            FrozenAction("form", "Ask for the region on the web form", "Ana Ruiz", date(2026, 9, 30), None, "2026-Q2"),
        ),
    )
    return replace(found, **more)


def second_quarter() -> ReviewRecord:
    """The review before it: the first of the chain."""
    return record(id="2026-Q2", period=BEFORE, as_of=datetime(2026, 7, 6, 16, tzinfo=UTC), previous=None, actions=())


# ---------------------------------------------------------------- minutes and sign-offs


def minutes(**more: Any) -> Minutes:
    """Complete ones."""
    at = Place("docs/reviews/2026-Q3/minutes.md", 2)
    found = Minutes(
        path=at.path,
        digest="7c1a" * 16,
        held_on=date(2026, 10, 13),
        present=("Ana Ruiz", "Ben Okafor"),
        causes={
            "lead-handoff/first-contact": "Two of five desks in AMER were empty in August; the rota had no deputy."
        },
        decisions=("Version 3 waits until two months in a row are kept.",),
        actions=(
            Action("deputy", "Name a deputy for each desk in AMER", "Ben Okafor", date(2026, 10, 30), None, at),
            Action("form", "Ask for the region on the web form", "Ana Ruiz", date(2026, 11, 15), None, at),
        ),
        disputes=(Dispute("lead-handoff/first-contact", "12 leads of the trade fair were test records", "sales", at),),
        body="The **trade fair** brought leads that nobody expected.\n",
    )
    return replace(found, **more)


def signoff(
    signer: str = ANA, party: str = "marketing", level: TrustLevel = TrustLevel.VERIFIED, **more: Any
) -> ReviewSignOff:
    """One that counts."""
    dissent = more.pop("dissent", "")
    file = ReviewSignOffFile(
        f"docs/reviews/2026-Q3/signoffs/{party}.{signer}.yml",
        "2026-Q3",
        seal_of("2026-Q3"),
        "7c1a" * 16,
        ("lead-handoff",),
        party,
        signer,
        date(2026, 10, 14),
        dissent,
    )
    return replace(
        ReviewSignOff(file, level, "file-signature", "Signed with the signer's own key.", commit("Accept", 14)), **more
    )


# ---------------------------------------------------------------- reviews in every state


def frozen(**more: Any) -> Review:
    """Sealed; nobody has met yet."""
    folder, landed = "docs/reviews/2026-Q3", commit("Freeze", 6)
    found = Review(review_id("2026-Q3"), folder, seal_of("2026-Q3"), record(), None, landed=landed)
    return replace(found, **more)


def reviewed(**more: Any) -> Review:
    """The minutes are complete; one party has signed."""
    return replace(frozen(minutes=minutes(), signoffs=(signoff(),)), **more)


def accepted(**more: Any) -> Review:
    """Both have signed, one of them with a dissent, and nothing differs today."""
    ben = signoff(BEN, "sales", TrustLevel.OWN_COMMIT, dissent="The leads of the trade fair should not count.")
    return replace(frozen(minutes=minutes(), signoffs=(signoff(), ben), differences=()), **more)


def provisional() -> Review:
    """Frozen with outcomes that were open."""
    return frozen(record=record(pending=17))


def correction() -> Review:
    """The first that restates it."""
    why = "The export of 6 October lacked two leads of EMEA."
    restates = Restated(SealedReview("2026-Q3", seal_of("2026-Q3")), why)
    found = record(id="2026-Q3.2", previous=restates.review, restates=restates)
    folder = "docs/reviews/2026-Q3.2"
    return frozen(id=review_id("2026-Q3.2"), folder=folder, seal=seal_of("2026-Q3.2"), record=found)


def restated() -> Review:
    """Newer exports tell something else of August."""
    frozen_, now = first_contact().reviewed[1].counts, FigureParts(Fraction(287, 340), 287, 53, 0)
    was = FigureParts(frozen_.share, frozen_.met, frozen_.missed, 0)
    assert was.value is not None
    assert now.value is not None
    none = FigureParts(Fraction(), 0, 0, 0)
    data = FigureParts(now.value - was.value, now.met - was.met, now.missed - was.missed, 0)
    records = ChangedRecords((), (), ("400217",), 0, 0, 1)
    found = Difference(
        "lead-handoff",
        "first-contact",
        "2026-08",
        None,
        was,
        now,
        product=none,
        calendar=none,
        data=data,
        records=records,
    )
    return accepted(differences=(found,))


def broken() -> Review:
    """A sealed file has other bytes."""
    file = "docs/reviews/2026-Q3/figures.csv"
    return accepted(findings=(CheckFinding(Level.BYTES, file, "has other bytes than SHA256SUMS says"),))


def not_readable() -> Review:
    """The record cannot be read."""
    file = "docs/reviews/2026-Q3/snapshot.json"
    findings = (CheckFinding(Level.BYTES, file, "is not a record that this release can read"),)
    return frozen(record=None, findings=findings)


def not_committed() -> Review:
    """Written, and not on the main line yet."""
    folder = "docs/reviews/2026-Q3"
    finding = CheckFinding(Level.ANCHOR, folder, "is not committed: nothing anchors it yet", broken=False)
    return frozen(findings=(finding,), landed=None)


def of_a_month() -> ReviewRecord:
    """A monthly one, the first of all, of one commitment without segments."""
    month = PeriodRule("month", reports.LONDON).parse("2026-08")
    owed = replace(first_contact(), in_review=1, segmented_by="", pooled_segments=(), before_segments=())
    one = replace(agreement(), commitments=(owed,), proposals=(), exceptions=(), consequences=())
    return record(id="2026-08", period=month, previous=None, actions=(), agreements=(one,))


EVERY_STATE = {
    "frozen": frozen,
    "reviewed": reviewed,
    "accepted": accepted,
    "provisional": provisional,
    "corrected": lambda: accepted(),
    "correction": correction,
    "restated since": restated,
    "broken": broken,
    "not readable": not_readable,
    "not committed": not_committed,
}
"""What makes the review of each state; `corrected` is shown beside `correction`."""
