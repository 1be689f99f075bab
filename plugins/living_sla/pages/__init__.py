"""Values in, blocks of HTML out: every text escaped, one line each."""

from living_sla.pages.agreement import agreement, commitment
from living_sla.pages.attainment import attainment, trend
from living_sla.pages.board import commitments, scoreboard
from living_sla.pages.footer import footer
from living_sla.pages.notice import box
from living_sla.pages.provenance import provenance
from living_sla.pages.state import state
from living_sla.pages.terms import terms

__all__ = [
    "agreement",
    "attainment",
    "box",
    "commitment",
    "commitments",
    "footer",
    "provenance",
    "scoreboard",
    "state",
    "terms",
    "trend",
]
