"""Values in, blocks of HTML out: every text escaped, one line each. Those of one agreement are in `agreement/`."""

from __future__ import annotations

from living_sla.pages.attainment import attainment, trend
from living_sla.pages.changes import changes, feed
from living_sla.pages.html import box
from living_sla.pages.provenance import footer, provenance

__all__ = ["attainment", "box", "changes", "feed", "footer", "provenance", "trend"]
