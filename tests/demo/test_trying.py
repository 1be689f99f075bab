"""What the demonstration's own README says to try, run as it stands."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.demo.reading_git import CLEAN


@pytest.fixture
def try_out(demo_project, tmp_path):
    """Runs a script in a copy of the demonstration, as somebody who has installed sla and told git a name."""
    folder = tmp_path / "northwind"
    shutil.copytree(demo_project, folder)
    (tmp_path / ".gitconfig").write_text("[user]\n  name = Visitor\n  email = visitor@elsewhere.example\n")
    installed = tmp_path / "sla"
    installed.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from living_sla.cli import main; main()" "$@"\n')
    installed.chmod(0o755)
    environment = CLEAN | {"HOME": str(tmp_path), "PATH": f"{tmp_path}:{CLEAN['PATH']}"}

    def run(script):
        return subprocess.run(["sh", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True,
                              check=False)  # fmt: skip

    return run


def test_visitor_can_sign_in_the_place_of_ben(try_out, demo_project):
    blocks = re.findall(r"```\n(.*?)```", (demo_project / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    [signing] = [block for block in blocks if "sla sign" in block]
    done = try_out(signing)
    assert done.returncode == 0, done.stderr
    last = try_out("sla verify lead-handoff").stdout.splitlines()[-1]
    assert re.sub(r" {2,}", "  ", last) == (
        "lead-handoff version 7  sales  ben.okafor@northwind.example  own commit  "
        "Committed by the signer, unsigned. It counts."
    )
