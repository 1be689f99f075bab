"""Every number of a fault is explained in `docs/faults.md`, and a test has seen the product print it."""

import re
from pathlib import Path

import pytest

from living_sla.errors import Fault, SlaError, Unreadable

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| (F\d{3}(?:, F\d{3})*) \| (.+?) \| (.+) \|$", (ROOT / "docs/faults.md").read_text("utf-8"), re.M)
NUMBERS = [f"SLA-{number}" for numbers, _, _ in ROWS for number in numbers.split(", ")]
WARNINGS = [f"SLA-{number}" for numbers, _, what_to_do in ROWS if what_to_do.startswith("a warning")
            for number in numbers.split(", ")]  # fmt: skip


def test_a_fault_prints_its_number():
    assert str(SlaError("too much", code=Fault.PAGE_TOO_COMPLEX)) == "SLA-F029 too much"
    assert Unreadable("too much", code=Fault.PAGE_TOO_COMPLEX).inside("terms").code is Fault.PAGE_TOO_COMPLEX


def test_the_page_of_faults_explains_each_number_once():
    assert sorted(NUMBERS) == sorted({*NUMBERS})
    assert {*NUMBERS} - {*WARNINGS} == {*Fault}


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_each_fault_is_used_and_has_a_test(fault):
    used = _texts("plugins/living_sla", lambda path: path.name != "errors.py")
    assert any(f"Fault.{fault.name}" in text for text in used), "nothing raises it"
    tests = _texts("tests", lambda path: path.name != "test_numbers.py")
    assert any(fault in text or f"Fault.{fault.name}" in text for text in tests), f"no test expects {fault}"


def _texts(folder, wanted, _known={}):  # noqa: B006
    if folder not in _known:
        _known[folder] = [path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py") if wanted(path)]
    return _known[folder]
