"""The macro about what this branch proposes."""

from __future__ import annotations

from living_sla.pages.proposals.proposal import proposal_page
from living_sla.site.macros.asked import Asked


def sla_proposal(asked: Asked) -> str:
    """What this branch, or this folder, proposes against the main line: for whom, the past under both terms, who signs.

    On the main line itself: that nothing is proposed.
    """
    return proposal_page(asked.report.proposal)
