"""Public holidays: the door to the pinned `holidays` library."""

from __future__ import annotations

import difflib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec

from living_sla.errors import Fault, Unreadable

LOOK_AHEAD = timedelta(days=92)
"""How far ahead holidays should be known: clocks that start now may run out then."""


@dataclass(frozen=True)
class CalendarDay:
    """A day whose hours differ from its weekday's: a holiday, a closure, an extra working day."""

    day: date
    name: str
    open: bool = False


@cache
def known_holidays(text: str) -> str:
    """`text` if it names a country (``NL``) or one of its subdivisions (``GB-ENG``) whose holidays are known."""
    import holidays  # imported late: it costs more than most commands that never ask for a holiday

    country, _, subdivision = text.partition("-")
    try:
        if len(country) == 2 and country.isupper():
            with _no_other_country():
                holidays.country_holidays(country, subdiv=subdivision or None)
            return text
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


@cache
def _asked(region: str, year: int) -> tuple[dict[date, str], bool]:
    """The holidays, and whether they are all: some lists end, and some know moving feasts for some years only."""
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


@cache  # the metadata of a package are a file, and every agreement asks
def calendar_release() -> str:
    """Name and version of the library whose holidays were used, for provenance."""
    return f"holidays {version('holidays')}"
