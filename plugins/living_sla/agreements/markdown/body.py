"""What the body of an agreement may hold: Markdown, and calls of macros with constant arguments.

An author is not a programmer, and an agreement is not a program: the template engine that renders the body must
find nothing there to run but listed macros. The check parses exactly the text that `protect_code` hands to the
engine, so that nothing is judged by one reading and run by another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from living_sla.agreements.markdown.code import protect_code, without_code
from living_sla.agreements.markdown.html import page_findings
from living_sla.agreements.yaml.characters import refuse_control_characters
from living_sla.errors import Fault, Notice, Place, SlaError
from living_sla.model.counted import counted
from living_sla.model.macros import MACRO_NAMES, MACROS
from living_sla.model.suggestion import did_you_mean

MAX_CHARACTERS = 64 * 1024
MAX_INDENT = 40
MAX_QUOTES = 8
MAX_MARKS = 1500
MAX_LISTS = 8
MAX_DEFINITIONS = 100

_MARKS = re.compile(r"[\[\]!*_`<&\\]")
_OPENING = re.compile(r"[ \t]*(?:>|(?:[-+*:]|\d{1,9}[.)])(?=[ \t]|$))")
"""What opens a quote, an item or a definition at the beginning of a line, each inside the one before."""
_ARGUMENTS = {macro.name: macro.arguments for macro in MACROS}
_ONLY = "only calls of sla_... macros with plain arguments are allowed; to show braces, put them in `backticks`"


def body_findings(body: str, *, path: str, first_line: int) -> list[SlaError | Notice]:
    """Faults and warnings about an agreement's body, by line, the first of which is `first_line` of its file."""
    found = prose_findings(body, path=path, first_line=first_line)
    if found and isinstance(found[0], SlaError) and found[0].code is Fault.PAGE_TOO_COMPLEX:
        return found  # nothing else may spend time on it
    return [*template_findings(body, path=path, first_line=first_line, macros=MACRO_NAMES), *found]


def prose_findings(body: str, *, path: str, first_line: int) -> list[SlaError | Notice]:
    """Faults and warnings about Markdown that no template engine is given; that it is too complex comes first."""
    hidden: list[SlaError | Notice] = []
    try:
        refuse_control_characters(body, path=path, first_line=first_line)
    except SlaError as fault:
        hidden.append(fault)
    too_complex = _too_complex(body, path, first_line)
    if too_complex:
        return [too_complex, *hidden]
    return [
        *_snippets(body, path, first_line),
        *page_findings(without_code(body), path=path, first_line=first_line),
        *hidden,
    ]


def _too_complex(body: str, path: str, first_line: int) -> SlaError | None:
    """The first thing on which a Markdown parser would spend more time than a page is worth."""

    def refused(what: str, line: int) -> SlaError:
        hint = "split the page, or move part of it to a page under docs/"
        return SlaError(f"too complex a page: {what}", where=Place(path, line), hint=hint, code=Fault.PAGE_TOO_COMPLEX)

    if len(body) > MAX_CHARACTERS:
        return refused(f"more than {MAX_CHARACTERS // 1024} thousand characters", first_line)
    marks = definitions = 0
    for number, line in enumerate(body.split("\n"), first_line):
        text = line.lstrip(" >\t")
        margin = line[: len(line) - len(text)]
        if len(margin.expandtabs(4)) - margin.count(">") > MAX_INDENT and text:
            return refused(f"a line indented more than {MAX_INDENT} deep", number)
        if margin.count(">") > MAX_QUOTES:
            return refused(f"quotes nested more than {MAX_QUOTES} deep", number)
        if _opened(line) > MAX_QUOTES + MAX_LISTS:
            return refused(f"lists nested more than {MAX_LISTS} deep in one line", number)
        definitions = (definitions + text.startswith(":")) if text else 0
        if definitions > MAX_DEFINITIONS:
            return refused(f"more than {MAX_DEFINITIONS} definitions in one paragraph", number)
        marks = marks + len(_MARKS.findall(text)) if text else 0
        if marks > MAX_MARKS:
            return refused(f"more than {MAX_MARKS} marks ([ ] * _ ` < ...) in one paragraph", number)
    return None


def _opened(line: str) -> int:
    """How many quotes, items and definitions a line opens, counted no further than matters."""
    position, opened = 0, 0
    while opened <= MAX_QUOTES + MAX_LISTS and (found := _OPENING.match(line, position)):
        position, opened = found.end(), opened + 1
    return opened


def _snippets(body: str, path: str, first_line: int) -> Iterator[SlaError]:
    # Also inside code: the extension that includes files reads a page before it knows what is code.
    for number, line in enumerate(body.split("\n"), first_line):
        if re.search(r"-8<-", line):
            hint = "write the text here; other files cannot be included"
            yield SlaError("an include (--8<--)", where=Place(path, number), hint=hint, code=Fault.INCLUDE)


