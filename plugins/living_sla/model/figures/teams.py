"""Teams: parties whose team reads the same are one team, in whatever agreement they stand."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from living_sla.model.agreement.terms import Commitment, Terms
from living_sla.model.figures.due import Due
from living_sla.model.figures.monday import MondayRow
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.slug import first_free, slug_of


def team_key(name: str) -> str:
    """What makes two names one: capitals and spaces do not count."""
    return " ".join(name.split()).casefold()


class Team(Struct, frozen=True, dict=True):
    """One team and the agreements in which it is a party."""

    id: str
    """Of its page: ``demand-generation``."""
    name: str
    """As the first of its agreements writes it."""
    parties: tuple[tuple[AgreementStanding, str], ...]
    """Each agreement with the key of the party that it is there."""

    def is_party(self, agreement: AgreementStanding, party: str | None) -> bool:
        """Whether it is that party of that agreement."""
        return party in self._keys.get(agreement.id, ())

    @cached_property
    def _keys(self) -> Mapping[str, Sequence[str]]:
        """By the id of each agreement, which parties it is there."""
        named = itertools.groupby(self.parties, key=lambda party: party[0].id)
        return {agreement: [key for _, key in of] for agreement, of in named}

    def owes(self, row: MondayRow) -> bool:
        """Whether a commitment is owed by it, alone or with others."""
        mine = self._keys.get(row.agreement.id)  # every team asks this of every commitment, and most are not about it
        return mine is not None and any(key in mine for key in owing_parties(row.agreement.terms, row.part.commitment))

    def is_owed(self, row: MondayRow) -> bool:
        """Whether a commitment is owed to it by others."""
        terms, owed = row.agreement.terms, row.part.commitment
        if row.agreement.id not in self._keys or owed.by_all or self.owes(row):
            return False
        receivers = [owed.to] if owed.to else [key for key in terms.parties if key != owed.by]
        return any(self.is_party(row.agreement, key) for key in receivers)

    def concerns(self, item: Due) -> bool:
        """Whether it has to act on what is due, alone or with others."""
        if item.action is not None:
            return team_key(item.action.owner) in {team_key(name) for name in self._names()}
        if item.agreement is None:
            return False
        standing, terms = item.agreement, item.agreement.terms
        if item.signature is not None:
            return self.is_party(standing, item.signature.party)
        if item.unfinished is not None and item.unfinished.parties:
            return any(self.is_party(standing, party) for party in item.unfinished.parties)
        commitment = item.deliverable
        if item.consequence is not None:
            commitment = next((of for of in terms.commitments if of.id == item.consequence.commitment), None)
        if commitment is not None:
            return any(self.is_party(standing, key) for key in owing_parties(terms, commitment))
        return any(self.is_party(standing, key) for key in terms.parties)

    def _names(self) -> Iterator[str]:
        """Those under which it may have taken something on: its own, and of who speaks for it."""
        yield self.name
        for standing, key in self.parties:
            party = standing.terms.parties[key]
            yield party.contact.name
            if party.deputy is not None:
                yield party.deputy.name


def owing_parties(terms: Terms, commitment: Commitment) -> tuple[str, ...]:
    """The keys of the parties that owe a commitment."""
    return tuple(terms.parties) if commitment.by_all else (commitment.by,)


# Every page of a team asks for all of them.
_known: list[tuple[Report, tuple[Team, ...]]] = []


def teams(report: Report) -> tuple[Team, ...]:
    """Every team of a report, in the order of their names; worked out once for the latest report."""
    if not _known or _known[0][0] is not report:
        _known[:] = [(report, tuple(_teams(report)))]
    return _known[0][1]


def _teams(report: Report) -> Iterator[Team]:
    names: dict[str, str] = {}
    parties: dict[str, list[tuple[AgreementStanding, str]]] = {}
    for standing in report.agreements:
        for key, party in standing.terms.parties.items():
            team = team_key(party.team)
            names.setdefault(team, party.team)
            parties.setdefault(team, []).append((standing, key))
    order = sorted(names)
    ids = _ids([names[key] for key in order])
    return (Team(page, names[key], tuple(parties[key])) for page, key in zip(ids, order, strict=True))


def _ids(names: Sequence[str]) -> list[str]:
    """An id for each name, none twice: a name without a Latin letter is ``team``, the second of two alike ``x-2``."""
    given: dict[str, None] = {}
    for name in names:
        given[first_free(slug_of(name) or "team", given)] = None
    return list(given)


class Side(Struct, frozen=True):
    """The commitments that one side owes."""

    name: str
    """The team; several where the sides of agreements have different ones; empty for what all owe together."""
    rows: tuple[MondayRow, ...]


def sides(rows: Sequence[MondayRow]) -> tuple[Side, ...]:
    """The rows by who owes them: by the key of the party where all agreements have the same two, else by team.

    In the order in which agreements name their parties; what all parties owe together comes last.
    """
    pairs = {tuple(row.agreement.terms.parties) for row in rows}
    keys = {frozenset(found) for found in pairs}
    by_key = len(keys) == 1 and len(next(iter(keys))) == 2
    found: dict[str, list[MondayRow]] = {}
    names: dict[str, dict[str, str]] = {}
    order = dict.fromkeys(
        key for row in sorted(rows, key=lambda row: row.agreement.id) for key in _sides_of(row, by_key)
    )
    for row in rows:
        terms, owed = row.agreement.terms, row.part.commitment
        if owed.by_all:
            found.setdefault("", []).append(row)
            continue
        team = terms.parties[owed.by].team if owed.by in terms.parties else owed.by
        key = owed.by if by_key else team_key(team)
        found.setdefault(key, []).append(row)
        names.setdefault(key, {}).setdefault(team_key(team), team)
    return tuple(
        Side(_named(key, names.get(key, {}).values()), tuple(found[key])) for key in (*order, "") if key in found
    )


def _sides_of(row: MondayRow, by_key: bool) -> Iterable[str]:
    parties = row.agreement.terms.parties
    return parties if by_key else (team_key(party.team) for party in parties.values())


def _named(key: str, teams_of_it: Iterable[str]) -> str:
    """The team, where it is one; else what the agreements call the party."""
    several = list(teams_of_it)
    return several[0] if len(several) == 1 else key.replace("-", " ").capitalize()
