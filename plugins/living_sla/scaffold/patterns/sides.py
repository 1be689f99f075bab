"""The part of a new agreement that says who agrees and when they work: as flags say, or as in another agreement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from living_sla.agreements import front_matter
from living_sla.errors import Fault, Place, SlaError
from living_sla.files import bytes_of
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.terms import Agreement, Party
from living_sla.scaffold.header import quoted

_FIELDS = re.compile(r"^(?=[A-Za-z_])", re.MULTILINE)
_COMMENTS_BELOW = re.compile(r"(?:^[ ]*(?:#.*)?\n)+\Z", re.MULTILINE)


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


class Sides(Struct, frozen=True):
    """Parties and coverage as YAML, and who is who among them."""

    text: str
    keys: Mapping[str, str]
    """The keys of the parties by side: ``marketing``, ``sales`` and ``both``."""
    contacts: Mapping[str, str]
    """Who speaks for each party, by its key, where that is known."""


class StatedTeam(Struct, frozen=True):
    """What a person said about a team; whatever is empty is left to be decided."""

    team: str = ""
    contact: str = ""
    email: str = ""


def stated_sides(marketing: StatedTeam, sales: StatedTeam, *, timezone: str = "", country: str = "") -> Sides:
    """The two teams as they were told, working from nine to five."""
    stated = {MARKETING: marketing, SALES: sales}
    lines = ["parties:"]
    for key, team in stated.items():
        name, email = team.contact or "To be named", team.email or f"{key}@company.example"
        doubt = "" if team.contact and team.email else f"  # decide: who speaks for {key.capitalize()}"
        lines += [
            f"  {key}:",
            f"    team: {quoted(team.team or key.capitalize())}",
            f"    contact: {{name: {quoted(name)}, email: {quoted(email)}}}{doubt}",
        ]
    zone = timezone or "UTC  # decide: the zone of the working hours, for example Europe/London"
    lines += ["", "coverage:", f"  timezone: {zone}", "  hours: {mon-fri: 09:00-17:00}  # decide: when both teams work"]
    lines += [f"  holidays: {country}"] if country else []
    contacts = {key: team.contact for key, team in stated.items() if team.contact}
    return Sides("".join(f"{line}\n" for line in lines), {side: side for side in (MARKETING, SALES, BOTH)}, contacts)


def sides_of(agreement: Agreement, root: Path) -> Sides:
    """Those of an agreement of the project at `root`, as its file has them.

    Raises `SlaError` where nobody can tell which party is Sales, or where the fields are not written in lines.
    """
    raw = bytes_of(root / agreement.path, root)
    fields = _FIELDS.split(front_matter.parts_of(raw, path=agreement.path).front)
    parties = agreement.terms.parties
    kept = [_COMMENTS_BELOW.sub("", field) for field in fields if field.startswith(("parties:", "coverage:"))]
    if len(kept) != 2:
        hint = "say who agrees with --marketing, --sales and the flags beside them"
        raise SlaError("its parties cannot be taken over", where=Place(agreement.path), hint=hint)
    return Sides(
        "\n".join(kept),
        {side: party_for(side, parties) for side in (MARKETING, SALES, BOTH)},
        {key: party.contact.name for key, party in parties.items()},
    )
