"""An agreement and its terms: one set of classes that parses, states and describes them.

The classes are pydantic models because the same declaration serves three readers: the agreement file (strict parsing),
the editor (JSON Schema) and the digest (a canonical dump). Their scalars are in `scalars.py`, their measures in
`kinds.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field
from pydantic import Field

from living_sla.errors import Place
from living_sla.model.agreement import condition
from living_sla.model.agreement.basis import CountBasis
from living_sla.model.agreement.capacity import Capacity
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.agreement.experiment import Experiment
from living_sla.model.agreement.journey import Stage
from living_sla.model.agreement.kinds import Measure
from living_sla.model.agreement.scalars import (
    BOTH,
    CadenceText,
    ColumnName,
    ConditionSpec,
    Day,
    Duration,
    Email,
    LastDay,
    MissCount,
    Moment,
    Name,
    Part,
    Slug,
    TargetAmount,
    TargetText,
    Words,
)
from living_sla.model.equal_but import EqualBut

Path = tuple[str | int, ...]
"""Where a part stands in the front matter, by keys and positions: ``("commitments", 0, "target")``."""
Period = Literal["week", "month", "quarter", "year"]
Category = Literal["goals", "metrics", "qualification", "hand-off", "nurturing", "reporting"]


class Person(Part):
    """Somebody who speaks for a party."""

    name: Name
    email: Email


class Party(Part):
    """One of the teams that agree."""

    team: Name
    contact: Person
    deputy: Person | None = None
    signs: tuple[Email, ...] = ()


class Channels(Part):
    """Where the parties talk about the agreement."""

    updates: Words | None = None
    feedback: Words | None = None
    problems: Words | None = None
    meeting: Words | None = None


class Definition(Part):
    """What a word means here, and, where it can be counted, the records that it stands for."""

    means: Words
    where: ConditionSpec | None = None


class Persona(Part):
    """Who the agreement is about."""

    name: Name
    means: Words


class Commitment(Part):
    """What one party owes the other, with a measure and a target."""

    id: Slug
    title: Name
    by: Slug
    to: Slug | None = None
    category: Category
    measure: Measure
    target: TargetText
    warn: TargetAmount | None = None
    per: CadenceText
    owner: Name | None = None
    by_segment: ColumnName | None = None
    judged_by: Literal["start", "due", "end"] = "start"
    basis: CountBasis | None = None

    @property
    def by_all(self) -> bool:
        """Whether all parties owe it."""
        return self.by == BOTH


class Need(Part):
    """What a party needs from the other to be able to deliver."""

    party: Slug
    what: Words
    by: Words | None = None


class ExceptionTerms(Part):
    """A window `[start, end)`, in the agreement's zone, in which a commitment does not apply as usual."""

    id: Slug
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="until")
    reason: Words
    commitments: tuple[Slug, ...] = ()
    effect: Literal["exclude", "pause"]


class Trigger(Part):
    """What happens after a miss."""

    when: MissCount
    commitment: Slug | None = None
    do: Words


class ReviewTerms(Part):
    """How often the agreement is reviewed, and when next."""

    every: Period
    next: Day | None = None


class Terms(Part):
    """The binding part of an agreement: what is signed."""

    id: Slug
    title: Name
    summary: Words
    effective: Day
    until: LastDay | None = None
    notice: Duration | None = None
    review: ReviewTerms | None = None
    parties: dict[Slug, Party] = Field(min_length=2)
    channels: Channels = Channels.model_construct()
    coverage: CoverageTerms
    definitions: dict[Words, Definition] = Field(default={})
    personas: tuple[Persona, ...] = ()
    covers: tuple[Words, ...] = ()
    excludes: tuple[Words, ...] = ()
    journey: tuple[Stage, ...] = ()
    commitments: tuple[Commitment, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = ()
    exceptions: tuple[ExceptionTerms, ...] = ()
    contingency: tuple[Trigger, ...] = ()
    experiment: Experiment | None = None
    capacity: Capacity | None = None
    cancellation: Words | None = None

    def commitment(self, commitment_id: str) -> Commitment:
        """The commitment of that id; raises `KeyError` where there is none."""
        for commitment in self.commitments:
            if commitment.id == commitment_id:
                return commitment
        raise KeyError(commitment_id)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources that the commitments ask, in the order of the commitments."""
        measures = [commitment.measure for commitment in self.commitments]
        return tuple(dict.fromkeys(name for measure in measures for name in measure.sources))

    def receiver(self, commitment: Commitment) -> str | None:
        """The key of the party that a commitment is owed to; None where it is owed by both, or to no one alone."""
        others = [key for key in self.parties if key != commitment.by]
        return commitment.to or (others[0] if len(others) == 1 else None)

    def conditions(self) -> dict[str, condition.Condition]:
        """What the definitions stand for, by name, where they stand for records."""
        return {name: found.where for name, found in self.definitions.items() if found.where is not None}


class Presentation(Struct, frozen=True):
    """What the writer said about the page; not part of the terms, so changing it signs nothing anew."""

    tags: tuple[str, ...] = ()
    icon: str | None = None
    hide: tuple[str, ...] = ()
    description: str | None = None


_NOTHING_SAID = Presentation()


class Agreement(EqualBut, frozen=True):
    """One file under `agreements/`: `terms` bind, `body` explains."""

    BESIDE = frozenset({"places"})

    path: str
    """Relative to the project, with forward slashes: ``agreements/lead-handoff.md``."""
    terms: Terms
    digest: str
    """The terms digest: 64 hexadecimal digits over the canonical form of the terms."""
    body: str
    """Markdown after the front matter, unchanged."""
    body_line: int
    """Line of the file on which the body begins."""
    presentation: Presentation = _NOTHING_SAID
    places: Mapping[Path, Place] = field(default_factory=dict)
    """Where each part of the front matter stands, by its keys and positions: ``("commitments", 0, "target")``."""

    def place(self, *at: str | int) -> Place:
        """Where the part at `at` stands, or the nearest part around it that the file has."""
        for length in range(len(at), -1, -1):
            if at[:length] in self.places:
                return self.places[at[:length]]
        return Place(self.path, 1)
