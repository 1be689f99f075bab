"""The pages of the documentation: where they are, in which group, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from living_sla.errors import EnvironmentFault

_SHIPPED = Path(__file__).with_name("docs")
"""Where the build puts the pages and `mkdocs.yml`, whose navigation has the groups: `tools/wheel_docs.py`."""

_GROUP = re.compile(r"  - (\w+):(?:\s*\[.*|\s*)")
_PAGE = re.compile(r"[\w/-]+\.md")
_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n+", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^# (.+?)(?: \{.*\})?$", re.MULTILINE)


class HandbookPage(Struct, frozen=True):
    """One page of the documentation."""

    name: str
    """Its path below `docs/`, without the ending: `how-to/sign`; of the first page of a folder, the folder."""

    group: str
    title: str

    text: str
    """Markdown, without front matter."""

    @property
    def short_name(self) -> str:
        """What people call it: `sign`."""
        return self.name.rpartition("/")[2]


@cache
def handbook_pages() -> tuple[HandbookPage, ...]:
    """Every page that the navigation has in a group, in its order, but for those that the site makes itself.

    Raises:
        EnvironmentFault: The pages are not there.
    """
    folder, settings = _place()
    named = _navigation(settings.read_text(encoding="utf-8"))
    # Pages that a site makes of its agreements stand in `nav`, too; nobody wrote them.
    return tuple(_page(folder, name, group) for group, name in named if (folder / name).is_file())


def _place() -> tuple[Path, Path]:
    """The folder of the pages, and the settings whose navigation names them."""
    if _SHIPPED.is_dir():
        return _SHIPPED, _SHIPPED / "mkdocs.yml"
    repository = Path(__file__).parents[3]  # of an editable installation
    if (repository / "docs").is_dir() and (repository / "mkdocs.yml").is_file():
        return repository / "docs", repository / "mkdocs.yml"
    raise EnvironmentFault("this installation has no documentation", hint="install living-sla from its wheel again")


def _navigation(settings: str) -> Iterator[tuple[str, str]]:
    """Each page that stands in a group of `nav`, behind its group; what YAML means is plain in this one file."""
    group = ""
    for line in settings.partition("\nnav:")[2].splitlines():
        if line.startswith("  - "):
            found = _GROUP.fullmatch(line)
            group = found[1] if found else ""
        if group:
            yield from ((group, name) for name in _PAGE.findall(line))


def _page(folder: Path, name: str, group: str) -> HandbookPage:
    text = _FRONT_MATTER.sub("", (folder / name).read_text(encoding="utf-8"))
    title = _TITLE.search(text)
    return HandbookPage(name.removesuffix(".md").removesuffix("/index"), group, title[1] if title else name, text)
