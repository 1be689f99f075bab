"""Situations of the evidence table: who may add a key to a keyring in the repository, and what only takes away.

The keyring with which the scene begins holds the keys of Ana, Ben, Tom and the forge. `stranger` is a key that nobody
knows yet; in most scenes somebody says that it is Ana's.
"""

from __future__ import annotations

from tests.factories.signed_repositories import ANA, BEN, FORGE, KEYRING, NOBODY, PATH, SETTINGS, TOM, Scene
from tests.history.evidence import CLAIMED, OWN, VERIFIED, situation

REVOKING = SETTINGS + 'revoked_keys = "keys/revoked"\n'
CLAIMED_BY_ANOTHER = "the commit names the signer as its author, but its signature says otherwise"


def everybody(scene: Scene, **options: str) -> str:
    """The keyring with which the scene begins, with options in the lines of some."""
    people = [(ANA, "ana"), (BEN, "ben"), (TOM, "tom"), (FORGE, "forge")]
    return "".join(scene.keys.line(person, key, options.get(key, "")) for person, key in people)


def joined(scene: Scene, person: str = ANA, key: str = "stranger", options: str = "") -> str:
    return everybody(scene) + scene.keys.line(person, key, options)


def begun_with(scene: Scene, keyring: str, settings: str = SETTINGS) -> Scene:
    """The same scene, begun with another keyring."""
    other = Scene.first(scene.root.parent / "begun", scene.keys, settings=settings, keyring=keyring)
    scene.folder, scene.digest, scene.day = other.folder, other.digest, other.day
    return scene


def merged(scene: Scene, **how) -> None:
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal", **how)


# ---------------------------------------------------------------- who brings the line


@situation(OWN, "key-not-vouched-for")
def a_key_joins_unsigned(scene):
    scene.keyring(joined(scene))
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_by_fast_forward_with_what_it_signs(scene):
    scene.branch()
    scene.keyring(joined(scene), author=NOBODY)
    file = scene.sign_off(key="stranger")
    scene.back()
    scene.git("merge", "--quiet", "--ff-only", "proposal")
    return file


@situation(OWN, "key-not-vouched-for")
def a_key_joins_long_before_it_is_used(scene):
    scene.keyring(joined(scene), author=NOBODY, at=12)
    for day in (20, 40, 60):
        scene.commit({"notes.txt": str(day)}, author=TOM, at=day, key="tom")
    return scene.sign_off(key="stranger", at=80)


