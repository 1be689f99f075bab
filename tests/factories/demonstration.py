"""The golden project: what `sla demo` writes, once for each run of the tests.

Whoever uses it only reads it; `sla` may leave its cache there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from living_sla.demonstration.checkout import write_demo
from living_sla.site.publishing.build import build

REPOSITORY = Path(__file__).parents[2]

needs_programs = pytest.mark.skipif(
    not (shutil.which("git") and shutil.which("ssh-keygen")), reason="git or ssh-keygen is not installed"
)


@pytest.fixture(scope="session")
def demo_project(tmp_path_factory) -> Path:
    """The demonstration, with its repository; all workers of one run share it."""
    if not (shutil.which("git") and shutil.which("ssh-keygen")):
        pytest.skip("git or ssh-keygen is not installed")
    folder = shared_folder(tmp_path_factory) / "northwind"
    with open(folder.with_suffix(".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            write_demo(folder)
    return folder


def shared_folder(tmp_path_factory) -> Path:
    """The folder of this run of the tests; that of a worker lies in it."""
    own: Path = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def demo_site(demo_project, tmp_path_factory) -> Path:
    """The site of the demonstration, built from its own folder; all workers of one run share it."""
    folder = shared_folder(tmp_path_factory) / "northwind-site"
    with open(folder.with_suffix(".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            build(demo_project, site_dir=folder)
    return folder


@pytest.fixture(scope="session")
def own_site(tmp_path_factory) -> Path:
    """The site of this repository as its files are now, however much of the history is here."""
    folder = shared_folder(tmp_path_factory) / "own-site"
    with open(folder.with_suffix(".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            build(REPOSITORY, site_dir=folder, settings_from=".", incomplete=True)
    return folder
