"""The same review from the same inputs: byte for byte, whatever the machine is set to."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from living_sla.model.reviews.review_id import review_id
from tests.factories.demonstration import demo_project as demo_project
from tests.reviews.frozen_projects import frozen_files

PROGRAM = Path(__file__).with_name("reproduced.py")
PLUGINS = Path(__file__).parents[2] / "plugins"
ELSEWHERE = {
    "in Auckland, in German": {"TZ": "Pacific/Auckland", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "at the other end of the day": {"TZ": "America/Adak", "LANG": "tr_TR", "PYTHONHASHSEED": "4242", "LANGUAGE": "tr"},
}


@pytest.fixture(scope="module")
def here(demo_project) -> str:
    """What this process makes of the first quarter, in which terms changed."""
    files = frozen_files(demo_project, review_id("2026-Q1")).files
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))


def elsewhere(python: str, project: Path, folder: Path, umask: int, **environment: str) -> str:
    """The same by another process, from a copy of the project, in another folder and without a cache."""
    copy = folder / "northwind, copied"
    shutil.copytree(project, copy, symlinks=True)
    for number, file in enumerate(sorted(path for path in (copy / "data").rglob("*") if path.is_file())):
        os.utime(file, (1_000_000_000 + number, 1_000_000_000 + number))
    made = subprocess.run(
        [python, "-X", "utf8=0", PROGRAM, copy, "2026-Q1", "without a cache"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PLUGINS), "HOME": str(folder), **environment},
        umask=umask,
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    assert made.returncode == 0, made.stderr
    return made.stdout


@pytest.mark.parametrize("name", ELSEWHERE)
def test_another_machine_makes_the_same_bytes(here, demo_project, tmp_path, name):
    umask = 0o077 if name == "in Auckland, in German" else 0
    assert elsewhere(sys.executable, demo_project, tmp_path, umask, **ELSEWHERE[name]) == here


def other_python() -> str:
    """Another release of Python that has what the product needs; the test is left out where there is none."""
    found = os.environ.get("SLA_OTHER_PYTHON") or shutil.which("python3.13") or ""
    asked = [found, "-c", "import click, holidays, numpy, pyarrow, pydantic, rfc8785, tzdata, yaml"]
    if not found or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("no other Python with these packages: name one in SLA_OTHER_PYTHON")
    return found


def test_another_python_makes_the_same_bytes(here, demo_project, tmp_path):
    assert elsewhere(other_python(), demo_project, tmp_path, 0o022, PYTHONHASHSEED="7") == here
