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


@pytest.fixture
def block_with(demo_project):
    """The block of the README that holds a command."""
    blocks = re.findall(r"```\n(.*?)```", (demo_project / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return lambda command: next(block for block in blocks if command in block)


def test_first_look_shows_no_fault(try_out, block_with):
    """All but `sla serve`, which stays until somebody ends it; `sla verify` finds that a signature is missing."""
    commands = [line.partition("#")[0].strip() for line in block_with("sla check").splitlines()]
    assert commands.pop() == "sla serve"
    assert [(command, try_out(command).returncode) for command in commands] == [
        ("sla check", 0),
        ("sla attain", 0),
        ("sla history lead-handoff", 0),
        ("sla verify", 1),
        ("sla verify 2026-Q3", 0),
        ("sla minutes 2026-Q3", 0),
    ]


def test_proposal_on_its_branch_is_told_as_changes_of_terms(try_out, block_with):
    done = try_out(block_with("sla changes"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == [
        "lead-handoff: 2 changes of the terms",
        "  first-contact, tightened for Sales Development: "
        "The time limit is shortened from 4 business hours to 3 business hours.",
    ]


def test_visitor_can_sign_in_the_place_of_ben(try_out, block_with):
    done = try_out(block_with("sla sign"))
    assert done.returncode == 0, done.stderr
    last = try_out("sla verify lead-handoff").stdout.splitlines()[-1]
    assert re.sub(r" {2,}", "  ", last) == (
        "lead-handoff version 7  sales  ben.okafor@northwind.example  own commit  "
        "Committed by the signer, unsigned. It counts."
    )
