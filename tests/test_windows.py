"""What Windows lacks is asked for nowhere, or said in words; tried here by taking it away."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.factories.small_sites import write_project

# What is imported first is Python's own, which finds another way on Windows; this is about ours.
WITHOUT = """\
import ctypes, os, sys, types
import mkdocs.commands.build, subprocess, tempfile, multiprocessing, git, pandas, pyarrow.csv, holidays
for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY", "geteuid", "getuid", "fork", "fchmod", "uname",
             "sysconf", "sched_getaffinity", "getpgid", "killpg", "mkfifo"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("fcntl", "resource", "pwd", "grp", "termios", "syslog"):
    sys.modules[name] = None
taken = []
locking = types.ModuleType("msvcrt")
locking.LK_NBLCK = 2
locking.locking = lambda descriptor, mode, size: taken.append((mode, size))
sys.modules["msvcrt"] = locking
library = ctypes.CDLL
def only_named(name, **options):
    if name is None:
        raise TypeError("LoadLibrary() argument 1 must be str, not None")
    return library(name, **options)
ctypes.CDLL = only_named
from living_sla.cli import main
codes = []
for verb in sys.argv[2:]:
    try:
        main([verb, "--project", sys.argv[1]])
    except SystemExit as ended:
        codes.append(ended.code)
print("locked", taken, "ended with", codes)
"""


def run(project, *verbs):
    """The verbs, one after the other in one process; its last line says how each has ended."""
    command = [sys.executable, "-c", WITHOUT, str(project), *verbs]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def a_project(tmp_path_factory):
    return write_project(tmp_path_factory.mktemp("windows") / "project")


def test_verbs_that_judge_need_nothing_of_another_system(a_project):
    done = run(a_project, "check", "attain", "due")
    assert done.stdout.endswith("locked [] ended with [0, 0, 0]\n"), done.stderr
    assert "SLA-F130" not in done.stderr


def test_a_site_is_built_under_the_lock_of_windows_and_replaced(a_project):
    done = run(a_project, "build", "build")
    assert done.stdout.endswith("locked [(2, 1), (2, 1)] ended with [0, 0]\n"), done.stderr
    assert (a_project / "site" / "agreements" / "lead-handoff" / "index.html").is_file()


def test_a_workbook_is_refused_in_words(tmp_path):
    project = write_project(tmp_path / "project")
    exports = project / "data" / "exports"
    (exports / "leads.csv").rename(exports / "leads.xlsx")
    sources = project / "data" / "sources.yml"
    sources.write_text(sources.read_text("utf-8").replace("leads.csv", "leads.xlsx"), encoding="utf-8")
    done = run(project, "check")
    assert done.stdout.endswith(" ended with [2]\n")
    assert done.stderr == (
        "data/exports/leads.xlsx: SLA-F053 workbooks are not read on this system, which cannot limit what reading one "
        "may take\n  hint: export it as CSV, UTF-8\n"
    )
