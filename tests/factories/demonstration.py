"""The golden project: what `sla demo` writes, once for each run of the tests.

Whoever uses it only reads it; `sla` may leave its cache there.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from living_sla.demonstration.checkout import write_demo
from living_sla.site.publishing.build import build
from tests.factories.once import made_once

REPOSITORY = Path(__file__).parents[2]

needs_programs = pytest.mark.skipif(
    not (shutil.which("git") and shutil.which("ssh-keygen")), reason="git or ssh-keygen is not installed"
)


@pytest.fixture(scope="session")
def demo_project(tmp_path_factory) -> Path:
    """The demonstration, with its repository; all workers of one run share it."""
    if not (shutil.which("git") and shutil.which("ssh-keygen")):
        pytest.skip("git or ssh-keygen is not installed")
    return made_once(tmp_path_factory, "northwind", write_demo)


@pytest.fixture(scope="session")
def demo_site(demo_project, tmp_path_factory) -> Path:
    """The site of the demonstration, built from its own folder; all workers of one run share it."""
    return made_once(tmp_path_factory, "northwind-site", lambda folder: build(demo_project, site_dir=folder))


@pytest.fixture(scope="session")
def own_site(tmp_path_factory) -> Path:
    """The site of this repository as its files are now, however much of the history is here."""
    return made_once(
        tmp_path_factory,
        "own-site",
        lambda folder: build(REPOSITORY, site_dir=folder, settings_from=".", incomplete=True),
    )
