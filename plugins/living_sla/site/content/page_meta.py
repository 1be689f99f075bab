"""What a page of `docs/` says of itself in its front matter, before a generator or a theme acts on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from living_sla.agreements.schema.presentation import is_known_icon
from living_sla.errors import Fault, SlaError

if TYPE_CHECKING:
    from living_sla.site.content.left_out import Placing

_TEMPLATE = "main.html"


def normal(meta: Mapping[str, Any]) -> dict[str, Any]:
    """The front matter with a title that is a text: YAML takes ``title: 2026`` for a number, and plugins stumble."""
    title = meta.get("title")
    return {**meta, "title": str(title)} if title is not None and not isinstance(title, str) else dict(meta)


def without_judged(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What is left of a front matter with faults, so that a generator goes on and everything else is told as well."""
    return {name: value for name, value in meta.items() if name not in ("icon", "search", "template", "title")}


def faults(meta: Mapping[str, Any], place: Placing) -> Iterator[SlaError]:
    """Where a page says what only its theme may decide, or in a way that a theme cannot take."""
    icon, search = meta.get("icon"), meta.get("search")
    if icon is not None and not (isinstance(icon, str) and is_known_icon(icon)):
        hint = "use a name of the theme's icons, for example material/handshake"
        yield SlaError("an unknown icon", where=place("icon:"), hint=hint, code=Fault.UNKNOWN_ICON)
    if search is not None and not _is_search(search):
        hint = "write search: {exclude: true}, or search: {boost: 2}"
        yield SlaError("the search is told something else", where=place("search:"), hint=hint, code=Fault.INVALID_VALUE)
    if isinstance(meta.get("title"), dict | list):
        yield SlaError(
            "a title that is not a text", where=place("title:"), hint="write one text", code=Fault.INVALID_VALUE
        )


def template(meta: Mapping[str, Any], place: Placing) -> Iterator[SlaError]:
    """The fault of a page that chooses how it is rendered: a template of the theme may lead readers elsewhere."""
    if meta.get("template", _TEMPLATE) != _TEMPLATE:
        hint = "remove it, or list the page in trusted_pages"
        yield SlaError("a page chooses its template", where=place("template:"), hint=hint, code=Fault.FOREIGN_TEMPLATE)


def _is_search(value: object) -> bool:
    if not isinstance(value, dict) or not value.keys() <= {"exclude", "boost"}:
        return False
    boost = value.get("boost", 1)
    return isinstance(value.get("exclude", False), bool) and isinstance(boost, int | float) and 0 <= boost <= 1e6
