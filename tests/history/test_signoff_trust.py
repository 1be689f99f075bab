"""Where trust comes from, and what is remembered of it."""

from __future__ import annotations

import shutil

import pytest

from living_sla.cache import cache_of
from living_sla.errors import Faults
from living_sla.history.git.trouble import HistoryFault
from living_sla.history.git.trusted_ref import TRUSTED_REF
from living_sla.history.signoffs import accepted as accepting
from living_sla.history.signoffs import judge
from living_sla.history.signoffs.keyring import Keyring, read_keyring
from living_sla.history.signoffs.ssh_keygen import SshKeygen
from living_sla.history.signoffs.vouched import KeyringStanding, Vouched, vouched
from living_sla.model.past.signoff import TrustLevel
from tests.factories.git_folders import FIRST
from tests.factories.signed_repositories import ANA, BEN, KEYRING, NOBODY, SETTINGS, TOM, Keys, Scene
from tests.history.evidence_keys import everybody, joined

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is not installed"
)


@pytest.fixture
def scene(tmp_path) -> Scene:
    (tmp_path / "keys").mkdir()
    return Scene.first(tmp_path / "project", Keys(tmp_path / "keys"))


def settings(scene: Scene, text: str) -> None:
    scene.commit({"pyproject.toml": f"[tool.living_sla]\n{text}"}, author=TOM)


def faults(scene: Scene) -> list[str]:
    with pytest.raises(Faults) as found:
        scene.appraisal()
    return [str(fault) for fault in found.value.faults]


# ---------------------------------------------------------------- a keyring outside the repository


def test_a_keyring_outside_the_repository_needs_no_trusted_ref(scene, tmp_path):
    (tmp_path / "allowed_signers").write_text(scene.keys.line(ANA, "ana"))
    settings(scene, f'keyring = "{tmp_path}/allowed_signers"\n')
    assert scene.appraised(scene.sign_off(key="ana")).level is TrustLevel.VERIFIED


def test_a_keyring_in_the_home_folder_is_found(scene, no_settings):
    (no_settings / "signers").write_text(scene.keys.line(ANA, "ana"))
    settings(scene, 'keyring = "~/signers"\n')
    assert scene.appraised(scene.sign_off(key="ana")).level is TrustLevel.VERIFIED


def test_a_keyring_that_is_not_on_this_machine_is_a_notice_and_a_state(scene, tmp_path):
    settings(scene, f'keyring = "{tmp_path}/nowhere"\n')
    file = scene.sign_off(key="ana")
    found = scene.appraised(file)
    assert (found.level.label, found.evidence) == ("own commit", "no-keyring")
    assert found.sentence == (
        "Committed by the signer. The signature of the commit could not be verified: "
        f"the file {tmp_path}/nowhere cannot be read (no such file or directory)."
    )
    [notice] = scene.appraisal().notices
    assert notice.name == "keyring-missing"


@pytest.mark.parametrize("where", ["keys/allowed_signers", "sub/../keys/allowed_signers"])
def test_a_keyring_by_an_absolute_path_into_the_repository_is_refused(scene, where):
    settings(scene, f'keyring = "{scene.root}/{where}"\n')
    [fault] = faults(scene)
    assert "SLA-F071" in fault
    assert "lies in the repository, where any branch can change it" in fault


def test_a_link_into_the_repository_is_not_outside_of_it(scene, tmp_path):
    (tmp_path / "signers").symlink_to(scene.root / KEYRING)
    settings(scene, f'keyring = "{tmp_path}/signers"\n')
    assert "lies in the repository" in faults(scene)[0]


# ---------------------------------------------------------------- a keyring on the trusted ref


def test_a_keyring_in_the_repository_needs_no_name_of_a_trusted_ref(scene):
    settings(scene, f'keyring = "{KEYRING}"\n')
    assert scene.appraised(scene.sign_off(key="ana")).level is TrustLevel.VERIFIED


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('keyring = "keys/nothing"', "main has no keyring keys/nothing"),
        ('keyring = "../keys"', "../keys leads out of the project"),
        (f'keyring = "{KEYRING}"\nrevoked_keys = "keys/none"', "there are no revoked keys at keys/none"),
    ],
)
def test_a_trusted_ref_without_what_it_names_is_refused(scene, line, message):
    settings(scene, f'trusted_ref = "main"\n{line}\n')
    [fault] = faults(scene)
    assert f"SLA-F071 {message}\n" in fault


def test_a_trusted_ref_that_is_more_than_a_name_is_refused(scene):
    settings(scene, f'trusted_ref = "main~1"\nkeyring = "{KEYRING}"\n')
    assert "the trusted ref 'main~1' is not a name" in faults(scene)[0]


