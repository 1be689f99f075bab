"""Where a reader proposes other terms: the forge's editor of the agreement's file."""

from __future__ import annotations

from living_sla.model.figures.standing import AgreementStanding, Report


def editor_of(standing: AgreementStanding, report: Report, commitment: str | None = None) -> str:
    """The address of the editor, at the line of a commitment where one is named; empty where the site names no forge.

    It is that of the folder's file, which may hold what the page does not tell yet: whoever edits goes on from there.
    """
    if report.forge is None:
        return ""
    written = standing.agreement
    ids = [found.id for found in written.terms.commitments]
    line = written.place("commitments", ids.index(commitment)).line if commitment in ids else None
    return report.forge.edit(f"{report.folder}{written.path}", line)
