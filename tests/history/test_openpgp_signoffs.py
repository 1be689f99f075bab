"""What the OpenPGP signature of a forge is worth: *forge-attested* where all of it holds, and never more."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from living_sla.cache import cache_of
from living_sla.errors import WarningName
from living_sla.history.signoffs import judge
from living_sla.model.past.signoff import SignOffFile, TrustLevel
from tests.factories.forge_pages import WEB, Web
from tests.factories.openpgp_keys import MADE_AT, MISSING, REASON, OpenPgpKeys, openpgp_keys
from tests.factories.signed_repositories import ANA, BEN, DAY, FORGE, KEYRING, SETTINGS, TOM, address

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=REASON),
    pytest.mark.skipif(not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is missing"),
]
CLAIMED, OWN, ATTESTED, VERIFIED = TrustLevel


@pytest.fixture(scope="module")
def pgp() -> Iterator[OpenPgpKeys]:
    with openpgp_keys() as keys:
        yield keys


@pytest.fixture(scope="module")
def settled(tmp_path_factory, pgp) -> Web:
    return Web.first(tmp_path_factory.mktemp("openpgp"), pgp)


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


def test_a_merge_that_the_forge_signs_proves_that_a_key_with_an_end_signed_in_time(web):
    """The end of Ana's key is ahead, and the forge's key has none."""
    web.scene.keyring(web.people().replace(" ssh-", ' valid-before="20300101" ssh-', 1) + web.pgp.line(WEB, "forge"),
                      key="tom")  # fmt: skip
    file = web.scene.sign_off(key="ana")
    assert found(web, file) == (OWN, "time-not-provable")
    web.scene.commit({"notes.txt": "x"}, author=TOM, committer=FORGE)
    web.attach(web.sign("stranger"))
    assert found(web, file) == (OWN, "time-not-provable")
    web.scene.commit({"notes.txt": "y"}, author=TOM)  # in GitHub's machines its key signs, and dates are anybody's
    web.attach(web.sign())
    assert found(web, file) == (OWN, "time-not-provable")
    web.scene.commit({"notes.txt": "z"}, author=TOM, committer=FORGE)
    web.attach(web.sign())
    assert found(web, file) == (VERIFIED, "commit-signature")


def test_what_a_key_signed_that_has_expired_since_stays_proven_by_what_came_before_its_end(web):
    """Today the key is over; at the time of the witness it was not."""
    web.pgp.id("over", ends=f"seconds={100 * DAY}")
    web.keyring(web.pgp.line(WEB, "over"), web.pgp.line(WEB, "forge"))
    file = web.sign_off("over")
    assert found(web, file) == (OWN, "time-not-provable")
    web.scene.commit({"notes.txt": "x"}, author=TOM, committer=FORGE)
    web.attach(web.sign("forge", at=MADE_AT + 200 * DAY))  # the commit is dated back; its signature says when
    assert found(web, file) == (OWN, "time-not-provable")
    web.scene.commit({"notes.txt": "y"}, author=TOM, committer=FORGE)
    web.attach(web.sign())
    assert found(web, file) == (ATTESTED, "forge-signature")


def test_without_gpgv_the_site_says_so_and_with_it_nothing_that_was_remembered_stays(web, tmp_path, monkeypatch):
    web.scene.cache = cache_of(web.scene.root, tmp_path)
    file = web.sign_off()
    with monkeypatch.context() as without:
        without.setattr(judge, "find_gpgv", lambda project: None)
        appraisal = web.scene.appraisal()
        [signoff] = appraisal.signoffs
        assert (signoff.level, signoff.evidence) == (OWN, "gpgv-missing")
        assert signoff.sentence.endswith(" could not be verified: gpgv is missing.")
        assert [notice.name for notice in appraisal.notices] == [WarningName.GPGV_MISSING]
    appraisal = web.scene.appraisal()
    assert ([signoff.level for signoff in appraisal.signoffs], appraisal.notices) == ([ATTESTED], ())
    assert found(web, file) == (ATTESTED, "forge-signature")


def test_a_key_of_somebody_who_is_not_the_forge_is_told(web):
    web.keyring(web.pgp.line(address(ANA), "forge"))
    [notice] = web.scene.appraisal().notices
    assert notice.name is WarningName.OPENPGP_KEY_OF_NO_FORGE
    assert notice.message == f"an OpenPGP key counts for the forge alone, and the keyring lists one for {address(ANA)}"


# ---------------------------------------------------------------- what does not

SITUATIONS: list[Callable[[Web], object]] = []
NEVER: dict[str, tuple[TrustLevel, str]] = {}


def comes_to(level: TrustLevel, evidence: str) -> Callable[..., Callable[..., object]]:
    def note(play: Callable[[Web], object]) -> Callable[[Web], object]:
        SITUATIONS.append(play)
        NEVER[play.__name__] = (level, evidence)
        return play

    return note


@comes_to(CLAIMED, "bad-signature")
def the_author_is_changed_afterwards(web):
    file = web.sign_off(author=TOM)
    web.scene.amend_object(TOM.encode(), ANA.encode())
    return file


@comes_to(OWN, "revoked-key")
def the_key_is_on_the_list_of_revoked_keys(web):
    settings = SETTINGS + 'revoked_keys = "keys/revoked"\n'
    listed = web.pgp.line("", "forge").strip() + " stolen\n" + web.scene.keys.public("ben") + "\n"
    web.scene.commit({"pyproject.toml": settings, "keys/revoked": listed}, author=TOM)
    file = web.scene.sign_off(key="ana")
    assert found(web, file) == (VERIFIED, "commit-signature"), "SSH keys are judged beside it"
    web.scene.git("reset", "--quiet", "--hard", "HEAD~1")
    return web.sign_off()


@comes_to(OWN, "time-not-provable")
def the_key_has_an_end_and_nothing_proves_that_it_signed_before(web):
    web.keyring(web.pgp.line(WEB, "forge", 'valid-before="20300101"'))
    return web.sign_off()


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


@comes_to(OWN, "key-not-vouched-for")
def an_openpgp_key_of_a_person_vouches_for_another(web):
    web.keyring(web.pgp.line(WEB, "forge"), web.pgp.line(address(TOM), "tom"))
    lines = [web.pgp.line(WEB, "forge"), web.pgp.line(address(TOM), "tom"), web.pgp.line(WEB, "own")]
    web.keyring(*lines, key=None, author=TOM)
    web.attach(web.sign("tom"))
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
