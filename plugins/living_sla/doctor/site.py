"""The settings of the site, and where it goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

from living_sla.doctor.here import Here
from living_sla.doctor.machine import LITTLE_DISK, NO_DISK, size
from living_sla.doctor.private import shown_path
from living_sla.doctor.project import faults_told
from living_sla.errors import SlaError
from living_sla.model.address import read_address
from living_sla.model.counted import counted
from living_sla.model.observation import Observation, note, ok, problem
from living_sla.site.publishing.destination import located, refuse_unsafe
from living_sla.site.settings.configured import configured, powers_here
from living_sla.site.settings.loaded import Configured
from living_sla.site.settings.mkdocs_yml import CONFIG, plugin_name

_MOST_HOSTS = 3


def site(here: Here) -> Iterator[Observation]:
    """Whether the settings of the site may be used, and what they ask for."""
    if not (here.root / CONFIG).exists():
        yield note("site", f"there is no {CONFIG}: figures work, and no site can be built", "sla init")
        return
    try:
        found = configured(here.root, environment=here.variables)
    except SlaError as fault:
        yield from faults_told("site", fault)
        return
    names = [plugin_name(name) for name in _entries(found.used.data.get("plugins"))]
    powers = powers_here(found.used, here.root)
    able = f"; {counted(len(powers), 'setting')} can run programs, as on the trusted ref" if powers else ""
    yield ok("site", f"{CONFIG} is readable; plugins: {', '.join(names)}{able}")
    if "macros" not in names:
        what = "the plugin macros is not listed, so pages cannot call sla_… macros"
        yield note("site", what, f"list macros in plugins of {CONFIG}, before living-sla")
    elif names.index("macros") > names.index("living-sla"):
        what = "the plugin macros is listed after living-sla"
        yield note(
            "site", what, f"list it before living-sla in plugins of {CONFIG}, as `sla init --print mkdocs.yml` has it"
        )
    if not found.is_strict:
        what = "strict is false, so a site is published with warnings, and with reviews that are broken"
        yield note("site", what, f"strict: true in {CONFIG}")
    elif found.used.data.get("strict") is not True:
        yield note(
            "site", "strict is not set, so mkdocs build would publish with warnings", f"strict: true in {CONFIG}"
        )
    yield from _foreign(found)


def _entries(plugins: Any) -> list[Any]:
    return list(plugins) if isinstance(plugins, dict | list) else []


def _foreign(found: Configured) -> Iterator[Observation]:
    """What would ask another host for something when a page is read; the build refuses it."""
    theme = found.used.data.get("theme")
    theme = theme if isinstance(theme, dict) else {"name": theme}
    if theme.get("name") == "material" and theme.get("font") is not False:
        yield problem("site", "the theme would fetch fonts from another host", f"font: false below theme in {CONFIG}")
    asked = [theme.get("logo"), theme.get("favicon")]
    for key in ("extra_css", "extra_javascript"):
        value = found.used.data.get(key)
        asked += value if isinstance(value, list) else []
    hosts = sorted({host for one in asked if isinstance(one, str) and (host := read_address(one).host)})
    if hosts:
        what = f"pages would fetch files from {', '.join(hosts[:_MOST_HOSTS])}"
        yield problem("site", what, f"put the files into docs/, and name them in {CONFIG} by their paths")


def place(here: Here) -> Iterator[Observation]:
    """Where the site goes, whether it may, and how much fits there."""
    if not (here.root / CONFIG).exists():
        return
    try:
        found = configured(here.root, environment=here.variables)
        target, docs = located(found.site, root=here.root), found.docs
    except SlaError:
        target, docs = here.root / "site", here.root / "docs"  # why not is told by `site`
    elsewhere = "sla build --site-dir /a/folder/that/you/may/write"
    try:
        refuse_unsafe(target, root=here.root, docs=docs)
    except SlaError as fault:
        yield from faults_told("site folder", fault)
        return
    parent = next(folder for folder in target.parents if folder.exists())
    free = shutil.disk_usage(parent).free
    told = f"{shown_path(target.relative_to(here.root) if target.is_relative_to(here.root) else target)}/"
    if not os.access(parent, os.W_OK):
        yield problem("site folder", f"{told} cannot be written: its folder is read-only for this user", elsewhere)
    elif free < NO_DISK:
        yield problem("site folder", f"{told}: {size(free)} are free beside it, and a build needs room", elsewhere)
    elif free < LITTLE_DISK:
        yield note("site folder", f"{told}: only {size(free)} are free beside it", "free the disk")
    else:
        yield ok("site folder", f"{told}, {size(free)} free beside it")


CHECKS = {"site": site, "site folder": place}
