import csv
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tools.demo.clock import moment
from tools.demo.company import AS_OF as NOW
from tools.demo.company import MARKETING, PORTAL_ZONE, REPS
from tools.demo.exports import HUBSPOT_FILE, SALESFORCE_FILE, TASKS_FILE, files

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "data/exports"
AS_OF = datetime(2026, 10, 21, 17, 45)

CREATED, QUALIFIED, CONTACTED = "Create Date", "Became a Marketing Qualified Lead Date", "Date of first engagement"
DECIDED, ACKNOWLEDGED = "Sales Decision Date", "Rejection Acknowledged Date"
OPPORTUNITY, CUSTOMER, MODIFIED = "Became an Opportunity Date", "Became a Customer Date", "Last Modified Date"


def read(name):
    with open(COMMITTED / name, encoding="utf-8", newline="") as file:
        table = file.read().partition("\n\n\n")[0]
    return list(csv.DictReader(table.splitlines()))


@pytest.fixture(scope="module")
def contacts():
    return read(HUBSPOT_FILE)


@pytest.fixture(scope="module")
def report():
    return read(SALESFORCE_FILE)


# ---------------------------------------------------------------- the bytes


def test_committed_exports_are_what_the_simulator_writes():
    for name, content in files().items():
        assert content == (COMMITTED / name).read_bytes(), f"{name}: run python -m tools.demo data/exports"


