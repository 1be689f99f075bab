"""Macros about one agreement; on its own page they need no argument."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.site_paths import commitments_table, history_path, signoffs_table, versions_table
from living_sla.pages import blocks as pages
from living_sla.pages.agreement import history, overview, people, rows, state, terms
from living_sla.pages.agreement.revisions import revisions
from living_sla.pages.agreement.signoffs import signoffs
from living_sla.pages.company.poster import poster
from living_sla.pages.reviews.mention import mention, seal_line
from living_sla.site.content.blocks import leading_to
from living_sla.site.macros.asked import Asked


def sla_agreement(asked: Asked, agreement: str | None = None) -> str:
    """The overview of an agreement: its state, what waits, a row for each commitment, people, terms."""
    standing = asked.agreement(agreement)
    review = mention(asked.reviews, asked.links, standing.id)
    return overview.overview(standing, asked.report, asked.links, review=review)


def sla_state(asked: Asked, agreement: str | None = None) -> str:
    """Which version binds since when, who signed it, whether it is kept, what waits, and how old the data is."""
    return state.state(asked.agreement(agreement), asked.report, asked.links)


def sla_summary(asked: Asked, agreement: str | None = None) -> str:
    """What an agreement is about, in its own words."""
    return terms.summary(asked.agreement(agreement).shown)


def sla_parties(asked: Asked, agreement: str | None = None) -> str:
    """Teams, contacts and deputies, who signs, who is responsible for what, and where they talk."""
    return people.parties(asked.agreement(agreement), asked.report)


def sla_commitments(asked: Asked, agreement: str | None = None) -> str:
    """The commitments of an agreement, the worst first: last period, running one, trend; each leads to its page."""
    standing = asked.agreement(agreement)
    file = asked.downloads(("CSV", commitments_table(standing.id), f"Commitments of {standing.title} as CSV"))
    return rows.rows(standing, asked.links) + file


def sla_definitions(asked: Asked, agreement: str | None = None) -> str:
    """What words mean in an agreement, and which records they stand for."""
    return terms.definitions(asked.agreement(agreement), asked.report)


def sla_coverage(asked: Asked, agreement: str | None = None) -> str:
    """The working hours of an agreement, its holidays, and the days that differ."""
    return terms.coverage(asked.agreement(agreement), asked.report)


def sla_contingency(asked: Asked, agreement: str | None = None) -> str:
    """What happens after a miss, and which misses have set it off."""
    return terms.contingency(asked.agreement(agreement), asked.report)


def sla_provenance(asked: Asked, agreement: str | None = None) -> str:
    """Which files, rows, columns and calendar the figures come from."""
    return pages.provenance(asked.agreement(agreement), asked.report)


def sla_history(asked: Asked, agreement: str | None = None) -> str:
    """The versions of an agreement, and who signed which: the revision log and the sign-offs, one below the other."""
    standing = asked.agreement(agreement)
    files = asked.downloads(
        ("CSV of versions", versions_table(standing.id), f"CSV of versions of {standing.title}"),
        ("CSV of sign-offs", signoffs_table(standing.id), f"CSV of sign-offs of {standing.title}"),
    )
    if asked.source == history_path(standing.agreement.path):
        return history.page(standing, asked.report, asked.links, files)
    return history.history(standing, asked.report) + files


def sla_revisions(asked: Asked, agreement: str | None = None) -> str:
    """The revision log: every version, what it changed and whom that burdens."""
    return revisions(asked.agreement(agreement), asked.report)


def sla_signoffs(asked: Asked, agreement: str | None = None) -> str:
    """Who signed which version, how far that can be believed, and who still has to sign."""
    standing = asked.agreement(agreement)
    file = asked.downloads(("CSV", signoffs_table(standing.id), f"Sign-offs of {standing.title} as CSV"))
    return Markup(leading_to(asked.links.history(standing.id), signoffs(standing, asked.report))) + file


def sla_poster(asked: Asked, agreement: str | None = None) -> str:
    """An agreement on one sheet of A4 or Letter: promises, this quarter's figures, people, signatures, a code."""
    standing = asked.agreement(agreement)
    return poster(standing, asked.report, asked.links, seal_line(asked.reviews, standing.id))
