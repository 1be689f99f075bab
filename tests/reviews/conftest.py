"""What tests of reviews share."""

from __future__ import annotations

import pytest

from tests.factories.git_folders import GitFolder
from tests.reviews.reviewed import reviewed


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> GitFolder:
    """A repository with two reviews, made once: whoever changes something takes a copy."""
    return reviewed(tmp_path_factory.mktemp("reviewed") / "project")
