"""Between the macros plugin and every page: a page is a text with calls of macros, and never a program.

The macros plugin renders a page as a template without limits: attributes, filters, imports and all variables of the
site. So its `render` is replaced. What a page holds goes through the same check as the text of an agreement, at the
very moment and in the very wording in which it would be rendered, whatever made the plugin render it: a setting, a
front matter, a title. Of what passes the macros are called; nothing is compiled or rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, UndefinedError, nodes
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from msgspec import Struct

from living_sla.agreements.markdown.body import template_findings
from living_sla.agreements.markdown.code import protect_code
from living_sla.errors import Fault, Place, SlaError
from living_sla.site.content.render_errors import fault_of, lines_above

_SIGNS = ("{{", "{%", "{#")


class House(Struct, frozen=True):
    """What the plugin of this package knows of a page."""

    allowed: frozenset[str]
    """Names of the macros that a page may call."""
    is_trusted: Callable[[Page], bool]
    """Whether a page is a template without limits."""
    is_agreement: Callable[[Page], bool]
    """Whether its text was checked when the agreement was read, and is protected already."""
    path_of: Callable[[Page], str]
    """The file of a page, from the folder of the project."""
    fail: Callable[[SlaError], None]


def guard(config: MkDocsConfig, house: House) -> None:
    """Stand between every macros plugin of the site and its pages."""
    for plugin in config.plugins.values():
        if any(kind.__module__ == "mkdocs_macros.plugin" for kind in type(plugin).__mro__):
            if not isinstance(plugin.render, _Guarded):
                plugin.render = _Guarded(plugin, plugin.render)
            plugin.render.house = house


def start_no_programs() -> None:
    """Keep the macros plugin from asking git about the project, each time that settings are read.

    It starts a plain `git log` in the folder one stands in, which runs what that repository's settings name: a
    program that verifies signatures, a pager, a file-system monitor. Templates see a repository that says nothing.
    """
    # Imported late: the plugin is there only while a site is built.
    import mkdocs_macros.context

    mkdocs_macros.context.get_git_info = _no_answer


def _no_answer() -> dict[str, Any]:
    return {"status": False, "date": None, "diagnosis": "git is not asked; see sla_revisions"}


class _Guarded:
    """The `render` of one macros plugin."""

    house: House

    def __init__(self, macros: Any, unlimited: Callable[..., str]) -> None:
        self._macros = macros
        self._unlimited = unlimited

    def __call__(self, markdown: str, force_rendering: bool = False) -> str:
        """What the page, or its title, becomes."""
        page: Page | None = getattr(self._macros, "_page", None)
        if page is None or self.house.is_trusted(page):
            return self._unlimited(markdown, force_rendering)
        if not self._runs(page.meta, force_rendering) or not any(sign in markdown for sign in _SIGNS):
            return markdown
        if markdown is not self._macros.markdown:
            hint = "write a title without braces"
            where = Place(self.house.path_of(page))
            self.house.fail(SlaError("template code in the title", where=where, hint=hint, code=Fault.TEMPLATE_CODE))
            return markdown
        return self._answered(markdown, page)

    def _runs(self, meta: Mapping[str, Any], forced: bool) -> bool:
        """As the plugin decides it."""
        wanted = meta.get("render_macros")
        return wanted != False and (self._macros.config["render_by_default"] or forced or wanted == True)  # noqa: E712

    def _answered(self, markdown: str, page: Page) -> str:
        path, allowed = self.house.path_of(page), self.house.allowed
        if not self.house.is_agreement(page):
            first = (lines_above(markdown, page) or 0) + 1
            faults = list(template_findings(markdown, path=path, first_line=first, macros=allowed))
            for fault in faults:
                self.house.fail(fault)
            if faults:
                return ""
            markdown = protect_code(markdown)
        try:
            known = {name: self._macros.macros[name] for name in allowed if name in self._macros.macros}
            return "".join(_parts(markdown, known))
        except Exception as error:  # a macro may raise anything
            self.house.fail(fault_of(error, markdown, page, path))
            return ""


def _parts(markdown: str, macros: Mapping[str, Callable[..., str]]) -> Iterator[str]:
    """What stands in a text that was checked, and what the macros answer that it calls; raises what they raise."""
    for statement in Environment(keep_trailing_newline=True).parse(markdown).body:
        assert isinstance(statement, nodes.Output)
        for node in statement.nodes:
            if isinstance(node, nodes.TemplateData | nodes.Const):
                yield str(node.as_const())
                continue
            assert isinstance(node, nodes.Call)
            assert isinstance(node.node, nodes.Name)
            if node.node.name not in macros:
                raise UndefinedError(f"'{node.node.name}' is undefined")
            arguments = [argument.as_const() for argument in node.args]
            named = {argument.key: argument.value.as_const() for argument in node.kwargs}
            yield str(macros[node.node.name](*arguments, **named))
