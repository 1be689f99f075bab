"""Who owes more and who owes less after a change of an agreement, in one sentence that reads alone."""

from __future__ import annotations

from collections.abc import Iterable

from living_sla.model.past.change import AgreementChanges
from living_sla.model.past.grade import Grade, grade
from living_sla.words.numbers import listed
from living_sla.words.people import team_of


def grade_sentence(compared: AgreementChanges) -> str:
    """``Demand Generation owes more; nothing changes for Sales Development.``; `NO_CHANGE` where no terms differ."""
    graded = grade(compared)
    if not graded.is_material:
        return NO_CHANGE
    teams: dict[Grade, list[str]] = {}
    for party, verdict in graded.parties:
        teams.setdefault(verdict, []).append(_team(compared, party))
    if teams.keys() == {Grade.UNCHANGED}:
        return f"The terms differ, but nothing that {listed(teams[Grade.UNCHANGED], 'or')} owes gets harder or easier."
    said = "; ".join(_said(verdict, teams[verdict]) for verdict in Grade if verdict in teams)
    return f"{said[0].upper()}{said[1:]}."


NO_CHANGE = "No change in the terms."
"""Said of an agreement with the same digest, however it is worded around its terms."""


def _said(verdict: Grade, teams: Iterable[str]) -> str:
    named = list(teams)
    they, s = listed(named), "s" if len(named) == 1 else ""
    return {
        Grade.TIGHTENED: f"{they} owe{s} more",
        Grade.EASED: f"{they} owe{s} less",
        Grade.BOTH: f"{they} owe{s} more in one thing and less in another",
        Grade.UNCLEAR: f"whether {listed(named, 'or')} owes more or less, nobody can tell",
        Grade.UNCHANGED: f"nothing changes for {they}",
    }[verdict]


def _team(compared: AgreementChanges, party: str) -> str:
    """As the newer terms call it, or the older ones where they do not have it."""
    gone = compared.before is not None and party not in compared.agreement.terms.parties
    return team_of((compared.before if gone and compared.before else compared.agreement).terms, party)
