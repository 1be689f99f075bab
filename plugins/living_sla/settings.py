"""What a site decides for all its agreements: `[tool.living_sla]` in `pyproject.toml`."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from living_sla.errors import Faults, Place, SlaError

_FILE = "pyproject.toml"


@dataclass(frozen=True)
class Settings:
    """The settings of one site; every one has a default."""

    fiscal_year_start: int = 1
    """The month in which fiscal years begin, 1 to 12."""


def read_settings(root: Path) -> Settings:
    """The settings of the site at `root`; the defaults where it has no `pyproject.toml` or no such table.

    Raises `Faults` for unknown settings and for values that a setting cannot take.
    """
    path = root / _FILE
    if not path.is_file():
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("living_sla", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise SlaError(f"this is not TOML: {broken}", where=Place(_FILE), hint="mend the file") from None
    faults = [_unknown(key) for key in table if key not in {field.name for field in fields(Settings)}]
    month = table.get("fiscal_year_start", 1)
    if type(month) is not int or not 1 <= month <= 12:
        hint = "write the number of a month, 1 to 12"
        faults.append(SlaError(f"fiscal_year_start is {month!r}", where=Place(_FILE), hint=hint))
    if faults:
        raise Faults(faults)
    return Settings(fiscal_year_start=month)


def _unknown(key: str) -> SlaError:
    known = [field.name for field in fields(Settings)]
    close = difflib.get_close_matches(key, known, n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"known: {', '.join(known)}"
    return SlaError(f'unknown setting "{key}" in [tool.living_sla]', where=Place(_FILE), hint=hint, code="SLA-F010")
