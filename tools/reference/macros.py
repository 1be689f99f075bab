"""`docs/reference/macros.md`: every macro, each with what it shows today on the site that is read."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from living_sla.model.macros import MACROS, Macro
from living_sla.site.macros import FUNCTIONS
from tools.reference.markdown import heading, index, page, term
from tools.reference.texts import paragraphs

_ABOUT = """\
A page says where something is to stand; what stands there is computed. Which pages may call macros, and how:
[Macros in pages](../macros.md). Below each call is what it shows today."""
_ARGUMENTS = {
    "part": "One of `status`, `bullet`, `signals`, `effects`, `terms`, `changes` and `trust`. Without it, all of them.",
    "review": "The name of a review, `2026-Q3`. May be left out on the page of the review itself.",
    "team": "The name of a team, or the id in the address of its page. Without it, every team is listed.",
    "agreement": "The `id` of an agreement. May be left out on the page of the agreement itself.",
    "commitment": "The `id` of one of its commitments. Without it, all of them are shown, one after the other.",
}
_NAMED = {
    "part": '"status"',
    "review": '"2026-Q3"',
    "team": '"demand-generation"',
    "agreement": 'agreement="lead-handoff"',
    "commitment": '"first-contact"',
}
_NAMED_FOR = {"sla_pace": {"commitment": '"mql-volume"'}}
"""Where the example of others would show nothing."""
_ELSEWHERE = {
    "sla_agreement": "Live on every page of an agreement: [Inbound lead hand-off](../agreements/lead-handoff.md).",
    "sla_calendar": "Live on the page [Calendar](../calendar.md), which every site has without writing it.",
    "sla_data": "Live on the page [Data](../data.md).",
    "sla_glossary": "Live on the page [Glossary](../glossary.md).",
    "sla_poster": "Live on every poster: [Inbound lead hand-off](../agreements/lead-handoff/poster.md).",
    "sla_changes": "Live on the page [Changes](../changes.md), which every site has without writing it.",
    "sla_goals": "Live on the page *Goals*, which a site has as soon as a count says where its number comes from.",
    "sla_history": "Live on every history page: [Inbound lead hand-off](../agreements/lead-handoff/history.md).",
    "sla_matrix": "Live on [Who owes what](../matrix.md), which every site has without writing it.",
    "sla_monday": "Live on [Home](../index.md).",
    "sla_review": "Live on the page of every review, which a site has as soon as one is frozen.",
    "sla_proposal": "Live on the page *What is proposed*, which a branch that changes terms has.",
    "sla_reviews": "Live on the page *Reviews*, which a site has as soon as a review is frozen.",
    "sla_team": "Live on [Teams](../teams.md) and on the page of each team.",
}
"""These fill a page of their own; beside others, parts of them would stand there twice."""


def text() -> str:
    """The page."""
    links = index((f"`{macro.name}`", macro.name) for macro in MACROS)
    return page("Macros", _ABOUT, links, *map(_entry, MACROS), meta="title: Macros\nrender_macros: true")


def _entry(macro: Macro) -> str:
    return "\n\n".join(_told(macro))


def _told(macro: Macro) -> Iterator[str]:
    yield heading(2, f"`{macro.name}`", macro.name)
    yield from paragraphs(inspect.getdoc(FUNCTIONS[macro.name]) or "")
    yield from (term(f"`{name}`", _ARGUMENTS[name]) for name in macro.arguments)
    named = {**_NAMED, **_NAMED_FOR.get(macro.name, {})}
    call = f"{{{{ {macro.name}({', '.join(named[name] for name in macro.arguments)}) }}}}"
    yield f"`{call}`"
    yield _ELSEWHERE.get(macro.name, call)
