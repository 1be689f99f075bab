"""Reports made by hand: all people and firms are invented."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from living_sla.model.agreement.terms import Agreement, Commitment, Terms
from living_sla.model.figures.attainment import (
    Attainment,
    Miss,
    Pace,
    Status,
    judge_share,
    judge_volume,
    room_of_share,
    room_of_volume,
)
from living_sla.model.figures.extent import Box, extent_of
from living_sla.model.figures.outcome import OTHER, Counts
from living_sla.model.figures.provenance import ExportFacts, ExportFile
from living_sla.model.figures.small_groups import IN_OTHER, NOT_SHOWN, WITHHELD, SegmentTable, shown
from living_sla.model.figures.standing import AgreementStanding, Report, SourceStanding, Standing, UnusableRecord
from living_sla.model.past.basis import Basis
from living_sla.model.time.calendar import CalendarDay
from living_sla.model.time.period import Period, PeriodRule
from living_sla.model.time.zones import micros

LONDON = "Europe/London"
AS_OF = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)

TERMS = {
    "id": "lead-handoff",
    "title": "Inbound lead hand-off",
    "summary": "Marketing hands over leads that Sales can work; Sales answers each of them the same working day.",
    "effective": "2026-05-01",
    "until": "2027-04-30",
    "notice": "30 days",
    "review": {"every": "quarter", "next": "2027-01-12"},
    "parties": {
        "marketing": {
            "team": "Demand Generation",
            "contact": {"name": "Ana Ruiz", "email": "ana.ruiz@northwind.example"},
            "deputy": {"name": "Tom Beck", "email": "tom.beck@northwind.example"},
        },
        "sales": {
            "team": "Sales Development",
            "contact": {"name": "Ben Okafor", "email": "ben.okafor@northwind.example"},
        },
    },
    "channels": {"updates": "#lead-handoff", "problems": "leads@northwind.example", "meeting": "every second Tuesday"},
    "coverage": {
        "timezone": LONDON,
        "hours": {"mon-thu": "09:00-17:30", "fri": ["09:00-12:00", "13:00-16:00"]},
        "holidays": "GB-ENG",
        "closed": ["2026-12-24", "2026-12-28..2026-12-31"],
    },
    "definitions": {
        "mql": {
            "means": "A person at a target company who asked for a demo or scored 60 or more.",
            "where": {"lifecycle": ["mql", "sql", "customer"], "score": "at least 60"},
        },
        "first contact": {"means": "A call, a personal e-mail or a meeting by a person."},
    },
    "personas": [{"name": "Head of Operations", "means": "Runs logistics in a firm of 50 to 500 people."}],
    "covers": ["Leads from web forms, events and paid campaigns"],
    "excludes": ["Partner referrals"],
    "commitments": [
        {
            "id": "mql-volume",
            "title": "Qualified leads",
            "by": "marketing",
            "category": "goals",
            "measure": {"kind": "count", "source": "leads", "at": "mql_at", "where": "mql"},
            "target": "at least 400",
            "per": "month",
            "owner": "Ana Ruiz",
        },
        {
            "id": "first-contact",
            "title": "First contact",
            "by": "sales",
            "category": "hand-off",
            "measure": {
                "kind": "within",
                "source": "leads",
                "where": "mql",
                "from": "mql_at",
                "to": "first_contacted_at",
                "limit": "4 business hours",
            },
            "target": "at least 95%",
            "warn": "97%",
            "per": "month",
            "by_segment": "region",
        },
        {
            "id": "accepted",
            "title": "Accepted or rejected",
            "by": "sales",
            "category": "hand-off",
            "measure": {
                "kind": "within",
                "source": "leads",
                "where": "mql",
                "from": "mql_at",
                "to": "decided_at",
                "limit": "1 business day",
            },
            "target": "at least 90%",
            "per": "month",
        },
    ],
    "needs": [{"party": "marketing", "what": "A weekly list of rejected leads with reasons", "by": "every Monday"}],
    "exceptions": [
        {
            "id": "crm-outage-aug",
            "from": "2026-08-03T08:00",
            "until": "2026-08-04T12:00",
            "reason": "CRM outage",
            "commitments": ["first-contact"],
            "effect": "exclude",
        }
    ],
    "contingency": [
        {"when": "1 missed", "commitment": "first-contact", "do": "Both contacts meet within 5 working days."},
        {"when": "3 missed in a row", "do": "Sales leadership reassigns capacity."},
    ],
    "cancellation": "Either party, in writing, with the notice above.",
}


def terms(**changes: object) -> Terms:
    return Terms.model_validate({**TERMS, **changes}) if changes else _terms()


@functools.cache
def _terms() -> Terms:
    """Read once: thousands of examples of figures ask for them."""
    return Terms.model_validate(TERMS)


def month(label: str) -> Period:
    return PeriodRule("month", LONDON).parse(label)


MORE = [
    {
        "id": "pipeline",
        "title": "Pipeline from Marketing",
        "by": "marketing",
        "category": "goals",
        "measure": {"kind": "total", "source": "deals", "at": "created_at", "column": "amount"},
        "target": "at least 600000 EUR",
        "per": "month",
    },
    {
        "id": "first-response",
        "title": "First response",
        "by": "sales",
        "category": "metrics",
        "measure": {"kind": "median", "source": "leads", "from": "mql_at", "to": "first_contacted_at"},
        "target": "at most 90 business minutes",
        "per": "month",
    },
    {
        "id": "cycle",
        "title": "Sales cycle",
        "by": "both",
        "category": "metrics",
        "measure": {
            "kind": "percentile",
            "percentile": "90",
            "source": "deals",
            "from": "created_at",
            "to": "closed_at",
        },
        "target": "at most 45 days",
        "per": "month",
    },
]
"""Commitments with values in units, beside those of `TERMS`."""


@functools.cache
def commitment(commitment_id: str) -> Commitment:
    return terms(commitments=[*TERMS["commitments"], *MORE]).commitment(commitment_id)


def months(first: str, count: int) -> list[Period]:
    found = [month(first)]
    while len(found) < count:
        found.append(PeriodRule("month", LONDON).following(found[-1]))
    return found


def share(
    period: Period,
    met: int = 0,
    missed: int = 0,
    pending: int = 0,
    *,
    commitment: str = "first-contact",
    segment: str | None = None,
    as_of: datetime = AS_OF,
    agreed: Terms | None = None,
    excluded: int = 0,
    unusable: int = 0,
    reason: str = "",
) -> Attainment:
    """A share judged by the real rules, with the misses that its counts tell of."""
    owed = (agreed or terms()).commitment(commitment)
    counts = Counts(met, missed, pending, excluded, unusable)
    ended = period.end <= as_of
    warn = Decimal(owed.warn) if owed.warn is not None else None
    return Attainment(
        agreement="lead-handoff",
        commitment=commitment,
        period=period,
        segment=segment,
        basis=Basis.IN_FORCE,
        version=None,
        target=owed.target,
        value=counts.share,
        unit="share",
        counts=counts,
        lower=counts.lower,
        upper=counts.upper,
        status=judge_share(owed.target, warn, counts, ended=ended),
        as_of=as_of,
        source="leads",
        ended=ended,
        room=None if ended and not pending else room_of_share(owed.target, counts, ended=ended),
        reason=reason,
        misses=tuple(miss(period, position) for position in range(min(missed, 6))),
        warn=warn,
    )


def miss(period: Period, position: int) -> Miss:
    started = period.start + timedelta(days=20 - position * 2, hours=10, minutes=7 * position)
    due = started + timedelta(hours=4)
    ended = None if position == 0 else due + timedelta(hours=position, minutes=13)
    key = f"{400217 + position * 31}"
    return Miss(key, started, due, ended, f"https://crm.example/contacts/{key}")


def volume(
    period: Period,
    actual: int,
    *,
    elapsed: Fraction = Fraction(1),
    days_left: int = 0,
    as_of: datetime = AS_OF,
    agreed: Terms | None = None,
) -> Attainment:
    owed = (agreed or terms()).commitment("mql-volume")
    ended = period.end <= as_of
    return Attainment(
        agreement="lead-handoff",
        commitment="mql-volume",
        period=period,
        segment=None,
        basis=Basis.IN_FORCE,
        version=None,
        target=owed.target,
        value=Fraction(actual),
        unit="records",
        counts=Counts(met=actual),
        lower=Fraction(actual),
        upper=None if not ended else Fraction(actual),
        status=judge_volume(owed.target, Fraction(actual), Fraction(owed.target.amount) * elapsed, ended=ended),
        as_of=as_of,
        source="leads",
        ended=ended,
        room=None if ended else room_of_volume(owed.target, Fraction(actual), days_left),
        pace=None if ended else Pace(elapsed, Fraction(owed.target.amount) * elapsed),
    )


def pipeline(
    period: Period, amount: str, *, elapsed: Fraction = Fraction(1), days_left: int = 0, as_of: datetime = AS_OF
) -> Attainment:
    """A total of money over 31 deals."""
    owed, actual = commitment("pipeline"), Fraction(amount)
    found = volume(period, 31, elapsed=elapsed, days_left=days_left, as_of=as_of)
    return replace(
        found,
        commitment="pipeline",
        target=owed.target,
        value=actual,
        unit="EUR",
        lower=actual,
        upper=actual if found.ended else None,
        status=judge_volume(owed.target, actual, Fraction(owed.target.amount) * elapsed, ended=found.ended),
        room=None if found.ended else room_of_volume(owed.target, actual, days_left),
        pace=None if found.ended else Pace(elapsed, Fraction(owed.target.amount) * elapsed),
    )


def first_response(period: Period, minutes: str, closed: int, pending: int = 0) -> Attainment:
    """A median in business minutes; open records can still take it down by five, and up without limit."""
    return _statistic(commitment("first-response"), period, minutes, "minutes", closed, pending)


def cycle(period: Period, days: str, closed: int, pending: int = 0) -> Attainment:
    """A 90th percentile in days."""
    return _statistic(commitment("cycle"), period, days, "days", closed, pending)


def _statistic(owed: Commitment, period: Period, amount: str, unit: str, closed: int, pending: int) -> Attainment:
    actual = Fraction(amount)
    return replace(
        share(period, closed, 0, pending),
        commitment=owed.id,
        target=owed.target,
        value=actual,
        unit=unit,
        lower=actual - 5 if pending else actual,
        upper=None if pending else actual,
        status=Status.MET if owed.target.kept_by(actual) else Status.MISSED,
        room=None,
    )


def standing(commitment_id: str, series: Sequence[Attainment], sentence: str = "", **more: object) -> Standing:
    return Standing("lead-handoff", commitment(commitment_id), sentence or f"Words of {commitment_id}.",
                    tuple(series), **more)  # fmt: skip


def first_contact() -> Standing:
    periods = months("2026-05", 7)
    counts = [(300, 9, 0), (340, 14, 0), (322, 31, 0), (0, 0, 0), (371, 12, 0), (352, 33, 0), (203, 8, 3)]
    series = [share(period, *found) for period, found in zip(periods, counts, strict=True)]
    series[3] = replace(series[3], reason="the export of August was lost", status=Status.NO_DATA)
    parts = {"EMEA": (0.5, 0.3), "AMER": (0.4, 0.5), "APAC": (0.1, 0.2), "": (0.004, 0.0)}
    segments = tuple(
        by_segment(
            period,
            {
                name: (int(found[0] * good), int(found[1] * bad), found[2] if name == "EMEA" else 0)
                for name, (good, bad) in parts.items()
            },
        )
        for period, found in zip(periods, counts, strict=True)
    )
    sentence = (
        "Sales Development owes Demand Generation: at least 95% of MQLs get their first contact "
        "within 4 business hours, judged every month."
    )
    unusable = (UnusableRecord("400911", 812, "first_contacted_at precedes mql_at"),)
    return standing("first-contact", series, sentence, segments=segments, unusable=unusable)


def by_segment(period: Period, counts: Mapping[str, tuple[int, ...]]) -> tuple[Attainment, ...]:
    """The rows of a period by segment, as far as they are shown."""
    extent = extent_of([Box("leads", ((micros(period.start), micros(period.end)),))])
    [answer] = shown([SegmentTable((0, 0), extent, {name: sum(of) for name, of in counts.items()})])
    rows = []
    for name, of in counts.items():
        found = share(period, *of, segment=name)
        if not answer.by_segment or name in answer.merged:
            why = IN_OTHER if answer.by_segment else NOT_SHOWN
            found = replace(share(period, segment=name), status=None, reason=WITHHELD[why], withheld=why)
        rows.append(found)
    if answer.merged:
        together = [sum(of) for of in itertools.zip_longest(*(counts[name] for name in answer.merged), fillvalue=0)]
        rows.append(replace(share(period, *together, segment=OTHER), merged=answer.merged))
    return tuple(rows)


def mql_volume() -> Standing:
    periods = months("2026-05", 7)
    actual = [388, 412, 430, 391, 445, 458, 272]
    series = [volume(period, found) for period, found in zip(periods[:-1], actual[:-1], strict=True)]
    series.append(volume(periods[-1], actual[-1], elapsed=Fraction(13, 21), days_left=8))
    return standing("mql-volume", series, "Demand Generation owes Sales Development at least 400 MQLs every month.")


def accepted() -> Standing:
    periods = months("2026-05", 7)
    counts = [(9, 1, 0), (300, 9, 0), (310, 11, 0), (299, 12, 0), (290, 20, 0), (330, 22, 0), (180, 9, 22)]
    series = [share(p, *found, commitment="accepted") for p, found in zip(periods, counts, strict=True)]
    return standing("accepted", series, "Sales Development accepts or rejects at least 90% of MQLs in 1 business day.")


def agreement_of(agreed: Terms, path: str = "agreements/lead-handoff.md") -> Agreement:
    return Agreement(path, agreed, "3f1c" * 16, "Why we have this agreement.\n", 90)


def agreement_standing(*commitments: Standing, basis: Basis = Basis.IN_FORCE) -> AgreementStanding:
    return AgreementStanding(
        agreement_of(terms()),
        basis,
        commitments or (mql_volume(), first_contact(), accepted()),
        calendar=(
            CalendarDay(date(2026, 12, 24), "closed"),
            CalendarDay(date(2026, 12, 25), "Christmas Day"),
            CalendarDay(date(2026, 12, 28), "Boxing Day (in lieu)"),
            CalendarDay(date(2027, 1, 1), "New Year's Day"),
        ),
        calendar_release="holidays 0.82",
        commit="9b1f6d2c0e5a4b7f8c3d2e1f0a9b8c7d6e5f4a3b",
    )


def leads(age: str = "fresh") -> SourceStanding:
    file = ExportFile("data/exports/hubspot-contacts-2026-11-18.csv", "a94f" * 16, 812_345)
    columns = ("id", "mql_at", "first_contacted_at", "decided_at", "score", "region")
    return SourceStanding("leads", ExportFacts((file,), 4127, AS_OF, columns, {}, 2), age)


def report(*agreements: AgreementStanding, age: str = "fresh") -> Report:
    found = agreements or (agreement_standing(),)
    return Report(found, {"leads": leads(age)}, (), datetime(2026, 11, 18, 20, 0, tzinfo=UTC))
