"""Faults 69 to 83, as far as they are about sign-offs: what the reader of a page is told."""

from __future__ import annotations

import shutil

import pytest

from tests.agreements.test_signoff_file import SIGNED
from tests.factories.agreements import project_faults, write_project
from tests.factories.signed_repositories import ANA, PATH, TOM, Keys, Scene
from tests.history.evidence import SITUATIONS

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is not installed"
)


@pytest.fixture
def scene(tmp_path, monkeypatch) -> Scene:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "keys").mkdir()
    return Scene.first(tmp_path / "project", Keys(tmp_path / "keys"))


def played(scene: Scene, name: str):
    """What is said about the sign-off of one situation of the evidence table."""
    [situation] = [one for one in SITUATIONS if one.name == name]
    return scene.appraised(situation.play(scene))


def test_069_a_signature_of_somebody_else_is_shown_as_theirs(scene):
    found = played(scene, "another_signs_a_commit_in_the_name_of_the_signer")
    assert found.sentence == (
        "The signature of the commit was made with a key of tom.beck@northwind.example, not of the signer."
    )
    assert found.refused == "the commit names the signer as its author, but its signature says otherwise"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("the_key_had_expired_and_the_commit_is_dated_back", "with a key that had expired when it landed."),
        ("the_key_was_not_valid_yet", "with a key that was not valid yet when it landed."),
        ("the_key_is_revoked", "with a key that is revoked."),
        (
            "the_commit_states_no_usable_time_and_the_key_has_a_window",
            "with a key that is not valid for all time, and nothing proves when.",
        ),
    ],
)
def test_070_keys_are_held_to_the_time_at_which_it_landed(scene, name, said):
    assert played(scene, name).sentence == f"Committed by the signer. The signature of the commit was made {said}"


def test_071_a_branch_cannot_bring_its_own_key(scene):
    found = played(scene, "the_key_comes_with_the_branch_that_it_signs")
    assert (found.level.label, found.sentence) == (
        "own commit",
        "Committed by the signer. The signature of the commit was made with a key that did not stand in the keyring "
        "before it landed.",
    )


def test_071_an_older_keyring_does_not_come_back_with_a_branch(scene):
    """The key was taken out on main; a branch from before that still has it."""
    scene.branch()
    scene.git("switch", "--quiet", "main")
    scene.keyring(scene.keys.line(TOM, "tom"))
    scene.git("switch", "--quiet", "proposal")
    found = scene.appraised(scene.sign_off(key="ana"))
    assert (found.level.label, found.evidence) == ("own commit", "unknown-key")


def test_072_a_pattern_in_the_keyring_stops_everything(scene):
    from living_sla.errors import Faults

    scene.keyring(f"*@northwind.example {scene.keys.public('ana')}\n")
    with pytest.raises(Faults, match=r"main:keys/allowed_signers:1: SLA-F072"):
        scene.appraisal()


def test_073_nothing_that_the_repository_names_is_run(scene):
    found = played(scene, "the_repository_names_a_signing_program_that_finds_all_keys_good")
    assert found.level.label == "own commit"
    assert not (scene.root / "it-ran").exists()


def test_074_replaced_objects_are_not_believed(scene):
    assert played(scene, "a_replaced_object_names_the_signer").sentence == (
        "Added by tom.beck@northwind.example, not by the signer."
    )


def test_075_a_mail_map_makes_nobody_a_signer(scene):
    assert played(scene, "a_mail_map_turns_somebody_else_into_the_signer").level.label == "claimed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\ncommitter", b"\nauthor X <x@y.example> 1 +0000\ncommitter"),
        (b"> 17", b"> 99999999999999999917"),
        (b" +0000\ncommitter", b" +9999\ncommitter"),
        (b" +0000\ncommitter", b"\ncommitter"),
        (b"Ana Ruiz <", b"\xff\xfe <"),
        (b"\n\n", b"\nencoding \xff\n\n"),
        (b"\n\n", b"\ngpgsig \n\n"),
        (b"\n\n", b"\ngpgsig -----BEGIN SSH SIGNATURE-----\n !!!!\n -----END SSH SIGNATURE-----\n\n"),
    ],
)
def test_076_a_malformed_commit_proves_no_more_than_it_says(scene, old, new):
    file = scene.sign_off()
    scene.amend_object(old, new)
    found = scene.appraised(file)
    assert found.level.label in ("claimed", "own commit")
    assert found.evidence in ("added-by-another", "own-commit", "unreadable-signature")