@situation(VERIFIED, "commit-signature")
def a_key_joins_in_a_commit_that_somebody_trusted_signed(scene):
    scene.keyring(joined(scene), key="tom")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_key_joins_in_a_commit_that_its_owner_signed_with_the_old_one(scene):
    scene.keyring(joined(scene), author=ANA, key="ana")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_in_a_commit_that_it_signs_itself(scene):
    scene.keyring(joined(scene), author=ANA, key="stranger")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_in_a_commit_that_is_changed_after_it_was_signed(scene):
    scene.keyring(joined(scene), key="tom", message="Not yet")
    scene.amend_object(b"\n\nNot yet", b"\n\nAgreed!")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_by_the_forge_alone(scene):
    scene.keyring(joined(scene), author=NOBODY, committer=FORGE, key="forge")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_by_the_forge_which_settings_name_no_more(scene):
    scene.commit({"pyproject.toml": SETTINGS.replace("forge_signer", "# forge_signer")}, author=NOBODY)
    scene.keyring(joined(scene), author=NOBODY, committer=FORGE, key="forge")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_by_the_forge_which_settings_name_only_later(scene):
    begun_with(scene, everybody(scene), SETTINGS.replace("forge_signer", "# forge_signer"))
    scene.keyring(joined(scene), author=NOBODY, committer=FORGE, key="forge")
    scene.commit({"pyproject.toml": SETTINGS}, author=TOM)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_key_joins_on_a_branch_by_a_signed_commit_and_the_merge_is_not_signed(scene):
    scene.branch()
    scene.keyring(joined(scene), key="tom")
    merged(scene, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_and_leaves_on_a_branch_and_the_merge_puts_it_back(scene):
    scene.branch()
    before = (scene.root / KEYRING).read_text()
    scene.keyring(joined(scene), key="tom")
    scene.keyring(before, key="tom")
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "proposal")
    scene.keyring(joined(scene), author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_key_joins_leaves_and_joins_again_on_a_branch(scene):
    scene.branch()
    before = (scene.root / KEYRING).read_text()
    for lines in (joined(scene), before, joined(scene)):
        scene.keyring(lines, key="tom")
    merged(scene, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_on_a_branch_unsigned_and_the_merge_is_signed(scene):
    scene.branch()
    scene.keyring(joined(scene), author=NOBODY)
    merged(scene, key="tom")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_on_a_branch_unsigned_and_the_forge_merges_it(scene):
    scene.branch()
    scene.keyring(joined(scene), author=NOBODY)
    merged(scene, author=FORGE, key="forge")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_joins_on_a_branch_between_signed_commits(scene):
    scene.branch()
    scene.commit({"notes.txt": "x"}, author=TOM, key="tom")
    scene.keyring(joined(scene), author=NOBODY)
    scene.keyring("# keys of all who sign\n" + joined(scene), author=TOM, key="tom")
    merged(scene, key="tom")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_signed_branch_is_squashed_by_the_forge(scene):
    scene.branch()
    scene.keyring(joined(scene), key="tom")
    scene.back()
    scene.git("merge", "--quiet", "--squash", "proposal")
    scene.commit({}, author=TOM, committer=FORGE, key="forge")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_branch_is_squashed_by_somebody_trusted_who_signs(scene):
    scene.branch()
    scene.keyring(joined(scene), author=NOBODY)
    scene.back()
    scene.git("merge", "--quiet", "--squash", "proposal")
    scene.commit({}, author=TOM, key="tom")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_merge_holds_a_key_that_none_of_its_branches_holds(scene):
    scene.branch()
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "proposal", author=TOM)
    scene.keyring(joined(scene), author=TOM, key="tom")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def two_signed_branches_add_a_key_each(scene):
    for branch, key in (("first", "stranger"), ("second", "other")):
        scene.git("switch", "--quiet", "--create", branch, "main")
        scene.keyring(joined(scene, key=key), key="tom")
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "first")
    scene.as_person("merge", "--quiet", "--no-ff", "--strategy-option=theirs", "--message", "Merge", "second")
    scene.keyring(joined(scene) + scene.keys.line(ANA, "other"), key="tom")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_key_vouches_for_a_key_that_vouches_for_a_key(scene):
    scene.keyring(joined(scene, TOM, "second"), key="tom")
    scene.keyring(joined(scene, TOM, "second") + scene.keys.line(ANA, "stranger"), key="second")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_key_vouches_for_the_next_on_one_branch(scene):
    scene.branch()
    scene.keyring(joined(scene, TOM, "second"), key="tom")
    scene.keyring(joined(scene, TOM, "second") + scene.keys.line(ANA, "stranger"), key="second")
    merged(scene)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_that_nobody_vouched_for_vouches_for_another(scene):
    scene.keyring(joined(scene, TOM, "second"))
    scene.keyring(joined(scene, TOM, "second") + scene.keys.line(ANA, "stranger"), key="second")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_for_sign_offs_only_vouches_for_another(scene):
    begun_with(scene, everybody(scene, tom='namespaces="sla-signoff"'))
    scene.keyring(joined(scene), key="tom")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_key_that_vouched_is_revoked_later(scene):
    scene.keyring(joined(scene), key="tom")
    file = scene.sign_off(key="stranger")
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": scene.keys.public("tom") + "\n"}, author=BEN)
    return file


@situation(VERIFIED, "commit-signature")
def the_key_that_vouched_leaves_later(scene):
    scene.keyring(joined(scene), key="tom")
    file = scene.sign_off(key="stranger")
    scene.keyring(scene.keys.line(ANA, "ana") + scene.keys.line(ANA, "stranger"))
    return file


@situation(OWN, "key-not-vouched-for")
def a_key_that_left_vouches_for_another(scene):
    scene.keyring(scene.keys.line(ANA, "ana") + scene.keys.line(BEN, "ben"))
    scene.keyring(scene.keys.line(ANA, "ana") + scene.keys.line(ANA, "stranger"), key="tom")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_line_is_vouched_for_after_what_it_signed_landed(scene):
    scene.keyring(joined(scene))
    file = scene.sign_off(key="stranger")
    scene.keyring(everybody(scene))
    scene.keyring(joined(scene), key="tom")
    return file


