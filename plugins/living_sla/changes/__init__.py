"""Changes of terms: what differs between two versions of an agreement, as sentences with a rule and a place.

Every field of the terms is compared in the form in which it is digested, so two versions with one digest have no
change, and two with different digests have at least one. Every rule has its mirror: going back finds the same changes
backwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from living_sla.changes.commitments import commitment_changes
from living_sla.changes.comparison import Comparison
from living_sla.changes.coverage import coverage_changes
from living_sla.changes.exceptions import consequence_changes, exception_changes, need_changes
from living_sla.changes.journey import journey_changes
from living_sla.changes.plans import capacity_changes, experiment_changes
from living_sla.changes.whole import (
    channel_changes,
    date_changes,
    definition_changes,
    party_changes,
    persona_changes,
    scope_changes,
    word_changes,
)
from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.change import Change

_SECTIONS = (
    (commitment_changes, ("commitments", "definitions", "parties")),
    (coverage_changes, ("coverage",)),
    (journey_changes, ("journey",)),
    (definition_changes, ("definitions",)),
    (exception_changes, ("exceptions",)),
    (consequence_changes, ("contingency",)),
    (need_changes, ("needs",)),
    (experiment_changes, ("experiment",)),
    (capacity_changes, ("capacity",)),
    (date_changes, ("effective", "until", "notice", "review")),
    (party_changes, ("parties",)),
    (channel_changes, ("channels",)),
    (persona_changes, ("personas",)),
    (scope_changes, ("covers", "excludes")),
    (word_changes, ("cancellation", "title", "summary", "id")),
)
"""What tells changes, with the fields of the terms of which at least one has to differ before there are any."""


def changes(before: Agreement, after: Agreement) -> tuple[Change, ...]:
    """What `after` changes against `before`: first what is promised, then when time counts, then the rest.

    Empty for equal terms, however they are spelled. A definition that changed is told once for the agreement, and
    once, as a break of the series, for every commitment that counts by it.
    """
    if before.digest == after.digest:
        return ()
    both = Comparison(before, after)
    return tuple(chain.from_iterable(section(both) for section, fields in _SECTIONS if _differ(both, fields)))


def _differ(both: Comparison, fields: Iterable[str]) -> bool:
    # What two versions have in common they mostly share, so this costs next to nothing.
    old, new = both.before.terms, both.after.terms
    return any(getattr(old, field) != getattr(new, field) for field in fields)
