"""One project, built once for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from living_sla.site.publishing.build import build
from tests.factories.small_sites import write_project

BUILT = "1793491200"
"""When the site that all tests share is built: the first of November 2026."""


@pytest.fixture
def a_project(tmp_path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture(scope="session")
def a_site(tmp_path_factory) -> Path:
    root = write_project(tmp_path_factory.mktemp("built") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", BUILT)
        return build(root).site
