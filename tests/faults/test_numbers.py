"""Every number of a fault is explained where it stands in the code, and a test has seen the product print it."""

from pathlib import Path

import pytest
from tools.reference.texts import below, paragraphs

from living_sla.errors import Fault, SlaError, Unreadable

ROOT = Path(__file__).parents[2]
TOLD = below(Fault)


def test_a_fault_prints_its_number():
    assert str(SlaError("too much", code=Fault.PAGE_TOO_COMPLEX)) == "SLA-F029 too much"
    assert Unreadable("too much", code=Fault.PAGE_TOO_COMPLEX).inside("terms").code is Fault.PAGE_TOO_COMPLEX


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_each_fault_says_what_was_found_and_what_to_do(fault):
    """Below the member in `fault.py`; `make reference` makes the page of it."""
    assert len(paragraphs(TOLD.get(fault.name, ""))) == 2


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
