"""Macros about what changes of terms did to the figures."""

from __future__ import annotations

from living_sla.pages.effects.effects import effects, effects_on
from living_sla.site.macros.asked import Asked


def sla_effects(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """Each change of terms, and whether the figures left their usual range: of all, an agreement or a commitment."""
    if not commitment and not agreement and not any(map(asked.is_page_of, asked.report.agreements)):
        return effects(asked.report, asked.links)
    standing = asked.agreement(agreement)
    parts = asked.parts(standing, commitment)
    return "".join(effects_on(part, standing, asked.report, asked.links) for part in parts)
