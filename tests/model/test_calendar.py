"""Public holidays, as the library knows them."""

from __future__ import annotations

import subprocess
import sys

import holidays
import pytest

from living_sla.model.time import calendar
from living_sla.model.time.calendar import holidays_of, known_holidays, unknown_years


@pytest.mark.parametrize("country", ["DE", "GB", "US", "CN", "AE", "PR", "AX"])
def test_a_country_that_is_loaded_alone_has_the_days_of_the_library(country):
    languages = holidays.list_localized_countries().get(country, [])
    language = next((one for one in ("en_US", "en_GB", "en") if one in languages), None)
    assert holidays_of(country, 2026) == dict(holidays.country_holidays(country, years=2026, language=language).items())


def test_no_other_country_is_loaded_and_all_of_them_still_can_be():
    program = """
import sys
from living_sla.model.time.calendar import holidays_of
holidays_of("GB-ENG", 2026)
print(sorted(name for name in sys.modules if name.startswith("holidays.countries")))
from holidays.countries import UnitedKingdom
print(UnitedKingdom is sys.modules["holidays.countries.united_kingdom"].UnitedKingdom)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["['holidays.countries.united_kingdom']", "True"]


class Kept(dict):
    """What is remembered, in memory."""

    read, write = dict.get, dict.__setitem__


@pytest.fixture
def nothing_told():
    """The library has not been asked yet."""
    told, recalled = dict(calendar._told), set(calendar._recalled)
    calendar._told.clear()
    calendar._recalled.clear()
    holidays_of.cache_clear()
    yield
    calendar._told.update(told)
    calendar._recalled.update(recalled)


@pytest.mark.usefixtures("nothing_told")
def test_holidays_that_were_recalled_are_those_of_the_library(monkeypatch):
    memory = Kept()
    known = (known_holidays("DE-BY"), holidays_of("DE-BY", 2026), unknown_years("DE-BY", 2026, 2027))
    calendar.remember(memory)
    calendar._told.clear()
    holidays_of.cache_clear()
    calendar.recall(memory)
    monkeypatch.setattr(calendar, "_of_library", None)  # nobody asks it
    assert (known_holidays("DE-BY"), holidays_of("DE-BY", 2026), unknown_years("DE-BY", 2026, 2027)) == known
    memory.clear()
    calendar.remember(memory)
    assert not memory, "nothing new was said"


@pytest.mark.usefixtures("nothing_told")
def test_what_another_release_of_the_library_said_is_not_recalled(monkeypatch):
    memory = Kept()
    holidays_of("DE-BY", 2026)
    calendar.remember(memory)
    calendar._told.clear()
    monkeypatch.setattr(calendar, "calendar_release", lambda: "holidays 0.1")
    calendar.recall(memory)
    assert not calendar._told
