"""Who signed which version, how far that can be believed, and who still has to."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.harmless import harmless
from living_sla.model.past.signoff import SignOff
from living_sla.model.past.timeline import VersionStanding
from living_sla.pages.html import anchor, render
from living_sla.words.past import versions
from living_sla.words.people import name_of, team_of


class _Row(Struct, frozen=True):
    version: int
    anchor: str
    name: str
    email: str
    team: str
    landed: datetime | None
    """None: not on the main line, or not signed yet."""
    on: date | None
    signoff: SignOff | None
    """None for a signature that a version waits for."""
    since: datetime | None
    refused: str
    remark: str
    zone: str


def signoffs(standing: AgreementStanding, report: Report) -> Markup:
    """A table: version, who, when, trust level with its evidence, and whether it counts; what is missing on top."""
    timeline = standing.timeline
    newest_first = timeline.versions[::-1] if timeline else ()
    rows: list[_Row] = []
    for version in newest_first:
        rows += (_row(version, each.signer, each.party, since=each.since) for each in version.waiting)
        rows += (_row(version, each.file.signer, each.file.party, signoff=each) for each in version.signoffs[::-1])
    return render(
        "agreement-signoffs.html",
        title=standing.terms.title,
        rows=rows,
        asked=versions.asks_for_signatures(standing.terms),
        forge=report.forge,
    )


def _row(
    standing: VersionStanding,
    signer: str,
    party: str,
    *,
    signoff: SignOff | None = None,
    since: datetime | None = None,
) -> _Row:
    terms = standing.version.agreement.terms
    return _Row(
        version=standing.version.number,
        anchor=anchor(terms.id, standing.version.number),
        name=name_of(terms, signer),
        email=harmless(signer),
        team=team_of(terms, party),
        landed=signoff.landed.landed_at if signoff and signoff.landed else None,
        on=signoff.file.on if signoff else None,
        signoff=signoff,
        since=since,
        refused=harmless(versions.why_it_does_not_count(standing, signoff), 300) if signoff else "",
        remark=harmless(signoff.file.remark, 300) if signoff else "",
        zone=versions.zone_of(standing),
    )
