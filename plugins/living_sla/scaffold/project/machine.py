"""What the machine says about the place where somebody works: its time zone, and the country of a zone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from living_sla.errors import Unreadable
from living_sla.model.time.calendar import known_holidays
from living_sla.model.time.zones import canonical_zone

_LOCAL = Path("/etc/localtime")


def zone_of_machine(local: Path = _LOCAL) -> str:
    """The IANA zone of this machine, in its canonical spelling; UTC where it does not tell one."""
    stated = os.environ.get("TZ", "").removeprefix(":")
    for name in (stated, os.path.realpath(local).rpartition("zoneinfo/")[2]):
        try:
            return canonical_zone(name)
        except Unreadable:
            continue
    return "UTC"


_ABBREVIATED = {
    **dict.fromkeys(("EST", "EDT", "ET"), "America/New_York"),
    **dict.fromkeys(("CST", "CDT", "CT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT", "MT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT", "PT"), "America/Los_Angeles"),
    **dict.fromkeys(("GMT", "BST"), "Europe/London"),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    "JST": "Asia/Tokyo",
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("UTC", "Z"), "UTC"),
}
"""Where most people mean a zone by its letters; several zones share some of them, so that it is only proposed."""


def zone_of_headers(header: Iterable[str]) -> str:
    """The zone that names of columns agree on, as ``Create Date (EST)`` does; empty where they name none or several."""
    named = {found[1] for name in header if (found := re.search(r"\(([A-Z]{2,4}|Z)\)\s*$", name))}
    zones = {_ABBREVIATED[one] for one in named if one in _ABBREVIATED}
    return zones.pop() if len(zones) == 1 else ""


def country_of(zone: str) -> str:
    """The country that a zone is about, where its holidays are known; empty for UTC and for everything else."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    country = next((row[0] for row in rows if row[2:3] == [zone]), "")
    try:
        return known_holidays(country) if country else ""
    except Unreadable:
        return ""
