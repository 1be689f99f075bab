"""What the OpenPGP signature of a forge is worth: *forge-attested* where all of it holds, and never more."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from living_sla.history.signoffs import judge
from living_sla.model.past.signoff import SignOffFile, TrustLevel
from tests.factories.openpgp_keys import MADE_AT, MISSING, REASON, OpenPgpKeys, openpgp_keys
from tests.factories.signed_repositories import ANA, BEN, DAY, FORGE, KEYRING, SETTINGS, TOM, Keys, Scene, address

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=REASON),
    pytest.mark.skipif(not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is missing"),
]
CLAIMED, OWN, ATTESTED, VERIFIED = TrustLevel
WEB = address(FORGE)


@dataclass
class Web:
    """A repository whose forge signs with OpenPGP what people do on its pages."""

    scene: Scene
    pgp: OpenPgpKeys

    def people(self) -> str:
        return "".join(self.scene.keys.line(*one) for one in ((ANA, "ana"), (BEN, "ben"), (TOM, "tom")))

    def keyring(self, *lines: str, **how: object) -> None:
        """The keyring of main from now on, which Tom vouches for."""
        self.scene.keyring(self.people() + "".join(lines), **{"key": "tom", **how})

    def payload(self) -> bytes:
        done = subprocess.run(
            ("git", "cat-file", "commit", "HEAD"), cwd=self.scene.root, capture_output=True, check=True
        )
        return done.stdout

    def attach(self, armored: bytes, header: str = "gpgsig") -> None:
        """Put a signature into the commit of HEAD, as git writes it."""
        lines = armored.decode().rstrip("\n").replace("\n", "\n ")
        self.scene.amend_object(b"\n\n", f"\n{header} {lines}\n\n".encode())

    def sign(self, key: str = "forge", *options: str) -> bytes:
        return self.pgp.sign(self.payload(), key, *options)

    def sign_off(self, key: str = "forge", *options: str, **how: object) -> SignOffFile:
        """A sign-off that Ana gives on the pages of the forge."""
        file = self.scene.sign_off(**{"committer": FORGE, **how})
        self.attach(self.sign(key, *options))
        return file


@pytest.fixture(scope="module")
def pgp() -> Iterator[OpenPgpKeys]:
    with openpgp_keys() as keys:
        yield keys


@pytest.fixture(scope="module")
def settled(tmp_path_factory, pgp) -> Web:
    folder = tmp_path_factory.mktemp("openpgp")
    (folder / "keys").mkdir()
    keys = Keys(folder / "keys")
    people = "".join(keys.line(*one) for one in ((ANA, "ana"), (BEN, "ben"), (TOM, "tom")))
    return Web(Scene.first(folder / "project", keys, keyring=people + pgp.line(WEB, "forge")), pgp)


@pytest.fixture
def web(settled, tmp_path) -> Web:
    return Web(settled.scene.copy(tmp_path / "project"), settled.pgp)


def found(web: Web, file: SignOffFile) -> tuple[TrustLevel, str]:
    signoff = web.scene.appraised(file)
    return signoff.level, signoff.evidence


# ---------------------------------------------------------------- what holds


def test_what_the_forge_signs_is_forge_attested_and_says_by_which_key(web):
    signoff = web.scene.appraised(web.sign_off())
    assert (signoff.level, signoff.evidence, signoff.refused) == (ATTESTED, "forge-signature", "")
    key_id = web.pgp.id("forge")[-16:]
    assert (
        signoff.sentence
        == f"Committed by the signer through the forge, which signed the commit with its OpenPGP key {key_id}."
    )


def test_a_subkey_of_the_forge_signs_for_it(web):
    fingerprint = web.pgp.id("subkeys")
    web.pgp.gpg("--quick-add-key", fingerprint, "ed25519", "sign", "never")
    web.keyring(web.pgp.line(WEB, "subkeys"))
    subkey = [
        line.split(":")[9]
        for line in web.pgp.gpg("--list-keys", "--with-colons", fingerprint).decode().splitlines()
        if line.startswith("fpr")
    ][-1]
    file = web.scene.sign_off(committer=FORGE)
    web.attach(
        web.pgp.gpg("--local-user", f"{subkey}!", "--armor", "--detach-sign", stdin=web.payload(), at=MADE_AT + DAY)
    )
    assert subkey != fingerprint
    assert found(web, file) == (ATTESTED, "forge-signature")


def test_the_forge_attests_no_author_but_the_one_that_the_commit_names(web):
    assert found(web, web.sign_off(author=TOM)) == (CLAIMED, "added-by-another")


# ---------------------------------------------------------------- what does not

SITUATIONS: list[Callable[[Web], object]] = []
NEVER: dict[str, tuple[TrustLevel, str]] = {}


def comes_to(level: TrustLevel, evidence: str) -> Callable[..., Callable[..., object]]:
    def note(play: Callable[[Web], object]) -> Callable[[Web], object]:
        SITUATIONS.append(play)
        NEVER[play.__name__] = (level, evidence)
        return play

    return note


@comes_to(OWN, "unknown-key")
def an_unknown_key_signs(web):
    return web.sign_off("stranger")


@comes_to(OWN, "unknown-key")
def a_key_with_the_name_of_the_forge_signs(web):
    """The user id inside a key is what its maker writes."""
    web.pgp.ids["named"] = web.pgp.ids.get("named") or _named(web.pgp, f"GitHub <{WEB}>")
    return web.sign_off("named")


@comes_to(CLAIMED, "bad-signature")
def the_signature_of_another_commit_is_copied(web):
    web.scene.commit({"notes.txt": "x"}, committer=FORGE)
    signature = web.sign()
    file = web.scene.sign_off(committer=FORGE)
    web.attach(signature)
    return file


@comes_to(CLAIMED, "bad-signature")
def the_author_is_changed_afterwards(web):
    file = web.sign_off(author=TOM)
    web.scene.amend_object(TOM.encode(), ANA.encode())
    return file


@comes_to(OWN, "key-not-for-this")
def the_forge_signs_what_it_did_not_make(web):
    return web.sign_off(committer=ANA)


@comes_to(OWN, "revoked-key")
def the_key_is_revoked_as_its_own_line_says(web):
    web.keyring(f"{WEB} openpgp {base64.b64encode(_revoked(web.pgp, 'revoked')).decode()}\n")
    return web.sign_off("revoked")


@comes_to(OWN, "revoked-key")
def the_key_is_on_the_list_of_revoked_keys(web):
    settings = SETTINGS + 'revoked_keys = "keys/revoked"\n'
    listed = web.pgp.line("", "forge").strip() + " stolen\n" + web.scene.keys.public("ben") + "\n"
    web.scene.commit({"pyproject.toml": settings, "keys/revoked": listed}, author=TOM)
    return web.sign_off()


@comes_to(OWN, "expired-key")
def the_key_has_expired_by_itself(web):
    web.pgp.id("short", ends=f"seconds={5 * DAY}")
    web.keyring(web.pgp.line(WEB, "short"))
    return web.sign_off("short")


@comes_to(OWN, "expired-key")
def the_line_of_the_key_has_expired(web):
    web.keyring(web.pgp.line(WEB, "forge", 'valid-before="20260101"'))
    return web.sign_off()


@comes_to(OWN, "key-not-yet-valid")
def the_line_of_the_key_begins_later(web):
    web.keyring(web.pgp.line(WEB, "forge", 'valid-after="20300101"'))
    return web.sign_off()


@comes_to(OWN, "time-not-provable")
def the_key_has_an_end_and_nothing_proves_that_it_signed_before(web):
    web.keyring(web.pgp.line(WEB, "forge", 'valid-before="20300101"'))
    return web.sign_off()


@comes_to(OWN, "unsupported-signature")
def the_signature_has_an_end_of_its_own(web):
    return web.sign_off("forge", "--default-sig-expire", "1d")


@comes_to(OWN, "unsupported-signature")
def the_digest_is_weak(web):
    return web.sign_off("forge", "--digest-algo", "SHA1", "--allow-weak-digest-algos")


@comes_to(OWN, "unsupported-signature")
def the_signature_is_over_text(web):
    return web.sign_off("forge", "--textmode")


@comes_to(OWN, "unreadable-signature")
def two_signatures_stand_in_one_armor(web):
    file = web.scene.sign_off(committer=FORGE)
    both = _binary(web.sign("stranger")) + _binary(web.sign())
    web.attach(_armored(both))
    return file


@comes_to(OWN, "unreadable-signature")
def two_armors_stand_one_after_the_other(web):
    file = web.scene.sign_off(committer=FORGE)
    web.attach(web.sign("stranger") + web.sign())
    return file


@comes_to(OWN, "unreadable-signature")
def something_follows_the_armor(web):
    file = web.scene.sign_off(committer=FORGE)
    web.attach(web.sign() + b"and more\n")
    return file


@comes_to(OWN, "unreadable-signature")
def something_follows_the_packet(web):
    file = web.scene.sign_off(committer=FORGE)
    web.attach(_armored(_binary(web.sign()) + b"\0" * 20))
    return file


@comes_to(OWN, "unreadable-signature")
def the_signature_is_nested_in_another_armor(web):
    file = web.scene.sign_off(committer=FORGE)
    web.attach(_armored(web.sign()))
    return file


@comes_to(OWN, "unsupported-signature")
def a_whole_message_takes_the_place_of_the_signature(web):
    file = web.scene.sign_off(committer=FORGE)
    web.attach(web.pgp.gpg("--local-user", web.pgp.id("forge"), "--armor", "--sign", stdin=web.payload()))
    return file


@comes_to(OWN, "unreadable-signature")
def the_key_itself_takes_the_place_of_the_signature(web):
    file = web.scene.sign_off(committer=FORGE)
    web.attach(_armored(web.pgp.public("forge")))
    return file


@comes_to(OWN, "own-commit")
def two_headers_carry_signatures(web):
    file = web.sign_off()
    web.attach(web.sign("stranger"), "gpgsig-sha256")
    return file


@comes_to(OWN, "own-commit")
def another_header_carries_the_signature(web):
    file = web.scene.sign_off(committer=FORGE)
    web.attach(web.sign(), "gpgsigned")
    return file


@comes_to(OWN, "own-commit")
def the_message_carries_the_signature(web):
    return web.scene.sign_off(committer=FORGE, message="Agreed\n\n" + web.pgp.sign(b"x", "forge").decode())


@comes_to(CLAIMED, "added-by-another")
def a_second_author_stands_in_the_commit(web):
    file = web.scene.sign_off(committer=FORGE)
    web.scene.amend_object(b"\ncommitter", f"\nauthor {TOM} 1767000000 +0000\ncommitter".encode())
    web.attach(web.sign())
    return file


@comes_to(OWN, "unknown-key")
def the_key_stands_there_for_the_signer(web):
    web.keyring(web.pgp.line(address(ANA), "forge"))
    return web.sign_off()


@comes_to(OWN, "unknown-key")
def the_key_stands_there_for_somebody_else(web):
    web.keyring(web.pgp.line(address(BEN), "forge"))
    return web.sign_off(committer=BEN)


@comes_to(OWN, "unknown-key")
def the_site_names_no_forge(web):
    web.scene.commit({"pyproject.toml": SETTINGS.replace("forge_signer", "# forge_signer")}, author=TOM)
    return web.sign_off()


@comes_to(OWN, "unknown-key")
def a_branch_that_is_not_merged_adds_the_key(web):
    web.scene.branch()
    web.keyring(web.pgp.line(WEB, "own"))
    file = web.sign_off("own")
    web.scene.git("update-ref", "refs/heads/main", "HEAD~2")
    return file


@comes_to(OWN, "key-not-vouched-for")
def a_branch_that_is_merged_adds_the_key(web):
    web.keyring(web.pgp.line(WEB, "forge"), web.pgp.line(WEB, "own"), key=None, author=ANA)
    return web.sign_off("own")


@comes_to(OWN, "key-not-vouched-for")
def the_forge_vouches_for_another_key_of_its_own(web):
    web.keyring(web.pgp.line(WEB, "forge"), web.pgp.line(WEB, "own"), key=None, author=TOM, committer=FORGE)
    web.attach(web.sign())
    return web.sign_off("own")


@comes_to(OWN, "key-too-new")
def the_commit_of_the_sign_off_brings_the_key(web):
    file = web.scene.signed()
    lines = web.people() + web.pgp.line(WEB, "own")
    web.scene.commit({file.path: file.text, KEYRING: lines}, committer=FORGE)
    web.attach(web.sign("own"))
    web.scene.keyring(lines + "# read again\n", key="tom")
    return file


@comes_to(CLAIMED, "unsupported-signature")
def the_forge_signs_the_file_itself(web):
    file = web.scene.signed()
    web.scene.commit({file.path: file.text, f"{file.path}.sig": web.pgp.sign(file.text.encode(), "forge")}, author=TOM)
    return file


@pytest.mark.parametrize("play", SITUATIONS, ids=lambda play: play.__name__)
def test_nothing_else_is_forge_attested(play, web, monkeypatch):
    file = play(web)
    signoff = web.scene.appraised(file)
    assert (signoff.level, signoff.evidence) == NEVER[play.__name__], signoff.sentence
    assert signoff.level < ATTESTED

    # A machine without gpgv says no more about any of them, and calls none of them forged.
    monkeypatch.setattr(judge, "find_gpgv", lambda project: None)
    blind = web.scene.appraised(file)
    assert blind.level <= OWN
    assert blind.evidence != "bad-signature"


def _named(pgp: OpenPgpKeys, user: str) -> str:
    pgp.gpg("--quick-gen-key", user, "ed25519", "sign", "never")
    listed = pgp.gpg("--list-keys", "--with-colons", f"={user}").decode()
    return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))


def _revoked(pgp: OpenPgpKeys, name: str) -> bytes:
    """The public key with the certificate that revokes it, which its maker keeps from the beginning."""
    public = pgp.public(name)
    certificate = (pgp.home / "openpgp-revocs.d" / f"{pgp.id(name)}.rev").read_bytes().partition(b"\n:")[2]
    primary = 2 + public[1]
    return public[:primary] + _binary(certificate) + public[primary:]


def _binary(armored: bytes) -> bytes:
    lines = armored.decode().split("\n\n", 1)[1].rstrip().splitlines()
    return base64.b64decode("".join(line for line in lines if line[0] not in "=-"))


def _armored(raw: bytes) -> bytes:
    return b"-----BEGIN PGP SIGNATURE-----\n\n" + base64.encodebytes(raw) + b"-----END PGP SIGNATURE-----\n"
