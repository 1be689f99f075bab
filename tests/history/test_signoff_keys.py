"""Keyrings, signatures and signed objects as bytes: what is accepted, what is refused, what never raises."""

from __future__ import annotations

import base64
import os
import stat
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import Faults
from living_sla.history.signoffs.keyring import AllowedKey, Keyring, read_keyring
from living_sla.history.signoffs.objects import read_commit, read_tag
from living_sla.history.signoffs.ssh_keygen import find_ssh_keygen
from living_sla.history.signoffs.ssh_signature import OtherKind, SshSignature, read_signature

ED25519 = b"\0\0\0\x0bssh-ed25519" + b"\0\0\0\x20" + bytes(range(32))
KEY = f"ssh-ed25519 {base64.b64encode(ED25519).decode()}"
OTHER = f"ssh-ed25519 {base64.b64encode(ED25519[:-1] + b'x').decode()}"


def keyring(text: str) -> Keyring:
    return read_keyring(text.encode(), path="allowed_signers")


def faults(text: str) -> list[str]:
    with pytest.raises(Faults) as found:
        keyring(text)
    return [str(fault).split("\n")[0] for fault in found.value.faults]


# ---------------------------------------------------------------- keyrings


def test_a_keyring_names_keys_addresses_and_when_they_are_good():
    found = keyring(
        "# who signs\r\n\n"
        f"Ana@X.example,ana@y.example {KEY} a comment of her own\n"
        f'ben@x.example valid-after="20260101",valid-before="20261231235959Z",namespaces="git,sla-signoff" {OTHER}\n'
    )
    window = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert found.entries == (
        AllowedKey("ana@x.example", "ssh-ed25519", ED25519),
        AllowedKey("ana@y.example", "ssh-ed25519", ED25519),
        AllowedKey("ben@x.example", "ssh-ed25519", ED25519[:-1] + b"x", "git,sla-signoff", *window),
    )
    assert found.owners(ED25519) == ("ana@x.example", "ana@y.example")
    assert [entry.line for entry in found.of("BEN@x.example")] == [
        'ben@x.example namespaces="git,sla-signoff",valid-after="20260101000000",valid-before="20261231235959" ' + OTHER
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"* {KEY}", '"*" stands for more than one address'),
        (f"ana@x.example,*@x.example {KEY}", '"*@x.example" stands for more than one address'),
        (f"ana?@x.example {KEY}", '"ana?@x.example" stands for more than one address'),
        (f"ana@x.example,!eve@x.example {KEY}", '"!eve@x.example" stands for more than one address'),
        (f"ana {KEY}", '"ana" is not an e-mail address'),
        (f"ana@x.example, {KEY}", '"" is not an e-mail address'),
        (f"ana@x.example\0 {KEY}", '"ana@x.example<U+0000>" is not an e-mail address'),
        (f"an\u0430@x.example {KEY}", '"an\u0430@x.example" is not an e-mail address'),
        (
            f"ana@x.example cert-authority {KEY}",
            "a certificate authority signs for addresses that the keyring does not name",
        ),
        (
            f'ana@x.example CERT-AUTHORITY,namespaces="git" {KEY}',
            "a certificate authority signs for addresses that the keyring does not name",
        ),
        (f'ana@x.example no-touch="yes" {KEY}', 'no-touch="yes" is not an option of a key'),
        (f'ana@x.example valid-after="" {KEY}', 'valid-after="" is not an option of a key'),
        (f'ana@x.example valid-after="20260230" {KEY}', '"20260230" is not a moment'),
        (f'ana@x.example valid-before="soon" {KEY}', '"soon" is not a moment'),
        (KEY, "this is not a line of allowed signers"),
        ("ana@x.example ssh-ed25519", "this is not a line of allowed signers"),
        ("ana@x.example ssh-rsa " + KEY.split()[1], "this is not a key of the type ssh-rsa"),
        ("ana@x.example ssh-ed25519 AAA", "this is not a key of the type ssh-ed25519"),
        ('"ana@x.example" ' + KEY, '""ana@x.example"" is not an e-mail address'),
    ],
)
def test_a_line_that_is_not_one_key_of_exact_addresses_is_refused(line, message):
    assert faults(f"# who signs\nben@x.example {OTHER}\n{line}\n") == [f"allowed_signers:3: SLA-F072 {message}"]


def test_all_lines_are_told_at_once():
    assert [fault.split(":")[1] for fault in faults(f"* {KEY}\n\nx\n")] == ["1", "3"]


@given(st.text(max_size=200))
def test_no_keyring_accepts_a_pattern(text):
    """Whatever is written: what is accepted names one address each."""
    try:
        found = keyring(text)
    except Faults:
        return
    assert all("*" not in one.principal and "," not in one.principal for one in found.entries)


def test_another_keyring_has_another_digest():
    one, other = keyring(f"ana@x.example {KEY}"), keyring(f"ben@x.example {KEY}")
    assert len({one.digest, other.digest, Keyring(one.entries, (b"x",)).digest, Keyring().digest}) == 4


