"""Findings about who signs: nobody takes the other side's signature out of the terms, or puts a friend in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from living_sla.model.past.person import mailbox
from living_sla.proposals.findings.looked_at import LookedAt, Noticed
from living_sla.words.proposals import findings as words

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms


def replaced(of: LookedAt) -> Iterator[Noticed]:
    """Nobody who signs for a party today signs for it afterwards; a party under another key is the same party.

    It is for those who sign for that party today to answer for it, and for nobody else.
    """
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if before is None or after is None or not of.proposed.changes_terms:
        return
    for party, people in _signing(before.terms).items():
        proposed = _signing(after.terms)
        if party in after.terms.parties:
            now = proposed.get(party, frozenset())
        else:
            now = frozenset().union(*(found for key, found in proposed.items() if key not in before.terms.parties))
        if not people & now:
            others = [key for key in before.terms.parties if key != party]
            place = after.place("parties", party, "signs")
            gains = others[0] if len(others) == 1 else None
            yield Noticed(words.signatories_replaced(before, after, party), place, None, gains, (party,))


def cannot_sign(of: LookedAt) -> Iterator[Noticed]:
    """Some party signs the proposed terms, and another one has nobody who could.

    Nobody can answer for that: the party has nobody who signs. One that had somebody is told of as replaced.
    """
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if after is None or not of.proposed.changes_terms:
        return
    proposed = _signing(after.terms)
    had = _signing(before.terms) if before is not None else {}
    for party in after.terms.parties if proposed else ():
        if party not in proposed and party not in had:
            yield Noticed(words.cannot_sign(after, party), after.place("parties", party), None, None, ())


def _signing(terms: Terms) -> dict[str, frozenset[str]]:
    """The people who sign, by their party; parties without any are left out."""
    return {key: frozenset(map(mailbox, party.signs)) for key, party in terms.parties.items() if party.signs}