def test_a_trusted_ref_that_was_not_fetched_verifies_nothing(scene):
    settings(scene, f'trusted_ref = "origin/main"\nkeyring = "{KEYRING}"\n')
    file = scene.sign_off(key="ana")
    appraisal = scene.appraisal()
    assert scene.appraised(file).level is TrustLevel.OWN_COMMIT
    assert [(notice.name, notice.hint) for notice in appraisal.notices] == [
        ("trusted-ref-missing", "git fetch origin main")
    ]


def test_a_tag_of_the_name_of_the_trusted_branch_is_not_trusted(scene):
    """Git alone would take the tag."""
    scene.branch()
    scene.keyring(scene.keys.line(ANA, "stranger"))
    scene.git("tag", "main")
    scene.back()
    assert scene.appraised(scene.sign_off(key="stranger")).evidence == "unknown-key"


def test_a_branch_that_is_called_like_a_remote_s_is_not_trusted(scene):
    scene.git("update-ref", "refs/remotes/origin/main", "HEAD")
    settings(scene, SETTINGS.partition("\n")[2].replace('"main"', '"origin/main"'))
    scene.git("switch", "--quiet", "--create", "origin/main")
    scene.keyring(scene.keys.line(ANA, "stranger"))
    assert scene.appraised(scene.sign_off(key="stranger")).evidence == "unknown-key"


def test_a_trusted_ref_without_settings_is_not_given_those_of_the_branch(scene):
    scene.git("switch", "--quiet", "--orphan", "keys")
    scene.commit({KEYRING: scene.keys.line(ANA, "ana")}, author=TOM)
    scene.back()
    settings(scene, f'trusted_ref = "keys"\nkeyring = "{KEYRING}"\n')
    assert scene.appraised(scene.sign_off(key="ana")).level is TrustLevel.OWN_COMMIT
    assert [str(notice) for notice in scene.appraisal().notices] == [
        "warning: pyproject.toml on keys names no keyring, and that of this folder is not asked: no signature is "
        "verified [keyring-not-trusted]\n  hint: name it on keys"
    ]


def test_keys_may_lie_on_a_branch_of_their_own(scene):
    scene.git("switch", "--quiet", "--orphan", "keys")
    text = f'[tool.living_sla]\nkeyring = "{KEYRING}"\n'
    scene.commit({KEYRING: scene.keys.line(ANA, "ana"), "pyproject.toml": text}, author=TOM)
    scene.back()
    settings(scene, 'trusted_ref = "keys"\n')
    assert scene.appraised(scene.sign_off(key="ana")).level is TrustLevel.VERIFIED


def test_the_machine_decides_which_ref_is_trusted(scene, monkeypatch):
    """The branch names itself and lowers what is asked of it; a build machine looks at main."""
    settings(scene, SETTINGS.partition("\n")[2] + 'required_trust = "verified"\n')
    scene.branch()
    settings(scene, f'trusted_ref = "proposal"\nkeyring = "{KEYRING}"\nrequired_trust = "claimed"\n')
    file = scene.sign_off(author=TOM)
    assert faults(scene) == [
        'pyproject.toml: SLA-F114 this branch names itself, "proposal", as the trusted ref, and main is: it is the '
        "default branch\n  hint: change it on main, or let the machine name another: SLA_TRUSTED_REF"
    ]
    monkeypatch.setenv(TRUSTED_REF, "main")
    assert scene.appraised(file).refused == "this site asks for verified, and this is claimed"


def test_a_project_below_the_top_of_its_repository_finds_its_keyring(scene):
    below = Scene.first(scene.root / "sales" / "sla", scene.keys)
    shutil.rmtree(below.root / ".git")
    (scene.root / "agreements").rename(scene.root / "old")
    below.commit({}, author=TOM)
    assert below.appraised(below.sign_off(key="ana")).level is TrustLevel.VERIFIED


# ---------------------------------------------------------------- answers that are remembered


def test_an_answer_is_asked_for_once(scene, tmp_path, monkeypatch):
    scene.cache = cache_of(scene.root, tmp_path)
    file = scene.sign_off(key="ana")
    assert scene.appraised(file).level is TrustLevel.VERIFIED
    monkeypatch.setattr(judge, "find_ssh_keygen", lambda project: None)
    assert scene.appraised(file).level is TrustLevel.VERIFIED


def test_an_answer_holds_for_one_keyring(scene, tmp_path):
    """Revoking a key, or giving it a window, asks again."""
    scene.cache = cache_of(scene.root, tmp_path)
    file = scene.sign_off(key="ana")
    assert scene.appraised(file).level is TrustLevel.VERIFIED
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="20260101"'))
    assert scene.appraised(file).evidence == "expired-key"


