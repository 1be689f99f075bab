"""Public holidays: the door to the pinned `holidays` library."""

from __future__ import annotations

import difflib
import json
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import Any, Protocol

from msgspec import Struct

from living_sla.fault import Fault
from living_sla.model.time.release import release
from living_sla.unreadable import Unreadable

LOOK_AHEAD = timedelta(days=92)
"""How far ahead holidays should be known: clocks that start now may run out then."""


class CalendarDay(Struct, frozen=True):
    """A day whose hours differ from its weekday's: a holiday, a closure, an extra working day."""

    day: date
    name: str
    open: bool = False


class Memory(Protocol):
    """What is remembered between runs, under names."""

    def read(self, name: str) -> bytes | None:
        """What was written under that name; None where that is nothing that can be believed."""

    def write(self, name: str, content: bytes) -> None:
        """Remember it."""


_told: dict[str, Any] = {}
"""What the library said, by what it was asked: ``DE-BY`` (that it knows the region), ``DE-BY 2026`` (a year of it)."""


def recall(memory: Memory) -> None:
    """Take what this release of the library said before: to load it costs a tenth of a small project's second run."""
    content = memory.read(_NAME)
    if content is not None:
        release, told = json.loads(content)
        if release == calendar_release():
            _told.update(told | _told)
            _recalled.update(told)


def remember(memory: Memory) -> None:
    """Keep what the library said, where it said more than was recalled."""
    if _told.keys() - _recalled:
        memory.write(_NAME, json.dumps([calendar_release(), _told]).encode())


_NAME = "holidays"
_recalled: set[str] = set()


def known_holidays(text: str) -> str:
    """`text` if it names a country (``NL``) or one of its subdivisions (``GB-ENG``) whose holidays are known."""
    if text not in _told:
        _require_known(text)
        _told[text] = True
    return text


def _require_known(text: str) -> None:
    import holidays  # imported late: it costs more than most commands that never ask for a holiday

    country, _, subdivision = text.partition("-")
    try:
        if len(country) == 2 and country.isupper():
            with _no_other_country():
                holidays.country_holidays(country, subdiv=subdivision or None)
            return
    except NotImplementedError:
        pass  # the library's way to say that it does not know the country or the subdivision
    raise Unreadable(f'no holidays are known for "{text}"', _suggestion(text), code=Fault.UNKNOWN_HOLIDAYS)


def _suggestion(text: str) -> str:
    import holidays

    regions = holidays.list_supported_countries()
    country, _, subdivision = text.upper().partition("-")
    if country in regions and subdivision:
        names = ", ".join(f"{country}-{name}" for name in regions[country][:12])
        return f"known there: {names}" if names else f"write {country}: it has no subdivisions of its own"
    close = difflib.get_close_matches(country, regions, n=1, cutoff=0.5)
    return f"use an ISO 3166 code, for example {close[0] if close else 'GB-ENG or NL'}"


@cache
def holidays_of(region: str, year: int) -> dict[date, str]:
    """The public holidays of a region in one year, with their names in English where the library has them.

    None where the library knows none for that year; `unknown_years` says so.
    """
    return dict(sorted(_asked(region, year)[0].items()))


def unknown_years(region: str, first: int, last: int) -> tuple[int, ...]:
    """The years from `first` to `last` for which the library does not know all holidays of the region."""
    return tuple(year for year in range(first, last + 1) if not _asked(region, year)[1])


def _asked(region: str, year: int) -> tuple[dict[date, str], bool]:
    """The holidays, and whether they are all: some lists end, and some know moving feasts for some years only."""
    name = f"{region} {year}"
    if name not in _told:
        days, all_known = _of_library(region, year)
        _told[name] = [{day.isoformat(): what for day, what in days.items()}, all_known]
    days, all_known = _told[name]
    return {date.fromisoformat(day): what for day, what in days.items()}, all_known


def _of_library(region: str, year: int) -> tuple[dict[date, str], bool]:
    import holidays

    country, _, subdivision = region.partition("-")
    with _no_other_country(), warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=_english(country))
    return dict(found), found.start_year <= year <= found.end_year and not told


@contextmanager
def _no_other_country() -> Iterator[None]:
    """Within it, the module of one country is imported without its package, which imports all 250 (0.1 s).

    The library loads a country when it is asked for, but by a name below `holidays.countries`, and Python imports that
    package first. An empty one in its place leads to the same modules.
    """
    package = "holidays.countries"
    spec = None if package in sys.modules else find_spec(package)
    if spec is None:
        yield
        return
    sys.modules[package] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules[package]


def _english(country: str) -> str | None:
    import holidays

    languages = getattr(holidays, country).supported_languages
    return next((language for language in ("en_US", "en_GB", "en") if language in languages), None)


def calendar_release() -> str:
    """Name and version of the library whose holidays were used, for provenance."""
    return release("holidays")
