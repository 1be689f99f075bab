"""The page of goals shows what the terms say, and its calculator comes to the same, whatever is asked of both."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from importlib.resources import files
from itertools import pairwise
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from living_sla.model.figures.goal_item import goal_items
from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.past.basis import Basis
from living_sla.pages.goals.goals import goals, has_goals
from living_sla.pages.links import Links
from living_sla.words.terms.goals import cells
from tests.factories.full_terms import agreement, full

LINKS = Links("", {"lead-handoff": "agreements/lead-handoff.md"})
SCRIPT = files("living_sla.site") / "assets/js/goals.js"
needs_node = pytest.mark.skipif(which("node") is None, reason="no node")

_RUN = """
const { worked, read, asShare } = require(process.argv[1])
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"))
console.log(JSON.stringify(asked.map(({ of, given }) => {
  const found = {}
  for (const [name, kind, text] of given) {
    const one = read(text, kind)
    if (one.fault) return { fault: `${name}: ${one.fault}` }
    found[name] = asShare(one.value, kind)
  }
  return worked(of, found)
})))
"""


def standing(fields) -> AgreementStanding:
    return AgreementStanding(agreement(fields), Basis.IN_FORCE, ())


def page(*all_fields) -> LexborHTMLParser:
    return LexborHTMLParser(str(goals([standing(fields) for fields in all_fields], LINKS)))


def shown(tree) -> list[dict[str, str]]:
    """The text of every cell of each goal."""
    return [
        {cell.attributes["data-cell"]: cell.text().strip() for cell in goal.css("[data-cell]")}
        for goal in tree.css("[data-goal]")
    ]


def asked(tree) -> list[dict[str, object]]:
    """What the script reads from each goal of the page."""
    return [
        {
            "of": json.loads(goal.attributes["data-goal"]),
            "given": [
                [one.attributes["data-given"], one.attributes["data-kind"], one.attributes["data-value"]]
                for one in goal.css("[data-given]")
            ],
        }
        for goal in tree.css("[data-goal]")
    ]


def by_script(questions) -> list[dict[str, object]]:
    done = subprocess.run(["node", "-e", _RUN, str(SCRIPT)], input=json.dumps(questions), capture_output=True,
                          text=True, check=True, timeout=60)  # fmt: skip
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_the_page_shows_the_way_back_the_months_and_the_hours():
    (told,) = shown(page(full()))
    assert told["stage-2-year"] == "2,400"
    assert told["stage-0-month"] == "4"
    assert told["sum-quarter"] == "EUR\u00a0360,000"
    assert told["months"] == "2,400"
    assert told["month-8"] == str(int(told["month-8-0"]) + int(told["month-8-1"]))
    # The full terms ask for five attempts on each MQL: 200 a month, 12 minutes each.
    assert told["desk-average-hours"] == "200"
    assert told["desk-average-left"] == "233 left"
    assert told["most"] == "433"


def test_without_a_basis_or_a_capacity_there_is_no_page():
    fields = full()
    del fields["capacity"], fields["commitments"][0]["basis"]
    assert not has_goals([standing(fields)])
    assert "No count says where its number comes from yet" in page(fields).text()


def test_a_volume_of_a_desk_needs_no_basis():
    fields = full()
    del fields["commitments"][0]["basis"]
    (told,) = shown(page(fields))
    assert told["desk-average-records"] == told["desk-heaviest-records"] == "400"
    assert "stage-0-year" not in told


@st.composite
def some_terms(draw):
    """The full terms with another basis, another desk and another target."""
    fields = full()
    volume = fields["commitments"][0]
    decimal = st.decimals("0.01", "999999.99", places=2).map(lambda value: format(value.normalize(), "f"))
    rate = st.sampled_from(["100%", "0.5%", "33.3%", "12%", "1%", "0.125"])
    names = ["Lead", "MQL", "SQL", "Opportunity", "Deal"][-draw(st.integers(1, 5)) :]
    basis = {
        "quota": draw(decimal),
        "per": draw(st.sampled_from(["month", "quarter", "year"])),
        "share": draw(rate),
        "conversions": [{"from": before, "to": after, "share": draw(rate)} for before, after in pairwise(names)],
        "seasons": draw(
            st.dictionaries(st.sampled_from(["jan", "aug", "dec"]), st.sampled_from(["0%", "33.3%", "1000%"]))
        ),
        "regions": draw(
            st.sampled_from([{}, {"EMEA": "60%", "AMER": "40%"}, {"A": "33.3%", "B": "33.3%", "C": "33.4%"}])
        ),
    }
    if draw(st.booleans()):
        basis["quota"] += " EUR"
        basis["deal"] = f"{draw(decimal)} EUR"
    volume["basis"] = basis
    kind = draw(st.sampled_from(["month", "quarter", "week", "2 weeks from 2026-10-05", "year", "day"]))
    volume["per"] = kind
    targets = {"month": {"2026-08": "at least 5", "otherwise": "at least 9"}, "quarter": {"2026-Q3": "at least 7.5"}}
    volume["target"] = draw(st.sampled_from(["at least 400", targets.get(kind, "at least 0")]))
    fields["capacity"] = {
        "party": draw(st.sampled_from(["sales", "marketing"])),
        "people": draw(st.sampled_from(["1", "3.5", "40"])),
        "hours": draw(st.sampled_from(["25 a week", "0.5 a week"])),
        "minutes": draw(st.sampled_from(["12 an attempt", "7.25 an attempt"])),
    }
    return fields


@needs_node
@settings(max_examples=3, deadline=None)
@given(st.lists(some_terms(), min_size=12, max_size=12))
def test_the_calculator_comes_to_what_the_page_shows(all_fields):
    usable = [
        fields for fields in all_fields if all(_fits(item) for item in goal_items(standing(fields).agreement.terms))
    ]
    tree = page(*usable)
    assert [found["cells"] for found in by_script(asked(tree))] == [
        cells(item) for fields in usable for item in goal_items(agreement(fields).terms)
    ]


def _fits(item) -> bool:
    return item.goal is None or item.goal.a_year <= 10**9


@needs_node
def test_the_calculator_refuses_what_the_agreement_file_refuses():
    (question,) = asked(page(full()))

    plain = "Write digits with a decimal point, for example 400 or 2.5."
    refused = {
        "": "Write a number.", "  ": "Write a number.", "1e9": plain, "1e400": plain, "NaN": plain, "Infinity": plain,
        "0x10": plain, "010": plain, "1,000": plain, "1_000": plain, "\u0661": plain, "1.": plain, "--1": plain,
        "1234567890123456": "Write at most 15 digits.", "0": "Write more than 0.", "-1": "Write more than 0.",
    }  # fmt: skip
    expected = {("quota", text): f"quota: {why}" for text, why in refused.items()} | {
        ("step-0", "0"): "step-0: Write more than 0 and at most 100.",
        ("step-0", "100.001"): "step-0: Write more than 0 and at most 100.",
        ("season-1", "-0.1"): "season-1: Write 0 to 1000.",
        ("hours", "169"): "hours: Write more than 0 and at most 168.",
        ("region-0", "61"): "The regions do not add up to 100\u00a0%.",
        ("step-0", "25 %"): None,
    }

    def given_with(name: str, text: str) -> dict[str, object]:
        given_now = [[one, kind, text if one == name else value] for one, kind, value in question["given"]]
        return {"of": question["of"], "given": given_now}

    asked_for = [*expected, ("deal", "0.000000000001")]
    *found, tiny = (one.get("fault") for one in by_script([given_with(*one) for one in asked_for]))
    assert dict(zip(expected, found, strict=True)) == expected
    assert str(tiny).startswith("It takes more than 1,000,000,000 records a year")


def test_texts_of_an_agreement_stay_text_on_the_page():
    fields = full()
    evil = '"><script>alert(1)</script>{{ 7*7 }}'
    basis = fields["commitments"][0]["basis"]
    basis["regions"] = {evil: "100%"}
    basis["conversions"] = [{"from": evil, "to": "Deal", "share": "5%"}]
    html = str(goals([standing(fields)], LINKS))
    assert "<script" not in html
    assert "{{" not in html
    assert LexborHTMLParser(html).css_first("script") is None


def test_what_a_desk_is_asked_adds_up_for_who_subtracts():
    (item,) = goal_items(agreement(full()).terms)
    load = item.load(item.commitment.per, Fraction(1000, 7))
    assert load.left == load.hours_there - load.hours
