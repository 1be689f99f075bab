"""One project, built once for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from living_sla.site.publishing.build import build
from tests.factories.once import made_once
from tests.factories.small_sites import write_project

BUILT = "1793491200"
"""When the site that all tests share is built: the first of November 2026."""


@pytest.fixture
def a_project(tmp_path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture(scope="session")
def a_site(tmp_path_factory) -> Path:
    def made(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", BUILT)
            build(write_project(folder))

    return made_once(tmp_path_factory, "small-site", made) / "site"
