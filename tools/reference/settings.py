"""`docs/reference/settings.md`: every setting of a site, and every variable of a machine that is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

import living_sla
from living_sla.setting_name import SettingName, SiteSettingName
from living_sla.site.settings.configured import PUBLIC
from tools.reference.markdown import code, from_docs, heading, index, page
from tools.reference.texts import below, below_constants, paragraphs

_ABOUT = """\
The settings of a site stand in `pyproject.toml`, in the folder of the project. All of them may be left out. An unknown
one is an error (F010). Those that decide what is believed are read from the trusted ref:
[whose settings count](../settings.md)."""
_SITE = """\
What pages may do beyond what every author may. It is read from the [trusted ref](../settings.md#the-trusted-ref)
only."""
_VARIABLES = """\
A variable of the machine holds for whoever works there, whatever the repository says. Progress is drawn on terminals
only, and not where `CI` or `NO_COLOR` is set."""
_PUBLIC = """\
`!ENV` in `mkdocs.yml` puts a variable of the machine onto pages. It may name these, which hold nothing that readers may
not know, and those that the setting [`environment`](#environment) lists (F110):"""
_OURS = re.compile(r"SLA_[A-Z]+(?:_[A-Z]+)*|SOURCE_DATE_EPOCH")


def text() -> str:
    """The page."""
    variables = read_variables()
    names = [*SettingName, *SiteSettingName, *variables]
    return page(
        "Settings",
        _ABOUT,
        index((f"`{name}`", _anchor(name)) for name in names),
        heading(2, "`[tool.living_sla]`", "tool-living-sla"),
        *_entries(SettingName, "toml"),
        heading(2, "`[tool.living_sla.site]`", "tool-living-sla-site"),
        _SITE,
        *_entries(SiteSettingName, "toml"),
        heading(2, "Variables of a machine", "variables"),
        _VARIABLES,
        *(_entry(name, told, "sh") for name, told in variables.items()),
        heading(2, "Variables that pages may show", "public-variables"),
        _PUBLIC,
        ", ".join(f"`{name}`" for name in sorted(PUBLIC, key=_of_whom)) + ".",
    )


def read_variables() -> dict[str, str]:
    """The variables that the product reads, each with the text below the constant that names it."""
    found: dict[str, str] = {}
    for path in Path(living_sla.__path__[0]).rglob("*.py"):
        told = below_constants(path.read_text(encoding="utf-8"))
        found |= {name: told[name] for name in told if _OURS.fullmatch(name)}
    return dict(sorted(found.items()))


def examples(names: Iterable[StrEnum]) -> dict[str, str]:
    """How each setting is written."""
    told = below(type(next(iter(names))))
    return {name: paragraphs(told[name.name])[2] for name in names}


def _entries(names: type[StrEnum], language: str) -> Iterator[str]:
    told = below(names)
    return (_entry(name, told[name.name], language) for name in names)


def _entry(name: str, told: str, language: str) -> str:
    says, without, example = paragraphs(from_docs(told))
    title = heading(3, f"`{name}`", _anchor(name))
    return "\n\n".join([title, says, f"**Without it:** {without[0].lower()}{without[1:]}", code(example, language)])


def _anchor(name: str) -> str:
    return name.lower().replace("_", "-")


def _of_whom(name: str) -> tuple[str, str]:
    return name.partition("_")[0], name
