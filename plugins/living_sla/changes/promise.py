"""One commitment in both versions, and who bears what changes in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from living_sla.agreements.rules.terms import BOTH
from living_sla.changes.comparison import Comparison, Pair
from living_sla.model.change import Change
from living_sla.model.kinds import Count, Total
from living_sla.model.terms import Commitment, Terms


def owing_parties(terms: Terms, commitment: Commitment) -> frozenset[str]:
    """The parties that owe a commitment."""
    return frozenset(terms.parties if commitment.by == BOTH else (commitment.by,))


@dataclass(frozen=True)
class Promise:
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
    def party(self) -> str | None:
        """Who owes it in both versions; None where all do, or somebody else did before."""
        return self.new.by if self.new.by == self.old.by != BOTH else None

    @property
    def counts_over_other_periods(self) -> bool:
        """Whether it is a volume whose target and periods both changed: 100 a month beside 300 a quarter."""
        volumes = isinstance(self.old.measure, Count | Total) or isinstance(self.new.measure, Count | Total)
        return volumes and self.pair.differs("per") and self.pair.differs("target")

    def change(self, rule: str, sentence: str, *field: str | int, party: str | None = None, **more: Any) -> Change:
        """A change inside the commitment, at one of its fields; for the party that owes it unless `party` says so."""
        at = self.pair.at(*field)
        return self.both.change(rule, sentence, at, commitment=self.new.id, party=party or self.party, **more)
