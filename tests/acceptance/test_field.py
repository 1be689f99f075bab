"""Exports from the field that once came to a wrong figure, or to none: the right value, or the right fault.

Each case is a small project beside this one, skipped where it is not; what it asks for stands in its `EXPECTED.md`.
"""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest

from living_sla import report
from living_sla.agreements.sources_file import read_sources
from living_sla.errors import Faults
from living_sla.scaffold.guess import NotReadAsItIs, guess
from living_sla.site.publishing.build import build
from tests.factories.git_folders import GitFolder
from tests.history.conftest import no_settings

__all__ = ["no_settings"]

CASES = Path(__file__).parents[3] / "shared" / "cases" / "field"

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project"),
]


@pytest.fixture
def case(tmp_path):
    """A function that copies the case of that name, and returns its folder."""

    def copied(name: str, to: str = "project") -> Path:
        [found] = CASES.glob(f"{name}*")
        # Permissions are not copied: the cases may not be written to, and their copies are.
        return Path(shutil.copytree(found, tmp_path / to, copy_function=shutil.copyfile))

    return copied


def edit(root, path, old, new):
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def january(root):
    """The value of the one commitment in January 2026, its status, and the names of the warnings."""
    found = report.check(root)
    [agreement] = found.agreements
    [commitment] = agreement.commitments
    [month] = [month for month in commitment.series if month.period.label == "2026-01"]
    return month.value, str(month.status), {notice.name for notice in found.notices}


def entry(file):
    """What the guess comes to, and the faults of lines that are no records."""
    try:
        return guess(file), ""
    except NotReadAsItIs as found:
        return found.entry, str(found)


def faults(root):
    with pytest.raises(Faults) as refused:
        report.check(root)
    return "\n".join(str(fault) for fault in refused.value.faults)


def test_the_second_download_of_a_day_is_the_newer_one(case):
    value, status, warnings = january(case("01-"))
    assert (value, status) == (3, "met")
    assert "newest-by-content" in warnings


def test_a_formula_that_was_never_computed_is_no_blank(case):
    assert "SLA-F044" in faults(case("02-"))


def test_a_mark_that_could_stand_between_thousands_is_asked_for(case):
    root = case("03-")
    assert "SLA-F123" in faults(root)
    edit(root, "data/sources.yml", "  key: id", '  thousands: "."\n  decimal: ","\n  key: id')
    assert january(root)[:2] == (14650, "met")


@pytest.mark.parametrize(
    ("asked", "cell", "hint"),
    [
        ("marketingqualifiedlead", "Marketing Qualified Lead", "Marketing Qualified Lead"),
        ("Web", "WEB", "WEB"),
        ("In Progress", "In\u00a0Progress", "In<U+00A0 NO-BREAK SPACE>Progress"),
        ("Qualifie\u0301", "Qualifi\u00e9", "Qualifi\u00e9"),
        ("Trucks", "Trucks;Vans", "write includes Trucks"),
    ],
)
def test_a_word_that_no_record_has_is_told_with_the_one_that_could_be_meant(case, asked, cell, hint):
    root = case("05-")
    edit(root, "agreements/field.md", "marketingqualifiedlead", asked)
    edit(root, "data/exports/contacts.csv", "Marketing Qualified Lead", cell)

    def told():
        [notice] = [notice for notice in report.check(root).notices if notice.name == "never-met"]
        return str(notice)

    assert "no record of leads has" in told()
    # A word is shown where five records share it: then it is about nobody.
    with (root / "data" / "exports" / "contacts.csv").open("a", encoding="utf-8") as export:
        export.writelines(f"{number},2026-01-07 09:00,{cell}\n" for number in range(4, 8))
    assert hint in told()


def test_one_of_the_values_of_a_cell_is_found(case):
    root = case("05-")
    edit(root, "agreements/field.md", "marketingqualifiedlead", "includes Trucks")
    edit(root, "data/exports/contacts.csv", "Marketing Qualified Lead", "Trucks;Vans")
    edit(root, "data/sources.yml", "Lifecycle Stage, type: text", 'Lifecycle Stage, type: text, values_separator: ";"')
    value, status, warnings = january(root)
    assert (value, status, "never-met" in warnings) == (2, "met", False)


def test_a_date_as_an_end_is_not_before_the_start_on_its_day(case):
    root = case("07-")
    assert january(root)[:2] == (Fraction(3, 10), "met")
    edit(root, "data/sources.yml", 'type: instant, format: "%Y-%m-%d"', "type: date")
    assert january(root)[:2] == (Fraction(3, 10), "met")


def test_a_short_row_and_a_second_sheet_end_no_guess_in_a_traceback(case):
    root = case("08-")
    guessed, told = entry(root / "data/exports/report.csv")
    assert "lead_id: {from: Lead ID, type: text}" in guessed
    assert "report.csv:5: SLA-F043 a line of text, as in a footer" in told
    assert "  sheet: Data  # decide: or Sheet\n" in guess(root / "data/exports/two-sheets.xlsx")