@situation(OWN, "key-not-vouched-for")
def a_key_joins_in_a_commit_signed_by_an_ended_key_and_dated_back(scene):
    begun_with(scene, everybody(scene, tom='valid-before="20260110"'))
    scene.keyring(joined(scene).replace(scene.keys.line(TOM, "tom"), ""), key="tom", at=2, author=TOM, authored=2)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_key_with_an_end_vouches_and_the_forge_merges_before_that_end(scene):
    begun_with(scene, everybody(scene, tom='valid-before="20260301"'))
    scene.branch()
    scene.keyring(everybody(scene, tom='valid-before="20260301"') + scene.keys.line(ANA, "stranger"), key="tom")
    merged(scene, author=FORGE, key="forge")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_key_with_an_end_vouches_and_what_proves_it_comes_after_the_sign_off(scene):
    begun_with(scene, everybody(scene, tom='valid-before="20260301"'))
    scene.keyring(everybody(scene, tom='valid-before="20260301"') + scene.keys.line(ANA, "stranger"), key="tom")
    file = scene.sign_off(key="stranger")
    scene.commit({"notes.txt": "x"}, author=BEN, key="ben")
    return file


@situation(VERIFIED, "commit-signature")
def a_key_with_an_end_vouches_and_a_later_commit_proves_it(scene):
    begun_with(scene, everybody(scene, tom='valid-before="20260301"'))
    scene.keyring(everybody(scene, tom='valid-before="20260301"') + scene.keys.line(ANA, "stranger"), key="tom")
    scene.commit({"notes.txt": "x"}, author=BEN, key="ben")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "file-signature")
def a_file_signature_by_a_key_that_joined_signed(scene):
    scene.keyring(joined(scene), key="ben")
    file = scene.signed()
    scene.commit({file.path: file.text, f"{file.path}.sig": scene.signature(file.text, "stranger")}, author=TOM)
    return file


@situation(OWN, "key-not-vouched-for")
def a_file_signature_by_a_key_that_joined_unsigned(scene):
    scene.keyring(joined(scene))
    file = scene.signed()
    scene.commit({file.path: file.text, f"{file.path}.sig": scene.signature(file.text, "stranger")})
    return file


@situation(OWN, "key-not-vouched-for")
def a_tag_by_a_key_that_joined_unsigned(scene):
    scene.keyring(joined(scene))
    file = scene.sign_off()
    scene.as_person("tag", "signoff/lead-handoff/v1", "--message", file.text, author=ANA, key="stranger")
    return file


@situation(OWN, "key-not-vouched-for")
def the_forge_gets_another_key_unsigned(scene):
    scene.keyring(joined(scene, FORGE))
    return scene.sign_off(committer=FORGE, key="stranger")


# ---------------------------------------------------------------- the keyring itself is signed


def _signed_keyring(scene, content, key, namespace="sla-keyring", over=None):
    signature = scene.signature(over or content, key, namespace)
    scene.commit({KEYRING: content, f"{KEYRING}.sig": signature}, author=NOBODY)