def template_findings(body: str, *, path: str, first_line: int, macros: frozenset[str]) -> Iterator[SlaError]:
    """Everything in a text, as `protect_code` hands it to the engine, that is no call of one of these macros."""
    if "{{" not in body and "{%" not in body and "{#" not in body:
        return
    # jinja2's door is pages/. It is opened here as well, because only the engine's own parser knows what the
    # engine would run; nothing is compiled or rendered. Late, because few bodies hold a brace.
    import jinja2

    source = protect_code(body)
    environment = jinja2.Environment()
    try:
        hidden = list(_not_in_tree(environment.lex(source)))
        tree = environment.parse(source)
    except jinja2.TemplateSyntaxError as found:
        where = Place(path, first_line + found.lineno - 1)
        yield SlaError(f"template syntax that cannot be read: {found.message}", where=where, hint=_ONLY,
                       code=Fault.TEMPLATE_CODE)  # fmt: skip
        return
    except (RecursionError, ValueError):  # nesting beyond Python's stack; a number with thousands of digits
        yield SlaError("template syntax too deep to be read", where=Place(path, first_line), hint=_ONLY,
                       code=Fault.TEMPLATE_CODE)  # fmt: skip
        return
    for line, what in hidden:
        yield SlaError(
            f"{what} is not allowed", where=Place(path, first_line + line - 1), hint=_ONLY, code=Fault.TEMPLATE_CODE
        )
    for statement in tree.body:
        if isinstance(statement, jinja2.nodes.Output):
            for node in statement.nodes:
                yield from _expression(node, path, first_line, macros)


def _not_in_tree(tokens: Iterator[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    """Blocks, comments and raw sections: the parser drops the last two, so the tokens have to tell."""
    names = {"block_begin": "a {% block %}", "comment_begin": "a {# comment #}", "raw_begin": "a {% raw %} section"}
    for line, token, _ in tokens:
        if token in names:
            yield line, names[token]


def _expression(node: object, path: str, first_line: int, macros: frozenset[str]) -> Iterator[SlaError]:
    from jinja2 import nodes

    if isinstance(node, nodes.TemplateData) or (isinstance(node, nodes.Const) and node.value == "{"):
        return
    assert isinstance(node, nodes.Expr)
    where = Place(path, first_line + node.lineno - 1)
    if isinstance(node, nodes.Name) and node.name in macros:
        message = f"{{{{ {node.name} }}}} does not call the macro"
        yield SlaError(message, where=where, hint=f"write {{{{ {node.name}() }}}}", code=Fault.UNKNOWN_MACRO)
    elif not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        what = type(node).__name__.lower()
        yield SlaError(f"template code in the text ({what})", where=where, hint=_ONLY, code=Fault.TEMPLATE_CODE)
    elif node.node.name not in macros:
        hint = did_you_mean(node.node.name, sorted(macros))
        yield SlaError(f'unknown macro "{node.node.name}"', where=where, hint=hint, code=Fault.UNKNOWN_MACRO)
    else:
        yield from _arguments(node, where)


def _arguments(call: object, where: Place) -> Iterator[SlaError]:
    from jinja2 import nodes

    assert isinstance(call, nodes.Call)
    assert isinstance(call.node, nodes.Name)
    name = call.node.name
    values = [*call.args, *(keyword.value for keyword in call.kwargs)]
    if call.dyn_args or call.dyn_kwargs or not all(isinstance(value, nodes.Const) for value in values):
        hint = f'write plain texts or numbers, for example {{{{ {name}("lead-handoff") }}}}'
        yield SlaError(
            f"an argument of {name} that is not a constant", where=where, hint=hint, code=Fault.TEMPLATE_CODE
        )
        return
    known = _ARGUMENTS.get(name)
    if known is None:
        return
    if len(call.args) > len(known):
        message = f"{name} takes {counted(len(known), 'argument') if known else 'no arguments'}, found {len(call.args)}"
        hint = f"its arguments: {', '.join(known)}" if known else f"write {{{{ {name}() }}}}"
        yield SlaError(message, where=where, hint=hint, code=Fault.UNKNOWN_MACRO)
    for keyword in call.kwargs:
        if keyword.key not in known:
            message = f'{name} has no argument "{keyword.key}"'
            hint = did_you_mean(keyword.key, known) or f"write {{{{ {name}() }}}}"
            yield SlaError(message, where=where, hint=hint, code=Fault.UNKNOWN_MACRO)
        elif keyword.key in known[: len(call.args)]:
            message = f'{name} is given "{keyword.key}" twice'
            yield SlaError(message, where=where, hint="keep one", code=Fault.UNKNOWN_MACRO)
