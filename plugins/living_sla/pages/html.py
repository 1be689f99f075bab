"""The door to Jinja2: templates of this room in, one line of HTML out.

What a macro returns may still pass through a template engine, through Markdown and its extensions before it is a
page. So every text from outside leaves here as numeric entities: nothing in it can be read as markup by any of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from living_sla.model.counted import counted
from living_sla.model.time import zones
from living_sla.words import numbers, times
from living_sla.words.past import basis, versions
from living_sla.words.standing import figures, outlook, signals, status_icons

# All but letters, digits, the space and marks that mean nothing to any dialect of Markdown. A full stop stays
# inside a number only (elsewhere extensions make links of bare addresses), a hyphen inside a word only.
_ENTITY = re.compile(r"(?!(?<=[0-9])\.(?=[0-9]))(?!(?<=[A-Za-z0-9])-(?=[A-Za-z0-9]))[^A-Za-z0-9 ,/%\u00a0-\U0010ffff]")
# A space that does not break stays one: a number and its unit belong together.
_SPACES = re.compile(r"[^\S\u00a0]+")
_LINE_BREAK = re.compile(r"\s*\n\s*")


def entities(text: object) -> Markup:
    """`text` with every character that any reader on the way could take for markup as a numeric entity."""
    if isinstance(text, Markup):
        return text
    if isinstance(text, int | float) and 0 <= text < 100_000:
        return Markup(f"{text:.6g}")  # most of what a chart is made of: quick, and without a decimal that says nothing
    return _spelt(str(text))


@lru_cache(maxsize=4096)  # colours, shapes, names and sentences come again and again
def _spelt(text: str) -> Markup:
    return Markup(_ENTITY.sub(lambda match: f"&#{ord(match[0])};", _SPACES.sub(" ", text).strip(" ")))


class _OneLine(Extension):
    """Templates are written in lines; what they render is one. A line break means what it means in HTML: a space."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _LINE_BREAK.sub(" ", source.strip())


@cache
def environment() -> Environment:
    """What renders the templates of this room, the same for every block."""
    jinja = Environment(
        loader=PackageLoader("living_sla.pages"),
        extensions=[_OneLine],
        autoescape=True,
        finalize=entities,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    jinja.globals.update(_words())
    return jinja


def _words() -> dict[str, object]:
    """What templates may call: how this room says figures, times and statuses."""
    functions = (
        counted, basis.judged_by, basis.part_of_period,
        figures.rests_on, figures.bounds, figures.few, figures.left_out, figures.target, figures.value,
        status_icons.status_icon,
        outlook.why,
        versions.by_burden,
        signals.two_words, signals.why_two_words,
        times.day, numbers.how_many, times.instant, numbers.number, times.period_name, times.period_short,
        zones.wall_time, times.zone_words,
    )  # fmt: skip
    return {function.__name__: function for function in functions}


def render(template: str, /, **values: object) -> Markup:
    """The block that `template` makes of `values`: HTML on one line."""
    return Markup(environment().get_template(template).render(**values).strip())


def box(kind: Literal["info", "warn", "fault"], title: str, *paragraphs: str) -> Markup:
    """A box that stands out, with a title and what it is about."""
    return render("box.html", kind=kind, title=title, paragraphs=paragraphs)


def anchor(agreement: str, number: int) -> str:
    """Where a version stands in a log, and on the page of changes: ``lead-handoff-version-3``."""
    return f"{agreement}-version-{number}"
