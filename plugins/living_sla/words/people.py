"""People, by the names that the terms give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from living_sla.model.harmless import harmless
from living_sla.model.past.revision import Identity
from living_sla.words.numbers import listed

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Commitment, Terms
    from living_sla.model.past.timeline import VersionStanding, Waiting


def name_of(terms: Terms, email: str) -> str:
    """The name that the terms give the owner of an address; the address itself where they name nobody."""
    for party in terms.parties.values():
        for person in (party.contact, party.deputy):
            if person is not None and person.email.casefold() == email.casefold():
                return person.name
    return harmless(email)


def team_of(terms: Terms, party: str) -> str:
    """The team of a party; its key where these terms have no such party (any more)."""
    return terms.parties[party].team if party in terms.parties else harmless(party)


def signer(terms: Terms, version: VersionStanding, missing: Waiting) -> str:
    """``Ben Okafor, Sales``: who has to sign a version, for which team, by the terms in force where they know them."""
    proposed, email, party = version.version.agreement.terms, missing.signer, missing.party
    known = {address.casefold() for of in terms.parties.values() for address in of.signs}
    name = name_of(terms if email.casefold() in known else proposed, email)
    return f"{name}, {team_of(terms if party in terms.parties else proposed, party)}"


def identity(who: Identity) -> str:
    """Who a commit says wrote it, raw: ``Ana Ruiz <ana.ruiz@northwind.example>``."""
    return f"{harmless(who.name, 80)} <{harmless(who.email, 80)}>"


def owing(terms: Terms, commitment: Commitment) -> str:
    """The team that owes the commitment, or all of them."""
    if commitment.by_all:
        return listed([party.team for party in terms.parties.values()])
    return terms.parties[commitment.by].team


def owing_words(terms: Terms, commitment: Commitment) -> str:
    """The same of a commitment that may have ended, and whose party newer terms may not have."""
    return owing(terms, commitment) if commitment.by_all else team_of(terms, commitment.by)


def owed(terms: Terms, commitment: Commitment) -> str:
    """Who owes it to whom: ``Sales Development owes Demand Generation``."""
    if commitment.by_all:
        return f"{listed(party.team for party in terms.parties.values())} owe it together"
    others = [key for key in terms.parties if key != commitment.by]
    to = [commitment.to] if commitment.to else others
    # A commitment that ended may name a party that newer terms have not.
    return f"{team_of(terms, commitment.by)} owes {listed(team_of(terms, key) for key in to)}"