@pytest.mark.parametrize("name", ["trailing", "bitrix", "jira", "hubspot"])
def test_a_header_that_reading_accepts_is_accepted_by_the_guess(case, name):
    root = case("09-")
    (root / "data" / "sources.yml").write_text(guess(root / "data" / "exports" / f"{name}.csv"), encoding="utf-8")
    edit(root, "agreements/field.md", "source: leads", f"source: {name}")
    columns = read_sources(root).sources[name].columns
    start = next((column for column, spec in columns.items() if spec.type == "instant"), None)
    if start is None:
        assert name == "bitrix"  # it has no instant, so no commitment can be measured from it
        return
    end = [column for column, spec in columns.items() if spec.type == "instant"][-1]
    edit(root, "agreements/field.md", "from: created_at, to: contacted_at", f"from: {start}, to: {end}")
    assert january(root)[0] == 1


def test_cells_say_what_is_about_people(case):
    root = case("10-")
    leads, people = (guess(root / "data" / "exports" / f"{name}.csv") for name in ("leads", "people"))
    assert "first_contact: {from: First contact, type: instant}" in leads
    assert "personal:" not in leads
    assert re.findall(r"^    - (\w+)", people, re.M) == ["Agent", "Assignee", "Reporter", "Salesperson", "Responsable"]


def test_one_line_that_does_not_fit_takes_no_delimiter_away(case):
    root = case("11-")
    found = {name: entry(root / "data" / "exports" / f"{name}.csv") for name in ("sep", "footer", "title")}
    guesses = {name: guessed for name, (guessed, _) in found.items()}
    assert '  delimiter: ";"\n' in guesses["sep"]
    assert '  delimiter: ";"\n' in guesses["footer"]
    assert "  skip_lines: 2  # decide" in guesses["title"]
    assert "footer.csv:5: SLA-F043 a line of totals" in found["footer"][1]
    assert all("created: {from: Created, type: instant" in found for found in guesses.values())


def test_an_image_beside_the_agreement_is_on_its_page(case):
    root = case("12-")
    site = build(root).site
    page = (site / "agreements" / "lead-handoff" / "index.html").read_text(encoding="utf-8")
    [address] = re.findall(r'<img alt="Flow" src="([^"]*flow[^"]*png)"', page)
    assert (site / "agreements" / "lead-handoff" / address).resolve().read_bytes()[1:4] == b"PNG"


def test_a_heading_has_the_id_that_it_names(case):
    root = with_a_site(case("13-"))
    page = (build(root).site / "agreements" / "lead-handoff" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<h2 id="why">Why we agreed', page)


def with_a_site(root):
    """The project with the pages of the case that has some."""
    [other] = CASES.glob("12-*")
    shutil.copyfile(other / "mkdocs.yml", root / "mkdocs.yml")
    (root / "docs").mkdir(exist_ok=True)
    shutil.copyfile(other / "docs" / "index.md", root / "docs" / "index.md")
    return root


@pytest.mark.parametrize("rights", ["All rights reserved.", "Tous droits réservés.", "Alle Rechte vorbehalten."])
def test_a_footer_that_a_spreadsheet_filled_up_is_known(case, rights):
    root = case("14-")
    edit(root, "data/exports/report.csv", "All rights reserved.", rights)
    assert january(root)[:2] == (1, "met")


def test_a_word_for_nothing_is_named_with_the_way_to_declare_it(case):
    root = case("15-")
    assert 'SLA-F039 "(No value)"' in faults(root)
    assert 'empty: ["(No value)"]' in faults(root)
    edit(root, "data/sources.yml", "Answered On, type: instant", 'Answered On, type: instant, empty: ["(No value)"]')
    assert january(root)[:2] == (Fraction(1, 2), "missed")


def test_keys_that_a_writer_of_json_leaves_out_are_declared(case):
    root = case("17-")
    assert "absent: empty" in faults(root)
    edit(root, "data/sources.yml", "  key: id", "  absent: empty\n  key: id")
    assert january(root)[:2] == (Fraction(1, 2), "missed")
    assert "absent: empty" in guess(root / "data" / "exports" / "leads.jsonl")


def test_an_instant_stands_in_two_columns(case):
    root = case("18-")
    assert 'from: ["Created", and that one]' in faults(root)
    edit(root, "data/sources.yml", "from: Created,", "from: [Created, time],")
    assert january(root)[:2] == (Fraction(1, 2), "missed")


def test_a_project_in_a_folder_is_signed_in_that_folder(case, tmp_path):
    folder = GitFolder.made(tmp_path / "mono")
    root = with_a_site(case("19-", "mono/ops"))
    address = "https://github.northwind.example/rev/mono"
    (root / "pyproject.toml").write_text(f'[tool.living_sla]\nforge = "{address}"\n', encoding="utf-8")
    folder.commit()
    page = unescape((build(root).site / "agreements" / "field" / "index.html").read_text(encoding="utf-8"))
    assert f"{address}/new/main/ops/agreements/signoffs/field?filename=" in page
    assert "/main/agreements/signoffs" not in page


def test_every_case_is_told():
    """A case that is added beside the project wants a test of its own here."""
    told = set(re.findall(r'case\("([0-9]{2})-"', Path(__file__).read_text(encoding="utf-8")))
    assert {folder.name[:2] for folder in CASES.iterdir() if folder.is_dir()} <= told
