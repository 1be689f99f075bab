"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from living_sla.cache import CACHE_DIR

# No test is timed: a machine that does something else for a moment would fail it. At a desk every run draws new
# examples; the machine that guards the main line draws the same ones each time, so that a change is judged by itself
# and not by its luck.
settings.register_profile("desk", deadline=None)
settings.register_profile("guard", derandomize=True, deadline=None)
settings.load_profile("desk")
if os.environ.get("CI") == "true":
    settings.load_profile("guard")

pytest_plugins = ["tests.factories.demonstration", "tests.slow"]


@pytest.fixture(scope="session", autouse=True)
def cache_dir(tmp_path_factory):
    """What runs remember here is nobody's cache, and is gone with the run."""
    os.environ[CACHE_DIR] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def on_no_build_machine(monkeypatch) -> None:
    """What a build machine says of the commit that it tests here says nothing of the repositories that tests make."""
    for name in [name for name in os.environ if name.startswith(("CI_", "GITHUB_"))] + ["CI", "SLA_TRUSTED_REF"]:
        monkeypatch.delenv(name, raising=False)
