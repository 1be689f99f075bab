"""Workflows as the linters of others see them: their schemas, actionlint where it is installed, zizmor for security."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scaffold.forges import FORGES, GITHUB, GITLAB

BESIDE = str(Path(sys.executable).parent)


def program(name: str) -> str:
    found = shutil.which(name, path=BESIDE) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: it is in requirements.lock, or on the machine")
    return found


def found_by(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_zizmor_finds_nothing_above_informational():
    workflows = str(FORGES / "github" / ".github")
    options = ("--offline", "--quiet", "--no-config", "--persona=regular", "--min-severity=low", "--strict-collection")
    assert found_by(program("zizmor"), *options, workflows) == ""


def test_one_finding_is_ignored_and_says_why():
    lines = [line for path in GITHUB for line in path.read_text(encoding="utf-8").splitlines()]
    [ignored] = [line for line in lines if "zizmor: ignore" in line]
    assert ignored.partition("ignore[")[2] == (
        "dangerous-triggers] it takes a text from the pull request and runs nothing of it"
    )


def test_workflows_are_as_the_schemas_of_their_forges_have_them():
    check = program("check-jsonschema")
    assert found_by(check, "--builtin-schema", "vendor.github-workflows", *map(str, GITHUB)) == ""
    gitlab = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(GITLAB))
    assert found_by(check, *gitlab) == ""


def test_actionlint_finds_nothing():
    assert found_by(program("actionlint"), *map(str, GITHUB)) == ""
