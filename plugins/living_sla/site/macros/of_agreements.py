"""Macros about one agreement; on its own page they need no argument."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.site_paths import versions_table
from living_sla.pages import blocks as pages
from living_sla.pages.company.poster import poster
from living_sla.site.content.blocks import leading_to
from living_sla.site.macros.asked import Asked


def sla_agreement(asked: Asked, agreement: str | None = None) -> str:
    """The whole page of an agreement, in the standard order."""
    standing = asked.agreement(agreement)
    return _placed(asked, standing, pages.agreement(standing, asked.report))


def sla_state(asked: Asked, agreement: str | None = None) -> str:
    """Which version binds since when, who signed it, whether it is kept, what waits, and how old the data is."""
    standing = asked.agreement(agreement)
    return _placed(asked, standing, pages.state(standing, asked.report))


def sla_commitments(asked: Asked, agreement: str | None = None) -> str:
    """The commitments of an agreement: last judged, now, trend."""
    standing = asked.agreement(agreement)
    return _placed(asked, standing, pages.commitments(standing))


def sla_provenance(asked: Asked, agreement: str | None = None) -> str:
    """Which files, rows, columns and calendar the figures come from."""
    standing = asked.agreement(agreement)
    return _placed(asked, standing, pages.provenance(standing, asked.report))


def sla_history(asked: Asked, agreement: str | None = None) -> str:
    """The versions of an agreement, and who signed which: the revision log and the sign-offs, one below the other."""
    standing = asked.agreement(agreement)
    both = Markup("").join([pages.revisions(standing, asked.report), pages.signoffs(standing, asked.report)])
    both += asked.downloads(("CSV", versions_table(standing.id), f"Versions of {standing.title} as CSV"))
    return _placed(asked, standing, both)


def sla_revisions(asked: Asked, agreement: str | None = None) -> str:
    """The revision log: every version, what it changed and whom that burdens."""
    standing = asked.agreement(agreement)
    return _placed(asked, standing, pages.revisions(standing, asked.report))


def sla_signoffs(asked: Asked, agreement: str | None = None) -> str:
    """Who signed which version, how far that can be believed, and who still has to sign."""
    standing = asked.agreement(agreement)
    return _placed(asked, standing, pages.signoffs(standing, asked.report))


def sla_poster(asked: Asked, agreement: str | None = None) -> str:
    """An agreement on one sheet of A4 or Letter: promises, this quarter's figures, people, signatures, a code."""
    return poster(asked.agreement(agreement), asked.report, asked.links)


def _placed(asked: Asked, standing: AgreementStanding, block: str) -> str:
    """The block as its page needs it: what it links to and does not hold is on the agreement's own page."""
    return block if asked.is_page_of(standing) else leading_to(asked.links.agreement(standing.id), block)
