"""What tests of reviews share."""

from __future__ import annotations

import pytest

from tests.factories.git_folders import GitFolder
from tests.reviews.reviewed import reviewed_once


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> GitFolder:
    return reviewed_once(tmp_path_factory)
