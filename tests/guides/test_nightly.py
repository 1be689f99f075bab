"""The scripts that fetch exports: what they write is whole or not there, and nobody sees the token."""

from __future__ import annotations

import contextlib
import http.server
import io
import json
import os
import re
import stat
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from living_sla.cli import check
from tests.guides.pages import steps_of
from tests.guides.table import DOCS

HUBSPOT, SALESFORCE = DOCS / "how-to" / "nightly-hubspot.md", DOCS / "how-to" / "nightly-salesforce.md"
TOKEN = "pat-eu1-not-a-real-one"
CONTACTS = (
    '"Record ID","Became a Marketing Qualified Lead Date","First contacted at","Region"\n'
    '"41200451","2026-11-02 09:10","2026-11-02 10:00","EMEA"\n'
    '"41200583","2026-11-03 11:00","","AMER"\n'
)
LEADS = (
    '"Id","CreatedDate","Status","LeadSource","First_Contacted_At__c","SystemModstamp"\n'
    '"00Q000000000001AAA","2026-11-02T09:10:00.000Z","Open","Web","2026-11-02T10:00:00.000Z","2026-11-02T10:00:01.000Z"\n'
)
LACKS_ALL = "the export lacks Became a Marketing Qualified Lead Date, First contacted at, Record ID, Region"
AGREEMENT = """\
---
title: Lead hand-off
summary: Sales answers leads the same day.
effective: 2026-11-01
parties:
  marketing: {team: Marketing, contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}}
  sales: {team: Sales, contact: {name: Ben Okafor, email: ben.okafor@northwind.example}}
coverage: {timezone: Europe/London, hours: {mon-fri: 09:00-17:00}}
commitments:
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure: {kind: within, source: leads, from: START, to: first_contacted_at, limit: 4 business hours}
    target: at least 80%
    per: month
---
"""


def written(page: Path, root: Path, start: str) -> Path:
    """A project with the files of the page, and an agreement that they are read for."""
    files = {step.path: step.text for step in steps_of(page)}
    for name, text in {**files, "agreements/lead-handoff.md": AGREEMENT.replace("START", start)}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def exports(root: Path) -> list[str]:
    folder = root / "data" / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def rows_read(root: Path) -> int:
    """How many rows `sla check` reads, which finds no fault."""
    said = CliRunner().invoke(check.command, ["--project", str(root)]).stdout
    found = re.search(r"1 export with (\d+) rows?: no faults", said)
    assert found, said
    return int(found[1])


class HubSpot(http.server.BaseHTTPRequestHandler):
    """The part of its exports API that the script uses, as its documentation has it."""

    file, statuses, code, asked, cut = b"", ["COMPLETE"], 200, [], 0

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, self.headers["Authorization"], body))
        self._answer(self.code, {"id": "17", "links": {}})

    def do_GET(self):
        self.asked.append((self.path, self.headers["Authorization"], None))
        if self.path == "/file":
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.file)))
            self.end_headers()
            self.wfile.write(self.file[: len(self.file) - self.cut])
            return
        status = self.statuses.pop(0)
        result = {"result": f"http://{self.headers['Host']}/file"} if status == "COMPLETE" else {}
        self._answer(200, {"status": status, **result})

    def _answer(self, code, document):
        self.send_response(code)
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, format, *args):
        """Nothing."""


@contextlib.contextmanager
def hubspot(content: bytes, statuses: list[str], code: int = 200, cut: int = 0):
    """The address of a HubSpot with one export, and what it is asked for."""
    state = {"file": content, "statuses": list(statuses), "code": code, "asked": [], "cut": cut}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("OneHubSpot", (HubSpot,), state))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", state["asked"]
    finally:
        server.shutdown()
        server.server_close()


