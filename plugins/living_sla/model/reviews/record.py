"""The record of a review: everything that was known of a period on the day it was frozen, as aggregates only.

Every figure is an `Attainment`, the same value that pages show of a running period, so that a frozen figure is told in
the same words as a live one. `reviews/folder/record_file.py` says how a record is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from living_sla.model.agreement.measured import Family
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.durations import PeriodDurations, Scale
from living_sla.model.figures.usual_range import Assurance, UsualRange, Variation
from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Direction
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.time.period import Period


class SealedReview(Struct, frozen=True):
    """Another review, by its name and its seal."""

    id: str
    """``2026-Q2``."""
    seal: str
    """All 64 hexadecimal digits."""


class Restated(Struct, frozen=True):
    """The review that a correction takes the place of."""

    review: SealedReview
    why: str
    """In the words of whoever froze the correction."""


class FrozenFile(Struct, frozen=True):
    """One file of an export, as it was read."""

    path: str
    """Relative to the project, with forward slashes."""
    bytes: int
    sha256: str
    blob: str | None
    """The git object that holds these bytes at the commit that was looked at; None where it is not committed."""


class FrozenSource(Struct, frozen=True, omit_defaults=True):
    """One export that the figures are made of."""

    name: str
    files: tuple[FrozenFile, ...]
    rows: int
    unusable: int
    """Records that could not be judged."""
    as_of: datetime
    age: str
    """``fresh`` or ``stale``, at the as-of of the newest source."""
    exported_by: str = ""
    view: str = ""


class FrozenSignOff(Struct, frozen=True):
    """A sign-off of a version, as far as it could be believed on that day."""

    signer: str
    """An e-mail address that the terms name."""
    party: str
    level: TrustLevel
    counted: bool
    on: date


class FrozenChange(Struct, frozen=True):
    """One difference between a version and the one before it."""

    sentence: str
    direction: Direction
    party: str | None
    """The key of the party that the direction is told for."""
    commitment: str | None


class FrozenVersion(Struct, frozen=True, omit_defaults=True):
    """A version of an agreement that judged a record of the period."""

    number: int
    digest: str
    file: str
    """Where its bytes lie in the folder of the review: ``terms/lead-handoff.v3.md``."""
    basis: Basis
    start: datetime
    end: datetime | None
    """The span in which it judges, in UTC; it may begin before the period and end after it."""
    landed: datetime | None
    signoffs: tuple[FrozenSignOff, ...] = ()
    changes: tuple[FrozenChange, ...] = ()
    """Against the version before; empty for the first, and where it took force before the period."""


class FrozenException(Struct, frozen=True):
    """An exception of the terms that touches the period."""

    id: str
    reason: str
    start: datetime
    end: datetime
    effect: str
    """``exclude`` or ``pause``."""
    commitments: tuple[str, ...]
    """Empty: all of them."""


class FrozenProposal(Struct, frozen=True):
    """A version that had landed and was not in force when the review was frozen, and what it would have come to."""

    version: int
    digest: str
    effective: date
    changes: tuple[FrozenChange, ...]
    waits_for: tuple[str, ...]
    """The e-mail addresses of those who had not signed it."""
    backtest: Mapping[str, tuple[Attainment, ...]]
    """By commitment: the periods of the review as these terms would have judged them; empty where nobody can know."""


class FrozenConsequence(Struct, frozen=True):
    """A consequence of the terms that the verdicts set off."""

    commitment: str
    when: str
    """``2 missed in a row``."""
    do: str
    periods: tuple[str, ...]
    """The labels of the missed periods."""


class FrozenDurations(Struct, frozen=True):
    """How long the records of the review's period took, in bars of five records or more."""

    scale: Scale
    periods: tuple[PeriodDurations, ...]


class FrozenMeasure(Struct, frozen=True, omit_defaults=True):
    """What kind of figure a commitment has: as much of its measure as it takes to say the figure in words."""

    kind: str
    """``within``."""
    family: Family
    called: str
    """What its figure is called, where `percentile_of` does not say it."""
    percentile_of: Decimal | None = None
    """Which percentile its figure is called, 0 to 100; None where it has another name."""

    @property
    def is_volume(self) -> bool:
        """Whether its figure grows with every record, as a number or a sum of them does."""
        return self.family in (Family.COUNT, Family.TOTAL)


