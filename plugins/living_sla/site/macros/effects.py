"""Macros about what changes of terms did to the figures."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.effects import may_have_any
from living_sla.model.site_paths import EFFECTS_TABLE
from living_sla.pages.effects.effects import effects, effects_on
from living_sla.site.content.unique_ids import unlike
from living_sla.site.macros.asked import Asked


def sla_effects(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """Each change of terms, and whether the figures left their usual range: of all, an agreement or a commitment."""
    if not commitment and not agreement and not any(map(asked.is_page_of, asked.report.agreements)):
        return effects(asked.report, asked.links) + _file(asked)
    standing = asked.agreement(agreement)
    parts = asked.parts(standing, commitment)
    taken: set[str] = set()
    found = (effects_on(part, standing, asked.report, asked.links, titled=len(parts) > 1) for part in parts)
    shown = "".join(unlike(str(block), taken) for block in found)
    return shown + _file(asked) if shown else ""


def _file(asked: Asked) -> Markup:
    """Changes and experiments of all agreements, where there may be any."""
    if not may_have_any(asked.report):
        return Markup("")
    return asked.downloads(("CSV", EFFECTS_TABLE, "Changes of terms and their effects as CSV"))
