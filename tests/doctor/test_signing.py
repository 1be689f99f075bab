"""What sign-offs are made and judged with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from living_sla.doctor import signing
from living_sla.doctor.here import Here
from living_sla.history.signoffs.ssh_keygen import SshKeygen
from living_sla.model.observation import Observation, Severity
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import AGREEMENT, SOURCES

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEolfWROHy6FzgCFkYSGxQKHVJ5kGz4ZgUhVqOBhAbCd"
ANA, BEN = "ana.ruiz@northwind.example", "ben.okafor@northwind.example"
SIGNED = AGREEMENT.replace(f"email: {ANA}}}\n", f"email: {ANA}}}\n    signs: [{ANA}]\n").replace(
    f"email: {BEN}}}\n", f"email: {BEN}}}\n    signs: [{BEN}]\n"
)
WEB = "noreply@forge.northwind.example"
FORGE_SETTINGS = f'[tool.living_sla]\nkeyring = "keys"\nforge_signer = "{WEB}"\n'
SETTINGS = '[tool.living_sla]\nkeyring = "keys"\n'


@pytest.fixture
def folder(tmp_path) -> GitFolder:
    made = GitFolder.made(tmp_path / "sla")
    made.commit({"agreements/lead-handoff.md": SIGNED, "data/sources.yml": SOURCES})
    return made


def seen(check, root: Path) -> list[Observation]:
    return list(check(Here(root.resolve(), {})))


def told(check, root: Path) -> list[tuple[str, str]]:
    return [(one.severity.value, one.what) for one in seen(check, root)]


@pytest.mark.skipif(os.name == "nt", reason="programs of POSIX")
@pytest.mark.parametrize(
    ("said", "severity"),
    [("OpenSSH_9.2p1 Debian-2, OpenSSL 3.0", "ok"), ("OpenSSH_8.9p1", "ok"), ("OpenSSH_for_Windows_9.5p1", "ok"),
     ("OpenSSH_8.8p1", "problem"), ("OpenSSH_7.4", "problem"), ("something else", "ok"), (None, "ok")],
)  # fmt: skip
def test_an_ssh_keygen_that_is_too_old_is_told(folder, tmp_path, monkeypatch, said, severity):
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, text in {"ssh-keygen": "exit 9", "ssh": f"echo '{said}' >&2"}.items():
        if text != "echo 'None' >&2":
            (programs / name).write_text(f"#!/bin/sh\n{text}\n")
            (programs / name).chmod(0o755)
    monkeypatch.setattr(signing, "find_ssh_keygen", lambda _: programs / "ssh-keygen")
    [(found, what)] = told(signing.ssh_keygen, folder.root)
    assert found == severity, what


def test_without_ssh_keygen_it_depends_on_whether_anybody_needs_it(folder, monkeypatch):
    monkeypatch.setattr(signing, "find_ssh_keygen", lambda _: None)
    [found] = seen(signing.ssh_keygen, folder.root)
    assert (found.severity, found.remedy) == (Severity.NOTE, "apt-get install openssh-client")
    folder.write("pyproject.toml", SETTINGS)
    [found] = seen(signing.ssh_keygen, folder.root)
    assert found.severity is Severity.PROBLEM


OPENPGP_KEY = (  # made for this test; its private half was never kept
    "mDMEaVosEBYJKwYBBAHaRw8BAQdA+o5+pAG5Fx44U7VQB4BJ/j9V3P97YJWEdBIIni/NODC0GmZvcmdlIDxmb3JnZUBrZXlzLmV4"
    "YW1wbGU+iJAEExYIADgWIQSit7zm4IkWcNjWNnVbHKXy94Ah9AUCaVosEAIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRBb"
    "HKXy94Ah9GR8AQD4UfYNNrNDsOZ7mN1i0UBqtupZZV5fZe2bali3OmfFVAD9EpsSmoDw3zAjYNizsSFDpfQ25TwrBo+JV82Awnmm"
    "pAs="
)


@pytest.mark.skipif(os.name == "nt", reason="programs of POSIX")
@pytest.mark.parametrize(
    ("said", "severity"),
    [("gpgv (GnuPG) 2.2.40", "ok"), ("gpgv (GnuPG) 2.2.8", "ok"), ("gpgv (GnuPG/MacGPG2) 2.4.5", "ok"),
     ("gpgv (GnuPG) 2.2.7", "problem"), ("gpgv (GnuPG) 1.4.23", "problem"), ("something else", "ok")],
)  # fmt: skip
def test_a_gpgv_that_is_too_old_is_told(folder, tmp_path, monkeypatch, said, severity):
    program = tmp_path / "gpgv"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    folder.commit({"pyproject.toml": FORGE_SETTINGS, "keys": f"{WEB} openpgp {OPENPGP_KEY}\n"})
    monkeypatch.setattr(signing, "find_gpgv", lambda _: program)
    [(found, what)] = told(signing.gpgv, folder.root)
    assert found == severity, what


def test_without_gpgv_it_depends_on_whether_the_keyring_lists_a_key_of_a_forge(folder, monkeypatch):
    monkeypatch.setattr(signing, "find_gpgv", lambda _: None)
    assert [found for found, _ in told(signing.gpgv, folder.root)] == ["ok"]
    folder.commit({"pyproject.toml": FORGE_SETTINGS, "keys": f"{WEB} openpgp {OPENPGP_KEY}\n"})
    [found] = seen(signing.gpgv, folder.root)
    assert (found.severity, found.remedy) == (Severity.PROBLEM, "apt-get install gpgv")
    folder.commit({"keys": f"{WEB} openpgp AAAA\n"})
    assert [found for found, _ in told(signing.gpgv, folder.root)] == ["ok"], "another check tells a broken keyring"


def test_an_ssh_inside_the_repository_is_never_asked(folder):
    for name in ("ssh", "ssh-keygen"):
        folder.write(f"bin/{name}", "#!/bin/sh\ntouch ran\necho OpenSSH_9.9 >&2\n")
        (folder.root / "bin" / name).chmod(0o755)
    assert SshKeygen(folder.root / "bin" / "ssh-keygen").release(folder.root) is None
    assert not (folder.root / "ran").exists()


def test_a_site_without_a_keyring_says_what_counts(folder):
    assert told(signing.keyring, folder.root) == [
        ("ok", 'the site has no keyring; a sign-off counts from "own commit" on')
    ]


@pytest.mark.parametrize(("required", "severity"), [("own commit", "note"), ("verified", "problem")])
def test_who_is_to_sign_and_has_no_key_is_told_by_the_party(folder, required, severity):
    settings = f'{SETTINGS}required_trust = "{required}"\n'
    folder.commit({"pyproject.toml": settings, "keys": f"{ANA} {KEY}\n"})
    whole, missing = told(signing.keyring, folder.root)
    assert whole == ("ok", f'1 key of 1 person, on main; a sign-off counts from "{required}" on')
    assert missing == (severity, "no key for somebody who signs for sales of lead-handoff")
    folder.commit({"keys": f"{ANA},{BEN} {KEY}\n"})
    assert [found for found, _ in told(signing.keyring, folder.root)] == ["ok"]


def test_a_key_that_ended_is_told_where_there_is_no_other(folder):
    folder.commit({"pyproject.toml": SETTINGS, "keys": f'{ANA},{BEN} valid-before="20200101" {KEY}\n{BEN} {KEY}\n'})
    assert told(signing.keyring, folder.root)[1] == ("note", "1 person has keys that ended, and no other")


def test_a_keyring_of_the_branch_alone_is_a_problem(folder):
    folder.git("switch", "--quiet", "--create", "proposal")
    folder.commit({"pyproject.toml": SETTINGS, "keys": f"{ANA} {KEY}\n"})
    first, *_ = seen(signing.keyring, folder.root)
    assert (first.severity, first.remedy) == (Severity.PROBLEM, "name it on main")


def test_git_that_knows_no_address_or_signs_with_another_kind_is_told(folder, monkeypatch, tmp_path):
    for name, value in {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    assert [found for found, _ in told(signing.identity, folder.root)] == ["note", "ok"]
    folder.git("config", "user.email", ANA)
    folder.git("config", "commit.gpgsign", "true")
    known, signs = told(signing.identity, folder.root)
    assert known == ("ok", "git knows the address that commits are made with")
    assert signs == ("note", "git signs commits as openpgp, and of people only SSH signatures are verified")
    folder.git("config", "gpg.format", "ssh")
    assert [found for found, _ in told(signing.identity, folder.root)] == ["ok", "ok"]


def test_settings_that_cannot_be_read_and_a_repository_that_is_none_are_told_elsewhere(folder, tmp_path):
    folder.write("pyproject.toml", "[tool.living_sla")
    assert told(signing.keyring, folder.root) == []
    (tmp_path / "bare").mkdir()
    assert told(signing.keyring, tmp_path / "bare") == []


def test_a_repository_without_a_commit_is_told_who_is_missing(tmp_path, monkeypatch):
    """The first commit is the one that git refuses."""
    root = tmp_path / "new"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    monkeypatch.setattr(Here, "git_settings", {"core.bare": ("false",)})
    [first, *_] = told(signing.identity, root)
    assert first == ("note", "git knows no address here: a sign-off needs --as, and a commit is refused")
