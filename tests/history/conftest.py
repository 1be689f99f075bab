"""A home without settings, so that nobody's own git configuration decides a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.git_folders import GitFolder


@pytest.fixture(autouse=True)
def no_settings(monkeypatch, tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    return home


@pytest.fixture
def folder(tmp_path) -> GitFolder:
    """An empty repository."""
    return GitFolder.made(tmp_path / "project")