class FrozenCommitment(Struct, frozen=True, omit_defaults=True):
    """One commitment in the period of the review."""

    id: str
    title: str
    sentence: str
    by: str
    """The key of the party that owes it; ``both``."""
    to: str | None
    owner: str
    measure: FrozenMeasure
    segmented_by: str
    """What its segments are of, as pages say it: ``region``; empty where it has none."""
    series: tuple[Attainment, ...]
    """Its own periods, oldest first: up to twelve before the review, then those that end in it; no single misses."""
    in_review: int
    """How many of them, the last ones, end in the period of the review."""
    segments: tuple[tuple[Attainment, ...], ...]
    """For each of `series`, its segments as they may be shown: see `model/figures/small_groups.py`."""
    pooled: Attainment | None
    """All records of the review's period together, without a status; None where there is no such figure."""
    pooled_segments: tuple[Attainment, ...]
    before: Attainment | None
    """The same of the period before it."""
    before_segments: tuple[Attainment, ...]
    usual: UsualRange | None
    variation: Variation | None
    assurance: Assurance | None
    durations: FrozenDurations | None
    why_not: str = ""
    """Why it has no figures, where it has none."""

    @property
    def reviewed(self) -> tuple[Attainment, ...]:
        """Its own periods that end in the period of the review, oldest first."""
        return self.series[len(self.series) - self.in_review :]


class FrozenAgreement(Struct, frozen=True):
    """One agreement in the period of the review."""

    id: str
    title: str
    path: str
    timezone: str
    parties: Mapping[str, str]
    """What the team of each party is called, by its key."""
    names: Mapping[str, str]
    """What the people are called whom its terms name, by their e-mail addresses in lower case."""
    signatories: Mapping[str, tuple[str, ...]]
    """Who may sign the review, by party: those of the version in force at the period's end."""
    basis: Basis
    versions: tuple[FrozenVersion, ...]
    """Oldest first."""
    commitments: tuple[FrozenCommitment, ...]
    exceptions: tuple[FrozenException, ...]
    proposals: tuple[FrozenProposal, ...]
    consequences: tuple[FrozenConsequence, ...]


class FrozenAction(Struct, frozen=True):
    """An action that was open in the minutes of the review before, as it stood when this one was frozen."""

    id: str
    what: str
    owner: str
    due: date | None
    done: date | None
    review: str
    """The review whose minutes it was decided in."""


class Releases(Struct, frozen=True):
    """What the figures were computed with."""

    product: str
    """``living-sla 0.1.0``."""
    holidays: str
    """Library and release; empty where no terms name holidays."""
    zones: str


class ReviewRecord(Struct, frozen=True):
    """Everything that a review's page shows."""

    id: str
    """``2026-Q3``, or ``2026-Q3.2`` for its first correction: the name of its folder."""
    period: Period
    """In the zone of the site's first agreement; each figure has its own."""
    as_of: datetime
    """The newest as-of of its sources, in UTC: the instant at which the review speaks."""
    commit: str
    """The newest commit of the main line behind what was looked at."""
    previous: SealedReview | None
    """The review before it in the chain; None for the first."""
    restates: Restated | None
    pending: int
    """Outcomes of the period that were open: more than none makes the record provisional."""
    fiscal_year_start: int
    releases: Releases
    sources: tuple[FrozenSource, ...]
    agreements: tuple[FrozenAgreement, ...]
    """In the order of their ids."""
    actions: tuple[FrozenAction, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether outcomes were open when it was frozen."""
        return self.pending > 0

    def agreement(self, agreement_id: str) -> FrozenAgreement:
        """The agreement of that id; raises `KeyError` where there is none."""
        for agreement in self.agreements:
            if agreement.id == agreement_id:
                return agreement
        raise KeyError(agreement_id)
