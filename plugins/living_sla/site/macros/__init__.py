"""The macros that pages call: `modules: [living_sla.site.macros]` in the settings of the macros plugin."""

from __future__ import annotations

from typing import Any

from living_sla.model.macros import MACROS
from living_sla.site.content.render_errors import say_render_errors_in_words
from living_sla.site.macros import (
    effects,
    home,
    of_agreements,
    of_commitments,
    of_durations,
    of_goals,
    of_proposals,
    of_reviews,
    of_the_company,
)
from living_sla.site.macros.showing import Showing

ROOMS = (effects, home, of_agreements, of_commitments, of_durations, of_goals, of_proposals, of_reviews, of_the_company)
FUNCTIONS = {name: function for room in ROOMS for name, function in vars(room).items() if name.startswith("sla_")}
"""Every macro by its name: what it returns for what it is `Asked`; its docstring is its documentation."""


def define_env(env: Any) -> None:
    """Give the pages of a site their macros; called by the macros plugin of the generator."""
    say_render_errors_in_words()
    showing = Showing(env)
    for macro in MACROS:
        env.macro(showing.as_macro(FUNCTIONS[macro.name]), macro.name)
