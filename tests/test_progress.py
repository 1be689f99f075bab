"""The line that says how far the reading of exports is: on a terminal, for long work, and gone at the end."""

from __future__ import annotations

import gzip
import hashlib
import os
import pty
import re
import subprocess
import sys
import termios

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from living_sla.exports.progress import heard_by
from tests.factories.exports import opened, put, rows_of, source_of
from tests.factories.small_sites import write_project
from tests.factories.workbooks import cell, sheet, workbook

SOON = "import living_sla.cli.progress as p; p.AFTER = p.EVERY = 0; import living_sla.cli; living_sla.cli.main()"
LATER = "import living_sla.cli.progress as p; p.AFTER = 60; import living_sla.cli; living_sla.cli.main()"


def on_a_terminal(root, program=SOON, *, columns=80, **environment):
    """What `sla` writes to a terminal on standard error, and to a pipe on standard output."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    plain = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")}
    command = [sys.executable, "-c", program, "attain", "--format", "json", "--no-cache", "--project", str(root)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env={**plain, "TERM": "xterm", **environment}
    ) as running:
        os.close(theirs)
        said = b""
        while True:
            try:
                block = os.read(ours, 1 << 16)
            except OSError:  # the other end is closed
                break
            if not block:
                break
            said += block
        assert running.stdout is not None
        out = running.stdout.read()
    os.close(ours)
    return said.decode(), out.decode(), running.returncode


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return large(write_project(tmp_path_factory.mktemp("progress")))


def large(root, end=""):
    """An export of some blocks: one that is read at once is over before anything could be said. Its age is not told."""
    sources = root / "data" / "sources.yml"
    sources.write_text(f"{sources.read_text(encoding='utf-8')}  max_age: {{warn: 3650 days}}\n", encoding="utf-8")
    path = root / "data" / "exports" / "leads.csv"
    header, first, *_ = path.read_text(encoding="utf-8").splitlines()
    rows = (first.replace("L0001", f"L{number:06}") for number in range(20_000))
    path.write_text("\n".join([header, *rows]) + "\n" + end, encoding="utf-8")
    return root


def test_a_line_says_which_export_is_read_and_is_gone_at_the_end(project):
    said, out, code = on_a_terminal(project)
    drawn = said.split("\r\x1b[K")
    assert drawn[0] == drawn[-1] == ""
    shown = [line for line in drawn if line]
    assert shown
    assert all(re.fullmatch(r"reading data/exports/leads.csv: \d+ % of 1 MB", line) for line in shown)
    assert out.startswith('{"schema": "sla-attainment/1"')
    assert code == 0


@pytest.mark.parametrize("environment", [{"CI": "true"}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_nothing_is_drawn_where_nobody_would_see_it(project, environment):
    assert on_a_terminal(project, **environment)[0] == ""


def test_the_line_is_cut_where_the_terminal_ends(project):
    said, _, _ = on_a_terminal(project, columns=20)
    assert {line for line in said.split("\r\x1b[K") if line} == {"reading data/export"}


def test_nothing_is_drawn_before_its_time(project):
    assert on_a_terminal(project, LATER)[0] == ""


def test_nothing_is_drawn_where_standard_error_is_no_terminal(project):
    command = [sys.executable, "-c", SOON, "attain", "--no-cache", "--project", str(project)]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""


def test_a_fault_is_told_on_a_line_of_its_own(project, tmp_path):
    said, _, code = on_a_terminal(large(write_project(tmp_path), "1,2\n"))
    assert code == 2
    last = said.rpartition("\r\x1b[K")[2]
    assert last.startswith("data/exports/")
    assert "SLA-F033" in last


# ---------------------------------------------------------------- what is heard


def told(root, name, source):
    """What a listener hears: the file, and the parts of it that were read, in percent."""
    heard = []
    with heard_by(lambda path, done, total: heard.append((path, done * 100 // total))):
        rows_of(opened(root, source))
    assert {path for path, _ in heard} == {f"data/exports/{name}"}
    return [part for _, part in heard]


ONE = {"id": {"from": "id", "type": "text"}}


def test_every_format_tells_how_far_it_is_and_that_it_is_done(tmp_path):
    ids = [hashlib.sha256(str(number).encode()).hexdigest()[:16] for number in range(80_000)]
    text = "id\n" + "".join(f"{each}\n" for each in ids)
    put(tmp_path, text, "a.csv")
    put(tmp_path, gzip.compress(text.encode(), mtime=0), "b.csv.gz")
    put(tmp_path, "".join(f'{{"id": "{each}"}}\n' for each in ids), "c.jsonl")
    pq.write_table(pa.table({"id": ids}), put(tmp_path, b"", "d.parquet"))
    put(tmp_path, workbook(sheet([cell("id")], *([cell(each)] for each in ids[:5_000]))), "e.xlsx")
    for name in ("a.csv", "b.csv.gz", "c.jsonl", "d.parquet", "e.xlsx"):
        parts = told(tmp_path, name, source_of(ONE, path=f"exports/{name}"))
        assert parts[-1] == 100, name
        assert any(0 < part < 100 for part in parts), name


def test_nobody_hears_anything_after_the_end(tmp_path):
    put(tmp_path, "id\n1\n")
    heard = []
    with heard_by(lambda *told: heard.append(told)):
        pass
    rows_of(opened(tmp_path, source_of(ONE)))
    assert heard == []
