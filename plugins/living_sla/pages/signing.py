"""How to sign: a form of the forge with the file filled in, the file to copy, or the command to type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from living_sla.model.signoff import SignOffFile
from living_sla.model.standing import Report
from living_sla.model.timeline import VersionStanding, Waiting
from living_sla.model.zones import wall_time
from living_sla.pages.html import entities
from living_sla.words import versions


@dataclass(frozen=True)
class Signing:
    """One signature that can be given."""

    href: str
    """The form of the forge; empty where the site names no forge."""
    filled_in: bool
    """Whether the form holds the text already."""
    path: str
    text: Markup
    """What the file holds, for a `pre`: its line breaks are entities."""
    command: str
    on: date
    """The day that the text names: the day of the build, which a script replaces by the reader's."""


def signing(standing: VersionStanding, waiting: Waiting, report: Report) -> Signing | None:
    """How the one who is waited for can sign this version; None for a draft, which nobody can sign yet."""
    if standing.version.is_draft:
        return None
    agreement = standing.version.agreement
    today = wall_time(report.built_at, versions.zone_of(standing)).date()
    file = SignOffFile.of(
        agreement=agreement.terms.id,
        digest=standing.version.digest,
        version=standing.version.number,
        signer=waiting.signer,
        party=waiting.party,
        on=today,
    )
    form = report.forge.new_file(f"{report.folder}{file.path}", file.text) if report.forge else None
    return Signing(
        href=form.address if form else "",
        filled_in=form is not None and form.filled_in,
        path=file.path,
        text=_lines(file.text),
        command=f"sla sign {agreement.terms.id}",
        on=today,
    )


def _lines(text: str) -> Markup:
    return Markup("&#10;").join(entities(line) for line in text.splitlines())
