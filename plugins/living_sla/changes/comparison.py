"""Two versions of an agreement beside each other, and the words and places that every change is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from living_sla.agreements.digest import normal
from living_sla.changes.rules import RULES
from living_sla.errors import Place
from living_sla.model.agreement.scalars import Part
from living_sla.model.past.change import Change, Direction

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement, Commitment, Path, Terms

P = TypeVar("P", bound=Part)
T = TypeVar("T")


@cache
def _attribute(part: type[Part], field: str) -> str | None:
    """The attribute that holds a field of the file; None where the part has no such field."""
    return next((name for name, info in part.model_fields.items() if field == (info.alias or name)), None)


class At(Struct, frozen=True):
    """Where a change stands: `now` in the newer file or, where that has nothing there, `was` in the older one."""

    now: Path | None = None
    was: Path | None = None


class Pair(Struct, Generic[P], frozen=True):
    """One part of the terms as it stands in both versions, and where."""

    old: P
    new: P
    was: Path
    now: Path

    def differs(self, field: str) -> bool:
        """Whether a field, by its name in the file, says something else; another spelling does not."""
        name = _attribute(type(self.new), field)
        if name is None or getattr(self.old, name) == getattr(self.new, name):
            return False  # most fields are equal to the letter: normal forms are made for the others only
        return normal(self.old, name) != normal(self.new, name)

    def at(self, *field: str | int) -> At:
        """Where a field stands in both files."""
        return At((*self.now, *field), (*self.was, *field))


class Comparison(Struct, frozen=True, dict=True):
    """Two versions of one agreement."""

    before: Agreement
    after: Agreement

    @cached_property
    def whole(self) -> Pair[Terms]:
        """The terms of both versions."""
        return Pair(self.before.terms, self.after.terms, (), ())

    def change(
        self,
        rule: str,
        sentence: str,
        at: At,
        *,
        commitment: str | None = None,
        party: str | None = None,
        unclear: bool = False,
        breaks_series: bool = False,
        concerns: Collection[str] | None = None,
    ) -> Change:
        """A change that a rule found; `unclear` where nobody can be told to bear what the rule finds.

        `concerns` are the parties whose duties it then touches; left out, all of them.
        """
        direction = Direction.UNCLEAR if unclear else RULES[rule].direction
        place = self._place(at)
        if direction is not Direction.UNCLEAR:
            return Change(rule, commitment, sentence, direction, party, place, breaks_series)
        if concerns is None:
            concerns = self._everybody if RULES[rule].touches_duties else ()
        return Change(rule, commitment, sentence, direction, None, place, breaks_series, tuple(sorted(concerns)))

    @property
    def _everybody(self) -> frozenset[str]:
        return frozenset(party for terms in (self.before.terms, self.after.terms) for party in terms.parties)

    def borne(
        self,
        rule: str,
        sentence: str,
        at: At,
        parties: Collection[str],
        terms: Iterable[Terms],
        *,
        commitment: str | None = None,
        concerns: Collection[str] | None = None,
        breaks_series: bool = False,
    ) -> list[Change]:
        """The change once for each party that bears it; once for all where all do, and unclear where none does.

        `terms` are those whose parties are all; `concerns` as for `change`.
        """
        everybody = {party for each in terms for party in each.parties}
        if not parties or RULES[rule].direction is Direction.UNCLEAR:
            return [self.change(rule, sentence, at, commitment=commitment, unclear=True, concerns=concerns,
                                breaks_series=breaks_series)]  # fmt: skip
        bearing = [None] if set(parties) == everybody else sorted(parties)
        return [self.change(rule, sentence, at, commitment=commitment, party=party, breaks_series=breaks_series)
                for party in bearing]  # fmt: skip

    def _place(self, at: At) -> Place:
        now, was = at.now, at.was
        if now is not None and (was is None or now in self.after.places or was not in self.before.places):
            return self.after.place(*now)
        return self.before.place(*(was or ()))


class Matched(Struct, frozen=True):
    """Which items of two lists are the same thing, by their positions."""

    pairs: tuple[tuple[int, int], ...]
    """In order of the newer list."""
    removed: tuple[int, ...]
    added: tuple[int, ...]

    @property
    def reordered(self) -> bool:
        """Whether things that both lists have stand in another order."""
        return any(before > after for (before, _), (after, _) in pairwise(self.pairs))


def match(old: Sequence[T], new: Sequence[T], *keys: Callable[[T], Hashable]) -> Matched:
    """The items of two lists matched by the first key, what is left by the next one; equal ones in their order."""
    pairs: list[tuple[int, int]] = []
    removed, added = list(range(len(old))), list(range(len(new)))
    for key in keys:
        open_positions: dict[Hashable, list[int]] = {}
        for position in removed:
            open_positions.setdefault(key(old[position]), []).append(position)
        for position in list(added):
            if waiting := open_positions.get(key(new[position])):
                before = waiting.pop(0)
                pairs.append((before, position))
                removed.remove(before)
                added.remove(position)
    return Matched(tuple(sorted(pairs, key=lambda pair: pair[1])), tuple(removed), tuple(added))


def in_normal_form(part: Part) -> str:
    """A part as one text that is equal for every spelling of it."""
    return json.dumps(normal(part), sort_keys=True)


def replaced(what: str, old: str | None, new: str | None) -> str:
    """``The title changes from "A" to "B".``, or that there was none, or is none any more."""
    if old is None:
        return f"{what} is new: {ended(new or '')}"
    if new is None:
        return f"{what} is dropped; it was {ended(old)}"
    return f"{what} changes from {old} to {ended(new)}"


def ended(text: str) -> str:
    """The text with a full stop, unless it brings its own end."""
    return text if text.endswith((".", "!", "?", '."', '!"', '?"')) else f"{text}."


def quoted(text: str | None) -> str | None:
    """The text in quotes, its lines joined; None stays None."""
    return None if text is None else f'"{" ".join(text.split())}"'


def in_order(both: Comparison, found: Matched, what: str, at: At) -> Iterator[Change]:
    """Says that a list has another order, where it has."""
    if found.reordered:
        yield both.change("order-changed", f"{what} are listed in another order.", at)


def owing_parties(terms: Terms, commitment: Commitment) -> frozenset[str]:
    """The parties that owe a commitment."""
    return frozenset(terms.parties if commitment.by_all else (commitment.by,))


class Promise(Struct, frozen=True):
    """A commitment of one id as it stands in both versions."""

    both: Comparison
    pair: Pair[Commitment]

    @property
    def old(self) -> Commitment:
        """As it stood before."""
        return self.pair.old

    @property
    def new(self) -> Commitment:
        """As it stands now."""
        return self.pair.new

    @property
    def owing(self) -> frozenset[str]:
        """Who owes it before and now. Who takes it on or hands it off is told that, and of nothing else in it."""
        before, after = self.both.before.terms, self.both.after.terms
        return owing_parties(before, self.old) & owing_parties(after, self.new)

    @property
    def counts_over_other_periods(self) -> bool:
        """Whether it is a volume whose target and periods both changed: 100 a month beside 300 a quarter."""
        volumes = self.old.measure.is_volume or self.new.measure.is_volume
        return volumes and self.pair.differs("per") and self.pair.differs("target")

    def change(self, rule: str, sentence: str, *field: str | int, breaks_series: bool = False) -> Iterator[Change]:
        """A change inside the commitment, at one of its fields, for those who owe it before and now."""
        yield from self.both.borne(rule, sentence, self.pair.at(*field), self.owing,
                                   [self.both.before.terms, self.both.after.terms], commitment=self.new.id,
                                   concerns=self.owing if RULES[rule].touches_duties else (),
                                   breaks_series=breaks_series)  # fmt: skip