def test_a_missing_tool_is_not_remembered(scene, tmp_path, monkeypatch):
    scene.cache = cache_of(scene.root, tmp_path)
    file = scene.sign_off(key="ana")
    with monkeypatch.context() as without:
        without.setattr(judge, "find_ssh_keygen", lambda project: None)
        assert scene.appraised(file).evidence == "ssh-keygen-missing"
    assert scene.appraised(file).level is TrustLevel.VERIFIED


def test_an_answer_that_somebody_turned_round_is_not_believed(scene, tmp_path):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="20260101"'))
    file = scene.sign_off(key="ana")
    scene.cache = cache_of(scene.root, tmp_path)
    assert scene.appraised(file).evidence == "expired-key"
    [path] = tmp_path.rglob("verdicts")
    path.write_bytes(path.read_bytes().replace(b'"expired-key"', b'"good"'))
    assert scene.appraised(file).evidence == "expired-key"


# ---------------------------------------------------------------- since when


def days(scene: Scene) -> list[int]:
    """The days after the first on which the sign-offs count from."""
    found = scene.appraisal().signoffs
    return [(one.landed.landed_at - FIRST).days for one in found if one.landed]


def test_a_signature_that_comes_later_counts_from_when_it_came(scene):
    """
    file, added by another   |------------------
    signature of the signer           |---------
    counts                            |---------
    """
    file = scene.sign_off(author=TOM, at=20)
    scene.commit({f"{file.path}.sig": scene.signature(file.text, "ana")}, author=TOM, at=40)
    assert days(scene) == [40]
    assert scene.appraised(file).refused == ""


def test_a_signature_that_comes_later_moves_nothing_that_counted_without(scene):
    file = scene.sign_off(at=20)
    scene.commit({f"{file.path}.sig": scene.signature(file.text, "ana")}, author=TOM, at=40)
    assert (days(scene), scene.appraised(file).level) == ([20], TrustLevel.VERIFIED)


def test_where_keys_are_asked_for_the_signature_decides_since_when(scene):
    settings(scene, SETTINGS.partition("\n")[2] + 'required_trust = "verified"\n')
    file = scene.sign_off(at=20)
    scene.commit({f"{file.path}.sig": scene.signature(file.text, "ana")}, author=TOM, at=40)
    assert days(scene) == [40]


def test_removing_a_sign_off_and_putting_it_back_leaves_the_first_one_standing(scene):
    """Else whoever wants a version out of force would only have to touch the files of those who signed it."""
    file = scene.sign_off(at=20)
    scene.commit({file.path: None}, author=TOM, at=30)
    scene.commit({file.path: file.text}, author=TOM, at=40)
    first, second = scene.appraisal().signoffs
    assert (first.level, (first.ended.landed_at - FIRST).days) == (TrustLevel.OWN_COMMIT, 30)
    assert first.refused.startswith("removed again in ")
    assert (second.level, second.ended) == (TrustLevel.CLAIMED, None)


def test_a_signature_of_before_does_not_serve_a_file_that_is_put_back(scene):
    file = scene.signed()
    signature = scene.signature(file.text, "ana")
    scene.commit({file.path: file.text, f"{file.path}.sig": signature}, author=TOM, at=20)
    scene.commit({file.path: None, f"{file.path}.sig": None}, at=30)
    scene.commit({file.path: file.text}, author=TOM, at=40)
    assert [one.level for one in scene.appraisal().signoffs] == [
        TrustLevel.VERIFIED,
        TrustLevel.CLAIMED,
    ]


def test_another_signature_in_its_place_takes_nothing_away(scene):
    file = scene.signed()
    scene.commit({file.path: file.text, f"{file.path}.sig": scene.signature(file.text, "ana")}, author=TOM)
    scene.commit({f"{file.path}.sig": scene.signature(file.text, "tom")}, author=TOM)
    assert scene.appraised(file).evidence == "file-signature"


def test_what_never_counted_was_ended_by_nobody(scene):
    file = scene.sign_off(author=TOM)
    scene.commit({file.path: None})
    found = scene.appraised(file)
    assert found.refused.startswith("removed again in ")
    assert found.ended is None


# ---------------------------------------------------------------- keys with an end


ENDED = 'valid-before="20260401"'


def ended(scene: Scene) -> str:
    return scene.keys.line(ANA, "ana", ENDED) + scene.keys.line(TOM, "tom")


def test_what_proves_that_a_key_was_used_in_time_decides_since_when(scene):
    """
    signed by a key with an end    |------------------
    somebody else signs                     |---------
    counts, where keys are asked for        |---------
    """
    text = SETTINGS.partition("\n")[2] + 'required_trust = "verified"\n'
    scene.commit({"pyproject.toml": f"[tool.living_sla]\n{text}", KEYRING: ended(scene)}, author=TOM)
    file = scene.sign_off(key="ana", at=20)
    assert scene.appraised(file).refused == "this site asks for verified, and this is own commit"
    scene.commit({"notes.txt": "x"}, author=TOM, key="tom", at=40)
    assert (days(scene), scene.appraised(file).refused) == ([40], "")
    head = scene.folder.head[:12]
    assert scene.appraised(file).sentence == (
        "Committed by the signer, and signed with a key of the signer. Its key has an end, and the signed commit "
        f"{head} proves that it came before."
    )


