"""The workflows that a new project gets for its forge, and one job of them run as its forge would run it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from msgspec import Struct

import living_sla
from tests.factories.git_folders import GitFolder

FORGES = Path(living_sla.__file__).parent / "scaffold" / "starters" / "forges"
GITHUB = sorted((FORGES / "github" / ".github" / "workflows").iterdir())
GITLAB = FORGES / "gitlab" / ".gitlab-ci.yml"


def read_yaml(path: Path):
    """Without types: `on` is a word, and not a yes."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


class Step(Struct, frozen=True):
    """One script of a job, with the variables that the workflow gives it."""

    script: str
    variables: Mapping[str, str]
    stops_in_pipes: bool = True
    """Whether it stops where a part of a pipe fails: on GitHub only where the workflow names its shell."""


def github_steps(name: str, job: str, told: Mapping[str, str]) -> list[Step]:
    """The scripts of a job of a workflow, whose expressions are what `told` says."""
    workflow = read_yaml(FORGES / "github" / ".github" / "workflows" / name)
    found = workflow["jobs"][job]
    names_shell = workflow.get("defaults") == {"run": {"shell": "bash"}}

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: told[match[1]], text)

    return [
        Step(
            step["run"],
            {key: filled(text) for key, text in (found.get("env", {}) | step.get("env", {})).items()},
            stops_in_pipes=names_shell,
        )
        for step in found["steps"]
        if "run" in step
    ]


def gitlab_steps(job: str, told: Mapping[str, str]) -> list[Step]:
    """The script of a job, whose variables see those that `told` says."""
    pipeline = read_yaml(GITLAB)
    variables = {
        key: re.sub(r"\$(\w+)", lambda match: told[match[1]], text)
        for key, text in (pipeline["variables"] | pipeline[job].get("variables", {})).items()
    }
    lines = [*pipeline["default"]["before_script"], *pipeline[job]["script"]]
    return [Step(line, variables) for line in lines]


def run(steps: list[Step], folder: Path, *, programs: Path, told: Mapping[str, str]) -> subprocess.CompletedProcess:
    """The last step that was run in `folder`: the first that fails, or the last of all.

    Args:
        steps: Scripts in their order.
        folder: A clone.
        programs: A folder with the programs of the product, found before those of the machine.
        told: What the forge says of the run in its variables.
    """
    assert steps
    given = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    path = os.pathsep.join([str(programs), given["PATH"]])
    for step in steps:
        done = subprocess.run(
            ("bash", "--noprofile", "--norc", "-e", *(("-o", "pipefail") * step.stops_in_pipes), "-c", step.script),
            cwd=folder,
            env=given | told | step.variables | {"CI": "true", "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            break
    return done


def skip_without(*names: str) -> None:
    """Skip a test whose steps need programs that a runner has, and this machine has not."""
    if lacking := [name for name in names if shutil.which(name) is None]:
        pytest.skip(f"needs {' and '.join(lacking)}, as runners have them")


def programs_in(folder: Path) -> Path:
    """The folder, with `sla` of this environment in it, and a `pip` that has nothing to install."""
    product = f"#!{sys.executable}\nfrom living_sla.cli import main\nmain()\n"
    installed = (
        '#!/bin/sh\n[ "$*" = "install living-sla" ] && exit 0\n'
        '[ "$*" = "install -r requirements.txt" ] && grep -qx living-sla requirements.txt\n'
    )
    for name, text in (("sla", product), ("pip", installed)):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def checked_out(origin: GitFolder, branch: str, folder: Path) -> GitFolder:
    """What a forge checks out: every branch of the remote, and a commit that is on no branch of this clone."""
    made = GitFolder.made(folder)
    made.git("remote", "add", "origin", str(origin.root))
    made.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    made.git("checkout", "--quiet", "--detach", f"refs/remotes/origin/{branch}")
    return made
