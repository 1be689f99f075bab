"""What a worker does with one part of an export, and what comes back: small, picklable, merged in any order."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct, field

from living_sla import __version__
from living_sla.errors import EnvironmentFault, Faults, Place, SlaError
from living_sla.exports.cells.batch import Batch
from living_sla.exports.cells.keys import Hashes, hashes_of
from living_sla.exports.parts import PartFacts, PartReader
from living_sla.measures.cohort import Cohort, EventsOf
from living_sla.measures.events import Followed
from living_sla.measures.first_events import NOTHING_HEARD, OtherSources
from living_sla.measures.measure import Measurement, hear, hear_first, measure
from living_sla.model.agreement.source import Source

BINS = 8
"""A power of two: keys are compared in so many places at once, by the first bits of their hashes."""

Timed = Iterator[tuple[Batch, int]]
"""Batches, each with a lower bound of the export's as-of."""


class Question(Struct, frozen=True):
    """What is asked of every part; answers of two parts are lists that merge, one by one."""

    def of(self, batches: Timed) -> list[Any]:
        """The answer of one part."""
        raise NotImplementedError

    def both(self, first: list[Any], second: list[Any]) -> list[Any]:
        """The answer of two parts together; `first` may be changed."""
        for ours, theirs in zip(first, second, strict=True):
            ours.merge(theirs)
        return first


class Measures(Question, frozen=True):
    """What do these commitments come to? One measurement a cohort."""

    cohorts: Sequence[Cohort]
    others: OtherSources = NOTHING_HEARD
    """What was heard in the sources of their first events."""

    def of(self, batches: Timed) -> list[Any]:
        """See `Question`."""
        return measure(self.cohorts, batches, self.others)


class EventsOfRecords(Question, frozen=True):
    """Which events of a second source belong to the records of these cohorts? One measurement a cohort."""

    cohorts: Sequence[Cohort]
    ears: Sequence[Followed]
    """For each cohort what knows its records and has heard nothing yet."""

    def of(self, batches: Timed) -> list[Any]:
        """See `Question`."""
        ears = [Measurement(followed=ear.ears()) for ear in self.ears]
        hear(list(zip(self.cohorts, ears, strict=True)), (batch for batch, _ in batches))
        return ears


class FirstEvents(Question, frozen=True):
    """Which rows are events of these kinds? What was heard of each kind."""

    asked: Sequence[EventsOf]

    def of(self, batches: Timed) -> list[Any]:
        """See `Question`."""
        return hear_first(self.asked, (batch for batch, _ in batches))


class RecordsWith(Question, frozen=True):
    """Which records have a key that is written so, or what has that hash in another column? As batches of records."""

    column: str | None
    """None: the key."""
    wanted: int

    def of(self, batches: Timed) -> list[Any]:
        """See `Question`."""
        matching = []
        for batch, _ in batches:
            hashes = batch.key_hashes if self.column is None else hashes_of(batch.columns[self.column])
            at = np.flatnonzero(hashes == np.uint64(self.wanted))
            matching += [batch.take(at)] if len(at) else []
        return matching

    def both(self, first: list[Any], second: list[Any]) -> list[Any]:
        """See `Question`."""
        return [*first, *second]


class Task(Struct, frozen=True):
    """One reading of one export: the same for every worker."""

    source: Source
    columns: tuple[str, ...]
    """Declared names of the columns that are read, the key first."""
    place: Place
    """Where the source is declared."""
    shown: str
    """What people call the path or table."""
    question: Question
    as_of: int | None = None
    """The instant that was asked for, in UTC microseconds; None for the export's own."""
    release: str = __version__


class Partial(Struct):
    """What some parts came to: an answer, or everything that is wrong with them."""

    facts: PartFacts = field(default_factory=PartFacts)
    answer: list[Any] | None = None
    faults: list[SlaError] = field(default_factory=list)
    parts: int = 0

    def merge(self, other: Partial, question: Question) -> None:
        """Take in what other parts of the same reading came to."""
        self.facts.merge(other.facts)
        self.faults += other.faults
        self.parts += other.parts
        if self.answer is None or other.answer is None:
            self.answer = self.answer if other.answer is None else other.answer
        else:
            self.answer = question.both(self.answer, other.answer)

    def split_keys(self) -> dict[int, bytes]:
        """The hashes of the keys by bin, taken out of the facts, as bytes."""
        hashes, self.facts.hashes = self.facts.all_hashes(), []
        ordered = np.sort(hashes)
        # The first bits decide, so a bin is a stretch of what is in order.
        ends = np.searchsorted(ordered >> np.uint64(64 - BINS.bit_length() + 1), np.arange(BINS), side="right")
        parts = np.split(ordered, ends[:-1])
        return {number: part.tobytes() for number, part in enumerate(parts) if len(part)}


Reply = tuple[Partial, Hashes]
"""What all parts come to, merged, and the hashes of keys that occur more than once."""


def read_part(task: Task, batches_of: Callable[[PartReader], Iterator[Batch]]) -> Partial:
    """What one part comes to; faults of people are part of it, so that all parts tell theirs."""
    reader = PartReader(task.source, task.columns, task.place)
    partial = Partial(reader.facts, parts=1)
    try:
        if task.release != __version__:
            message = f"a worker has Living SLA {__version__}, asked is {task.release}"
            raise EnvironmentFault(message, where=task.place, hint="install the same release on every worker")
        timed = ((b, reader.facts.as_of if task.as_of is None else task.as_of) for b in batches_of(reader))
        partial.answer = task.question.of(timed)
    except Faults as several:
        partial.faults = list(several.faults)
    except SlaError as fault:
        partial.faults = [fault]
    return partial


def repeated(parts: Sequence[bytes]) -> bytes:
    """The hashes that occur more than once in all these parts of one bin, each once."""
    ordered = np.sort(np.frombuffer(b"".join(parts), dtype=np.uint64))
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]]).tobytes()


def packed(partial: Partial) -> bytes:
    """The partial result as bytes."""
    return pickle.dumps(partial, protocol=5)


def unpacked(parts: Sequence[bytes], question: Question) -> Partial:
    """The partial results in these bytes, merged."""
    whole = Partial()
    for part in parts:
        whole.merge(pickle.loads(part), question)
    return whole