@situation(VERIFIED, "commit-signature")
def the_keyring_is_signed_by_somebody_trusted(scene):
    _signed_keyring(scene, joined(scene), "tom")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_signed_keyring_is_squashed_by_the_forge(scene):
    scene.branch()
    _signed_keyring(scene, joined(scene), "tom")
    scene.back()
    scene.git("merge", "--quiet", "--squash", "proposal")
    scene.commit({}, author=NOBODY, committer=FORGE, key="forge")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_signed_by_the_key_that_joins(scene):
    _signed_keyring(scene, joined(scene), "stranger")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_signed_by_the_forge(scene):
    _signed_keyring(scene, joined(scene), "forge")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_signed_for_something_else(scene):
    _signed_keyring(scene, joined(scene), "tom", "sla-signoff")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def another_keyring_is_signed(scene):
    _signed_keyring(scene, joined(scene), "tom", over=everybody(scene))
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_changed_after_it_was_signed(scene):
    _signed_keyring(scene, everybody(scene) + "# checked\n", "tom")
    scene.keyring(joined(scene) + "# checked\n")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def the_keyring_is_signed_later(scene):
    scene.keyring(joined(scene))
    scene.commit({f"{KEYRING}.sig": scene.signature(joined(scene), "tom", "sla-keyring")}, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_signed_after_what_it_is_needed_for(scene):
    scene.keyring(joined(scene))
    file = scene.sign_off(key="stranger")
    scene.commit({f"{KEYRING}.sig": scene.signature(joined(scene), "tom", "sla-keyring")}, author=NOBODY)
    return file


@situation(OWN, "key-not-vouched-for")
def an_old_keyring_comes_back_with_its_old_signature(scene):
    _signed_keyring(scene, joined(scene), "tom")
    scene.commit({KEYRING: everybody(scene), f"{KEYRING}.sig": None}, author=TOM, key="tom")
    _signed_keyring(scene, joined(scene), "tom")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def an_old_keyring_comes_back_with_a_line_more_and_a_new_signature(scene):
    _signed_keyring(scene, joined(scene), "tom")
    scene.commit({KEYRING: everybody(scene), f"{KEYRING}.sig": None}, author=TOM, key="tom")
    _signed_keyring(scene, joined(scene) + "# Ana is back\n", "tom")
    return scene.sign_off(key="stranger")


# ---------------------------------------------------------------- lines that come back, files that move


@situation(OWN, "key-not-vouched-for")
def a_line_is_removed_and_put_back_unsigned(scene):
    scene.keyring(everybody(scene).replace(scene.keys.line(ANA, "ana"), ""))
    scene.keyring(everybody(scene))
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def a_line_is_removed_and_put_back_signed(scene):
    scene.keyring(everybody(scene).replace(scene.keys.line(ANA, "ana"), ""))
    scene.keyring(everybody(scene), key="ben")
    return scene.sign_off(key="ana")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_deleted_and_made_anew_unsigned(scene):
    scene.commit({KEYRING: None}, author=NOBODY)
    scene.keyring(joined(scene), author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_deleted_and_comes_back_as_it_was(scene):
    scene.commit({KEYRING: None}, author=NOBODY)
    scene.keyring(everybody(scene), author=NOBODY)
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def the_keyring_is_deleted_and_made_anew_by_somebody_of_before(scene):
    scene.commit({KEYRING: None}, author=NOBODY)
    scene.keyring(joined(scene), key="tom")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_replaced_as_a_whole(scene):
    scene.keyring(scene.keys.line(ANA, "stranger"), author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def the_keyring_is_replaced_and_the_new_key_signs_the_next(scene):
    scene.keyring(scene.keys.line(TOM, "second"), author=NOBODY)
    scene.keyring(scene.keys.line(TOM, "second") + scene.keys.line(ANA, "stranger"), author=NOBODY, key="second")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def the_keyring_is_replaced_and_put_right_by_somebody_of_before(scene):
    scene.keyring(scene.keys.line(ANA, "stranger"), author=NOBODY)
    scene.keyring(everybody(scene), key="tom")
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def the_keyring_moves_unsigned(scene):
    settings = SETTINGS.replace(KEYRING, "trust/signers")
    scene.commit({KEYRING: None, "trust/signers": everybody(scene), "pyproject.toml": settings}, author=NOBODY)
    return scene.sign_off(key="ana")


@situation(OWN, "key-not-vouched-for")
def the_keyring_moves_and_gains_a_line(scene):
    settings = SETTINGS.replace(KEYRING, "trust/signers")
    scene.commit({KEYRING: None, "trust/signers": joined(scene), "pyproject.toml": settings}, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def settings_name_a_file_that_lay_there_for_long(scene):
    scene.commit({"docs/keys.txt": joined(scene)}, author=NOBODY)
    scene.commit({"notes.txt": "x"}, author=TOM, key="tom")
    scene.commit({"pyproject.toml": SETTINGS.replace(KEYRING, "docs/keys.txt")}, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def settings_name_another_file_in_a_signed_commit(scene):
    scene.commit({"docs/keys.txt": joined(scene)}, author=NOBODY)
    scene.commit({"pyproject.toml": SETTINGS.replace(KEYRING, "docs/keys.txt")}, author=TOM, key="tom")
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def settings_forget_the_keyring_and_name_one_again(scene):
    scene.commit({"pyproject.toml": SETTINGS.replace("keyring", "# keyring")}, author=NOBODY)
    scene.commit({"pyproject.toml": SETTINGS, KEYRING: joined(scene)}, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def settings_break_and_are_fixed_with_another_keyring(scene):
    scene.commit({"pyproject.toml": "[tool.living_sla\n"}, author=NOBODY)
    scene.commit({"pyproject.toml": SETTINGS.replace(KEYRING, "other"), "other": joined(scene)}, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def the_keyring_breaks_and_is_fixed_unsigned(scene):
    scene.keyring(everybody(scene).replace("ssh-ed25519", "ssh-ed2551", 1))
    scene.keyring(everybody(scene))
    return scene.sign_off(key="ana")


@situation(OWN, "key-not-vouched-for")
def the_keyring_breaks_gains_a_line_and_is_fixed_by_somebody_trusted(scene):
    """What he signs is the fix; the line was there before."""
    scene.keyring("not a line\n" + joined(scene), author=NOBODY)
    scene.keyring(joined(scene), key="tom")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def the_keyring_gains_words_and_another_order(scene):
    lines = everybody(scene).splitlines(keepends=True)
    scene.keyring("# who signs\r\n\n" + "".join(reversed(lines)).replace("\n", " a comment\r\n"), author=NOBODY)
    return scene.sign_off(key="ana")


# ---------------------------------------------------------------- lines that accept more than before


@situation(CLAIMED, "signed-by-another", CLAIMED_BY_ANOTHER)
def another_key_gets_the_address_of_the_signer_unsigned(scene):
    line = scene.keys.line(TOM, "tom")
    scene.keyring(everybody(scene).replace(line, "ana.ruiz@northwind.example," + line), author=TOM)
    return scene.sign_off(key="tom", committer=NOBODY)


@situation(CLAIMED, "signed-by-another", CLAIMED_BY_ANOTHER)
def a_line_gains_an_address(scene):
    begun_with(scene, scene.keys.line(TOM, "tom") + scene.keys.line(NOBODY, "stranger"))
    line = scene.keys.line(NOBODY, "stranger")
    scene.keyring(scene.keys.line(TOM, "tom") + "ana.ruiz@northwind.example," + line, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def a_line_is_no_longer_for_other_things_only(scene):
    begun_with(scene, everybody(scene, ana='namespaces="file"'))
    scene.keyring(everybody(scene))
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def a_line_is_for_more_by_a_signed_commit(scene):
    begun_with(scene, everybody(scene, ana='namespaces="file"'))
    scene.keyring(everybody(scene, ana='namespaces="file,git"'), key="tom")
    return scene.sign_off(key="ana")


@situation(OWN, "key-not-vouched-for")
def a_line_loses_its_end(scene):
    begun_with(scene, everybody(scene, ana='valid-before="20260110"'))
    scene.keyring(everybody(scene))
    return scene.sign_off(key="ana")


@situation(OWN, "key-not-vouched-for")
def a_line_loses_an_end_that_has_not_come(scene):
    begun_with(scene, everybody(scene, ana='valid-before="20991231"'))
    scene.keyring(everybody(scene))
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def a_line_loses_its_end_by_a_signed_commit(scene):
    begun_with(scene, everybody(scene, ana='valid-before="20260110"'))
    scene.keyring(everybody(scene), key="tom")
    return scene.sign_off(key="ana")


@situation(OWN, "key-not-vouched-for")
def a_line_gets_a_later_end(scene):
    begun_with(scene, everybody(scene, ana='valid-before="20260110"'))
    scene.keyring(everybody(scene, ana='valid-before="20270110"'))
    file = scene.sign_off(key="ana")
    scene.commit({"notes.txt": "x"}, author=TOM, key="tom")
    return file


@situation(OWN, "key-not-vouched-for")
def a_line_gets_an_earlier_beginning(scene):
    begun_with(scene, everybody(scene, ana='valid-after="20270101"'))
    scene.keyring(everybody(scene))
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def a_line_gets_a_beginning_and_keeps_what_it_had(scene):
    scene.keyring(everybody(scene, ana='valid-after="20260101"'), author=NOBODY)
    return scene.sign_off(key="ana")


# ---------------------------------------------------------------- revoked keys


def _revoking(scene, *names):
    return "".join(scene.keys.public(name) + "\n" for name in names)


@situation(OWN, "revoked-key")
def a_revoked_key_is_taken_off_the_list_unsigned(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": _revoking(scene, "ana")}, author=TOM)
    scene.commit({"keys/revoked": ""}, author=NOBODY)
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def a_revoked_key_is_taken_off_the_list_by_a_signed_commit(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": _revoking(scene, "ana")}, author=TOM)
    scene.commit({"keys/revoked": ""}, author=TOM, key="tom")
    return scene.sign_off(key="ana")


@situation(OWN, "revoked-key")
def a_revoked_key_leaves_the_list_and_returns_on_a_branch_and_the_merge_takes_it_off(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": _revoking(scene, "ana")}, author=TOM)
    scene.branch()
    scene.commit({"keys/revoked": ""}, author=TOM, key="tom")
    scene.commit({"keys/revoked": _revoking(scene, "ana")}, author=TOM, key="tom")
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "proposal")
    scene.commit({"keys/revoked": ""}, author=NOBODY)
    return scene.sign_off(key="ana")


@situation(OWN, "revoked-key")
def a_revoked_key_takes_itself_off_the_list(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": _revoking(scene, "ana")}, author=TOM)
    scene.commit({"keys/revoked": ""}, author=ANA, key="ana")
    return scene.sign_off(key="ana")


@situation(OWN, "revoked-key")
def settings_forget_the_revoked_keys(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": _revoking(scene, "ana")}, author=TOM)
    scene.commit({"pyproject.toml": SETTINGS}, author=NOBODY)
    return scene.sign_off(key="ana")


@situation(OWN, "revoked-key")
def settings_name_other_revoked_keys(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": _revoking(scene, "ana", "ben")}, author=TOM)
    settings = REVOKING.replace("keys/revoked", "keys/others")
    scene.commit({"pyproject.toml": settings, "keys/others": _revoking(scene, "ben")}, author=NOBODY)
    return scene.sign_off(key="ana")


@situation(OWN, "revoked-key")
def a_branch_that_is_merged_takes_a_key_off_the_list(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": _revoking(scene, "ana")}, author=TOM)
    scene.branch()
    scene.commit({"keys/revoked": "# none\n"}, author=NOBODY)
    merged(scene, author=TOM, key="tom")
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def a_revoked_list_is_written_in_another_way(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": "# none yet\n" + _revoking(scene, "ben")}, author=TOM)
    scene.commit({"keys/revoked": _revoking(scene, "ben").replace("\n", " of Ben\n")}, author=NOBODY)
    return scene.sign_off(key="ana")


# ---------------------------------------------------------------- where the keyring lies


@situation(OWN, "key-not-vouched-for")
def a_key_joins_unsigned_on_a_branch_of_keys(scene):
    _on_a_branch_of_keys(scene, key=None)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def a_key_joins_signed_on_a_branch_of_keys(scene):
    _on_a_branch_of_keys(scene, key="tom")
    return scene.sign_off(key="stranger")


def _on_a_branch_of_keys(scene, key):
    scene.git("switch", "--quiet", "--orphan", "keys")
    text = f'[tool.living_sla]\nkeyring = "{KEYRING}"\n'
    scene.commit({KEYRING: everybody(scene), "pyproject.toml": text}, author=TOM)
    scene.keyring(joined(scene), key=key)
    scene.back()
    chooses(scene, "keys", key="ben")


def chooses(scene, branch, **how):
    """Settings of main name another branch."""
    scene.commit({"pyproject.toml": SETTINGS.replace('"main"', f'"{branch}"')}, **{"author": TOM, **how})


def branch_of_keys(scene, keyring, name="keys", signed_by=None):
    """A branch of its own, which holds keys; whoever may push makes one."""
    scene.git("switch", "--quiet", "--orphan", name)
    text = f'[tool.living_sla]\nkeyring = "{KEYRING}"\n'
    signature = {f"{KEYRING}.sig": scene.signature(keyring, signed_by, "sla-keyring")} if signed_by else {}
    scene.commit({KEYRING: keyring, "pyproject.toml": text, **signature}, author=NOBODY)
    scene.back()


@situation(OWN, "key-not-vouched-for")
def settings_choose_a_branch_of_somebody_s_own_keys(scene):
    branch_of_keys(scene, joined(scene))
    chooses(scene, "keys", author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def settings_choose_a_branch_with_the_same_keys(scene):
    branch_of_keys(scene, joined(scene))
    chooses(scene, "keys", author=NOBODY)
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def settings_choose_a_branch_in_a_signed_commit(scene):
    branch_of_keys(scene, joined(scene))
    chooses(scene, "keys", key="tom")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def settings_choose_a_branch_whose_keyring_is_signed(scene):
    branch_of_keys(scene, joined(scene), signed_by="tom")
    chooses(scene, "keys", author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def settings_choose_a_branch_and_the_forge_merges_it(scene):
    branch_of_keys(scene, joined(scene))
    scene.branch()
    chooses(scene, "keys", author=NOBODY)
    merged(scene, author=FORGE, key="forge")
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def settings_choose_a_branch_in_a_signed_commit_of_a_branch(scene):
    branch_of_keys(scene, joined(scene))
    scene.branch()
    chooses(scene, "keys", key="tom")
    merged(scene, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def settings_choose_one_branch_and_then_another(scene):
    branch_of_keys(scene, everybody(scene), "first")
    branch_of_keys(scene, joined(scene), "second")
    chooses(scene, "first", key="tom")
    chooses(scene, "second", author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def settings_choose_a_branch_and_then_a_file_of_their_own(scene):
    branch_of_keys(scene, everybody(scene))
    chooses(scene, "keys", key="tom")
    scene.commit({"pyproject.toml": SETTINGS, KEYRING: joined(scene)}, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-not-vouched-for")
def settings_choose_a_branch_that_is_gone_and_then_another(scene):
    branch_of_keys(scene, everybody(scene), "first")
    branch_of_keys(scene, joined(scene), "second")
    chooses(scene, "first", key="tom")
    scene.git("branch", "--quiet", "-D", "first")
    chooses(scene, "second", author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def settings_chose_a_branch_from_the_beginning(scene):
    begun_with(scene, "", SETTINGS.replace('"main"', '"keys"'))
    branch_of_keys(scene, joined(scene))
    return scene.sign_off(key="stranger")


@situation(OWN, "revoked-key")
def settings_choose_a_branch_that_revokes_nobody(scene):
    scene.commit({"pyproject.toml": REVOKING, "keys/revoked": scene.keys.public("ana") + "\n"}, author=TOM)
    branch_of_keys(scene, everybody(scene))
    chooses(scene, "keys", author=NOBODY)
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def a_key_joins_a_keyring_outside_the_repository(scene):
    keyring = scene.root.parent / "allowed_signers"
    scene.commit({"pyproject.toml": SETTINGS.replace(KEYRING, str(keyring))}, author=TOM)
    keyring.write_text(joined(scene))
    return scene.sign_off(key="stranger")


@situation(VERIFIED, "commit-signature")
def the_first_keyring_comes_after_the_terms(scene):
    begun_with(scene, "", "")
    (scene.root / KEYRING).unlink()
    scene.commit({"pyproject.toml": SETTINGS, KEYRING: everybody(scene)}, author=TOM)
    return scene.sign_off(key="ana")


@situation(OWN, "key-too-new")
def the_first_keyring_comes_with_what_it_is_needed_for(scene):
    begun_with(scene, "", "")
    file = scene.signed()
    scene.commit({"pyproject.toml": SETTINGS, KEYRING: everybody(scene), file.path: file.text}, key="ana")
    return file


@situation(OWN, "key-not-vouched-for")
def the_first_keyring_is_empty_of_some(scene):
    begun_with(scene, scene.keys.line(TOM, "tom"))
    scene.keyring(everybody(scene), author=NOBODY)
    scene.commit({PATH: (scene.root / PATH).read_text() + "\nMore to explain.\n"}, author=TOM, key="tom")
    return scene.sign_off(key="ana")
