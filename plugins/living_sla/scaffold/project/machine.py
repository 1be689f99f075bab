"""What the machine says about the place where somebody works: its time zone, and the country of a zone."""

from __future__ import annotations

import os
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


def country_of(zone: str) -> str:
    """The country that a zone is about, where its holidays are known; empty for UTC and for everything else."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    country = next((row[0] for row in rows if row[2:3] == [zone]), "")
    try:
        return known_holidays(country) if country else ""
    except Unreadable:
        return ""