def test_077_what_anybody_can_type_is_no_evidence(scene):
    assert played(scene, "somebody_else_commits_it_and_types_trailers").level.label == "claimed"


def test_078_terms_that_change_leave_the_sign_off_where_it_was(scene):
    """It stays what it is, a sign-off to the terms of version 1; nobody has signed version 2."""
    found = played(scene, "the_terms_change_after_it")
    assert (found.file.version, found.refused) == (1, "")
    assert scene.known().digest != found.file.digest


def test_080_a_sign_off_survives_a_squash_of_the_history(scene):
    """The main line is written anew as one commit after the first; version and digest are what they were."""
    file = scene.signed()
    scene.commit({PATH: (scene.root / PATH).read_text().replace("at least 400", "at least 450")}, author=TOM)
    scene.known()
    file = scene.sign_off()
    scene.git("reset", "--quiet", "--soft", "HEAD~2")
    scene.commit({}, author=ANA)
    assert scene.appraised(file).refused == ""


def test_080_a_sign_off_whose_terms_are_gone_says_so(scene):
    """Terms that were pushed away by force: the sign-off is there, its anchor is not."""
    scene.commit({PATH: (scene.root / PATH).read_text().replace("at least 400", "at least 450")}, author=TOM)
    file = scene.known().sign_off()
    kept = (scene.root / file.path).read_text()
    scene.git("reset", "--quiet", "--hard", "HEAD~2")
    scene.commit({file.path: kept})
    assert scene.appraised(file).refused == "no version of lead-handoff has these terms"


def test_083_one_key_does_not_sign_for_both_parties(scene):
    assert played(scene, "one_key_signs_for_both_parties").refused == (
        "the same key signed for marketing already: one person cannot sign for both parties"
    )


def test_083_who_is_not_a_signatory_any_more_signs_nothing(scene):
    """The role ended with version 2; a late signature of its old holder counts for version 1 alone."""
    text = (scene.root / PATH).read_text()
    assert text.count("signs: [ana.ruiz@northwind.example]") == 1
    scene.commit({PATH: text.replace("signs: [ana", "signs: [zoe")}, author=TOM)
    old, new = scene.digest, scene.known().digest
    late, wrong = scene.signed(digest=old), scene.signed(digest=new, version=2)
    scene.commit({late.path: late.text, wrong.path: wrong.text})
    assert scene.appraised(late).refused == ""
    assert scene.appraised(wrong).refused == "ana.ruiz@northwind.example is not a signatory of these terms"


def test_081_a_check_tells_what_is_wrong_with_the_files(tmp_path):
    """A copy under another name, a list, and a file of another kind: all in one run, each with its place."""
    folder = write_project(tmp_path) / "agreements/signoffs/lead-handoff"
    folder.mkdir(parents=True)
    (folder / "0a0a0a0a0a0a.ana.ruiz@northwind.example.yml").write_text(SIGNED.text)
    (folder / "list.yml").write_text("- reviewed\n")
    (folder / "note.txt").write_text("we all agreed")
    name = folder.relative_to(tmp_path).as_posix()
    assert [fault.split("\n")[0] for fault in project_faults(tmp_path)] == [
        f"{name}/0a0a0a0a0a0a.ana.ruiz@northwind.example.yml: SLA-F081 the name does not agree with the content",
        f"{name}/list.yml:1:1: SLA-F014 this is not a sign-off",
        f"{name}/note.txt: SLA-F081 this is not the name of a sign-off",
    ]
