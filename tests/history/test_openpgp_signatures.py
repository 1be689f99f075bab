"""What one OpenPGP signature of a forge proves about a commit: everything but where its key comes from."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from living_sla.errors import EnvironmentFault, Faults
from living_sla.history.git.log import LandedCommit
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.evidence import Proof
from living_sla.history.signoffs.gpgv import MOST_BYTES, Gpgv, GpgvAnswer, find_gpgv
from living_sla.history.signoffs.judge import Judge
from living_sla.history.signoffs.keyring import read_keyring
from living_sla.history.signoffs.objects import read_commit
from living_sla.history.signoffs.openpgp_key import NotOneKey, read_openpgp_key
from living_sla.history.signoffs.proofs import Prover
from living_sla.history.signoffs.revoked_keys import check_revoked, for_openssh, revokes
from living_sla.history.signoffs.trusted import Trusted
from living_sla.model.past.revision import Commit, Identity
from living_sla.model.past.signoff import TrustLevel
from living_sla.settings import Trust
from tests.factories.openpgp_keys import MADE_AT, MISSING, REASON, OpenPgpKeys, openpgp_keys

pytestmark = pytest.mark.skipif(bool(MISSING), reason=REASON)
CLAIMED, OWN, ATTESTED, VERIFIED = TrustLevel
DAY = 86_400
ANA, TOM, WEB = "ana.ruiz@northwind.example", "tom.beck@northwind.example", "noreply@forge.northwind.example"


def payload(author: str = ANA, committer: str = WEB, more: str = "") -> bytes:
    at = MADE_AT + 2 * DAY
    people = f"author Ana Ruiz <{author}> {at} +0000\ncommitter Web <{committer}> {at} +0000\n"
    return f"tree {'4b' * 20}\n{people}{more}\nAgreed\n".encode()


def signed(raw: bytes, armored: bytes, header: str = "gpgsig") -> bytes:
    lines = armored.decode().rstrip("\n").replace("\n", "\n ")
    return raw.replace(b"\n\n", f"\n{header} {lines}\n\n".encode(), 1)


@pytest.fixture(scope="module")
def pgp() -> Iterator[OpenPgpKeys]:
    with openpgp_keys() as keys:
        yield keys


@pytest.fixture(scope="module")
def gpgv(tmp_path_factory) -> Gpgv:
    found = find_gpgv(tmp_path_factory.mktemp("project"))
    assert found
    return Gpgv(found)


LANDED = datetime.fromtimestamp(MADE_AT + 10 * DAY, UTC)
LANDING = LandedCommit(Commit("c" * 40, Identity("Ana", ANA), LANDED, LANDED, "Agreed"), (), (), untimed=False)


def prove(
    raw: bytes, keyring: str, gpgv: Gpgv | None, signer: str = ANA, revoked: bytes = b"", remembered: dict | None = None
) -> Proof:
    keys = read_keyring(keyring.encode(), path="keys", revoked=revoked)
    judge = Judge(keys, None, {} if remembered is None else remembered, gpgv)
    accepted = Accepted(Trusted(Trust(forge_signer=WEB), keys), judge)
    prover = Prover(None, judge, accepted, "sla-signoff")  # type: ignore[arg-type]  # nothing is asked of it here
    return prover.by_commits((read_commit(raw),), signer, LANDING)


def found(proof: Proof) -> tuple[TrustLevel, str]:
    return proof.level, proof.word


# ---------------------------------------------------------------- what holds


def test_what_the_forge_signs_is_forge_attested_and_says_by_which_key(pgp, gpgv):
    raw = signed(payload(), pgp.sign(payload(), "forge"))
    proof = prove(raw, pgp.line(WEB, "forge"), gpgv)
    assert found(proof) == (ATTESTED, "forge-signature")
    by = f"with its OpenPGP key {pgp.id('forge')[-16:]}"
    assert proof.sentence == f"Committed by the signer through the forge, which signed the commit {by}."
    assert proof.key == b"", "the key of the forge is not the signer's"


def test_github_writes_the_packet_in_the_new_form_and_a_blank_line_at_the_end(pgp, gpgv):
    old = binary(pgp.sign(payload(), "forge"))
    new = b"\xc2" + old[1:]
    raw = signed(payload(), armored(new)).replace(b"-----END PGP SIGNATURE-----\n", b"-----END PGP SIGNATURE-----\n \n")
    assert found(prove(raw, pgp.line(WEB, "forge"), gpgv)) == (ATTESTED, "forge-signature")


def test_a_signature_as_github_writes_it_attests(pgp, gpgv):
    """RSA, a packet of the new form, and the key named by an id of eight bytes alone."""
    pgp.id("rsa", kind="rsa2048")
    line, made = pgp.line(WEB, "rsa"), as_github_signs(pgp, "rsa", payload())
    assert found(prove(signed(payload(), made), line, gpgv)) == (ATTESTED, "forge-signature")
    assert found(prove(signed(payload(more="x y\n"), made), line, gpgv)) == (CLAIMED, "bad-signature")
    by_sha1 = as_github_signs(pgp, "rsa", payload(), digest=2)
    assert found(prove(signed(payload(), by_sha1), line, gpgv)) == (OWN, "unsupported-signature")
    extended = as_github_signs(pgp, "rsa", payload(), more=b"\x05\x83\0\0\0\1")  # an end, marked as critical
    assert found(prove(signed(payload(), extended), line, gpgv)) == (OWN, "unsupported-signature")
    twice = as_github_signs(pgp, "rsa", payload(), more=b"\x05\x02\0\0\0\1")
    assert found(prove(signed(payload(), twice), line, gpgv)) == (OWN, "unreadable-signature")
    unknown = as_github_signs(pgp, "rsa", payload(), more=b"\x02\xe5x")  # critical, and nobody knows what it is
    assert found(prove(signed(payload(), unknown), line, gpgv)) == (OWN, "unsupported-signature")


def test_a_subkey_signs_for_its_key(pgp, gpgv):
    pgp.gpg("--quick-add-key", pgp.id("whole", usage="cert"), "ed25519", "sign", "never")
    raw = signed(payload(), pgp.sign(payload(), "whole"))
    proof = prove(raw, pgp.line(WEB, "whole"), gpgv)
    assert found(proof) == (ATTESTED, "forge-signature")
    assert pgp.id("whole")[-16:] in proof.sentence


def test_two_writings_of_one_key_are_both_tried(pgp, gpgv):
    line = pgp.line(WEB, "forge")
    raw = signed(payload(), pgp.sign(payload(), "forge"))
    ended = pgp.line(WEB, "forge", 'valid-before="20250101"')
    assert found(prove(raw, ended + line, gpgv)) == (ATTESTED, "forge-signature")
    other = f"{WEB} openpgp {base64.b64encode(revoked(pgp, 'forge')).decode()}\n"
    assert found(prove(raw, other + line, gpgv)) == (ATTESTED, "forge-signature")
    assert found(prove(raw, line + other, gpgv)) == (ATTESTED, "forge-signature")


# ---------------------------------------------------------------- what does not

Plays = Callable[[OpenPgpKeys], bytes]
TRICKS: list[tuple[Plays, TrustLevel, str]] = []


def comes_to(level: TrustLevel, evidence: str) -> Callable[[Plays], Plays]:
    def note(play: Plays) -> Plays:
        TRICKS.append((play, level, evidence))
        return play

    return note


@comes_to(OWN, "unknown-key")
def an_unknown_key_signs(pgp):
    return signed(payload(), pgp.sign(payload(), "stranger"))


@comes_to(OWN, "unknown-key")
def a_key_signs_that_has_the_name_of_the_forge_inside(pgp):
    user = f"GitHub <{WEB}>"
    if "named" not in pgp.ids:
        pgp.gpg("--quick-gen-key", user, "ed25519", "sign", "never")
        listed = pgp.gpg("--list-keys", "--with-colons", f"={user}").decode().splitlines()
        pgp.ids["named"] = next(line.split(":")[9] for line in listed if line.startswith("fpr"))
    return signed(payload(), pgp.sign(payload(), "named"))


@comes_to(CLAIMED, "bad-signature")
def the_signature_of_another_commit_is_copied(pgp):
    return signed(payload(), pgp.sign(payload(more="encoding x\n"), "forge"))


@comes_to(CLAIMED, "bad-signature")
def the_author_is_changed_afterwards(pgp):
    return signed(payload(), pgp.sign(payload(author=TOM), "forge"))


@comes_to(CLAIMED, "bad-signature")
def a_header_is_added_afterwards(pgp):
    return signed(payload(more="gpgsigx y\n"), pgp.sign(payload(), "forge"))


@comes_to(CLAIMED, "bad-signature")
def the_signature_of_a_stranger_names_the_key_of_the_forge(pgp):
    """Beside what it covers anybody can write any id."""
    packet = binary(pgp.sign(payload(), "stranger"))
    theirs, ours = bytes.fromhex(pgp.id("stranger")), bytes.fromhex(pgp.id("forge"))
    return signed(payload(), armored(packet.replace(theirs, ours).replace(theirs[-8:], ours[-8:])))


@comes_to(CLAIMED, "added-by-another")
def the_forge_signs_what_somebody_else_wrote(pgp):
    return signed(payload(author=TOM), pgp.sign(payload(author=TOM), "forge"))


@comes_to(CLAIMED, "added-by-another")
def a_second_author_stands_in_the_commit(pgp):
    two = payload(more=f"author Tom <{TOM}> 1767000000 +0000\n")
    return signed(two, pgp.sign(two, "forge"))


@comes_to(OWN, "key-not-for-this")
def the_forge_signs_what_the_signer_committed_elsewhere(pgp):
    return signed(payload(committer=ANA), pgp.sign(payload(committer=ANA), "forge"))


@comes_to(OWN, "key-not-for-this")
def a_second_committer_stands_in_the_commit(pgp):
    two = payload(more=f"committer Web <{WEB}> 1767000000 +0000\n")
    return signed(two, pgp.sign(two, "forge"))


@comes_to(OWN, "unsupported-signature")
def the_signature_has_an_end_of_its_own(pgp):
    return signed(payload(), pgp.sign(payload(), "forge", "--default-sig-expire", "1d"))


@comes_to(OWN, "unsupported-signature")
def the_digest_is_weak(pgp):
    weak = ("--digest-algo", "SHA1", "--allow-weak-digest-algos")
    return signed(payload(), pgp.sign(payload(), "forge", *weak))


@comes_to(OWN, "unsupported-signature")
def the_signature_is_over_text(pgp):
    return signed(payload(), pgp.sign(payload(), "forge", "--textmode"))


@comes_to(OWN, "unsupported-signature")
def a_whole_message_takes_the_place_of_the_signature(pgp):
    return signed(payload(), pgp.gpg("--local-user", pgp.id("forge"), "--armor", "--sign", stdin=payload()))


@comes_to(OWN, "key-not-yet-valid")
def the_signature_says_that_it_was_made_before_its_key(pgp):
    return signed(payload(), pgp.sign(payload(), "forge", "--ignore-time-conflict", at=MADE_AT - 40 * DAY))


@comes_to(OWN, "unreadable-signature")
def two_signatures_stand_in_one_armor(pgp):
    both = binary(pgp.sign(payload(), "stranger")) + binary(pgp.sign(payload(), "forge"))
    return signed(payload(), armored(both))


@comes_to(OWN, "unreadable-signature")
def two_armors_stand_one_after_the_other(pgp):
    return signed(payload(), pgp.sign(payload(), "stranger") + pgp.sign(payload(), "forge"))


@comes_to(OWN, "unreadable-signature")
def something_follows_the_armor(pgp):
    return signed(payload(), pgp.sign(payload(), "forge") + b"and more\n")


@comes_to(OWN, "unreadable-signature")
def something_precedes_the_armor(pgp):
    return signed(payload(), b"x\n" + pgp.sign(payload(), "forge"))


@comes_to(OWN, "unreadable-signature")
def something_follows_the_packet(pgp):
    return signed(payload(), armored(binary(pgp.sign(payload(), "forge")) + b"\0" * 20))


@comes_to(OWN, "unreadable-signature")
def the_signature_is_nested_in_another_armor(pgp):
    return signed(payload(), armored(pgp.sign(payload(), "forge")))


@comes_to(OWN, "unreadable-signature")
def the_key_itself_takes_the_place_of_the_signature(pgp):
    return signed(payload(), armored(pgp.public("forge")))


@comes_to(OWN, "unreadable-signature")
def the_packet_comes_in_parts(pgp):
    body = binary(pgp.sign(payload(), "forge"))[2:]
    parts = b"\xc2\xe6" + body[:64] + bytes([len(body) - 64]) + body[64:]
    return signed(payload(), armored(parts))


@comes_to(OWN, "own-commit")
def two_headers_carry_signatures(pgp):
    one = signed(payload(), pgp.sign(payload(), "forge"))
    return signed(one, pgp.sign(payload(), "stranger"), "gpgsig-sha256")


@comes_to(OWN, "own-commit")
def another_header_carries_the_signature(pgp):
    return signed(payload(), pgp.sign(payload(), "forge"), "gpgsigned")


@comes_to(OWN, "own-commit")
def the_message_carries_the_signature(pgp):
    return payload() + b"\n" + pgp.sign(payload(), "forge")


@comes_to(OWN, "own-commit")
def a_tag_that_was_merged_carries_the_signature(pgp):
    return signed(payload(), pgp.sign(payload(), "forge"), "mergetag")


@pytest.mark.parametrize(("play", "level", "evidence"), TRICKS, ids=lambda value: getattr(value, "__name__", ""))
def test_no_other_signature_is_forge_attested(play, level, evidence, pgp, gpgv):
    raw = play(pgp)
    assert found(prove(raw, pgp.line(WEB, "forge"), gpgv)) == (level, evidence)
    blind = prove(raw, pgp.line(WEB, "forge"), None)
    assert blind.level <= OWN
    assert blind.word != "bad-signature", "a machine without gpgv calls nothing forged"


@pytest.mark.parametrize(
    ("name", "options", "evidence"),
    [("forge", 'valid-before="20260101"', "expired-key"), ("forge", 'valid-after="20300101"', "key-not-yet-valid"),
     ("short", "", "expired-key")],
)  # fmt: skip
def test_a_key_out_of_its_time_attests_nothing(pgp, gpgv, name, options, evidence):
    pgp.id("short", ends=f"seconds={5 * DAY}")
    raw = signed(payload(), pgp.sign(payload(), name))
    assert found(prove(raw, pgp.line(WEB, name, options), gpgv)) == (OWN, evidence)


def test_a_revoked_key_attests_nothing(pgp, gpgv):
    raw = signed(payload(), pgp.sign(payload(), "forge"))
    itself = f"{WEB} openpgp {base64.b64encode(revoked(pgp, 'forge')).decode()}\n"
    assert found(prove(raw, itself, gpgv)) == (OWN, "revoked-key")
    for listed in (pgp.line("", "forge"), itself.removeprefix(WEB)):  # in whichever writing it is listed
        assert found(prove(raw, pgp.line(WEB, "forge"), gpgv, revoked=listed.encode())) == (OWN, "revoked-key")
    other = pgp.line("", "stranger").encode()
    assert found(prove(raw, pgp.line(WEB, "forge"), gpgv, revoked=other)) == (ATTESTED, "forge-signature")


def test_the_forge_as_a_signer_is_attested_and_no_higher(pgp, gpgv):
    raw = signed(payload(author=WEB), pgp.sign(payload(author=WEB), "forge"))
    assert found(prove(raw, pgp.line(WEB, "forge"), gpgv, signer=WEB)) == (ATTESTED, "forge-signature")


def test_without_gpgv_a_commit_of_the_forge_is_the_signer_s_own_and_says_why(pgp):
    raw = signed(payload(), pgp.sign(payload(), "forge"))
    proof = prove(raw, pgp.line(WEB, "forge"), None)
    assert found(proof) == (OWN, "gpgv-missing")
    why = "The signature of the commit could not be verified: gpgv is missing."
    assert proof.sentence == f"Committed by the signer. {why}"


def test_more_than_a_commit_ever_holds_is_not_looked_at(pgp, gpgv):
    large = payload() + b"x" * MOST_BYTES
    assert (
        found(prove(signed(large, pgp.sign(large, "forge")), pgp.line(WEB, "forge"), gpgv))[1]
        == "unsupported-signature"
    )


# ---------------------------------------------------------------- what is remembered


def test_an_answer_is_remembered_for_its_key_and_its_gpgv_alone(pgp, gpgv, monkeypatch):
    raw, remembered = signed(payload(), pgp.sign(payload(), "forge")), {}
    line = pgp.line(WEB, "forge")
    assert prove(raw, line, gpgv, remembered=remembered).level is ATTESTED
    assert len(remembered) == 1
    asked: list[bytes] = []

    def answers(self, message, signature, key, known):
        asked.append(key)
        return GpgvAnswer.REFUSED

    monkeypatch.setattr(Gpgv, "fit", answers)
    assert prove(raw, line, gpgv, remembered=remembered).level is ATTESTED, "asked once"
    assert asked == []
    ended = pgp.line(WEB, "forge", 'valid-before="20260101"')
    assert found(prove(raw, ended, gpgv, remembered=remembered)) == (OWN, "expired-key"), "times are never remembered"
    other = f"{WEB} openpgp {base64.b64encode(revoked(pgp, 'forge')).decode()}\n"
    assert prove(raw, other, gpgv, remembered=remembered).level is OWN
    assert len(asked) == 1
    newer = Gpgv(gpgv.at)
    newer.__dict__["version"] = "gpgv (GnuPG) 99.0.0"
    assert prove(raw, line, newer, remembered=remembered).level is OWN
    assert len(asked) == 2
    assert found(prove(raw, line, None, remembered=remembered)) == (OWN, "gpgv-missing"), "and who answered is gone"


# ---------------------------------------------------------------- how gpgv is run


def test_gpgv_gets_an_empty_home_and_nothing_of_the_environment(pgp, tmp_path, monkeypatch):
    program = tmp_path / "gpgv"
    program.write_text('#!/bin/sh\n/usr/bin/env > "$0.env"\necho "$@" > "$0.args"\n/bin/ls -A "$2" > "$0.home"\n')
    program.chmod(0o755)
    for name in ("GNUPGHOME", "GPG_AGENT_INFO", "LD_PRELOAD_X", "http_proxy"):
        monkeypatch.setenv(name, "/elsewhere")
    key = pgp.public("forge")
    assert Gpgv(program).fit(b"x", b"y", key, read_openpgp_key(key)) is GpgvAnswer.REFUSED
    assert (tmp_path / "gpgv.home").read_text() == ""
    names = {line.partition("=")[0] for line in (tmp_path / "gpgv.env").read_text().splitlines()}
    assert names - {"PWD", "SHLVL", "_", "OLDPWD"} == {"GNUPGHOME", "HOME", "LANGUAGE", "LC_ALL", "PATH", "TZ"}
    assert "/elsewhere" not in (tmp_path / "gpgv.env").read_text()


@pytest.mark.parametrize(
    ("script", "message"),
    [("exit 127", "gpgv does not work: it ends with 127"), ("kill -9 $$", "gpgv was ended by signal 9")],
)
def test_a_gpgv_that_does_not_work_stops_everything_and_calls_nothing_bad(pgp, tmp_path, script, message):
    program = tmp_path / "gpgv"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    with pytest.raises(EnvironmentFault) as stopped:
        Gpgv(program).fit(b"x", b"y", pgp.public("forge"), read_openpgp_key(pgp.public("forge")))
    assert stopped.value.message == message


def test_a_gpgv_in_the_repository_is_never_found(tmp_path):
    (tmp_path / "project" / ".git").mkdir(parents=True)
    inside = tmp_path / "project" / "bin"
    inside.mkdir()
    (inside / "gpgv").write_text("#!/bin/sh\n")
    (inside / "gpgv").chmod(0o755)
    assert find_gpgv(tmp_path / "project", path=f"{inside}::.:bin") is None


VALID = "[GNUPG:] VALIDSIG {fpr} 2026-01-01 1767225600 0 4 0 22 {hash} 00 {fpr}"


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "[GNUPG:] GOODSIG {id} x\n" + VALID,  # nothing was begun
        "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG {id} x",
        "[GNUPG:] NEWSIG\n" + VALID,
        "[GNUPG:] NEWSIG\n[GNUPG:] ERRSIG {id} 22 8 00 1 9 -\n" + VALID,
        "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG {id} x\n[GNUPG:] NEWSIG\n" + VALID,
        "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG {id} x\n" + VALID + "\n" + VALID,
        "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG {id} x\n[GNUPG:] EXPSIG {id} x\n" + VALID,
        "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG {id} x\n" + VALID.replace(" {hash} ", " 2 "),
        "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG {id} x\n" + VALID.replace(" 00 {fpr}", " 00 " + "AB" * 20),
        "[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG {id} x\n" + VALID.replace(" 00 ", " 01 "),
        "gpgv: [GNUPG:] NEWSIG\n [GNUPG:] GOODSIG {id} x\n" + VALID,
    ],
)
def test_only_one_whole_answer_is_a_yes(pgp, tmp_path, lines):
    fingerprint = pgp.id("forge")
    said = lines.format(fpr=fingerprint, id=fingerprint[-16:], hash=8)
    program = tmp_path / "gpgv"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n".replace("cat", "/bin/cat"))
    program.chmod(0o755)
    key = pgp.public("forge")
    assert Gpgv(program).fit(b"x", b"y", key, read_openpgp_key(key)) is GpgvAnswer.REFUSED


# ---------------------------------------------------------------- the line of the keyring


def test_a_line_comes_back_as_it_was_understood(pgp):
    pgp.id("ending", ends=f"seconds={5 * DAY}")
    for options in ("", 'valid-before="20270101"', 'valid-after="20260101",valid-before="20250101"'):
        [entry] = read_keyring(pgp.line(WEB, "ending", options).encode(), path="keys").entries
        assert entry.valid_to is not None
        assert entry.valid_to <= datetime.fromtimestamp(MADE_AT + 5 * DAY, UTC)
        assert read_keyring(entry.line.encode(), path="keys").entries == (entry,)


def _faults(line: str) -> list[str]:
    with pytest.raises(Faults) as refused:
        read_keyring(line.encode(), path="keys")
    return [f"{fault.code}: {fault.message}" for fault in refused.value.faults]


def test_a_line_that_is_not_one_public_key_is_refused(pgp):
    public = pgp.public("forge")
    secret = pgp.gpg("--export-secret-keys", pgp.id("forge"))
    photo = public + b"\xd1\x01x"
    for raw, why in {
        public + pgp.public("stranger"): "exactly one public key of OpenPGP",
        public[:60]: "a public key of OpenPGP",
        public[2 + public[1] :]: "exactly one public key of OpenPGP",
        b"": "exactly one public key of OpenPGP",
        binary(pgp.sign(b"x", "forge")): "exactly one public key of OpenPGP",
        secret: "a public key: it is a private one, which everybody who reads the repository knows now",
        photo: "a public key and no more: export it with --export-options export-minimal",
        public.replace(b"\x04", b"\x05", 1): "a key of version 4, the one that is verified here",
        public + b"\0" * 70_000: "a key of at most 64 KB",
    }.items():
        spelt = base64.b64encode(raw).decode() or "="
        expected = [f"SLA-F072: this is not {why}"] if raw else ["SLA-F072: this is not a line of allowed signers"]
        assert _faults(f"{WEB} openpgp {spelt}") == expected
    assert _faults(pgp.line(WEB, "forge", 'namespaces="git"')) == [
        "SLA-F072: namespaces is not an option of an OpenPGP key"
    ]


def test_a_list_of_revoked_keys_is_read_by_each_program_as_far_as_it_knows_it(pgp):
    ssh, ours = b"ssh-ed25519 AAAA ana\n", pgp.line("", "forge").encode()
    assert for_openssh(ssh + ours + ssh) == ssh + ssh
    assert revokes(ssh + ours, read_openpgp_key(pgp.public("forge")))
    assert not revokes(ssh, read_openpgp_key(pgp.public("forge")))
    check_revoked(ssh + ours, path="keys/revoked")
    for broken in (b"openpgp AAAA\n", b"openpgp " + pgp.id("forge").encode() + b"\n", b" OpenPGP: x\n", b"openpgp\n"):
        with pytest.raises(Faults):
            check_revoked(ssh + broken, path="keys/revoked")


@pytest.mark.parametrize("cut", range(0, 300, 7))
def test_whatever_is_cut_from_a_key_is_no_key_or_says_less(pgp, cut):
    public = pgp.public("forge")
    try:
        key = read_openpgp_key(public[: max(0, len(public) - 1 - cut)])
    except NotOneKey:
        return
    assert key.fingerprint == read_openpgp_key(public).fingerprint


def as_github_signs(pgp: OpenPgpKeys, name: str, raw: bytes, digest: int = 8, more: bytes = b"") -> bytes:
    """What `gpg` does not write any more: only a time and an id of eight bytes, both covered."""
    numbers, rest = [], pgp.gpg("--export-secret-keys", pgp.id(name))
    rest = rest[3:]  # of the packet of an RSA key: two bytes of length
    rest = rest[6:]
    for _ in range(2):
        numbers, rest = [*numbers, number(rest)], rest[2 + length(rest) :]
    assert rest[0] == 0, "without a passphrase"
    (modulus, _), secret = numbers, number(rest[1:])
    fields = (
        b"\x05\x02" + (MADE_AT + 2 * DAY).to_bytes(4, "big") + b"\x09\x10" + bytes.fromhex(pgp.id(name))[-8:] + more
    )
    covered = bytes([4, 0, 1, digest]) + len(fields).to_bytes(2, "big") + fields
    made = hashlib.new({8: "sha256", 2: "sha1"}[digest], raw + covered + b"\x04\xff" + len(covered).to_bytes(4, "big"))
    kind = {8: "3031300d060960864801650304020105000420", 2: "3021300906052b0e03021a05000414"}[digest]
    coded = bytes.fromhex(kind) + made.digest()
    padded = b"\0\1" + b"\xff" * (256 - 3 - len(coded)) + b"\0" + coded
    value = pow(int.from_bytes(padded, "big"), secret, modulus)
    mpi = value.bit_length().to_bytes(2, "big") + value.to_bytes((value.bit_length() + 7) // 8, "big")
    body = covered + b"\0\0" + made.digest()[:2] + mpi
    size = len(body) - 192
    return armored(b"\xc2" + bytes([192 + (size >> 8), size & 255]) + body)


def number(raw: bytes) -> int:
    return int.from_bytes(raw[2 : 2 + length(raw)], "big")


def length(raw: bytes) -> int:
    return (int.from_bytes(raw[:2], "big") + 7) // 8


def revoked(pgp: OpenPgpKeys, name: str) -> bytes:
    """The public key with the certificate that revokes it, which its maker keeps from the beginning."""
    public = pgp.public(name)
    certificate = (pgp.home / "openpgp-revocs.d" / f"{pgp.id(name)}.rev").read_bytes().partition(b"\n:")[2]
    primary = 2 + public[1]
    return public[:primary] + binary(certificate) + public[primary:]


def binary(armor: bytes) -> bytes:
    lines = armor.decode().split("\n\n", 1)[1].rstrip().splitlines()
    return base64.b64decode("".join(line for line in lines if line[0] not in "=-"))


def armored(raw: bytes) -> bytes:
    return b"-----BEGIN PGP SIGNATURE-----\n\n" + base64.encodebytes(raw) + b"-----END PGP SIGNATURE-----\n"
