"""Which party of an agreement is meant by Marketing and by Sales, whatever the teams are called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.terms import Party

MARKETING, SALES = "marketing", "sales"
_WORDS = {
    MARKETING: re.compile(r"marketing|mktg|demand|growth|campaign|content", re.IGNORECASE),
    SALES: re.compile(r"sales|sdr|bdr|vertrieb|account exec|inside|closing", re.IGNORECASE),
}


def party_for(side: str, parties: Mapping[str, Party]) -> str:
    """The key of the party that owes what a pattern says Marketing or Sales, or ``both``, owe.

    Raises `SlaError` where no party is that side for certain.
    """
    if side == BOTH or side in parties:
        return side
    found = _likely(side, parties)
    if len(found) != 1 and len(parties) == 2:
        others = _likely(SALES if side == MARKETING else MARKETING, parties)
        found = [key for key in parties if key not in others] if len(others) == 1 else found
    if len(found) == 1:
        return found[0]
    hint = f"name one of them with --by: {', '.join(parties)}, {BOTH}"
    raise SlaError(f"it is not clear which party is {side.capitalize()}", hint=hint, code=Fault.UNKNOWN_NAME)


def _likely(side: str, parties: Mapping[str, Party]) -> list[str]:
    words = _WORDS[side]
    return [key for key, party in parties.items() if words.search(key)] or [
        key for key, party in parties.items() if words.search(party.team)
    ]
