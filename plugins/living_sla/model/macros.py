"""What a page may call: the names of the macros and of their arguments, known before any page is rendered."""

from __future__ import annotations

from msgspec import Struct


class Macro(Struct, frozen=True):
    """One macro; its arguments are constants, all of them optional on an agreement's own page."""

    name: str
    arguments: tuple[str, ...] = ()


MACROS = (
    Macro("sla_state", ("agreement",)),
    Macro("sla_summary", ("agreement",)),
    Macro("sla_parties", ("agreement",)),
    Macro("sla_commitments", ("agreement",)),
    Macro("sla_commitment", ("commitment", "agreement")),
    Macro("sla_attainment", ("commitment", "agreement")),
    Macro("sla_trend", ("commitment", "agreement")),
    Macro("sla_monday"),
    Macro("sla_team", ("team",)),
    Macro("sla_matrix", ("agreement",)),
    Macro("sla_pace", ("commitment", "agreement")),
    Macro("sla_histogram", ("commitment", "agreement")),
    Macro("sla_ages", ("commitment", "agreement")),
    Macro("sla_baseline", ("commitment", "agreement")),
    Macro("sla_dial", ("commitment", "agreement")),
    Macro("sla_curve", ("commitment", "agreement")),
    Macro("sla_effects", ("commitment", "agreement")),
    Macro("sla_goals", ("commitment", "agreement")),
    Macro("sla_scoreboard"),
    Macro("sla_definitions", ("agreement",)),
    Macro("sla_coverage", ("agreement",)),
    Macro("sla_contingency", ("agreement",)),
    Macro("sla_provenance", ("agreement",)),
    Macro("sla_history", ("agreement",)),
    Macro("sla_revisions", ("agreement",)),
    Macro("sla_signoffs", ("agreement",)),
    Macro("sla_changes"),
    Macro("sla_calendar"),
    Macro("sla_glossary"),
    Macro("sla_journey", ("agreement",)),
    Macro("sla_data"),
    Macro("sla_legend", ("part",)),
    Macro("sla_poster", ("agreement",)),
    Macro("sla_agreement", ("agreement",)),
    Macro("sla_review", ("review",)),
    Macro("sla_reviews"),
    Macro("sla_proposal"),
)

MACRO_NAMES = frozenset(macro.name for macro in MACROS)
