"""What `ssh-keygen` says when it does not work is no verdict about a signature."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from living_sla.errors import EnvironmentFault
from living_sla.history.signoffs.ssh_keygen import SshKeygen

NOW = datetime(2026, 10, 1, tzinfo=UTC)


def program(folder: Path, script: str) -> SshKeygen:
    path = folder / "ssh-keygen"
    path.write_text(f"#!{shutil.which('sh')}\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return SshKeygen(path)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'No user exists for uid 65532' >&2; exit 255", "ssh-keygen does not work for a user without a name"),
        ("kill -9 $$", "ssh-keygen was ended by signal 9"),
    ],
    ids=["a user without a name", "killed"],
)
def test_a_program_that_does_not_work_calls_no_signature_bad(tmp_path, script, message):
    found = program(tmp_path, script)
    with pytest.raises(EnvironmentFault) as refused:
        found.accepts(b"m", b"s", signer="ana@northwind.example", namespace="sla-signoff", entries=(), at=NOW)
    assert refused.value.message == message
    with pytest.raises(EnvironmentFault):
        found.is_intact(b"m", b"s", namespace="sla-signoff")


@pytest.mark.parametrize(
    "script",
    [
        "echo 'Could not verify signature.' >&2; exit 255",
        "echo 'ana: No user exists for uid 1' >&2; exit 255",
        "exit 1",
    ],
)
def test_a_signature_that_it_refuses_is_bad(tmp_path, script):
    assert not program(tmp_path, script).is_intact(b"m", b"s", namespace="sla-signoff")
