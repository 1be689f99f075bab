"""What the folder that is built proposes, where it proposes anything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import SlaError
from living_sla.history.git.trusted_ref import trusted_ref

if TYPE_CHECKING:
    from living_sla.model.proposals.proposal import Proposal
    from living_sla.report import Agreed


def proposal_here(root: Path, agreed: Agreed, at: datetime) -> Proposal | None:
    """The proposal of a folder whose agreements were read, told at an instant; None on the main line itself.

    None as well where nobody can tell: a site is not refused for want of a page about its branch.
    """
    history = agreed.past.history
    if history.repository is None or history.trouble is not None:
        return None
    try:
        ref = trusted_ref(history.repository)
        if ref is None or (ref.commit == history.head and not history.uncommitted):
            return None
        # Imported late: no build of the main line needs it.
        from living_sla.proposals.proposal import proposal_in

        proposal = proposal_in(root, agreed, at)
    except SlaError:
        return None
    return proposal if proposal.changes_terms else None
