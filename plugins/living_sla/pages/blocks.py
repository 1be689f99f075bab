"""Values in, blocks of HTML out: every text escaped, one line each."""

from living_sla.pages.agreement import agreement, commitment
from living_sla.pages.attainment import attainment, trend
from living_sla.pages.board import commitments, scoreboard
from living_sla.pages.changes import changes
from living_sla.pages.feed import feed
from living_sla.pages.footer import footer
from living_sla.pages.notice import box
from living_sla.pages.provenance import provenance
from living_sla.pages.revisions import revisions
from living_sla.pages.signoffs import signoffs
from living_sla.pages.state import state
from living_sla.pages.terms import terms

__all__ = [
    "agreement",
    "attainment",
    "box",
    "changes",
    "commitment",
    "commitments",
    "feed",
    "footer",
    "provenance",
    "revisions",
    "scoreboard",
    "signoffs",
    "state",
    "terms",
    "trend",
]
