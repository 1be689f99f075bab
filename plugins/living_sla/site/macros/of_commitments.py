"""Macros about the commitments of one agreement: one of them, or all."""

from __future__ import annotations

from living_sla.pages import blocks as pages
from living_sla.site.macros.asked import Asked


def sla_commitment(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """A commitment, or each of them: its sentence, the last period and the running one, the trend, the table."""
    standing = asked.agreement(agreement)
    return "".join(pages.commitment(part, standing) for part in asked.parts(standing, commitment))


def sla_attainment(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """The periods of a commitment, or of all of them: figure, target, by which version, in which parts."""
    standing = asked.agreement(agreement)
    zone = standing.agreement.terms.coverage.timezone
    return "".join(pages.attainment(part, zone) for part in asked.parts(standing, commitment))


def sla_trend(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """The chart of a commitment, or of all of them."""
    standing = asked.agreement(agreement)
    return "".join(pages.trend(part) for part in asked.parts(standing, commitment))