def test_neither_zone_nor_hash_seed_nor_locale_changes_a_byte(tmp_path):
    elsewhere = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C", "PATH": os.environ["PATH"],
                 "PYTHONPATH": str(ROOT)}  # fmt: skip
    command = [sys.executable, "-W", "error", "-m", "tools.demo", str(tmp_path)]
    subprocess.run(command, check=True, env=elsewhere, cwd=tmp_path, capture_output=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {name: (COMMITTED / name).read_bytes() for name in (HUBSPOT_FILE, SALESFORCE_FILE, TASKS_FILE)}


def test_exports_stay_small_enough_for_git():
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 3_500_000


def test_command_without_a_folder_says_how_it_is_used():
    command = [sys.executable, "-m", "tools.demo"]
    found = subprocess.run(command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (2, "usage: python -m tools.demo DIR\n")


# ---------------------------------------------------------------- the shape


def test_leads_of_each_month(contacts):
    assert Counter(row[CREATED][:7] for row in contacts) == {
        "2025-05": 351, "2025-06": 348, "2025-07": 311, "2025-08": 261, "2025-09": 409, "2025-10": 470,
        "2025-11": 428, "2025-12": 219, "2026-01": 381, "2026-02": 428, "2026-03": 527, "2026-04": 453,
        "2026-05": 473, "2026-06": 493, "2026-07": 395, "2026-08": 323, "2026-09": 521, "2026-10": 315,
    }  # fmt: skip


def test_every_stage_is_reached_by_some(contacts):
    stages = Counter(row["Lifecycle Stage"] for row in contacts)
    assert set(stages) == {
        "Subscriber", "Lead", "Marketing Qualified Lead", "Sales Qualified Lead", "Opportunity", "Customer",
    }  # fmt: skip
    assert all(count > 200 for count in stages.values())


def test_one_in_fifty_handed_over_leads_is_still_undecided(contacts):
    handed_over = [row for row in contacts if row[QUALIFIED]]
    undecided = sum(row[DECIDED] == "" for row in handed_over)
    assert 0.01 < undecided / len(handed_over) < 0.04


def test_some_rejections_have_no_reason_and_only_rejections_have_one(contacts):
    rejected = [row for row in contacts if row["Lead Status"] == "Unqualified"]
    without_reason = sum(row["Unqualified Reason"] == "" for row in rejected)
    assert 0.05 < without_reason / len(rejected) < 0.13
    assert all(row["Lead Status"] == "Unqualified" for row in contacts if row["Unqualified Reason"])


def test_only_deals_have_an_amount(contacts):
    assert all(bool(row["Recent Deal Amount"]) == bool(row[OPPORTUNITY]) for row in contacts)


def test_facts_follow_one_another(contacts):
    for row in contacts:
        story = [row[name] for name in (CREATED, QUALIFIED, DECIDED, OPPORTUNITY, CUSTOMER, MODIFIED) if row[name]]
        assert story == sorted(story), row["Record ID"]
        assert not row[ACKNOWLEDGED] or row[DECIDED] <= row[ACKNOWLEDGED] <= row[MODIFIED]


def test_a_contact_before_the_handover_stays_rarer_than_one_in_a_hundred_of_a_month_and_region(contacts):
    handed_over = Counter((row[QUALIFIED][:7], row["Region"]) for row in contacts if row[QUALIFIED])
    early = Counter((row[QUALIFIED][:7], row["Region"]) for row in contacts if "" < row[CONTACTED] < row[QUALIFIED])
    assert sum(early.values()) == 8
    assert all(count < 0.01 * handed_over[cell] for cell, count in early.items())


def test_newest_change_is_the_as_of_and_nothing_lies_after_it(contacts):
    assert max(row[MODIFIED] for row in contacts) == f"{AS_OF:%Y-%m-%d %H:%M}"


def test_keys_and_addresses_are_unique_and_nobody_exists(contacts):
    assert len({row["Record ID"] for row in contacts}) == len(contacts) == 7106
    assert len({row["Email"] for row in contacts}) == len(contacts)
    assert all(row["Email"].endswith(".example") for row in contacts)
    assert all(row["Phone Number"][:12] in ("", "+44 20 7946 ", "+1 212 555 0") for row in contacts)


def test_every_owner_worked_there_or_had_just_left_when_the_lead_was_handed_over(contacts):
    staff = {rep.name: rep for rep in REPS}
    assert MARKETING.name not in staff
    for row in contacts:
        assert bool(row["Contact owner"]) == bool(row[QUALIFIED])
        if row[QUALIFIED]:
            handed_over = datetime.fromisoformat(row[QUALIFIED])
            # A lead of the night or the weekend finds its owner some days later, the latest after the outage.
            days = {(handed_over + timedelta(days=later)).date() for later in range(5)}
            owner = staff[row["Contact owner"]]
            assert any(owner.employed_on(day) or owner.just_left(day) for day in days), row["Record ID"]
            assert owner.desk == row["Region"]


@pytest.mark.parametrize(
    ("first", "end"),
    [
        ("2025-10-26 00:30", "2025-10-26 02:30"),
        ("2025-11-02 05:00", "2025-11-02 08:00"),
        ("2026-03-08 06:30", "2026-03-08 11:00"),
        ("2026-03-29 00:30", "2026-03-29 02:30"),
    ],
)
def test_every_clock_change_has_leads_around_it(contacts, first, end):
    assert sum(first <= row[CREATED] < end for row in contacts) >= 2


def test_leads_of_the_rep_who_left_wait_for_days(contacts):
    left = [row for row in contacts if row["Contact owner"] == "Piotr Lindqvist" and row[QUALIFIED] >= "2026-01-16"]
    assert len(left) == 22
    assert sum(row[CONTACTED][:10] > row[QUALIFIED][:10] for row in left) == 21  # one was called before the hand-over


def test_nobody_is_contacted_while_the_crm_is_down(contacts):
    assert not [row for row in contacts if "2026-08-03 08:00" <= row[CONTACTED] < "2026-08-04 12:00"]
    arrived = [row for row in contacts if "2026-08-03 08:00" <= row[CREATED] < "2026-08-04 12:00"]
    assert len(arrived) > 10


# ---------------------------------------------------------------- two tools, one story


def in_london(cell):
    if not cell:
        return ""
    in_new_york = datetime.strptime(cell, "%m/%d/%Y, %I:%M %p").replace(tzinfo=ZoneInfo("America/New_York"))
    return f"{in_new_york.astimezone(ZoneInfo('Europe/London')):%Y-%m-%d %H:%M}"


def test_salesforce_holds_exactly_the_american_leads_that_were_handed_over(contacts, report):
    expected = [row["Record ID"] for row in contacts if row["Region"] == "AMER" and row[QUALIFIED]]
    assert [row["HubSpot Contact ID"] for row in report] == expected
    assert len(report) == 2574


def test_both_tools_tell_the_same_instants(contacts, report):
    by_id = {row["Record ID"]: row for row in contacts}
    pairs = {
        "Created Date": QUALIFIED, "First Activity Date": CONTACTED, "Qualification Date": DECIDED,
        "Converted Date": OPPORTUNITY, "Last Modified Date": MODIFIED,
    }  # fmt: skip
    differing = [
        (row["Lead ID"], header)
        for row in report
        for header, label in pairs.items()
        if in_london(row[header]) != by_id[row["HubSpot Contact ID"]][label]
    ]
    # The hour that New York or London shows twice can be told in one zone only.
    assert len(differing) <= 4
    for lead_id, header in differing:
        row = next(row for row in report if row["Lead ID"] == lead_id)
        assert row[header].startswith(("10/25/2025", "10/26/2025", "11/2/2025"))


def test_salesforce_ids_have_their_check_characters(report):
    assert len({row["Lead ID"] for row in report}) == len(report)
    for row in report:
        short, check = row["Lead ID"][:15], row["Lead ID"][15:]
        flags = [
            "".join("1" if letter.isupper() else "0" for letter in reversed(short[at : at + 5])) for at in (0, 5, 10)
        ]
        assert check == "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[int(bits, 2)] for bits in flags)


def test_salesforce_quotes_every_cell():
    for line in (COMMITTED / SALESFORCE_FILE).read_text(encoding="utf-8").splitlines():
        assert line == "" or (line.startswith('"') and line.endswith('"'))


def test_salesforce_ends_with_its_footer():
    assert (COMMITTED / SALESFORCE_FILE).read_text(encoding="utf-8").splitlines()[-7:] == [
        "",
        "",
        '"Leads of the Americas"',
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
        '"Confidential Information - Do Not Distribute"',
        '"Generated By:  Grace Lindholm  10/21/2026 12:45 PM"',
        '"Northwind Freight"',
    ]


def test_the_first_completed_call_or_email_of_a_lead_is_its_first_activity(report):
    first = {}
    for task in read(TASKS_FILE):
        if task["Type"] in ("Call", "Email") and task["Status"] == "Completed":
            at = salesforce_time(task["Completed Date/Time"])
            first[task["Lead ID"]] = min(first.get(task["Lead ID"], at), at)
    for lead in report:
        said = lead["First Activity Date"]
        assert first.get(lead["Lead ID"]) == (salesforce_time(said) if said else None)


# ---------------------------------------------------------------- what the tools showed earlier

SPRING, SUMMER = "2026-04-14", "2026-07-14"
FACTS = (CREATED, QUALIFIED, CONTACTED, DECIDED, ACKNOWLEDGED, OPPORTUNITY, CUSTOMER)


def shown_on(day):
    """The contacts as HubSpot exported them on that morning, by their ids."""
    [content] = [content for name, content in files(moment(f"{day} 08:30", PORTAL_ZONE)).items() if "hubspot" in name]
    return {row["Record ID"]: row for row in csv.DictReader(content.decode().splitlines())}


@pytest.mark.parametrize("day", [SPRING, SUMMER])
def test_nothing_in_an_export_is_later_than_the_export(day):
    for content in files(moment(f"{day} 08:30", PORTAL_ZONE)).values():
        days = re.findall(r"\b20\d\d-\d\d-\d\d(?= \d\d:\d\d)", content.decode())
        days += [f"{year}-{month:0>2}-{day:0>2}"
                 for month, day, year in re.findall(r'"(\d+)/(\d+)/(\d{4}), ', content.decode())]  # fmt: skip
        assert max(days) <= day


def test_what_an_export_showed_stays_true_but_for_the_two_contacts_that_were_corrected(contacts):
    before, now = shown_on(SUMMER), {row["Record ID"]: row for row in contacts}
    assert list(now)[: len(before)] == list(before)
    changed = {key: [fact for fact in FACTS if row[fact] and row[fact] != now[key][fact]]
               for key, row in before.items()}  # fmt: skip
    assert {key: facts for key, facts in changed.items() if facts} == {
        key: [CONTACTED] for key, row in now.items() if row[MODIFIED] == "2026-09-09 10:20"
    }


def test_two_friday_leads_of_june_were_first_taken_for_answered_by_an_out_of_office_reply(contacts):
    corrected = [row for row in contacts if row[MODIFIED] == "2026-09-09 10:20"]
    assert [row["Contact owner"] for row in corrected] == ["Rhys Calder", "Rhys Calder"]
    assert [row[QUALIFIED] for row in corrected] == ["2026-06-05 11:13", "2026-06-26 13:47"]
    assert [row[CONTACTED] for row in corrected] == ["2026-06-08 09:26", "2026-06-29 11:36"]
    assert [shown_on(SUMMER)[row["Record ID"]][CONTACTED] for row in corrected] == [
        "2026-06-05 11:14", "2026-06-26 13:48",
    ]  # fmt: skip


def test_exports_of_the_as_of_are_the_ones_that_are_committed():
    assert list(files(NOW)) == [HUBSPOT_FILE, SALESFORCE_FILE, TASKS_FILE]


def salesforce_time(text):
    return datetime.strptime(text, "%m/%d/%Y, %I:%M %p")