def test_what_counts_without_a_key_is_not_moved_by_what_proves_it(scene):
    scene.keyring(ended(scene))
    file = scene.sign_off(key="ana", at=20)
    scene.commit({"notes.txt": "x"}, author=TOM, key="tom", at=40)
    assert (days(scene), scene.appraised(file).level) == ([20], TrustLevel.VERIFIED)


def test_of_two_proofs_the_earlier_one_decides(scene):
    """The file is claimed; its signature needs a witness; the witness comes with the next commit but one."""
    scene.keyring(ended(scene))
    file = scene.signed()
    signature = scene.signature(file.text, "ana")
    scene.commit({file.path: file.text, f"{file.path}.sig": signature}, author=TOM, at=20)
    scene.commit({"notes.txt": "x"}, author=TOM, at=30)
    for day in (40, 50):
        scene.commit({"notes.txt": str(day)}, author=TOM, key="tom", at=day)
    assert (days(scene), scene.appraised(file).level) == ([40], TrustLevel.VERIFIED)


def test_many_commits_by_a_key_that_ends_are_not_all_verified(scene, monkeypatch):
    """What is asked of ssh-keygen does not grow with the history."""
    scene.keyring(scene.keys.line(ANA, "ana", ENDED) + scene.keys.line(TOM, "tom", ENDED))
    file = scene.sign_off(key="ana")
    for number in range(12):
        scene.commit({"notes.txt": str(number)}, author=TOM, key="tom")
    asked = []
    really = SshKeygen.accepts
    monkeypatch.setattr(SshKeygen, "accepts", lambda *a, **k: asked.append(1) or really(*a, **k))
    assert scene.appraised(file).evidence == "time-not-provable"
    assert len(asked) <= 6


# ---------------------------------------------------------------- lines that nobody vouched for


def test_a_line_that_nobody_vouched_for_is_told(scene):
    assert scene.appraisal().notices == ()
    scene.keyring(scene.keys.line(ANA, "ana") + scene.keys.line(BEN, "stranger") + scene.keys.line(NOBODY, "other"))
    assert [str(notice) for notice in scene.appraisal().notices] == [
        f"{KEYRING}: warning: nobody who was trusted before vouched for all that the keyring accepts from "
        "ben.okafor@northwind.example, nobody@elsewhere.example [key-not-vouched-for]\n"
        "  hint: let somebody whose key counts sign the keyring: sla sign --keyring --key KEY"
    ]
    content = (scene.root / KEYRING).read_text()
    scene.commit({f"{KEYRING}.sig": scene.signature(content, "ana", "sla-keyring")})
    assert scene.appraisal().notices == ()


def test_a_clone_without_old_keyrings_is_incomplete(scene, tmp_path):
    scene.keyring(scene.keys.line(ANA, "ana"))
    scene.sign_off(key="ana")
    first = scene.git("rev-parse", f"HEAD~2:{KEYRING}")
    (scene.root / ".git" / "objects" / first[:2] / first[2:]).unlink()
    with pytest.raises(HistoryFault, match="lacks keyrings or settings of the trusted ref"):
        scene.appraisal()


def test_what_counted_when_is_told_once_for_each_state(scene, tmp_path, monkeypatch):
    scene.keyring(joined(scene), key="tom")
    file = scene.sign_off(key="stranger")
    scene.cache = cache_of(scene.root, tmp_path)
    first = scene.appraised(file)
    asked = []
    monkeypatch.setattr(accepting, "vouched", lambda *parts: asked.append(1) or vouched(*parts))
    assert scene.appraised(file) == first
    assert (first.level, asked) == (TrustLevel.VERIFIED, [])
    scene.keyring(everybody(scene))
    assert scene.appraised(file).evidence == "unknown-key"
    assert asked


def test_what_is_remembered_of_a_keyring_is_all_of_it():
    """Every option, to the second."""
    text = 'a@x.example,b@x.example namespaces="git,sla-*",valid-after="20260102030405",valid-before="20270607" '
    keyring = read_keyring(f"{text}ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==\n".encode(), path="")
    told = Vouched(
        (KeyringStanding(3, keyring, Keyring()), KeyringStanding(7, Keyring(), keyring)),
        frozenset({b"ssh a", b"\0\xff"}),
    )
    assert Vouched.of_kept(told.kept) == told
