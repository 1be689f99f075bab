"""Attacks that once succeeded, played from beside the project with the command on the path; skipped where they are not.

Each case is a script that builds its own project in a temporary folder and ends with 0 where the product holds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parents[3] / "shared" / "cases" / "attack"
SCRIPTS = sorted(CASES.glob("*/reproduce.sh"))

pytestmark = pytest.mark.acceptance


@pytest.mark.skipif(not SCRIPTS, reason="the cases are not beside the project")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.parent.name)
def test_an_attack_that_once_succeeded_fails(script):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = subprocess.run(["bash", str(script)], env={**os.environ, "PATH": path}, capture_output=True, timeout=300)
    assert found.returncode == 0, found.stdout.decode(errors="replace")[-2000:]