def fetch(root: Path, address: str):
    environment = {"PATH": os.environ["PATH"], "HUBSPOT_API": address, "HUBSPOT_TOKEN": TOKEN, "HUBSPOT_PAUSE": "0"}
    command = [sys.executable, "tools/fetch_hubspot.py"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert TOKEN not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def packed(*files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number, text in enumerate(files):
            archive.writestr(f"part-{number}.csv", text)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [CONTACTS.encode(), b"\xef\xbb\xbf" + CONTACTS.encode(), packed(CONTACTS)],
    ids=["plain", "marked", "packed"],
)
def test_an_export_of_hubspot_becomes_one_whole_file_that_is_read(tmp_path, content):
    root = written(HUBSPOT, tmp_path, "mql_at")
    with hubspot(content, ["PENDING", "PROCESSING", "COMPLETE"]) as (address, asked):
        done = fetch(root, address)
    assert (done.returncode, done.stderr, exports(root)) == (0, "", [done.stdout.strip()])
    assert rows_read(root) == 2
    paths = [(path, authorization) for path, authorization, _ in asked]
    status = ("/crm/v3/exports/export/async/tasks/17/status", f"Bearer {TOKEN}")
    started = ("/crm/v3/exports/export/async", f"Bearer {TOKEN}")
    assert paths == [started, status, status, status, ("/file", None)]
    assert set(asked[0][2]["objectProperties"]) == {
        "hs_object_id", "hs_lifecyclestage_marketingqualifiedlead_date", "first_contacted_at", "region",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "statuses", "code", "message"),
    [
        (b"", ["COMPLETE"], 401, "HubSpot answered 401 (Unauthorized)"),
        (b"", ["COMPLETE"], 429, "HubSpot answered 429 (Too Many Requests)"),
        (b"", ["PENDING", "CANCELED"], 200, "HubSpot canceled the export"),
        (CONTACTS.replace("Region", "Area").encode(), ["COMPLETE"], 200, "the export lacks Region"),
        (b"", ["COMPLETE"], 200, LACKS_ALL),
        (packed(CONTACTS)[:99], ["COMPLETE"], 200, LACKS_ALL),
        (
            packed(CONTACTS, CONTACTS), ["COMPLETE"], 200,
            "the archive holds several files: narrow the export, or declare the source with combine: rows",
        ),
    ],
    ids=["token", "limit", "canceled", "renamed", "empty", "damaged", "several"],
)  # fmt: skip
def test_where_hubspot_fails_the_last_good_file_stays_and_one_sentence_says_why(
    tmp_path, content, statuses, code, message
):
    root = written(HUBSPOT, tmp_path, "mql_at")
    good = root / "data" / "exports" / "hubspot-contacts-2026-11-08-0500.csv"
    good.parent.mkdir()
    good.write_text(CONTACTS, encoding="utf-8")
    with hubspot(content, statuses, code) as (address, _):
        done = fetch(root, address)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", message)
    assert (exports(root), good.read_text("utf-8")) == ([good.name], CONTACTS)


def test_a_file_that_is_cut_off_on_the_way_is_not_kept(tmp_path):
    root = written(HUBSPOT, tmp_path, "mql_at")
    with hubspot(CONTACTS.encode(), ["COMPLETE"], cut=30) as (address, _):
        done = fetch(root, address)
    assert (done.returncode, exports(root)) == (1, [])
    assert done.stderr.startswith("the export did not arrive: ")


def test_where_nobody_answers_the_script_says_so(tmp_path):
    root = written(HUBSPOT, tmp_path, "mql_at")
    done = fetch(root, "http://127.0.0.1:1")
    assert (done.returncode, exports(root)) == (1, [])
    assert done.stderr.startswith("the export did not arrive: ")


def run_salesforce(root: Path, program: str):
    """Runs the script with a program in the place of the Salesforce CLI."""
    bin_folder = root / "bin"
    bin_folder.mkdir()
    sf = bin_folder / "sf"
    sf.write_text(f'#!/bin/sh\nprintf \'%s\\n\' "$@" > "{root}/asked"\n{program}\n', encoding="utf-8")
    sf.chmod(sf.stat().st_mode | stat.S_IXUSR)
    environment = {"PATH": f"{bin_folder}:{os.environ['PATH']}"}
    command = ["sh", "tools/fetch_salesforce.sh"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


# The CLI is asked with `--output-file` as its eighth word.
WRITES = "printf '%s' '{}' > \"$9\""


def test_an_export_of_salesforce_becomes_one_whole_file_that_is_read(tmp_path):
    root = written(SALESFORCE, tmp_path, "created_at")
    done = run_salesforce(root, WRITES.format(LEADS))
    assert (done.returncode, done.stderr) == (0, "")
    assert [f"data/exports/{name}" for name in exports(root)] == [done.stdout.strip()]
    assert rows_read(root) == 1
    assert (root / "asked").read_text("utf-8").split() == [
        "data", "export", "bulk", "--target-org", "living-sla", "--query-file", "tools/leads.soql",
        "--output-file", "data/exports/.salesforce-leads.part.csv", "--result-format", "csv", "--wait", "30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("echo 'No authorization information found' >&2; exit 1", "No authorization information found"),
        ("exit 0", "Salesforce did not finish the export within 30 minutes"),
        (WRITES.format(""), "Salesforce did not finish the export within 30 minutes"),
        (WRITES.format(LEADS) + "; exit 69", ""),
        (WRITES.format(LEADS.replace("First_Contacted_At__c", "Other__c")), "the export lacks First_Contacted_At__c"),
        (WRITES.format(LEADS.replace('"Id",', '"MyId",')), "the export lacks Id"),
    ],
)
def test_where_salesforce_fails_no_file_is_left(tmp_path, program, message):
    root = written(SALESFORCE, tmp_path, "created_at")
    done = run_salesforce(root, program)
    assert (done.returncode != 0, done.stderr.strip(), exports(root)) == (True, message, [])
