"""Public holidays, as the library knows them."""

from __future__ import annotations

import subprocess
import sys

import holidays
import pytest

from living_sla.model.calendar import holidays_of


@pytest.mark.parametrize("country", ["DE", "GB", "US", "CN", "AE", "PR", "AX"])
def test_a_country_that_is_loaded_alone_has_the_days_of_the_library(country):
    languages = holidays.list_localized_countries().get(country, [])
    language = next((one for one in ("en_US", "en_GB", "en") if one in languages), None)
    assert holidays_of(country, 2026) == dict(holidays.country_holidays(country, years=2026, language=language).items())


def test_no_other_country_is_loaded_and_all_of_them_still_can_be():
    program = """
import sys
from living_sla.model.calendar import holidays_of
holidays_of("GB-ENG", 2026)
print(sorted(name for name in sys.modules if name.startswith("holidays.countries")))
from holidays.countries import UnitedKingdom
print(UnitedKingdom is sys.modules["holidays.countries.united_kingdom"].UnitedKingdom)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["['holidays.countries.united_kingdom']", "True"]
