"""The tables of `docs/demonstration-data.md` are those of the committed files."""

import csv
import re
from collections import Counter
from pathlib import Path

from tests.demo.hand_count import EXPORT, count_first_contacts, count_qualified
from tests.demo.told import GOLDEN

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "demonstration-data.md").read_text(encoding="utf-8")


def contacts():
    with open(EXPORT, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_documented_months_are_the_months_of_the_export():
    documented = re.findall(r"^\| (20\d\d-\d\d)[^|]* \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE)
    created = Counter(row["Create Date"][:7] for row in contacts())
    assert documented == [(month, str(created[month]), str(count_qualified(month))) for month in sorted(created)]


def test_documented_share_of_a_month_is_the_count_by_hand():
    by_region = count_first_contacts("2025-12")
    both = by_region["EMEA"] + by_region["AMER"]
    matured = both["met"] + both["missed"]
    shares = [f"{100 * found['met'] / (found['met'] + found['missed']):.1f} %" for found in by_region.values()]
    expected = f"{100 * both['met'] / matured:.1f} % ({both['met']} of {matured}) | {shares[0]} | {shares[1]}"
    assert f"| 2025-12 | 219 | 214 | {expected} |" in PAGE


def test_documented_years_are_the_years_of_the_export():
    found = []
    rows = contacts()
    for year in ("2025", "2026"):
        handed_over = [row for row in rows if row["Became a Marketing Qualified Lead Date"].startswith(year)]
        found.append((
            sum(row["Create Date"].startswith(year) for row in rows),
            len(handed_over),
            sum(row["Lead Status"] == "Unqualified" for row in handed_over),
            sum(row["Became an Opportunity Date"].startswith(year) for row in rows),
            sum(row["Became a Customer Date"].startswith(year) for row in rows),
        ))  # fmt: skip
    documented = re.findall(
        r"^\| 202[56], [^|]*\| ([\d,]+) \| ([\d,]+) \| (\d+) \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE
    )
    assert [tuple(int(cell.replace(",", "")) for cell in row) for row in documented] == found


def test_the_documented_history_is_what_the_demonstration_tells():
    page = (DOCS / "history.md").read_text(encoding="utf-8")
    _, example, _ = re.split(r"```\n\$ sla history lead-handoff\n|…\n```", page)
    told = (GOLDEN / "history-lead-handoff.txt").read_text(encoding="utf-8")
    at = 0
    for part in example.split("…\n"):
        at = told.index(part, at) + len(part)