# ---------------------------------------------------------------- signatures and objects


def armored(*fields: bytes, version: int = 1) -> bytes:
    blob = b"SSHSIG" + version.to_bytes(4, "big") + b"".join(len(one).to_bytes(4, "big") + one for one in fields)
    return b"-----BEGIN SSH SIGNATURE-----\n" + base64.encodebytes(blob) + b"-----END SSH SIGNATURE-----\n"


def test_a_signature_says_whose_key_and_what_for():
    whole = armored(ED25519, b"git", b"", b"sha512", b"...")
    assert read_signature(whole) == read_signature(whole.replace(b"\n", b"\r\n")) == SshSignature(ED25519, "git")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        armored(ED25519, b"git", b"", b"sha512"),
        armored(ED25519, b"git", b"", b"sha512", b"...", b"more"),
        armored(ED25519, b"git", b"", b"sha512", b"...", version=2),
        armored(b"", b"git", b"", b"sha512", b"..."),
        armored(ED25519, b"g\xfft", b"", b"sha512", b"..."),
        armored(ED25519, b"git", b"", b"sha512", b"...") * 2,
        armored(ED25519, b"git", b"", b"sha512", b"." * 70_000),
    ],
)
def test_what_is_not_exactly_one_signature_is_not_a_signature(raw):
    assert read_signature(raw) is None


def test_other_kinds_are_told_by_name():
    assert read_signature(b"-----BEGIN PGP MESSAGE-----\nx") == OtherKind("an OpenPGP")
    assert read_signature(b"-----BEGIN SIGNED MESSAGE-----\nx") == OtherKind("an X.509")


_IDENTITY = b"Ana <Ana@X.example> 1767000000 +0000"
COMMIT = b"tree 4b\nparent 1c\nauthor " + _IDENTITY + b"\ncommitter " + _IDENTITY + b"\nmergetag a\n b\n\nSubject\n"


def test_a_commit_without_a_signature_is_its_own_payload():
    found = read_commit(COMMIT)
    assert (found.payload, found.signature, found.author, found.committer) == (
        COMMIT, b"", "ana@x.example", "ana@x.example",
    )  # fmt: skip


@pytest.mark.parametrize("header", [b"gpgsig", b"gpgsig-sha256"])
def test_the_signature_is_taken_out_of_what_it_covers(header):
    signed = COMMIT.replace(b"\n\nSubject", b"\n" + header + b" one\n two\n \n three\n\nSubject")
    found = read_commit(signed)
    assert (found.payload, found.signature) == (COMMIT, b"one\ntwo\n\nthree")


@pytest.mark.parametrize(
    "author",
    [
        b"Ana <ana@x.example>",
        b"Ana <a@x.example> <b@x.example> 1767000000 +0000",
        b"Ana <an\xc3\xa4@x.example> 1767000000 +0000",
        b"Ana <> 1767000000 +0000",
        b"Ana",
        b"",
    ],
)
def test_an_author_who_cannot_be_read_is_nobody(author):
    assert read_commit(COMMIT.replace(b"author " + _IDENTITY, b"author " + author)).author is None


@given(st.binary(max_size=400))
def test_no_object_makes_the_reader_fail(raw):
    assert read_commit(raw).payload == raw or b"gpgsig" in raw
    assert read_tag(raw).payload + read_tag(raw).signature == raw
    read_signature(raw)


def test_a_tag_is_signed_at_its_end():
    body = b"object 4b\ntype commit\ntag signoff/x/v1\ntagger " + _IDENTITY + b"\n\ndigest: 3f\n"
    found = read_tag(body + b"-----BEGIN SSH SIGNATURE-----\nx\n")
    assert (found.payload, found.name, found.message) == (body, "signoff/x/v1", "digest: 3f\n")
    assert found.signature == b"-----BEGIN SSH SIGNATURE-----\nx\n"


# ---------------------------------------------------------------- the tool


@pytest.mark.skipif(os.name == "nt", reason="makes a program the way of POSIX")
def test_a_tool_that_the_project_brings_along_is_not_used(tmp_path):
    """In the project itself, linked from outside, or behind a relative folder of the search path: never."""
    project, elsewhere, linked = tmp_path / "project", tmp_path / "elsewhere", tmp_path / "linked"
    for folder in (project / "bin", elsewhere, linked):
        folder.mkdir(parents=True)
    for folder in (project / "bin", elsewhere):
        tool = folder / "ssh-keygen"
        tool.write_text("#!/bin/sh\nexit 0\n")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    (linked / "ssh-keygen").symlink_to(project / "bin" / "ssh-keygen")
    assert find_ssh_keygen(project, path=f"{project}/bin:bin:.::{linked}") is None
    assert find_ssh_keygen(project, path=f"{project}/bin:{linked}:{elsewhere}") == elsewhere / "ssh-keygen"
    assert find_ssh_keygen(project, path="") is None
