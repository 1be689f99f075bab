"""What a front matter says about the page rather than about the agreement, and names that it must not use."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path as File
from typing import Any

from living_sla.agreements.yaml.nodes import Places
from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.terms import Presentation
from living_sla.model.suggestion import did_you_mean

PRESENTATION_KEYS = ("tags", "icon", "hide", "description")
HIDEABLE = ("navigation", "toc", "path", "tags", "footer")
_ICON = re.compile(r"[a-z0-9]+(/[a-z0-9-]+)+")

# Names that the site generator, its theme or its macros take from a page's front matter, or would be shadowed by.
_SITE_NAMES = (
    "config page nav site env base_url extra files environment navigation plugin macros render_macros ignore_macros "
    "context git now search social comments status subtitle redirect toc_depth meta markdown content toc url "
    "canonical_url edit_url previous_page next_page is_homepage authors date draft links slug pin categories"
)
_RESERVED = frozenset(_SITE_NAMES.split())


def split_presentation(raw: dict[str, Any], places: Places) -> tuple[Presentation, dict[str, Any], list[SlaError]]:
    """The presentation keys as a value, the rest of the front matter, and what is wrong with either's names."""
    faults = [fault for key in raw if (fault := _reserved(key, places))]
    terms = {key: value for key, value in raw.items() if key not in PRESENTATION_KEYS and not _reserved(key, places)}
    tags = _texts("tags", raw, places, faults)
    hide = _texts("hide", raw, places, faults)
    for position, part in enumerate(hide):
        if part not in HIDEABLE:
            where = places.value(("hide", position))
            message = f'"{part}" is not a part of the page'
            faults.append(SlaError(message, where=where, hint=did_you_mean(part, HIDEABLE), code=Fault.UNKNOWN_NAME))
    icon = _text("icon", raw, places, faults)
    if icon is not None and not is_known_icon(icon):
        message = f'unknown icon "{icon}"'
        hint = "use a name of the theme's icons, for example material/handshake"
        faults.append(SlaError(message, where=places.value(("icon",)), hint=hint, code=Fault.UNKNOWN_ICON))
    return Presentation(tags, icon, hide, _text("description", raw, places, faults)), terms, faults


def _reserved(key: str, places: Places) -> SlaError | None:
    if key == "template":
        hint = "remove it: pages of agreements have the template of the site"
        return SlaError('"template" cannot be chosen', where=places.key((key,)), hint=hint, code=Fault.UNKNOWN_ICON)
    if key in _RESERVED or key.startswith("sla_"):
        message = f'"{key}" is a reserved name of the site'
        return SlaError(message, where=places.key((key,)), hint="remove it", code=Fault.RESERVED_FIELD)
    return None


def is_known_icon(name: str) -> bool:
    """Whether the theme has an icon of that name; of any name that could be one where no theme is installed."""
    if not _ICON.fullmatch(name):
        return False
    folder = _icon_folder()
    return folder is None or (folder / f"{name}.svg").is_file()


@cache
def _icon_folder() -> File | None:
    """The icons that come with the theme, where it is installed; found without importing it."""
    spec = find_spec("material")
    locations = spec.submodule_search_locations if spec else None
    folder = File(next(iter(locations))) / "templates" / ".icons" if locations else None
    return folder if folder and folder.is_dir() else None


def _text(key: str, raw: dict[str, Any], places: Places, faults: list[SlaError]) -> str | None:
    value = raw.get(key)
    if value is None or isinstance(value, str):
        return value
    message = f'"{key}" wants one text'
    faults.append(SlaError(message, where=places.value((key,)), hint="write a single value", code=Fault.INVALID_VALUE))
    return None


def _texts(key: str, raw: dict[str, Any], places: Places, faults: list[SlaError]) -> tuple[str, ...]:
    value = raw.get(key)
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    message = f'"{key}" wants a list of texts'
    faults.append(SlaError(message, where=places.value((key,)), hint="write [one, two]", code=Fault.INVALID_VALUE))
    return ()
