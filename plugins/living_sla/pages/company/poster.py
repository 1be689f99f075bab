"""The poster: an agreement on one sheet of paper, with this quarter's figures, people, signatures and a code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.agreement.terms import Agreement, Commitment, Party, Person
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.past.basis import Basis
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.past.timeline import State, VersionStanding
from living_sla.model.time.period import Period, PeriodRule
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words import times
from living_sla.words.past import versions
from living_sla.words.people import name_of
from living_sla.words.standing.headline import quarter_words
from living_sla.words.terms.sentences import commitment_sentence

CHARACTERS = 12
"""Of the digest of the terms: enough to tell any two versions apart."""
_MOST = 12
"""Promises that fit on a sheet."""
_SIZES = ((560, "huge"), (1100, "wide"), (1500, "usual"), (2150, "tight"), (2800, "dense"))
"""Letters up to which a sheet is set in each size; whatever has more is set in the smallest."""


_NOTHING = Markup("")


class _PosterRow(Struct, frozen=True):
    commitment: Commitment
    sentence: str
    last: Attainment | None
    """The last period that was judged."""
    quarter: str
    """What the periods of this quarter came to."""


class _PosterTeam(Struct, frozen=True):
    name: str
    people: tuple[tuple[str, Person], ...]
    signed: tuple[tuple[str, TrustLevel], ...]


def poster(standing: AgreementStanding, report: Report, links: Links, review: Markup = _NOTHING) -> Markup:
    """The terms in force on one sheet of A4 or Letter, and at its foot the seal of the newest `review`.

    Where nothing is in force, those that are proposed.
    """
    lead = standing.timeline.leading if standing.timeline else None
    agreed = standing.shown
    terms, code = agreed.terms, agreed.digest[:CHARACTERS]
    zone = terms.coverage.timezone
    quarter = PeriodRule("quarter", zone, report.fiscal_year_start).at(report.built_at)
    promises = [_promise(agreed, commitment, standing, quarter) for commitment in terms.commitments[:_MOST]]
    address = links.absolute(links.agreement(standing.id))
    target = f"{address}#terms-{code}" if address else f"{standing.id} {code}"
    says = f"QR code: the address of this agreement's page, and {code}" if address else f"QR code: {target}"
    teams = [_team(party, lead) for party in terms.parties.values()]
    return render(
        "company-poster.html",
        terms=terms,
        state=lead.state if lead is not None else standing.basis,
        since=_since(lead, agreed),
        version=lead.version.number if lead is not None else None,
        heading=_heading(lead.state if lead is not None else standing.basis),
        promises=promises,
        more=len(terms.commitments) - len(promises),
        quarter=times.period_name(quarter),
        teams=teams,
        signed=any(team.signed for team in teams),
        code=code,
        address=address,
        picture=qr(target, says),
        size=_size(terms.summary, promises),
        on=versions.day_in(report.built_at, zone),
        page=links.agreement(standing.id),
        review=review,
    )


def _heading(state: State | Basis) -> str:
    """What the list of promises is called: nobody promises what is proposed, or has ended."""
    return {State.IN_FORCE: "We promise", State.LAPSED: "We promised"}.get(State(state.value), "Proposed")


def _since(lead: VersionStanding | None, agreed: Agreement) -> str:
    return versions.since(lead) if lead is not None else f"from {times.day(agreed.terms.effective)}"


def _promise(agreed: Agreement, owed: Commitment, standing: AgreementStanding, quarter: Period) -> _PosterRow:
    part = next((part for part in standing.commitments if part.id == owed.id), None)
    return _PosterRow(
        owed,
        part.sentence if part is not None and part.commitment == owed else commitment_sentence(agreed.terms, owed),
        part.last_closed if part is not None else None,
        quarter_words(_of_quarter(part, quarter)) if part is not None else "",
    )


def _of_quarter(part: Standing, quarter: Period) -> list[Attainment]:
    """The periods that begin in the quarter and have a verdict or run."""
    return [
        found
        for found in part.series
        if quarter.first_on <= found.period.first_on < quarter.end_on and found.status is not Status.NOT_IN_FORCE
    ]


def _team(party: Party, lead: VersionStanding | None) -> _PosterTeam:
    people = [("Contact", party.contact), *([("Deputy", party.deputy)] if party.deputy else ())]
    return _PosterTeam(party.team, tuple(people), tuple(_signed(party, lead)))


def _signed(party: Party, lead: VersionStanding | None) -> Iterator[tuple[str, TrustLevel]]:
    if lead is None:
        return
    mine = {address.casefold() for address in party.signs}
    names = {name_of(lead.version.agreement.terms, signer) for signer in mine}
    yield from (found for found in versions.signatures(lead) if found[0] in names)


def _size(summary: str, promises: Sequence[_PosterRow]) -> str:
    letters = len(summary) + sum(120 + len(found.sentence) + len(found.commitment.title) for found in promises)
    return next((size for most, size in _SIZES if letters <= most), "fine")


_QUIET = 4
"""Modules of white around it, as the standard wants them."""


def qr(text: str, says: str) -> Markup:
    """The code of `text`, black on white in every scheme; `says` is what it is for who cannot see it."""
    # Late: few pages are posters.
    import segno

    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    path = "".join(
        f"M{start} {at}h{length}v1h-{length}z" for at, row in enumerate(rows) for start, length in _runs(row)
    )
    return render("company-qr.svg.html", path=Markup(path), size=len(rows) + 2 * _QUIET, quiet=_QUIET, says=says)


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many stand beside each other."""
    start = None
    for at, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None
