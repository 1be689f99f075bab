"""Situations of the evidence table: keys with an end, and what proves that they signed before it.

Ana's key ends on 1 March 2026, some six weeks after the sign-off, unless a scene says something else.
"""

from __future__ import annotations

from tests.factories.signed_repositories import ANA, BEN, DAY, FORGE, NOBODY, SETTINGS, START, TOM
from tests.history.evidence import ATTESTED, CLAIMED, OWN, VERIFIED, situation
from tests.history.evidence_keys import begun_with, everybody, merged

END = 'valid-before="20260301"'
AFTER = 70
"""A day after that end."""


def _ended(scene, **options):
    return begun_with(scene, everybody(scene, **{"ana": END, **options}))


def _signs(scene, person, key, at=None):
    scene.commit({"notes.txt": f"{person} {scene.day}"}, author=person, key=key, at=at)


# ---------------------------------------------------------------- nothing proves it


@situation(OWN, "time-not-provable")
def a_key_ends_and_nothing_is_later(scene):
    _ended(scene)
    return scene.sign_off(key="ana")


@situation(OWN, "time-not-provable")
def a_key_ends_in_a_hundred_years_and_nothing_is_later(scene):
    _ended(scene, ana='valid-before="21260301"')
    return scene.sign_off(key="ana")


@situation(OWN, "time-not-provable")
def what_is_later_is_not_signed(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, None)
    return file


@situation(OWN, "time-not-provable")
def what_is_later_is_signed_with_the_same_key(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    _signs(scene, ANA, "ana")
    return file


@situation(OWN, "time-not-provable")
def what_is_later_is_signed_after_the_end(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom", at=AFTER)
    return file


@situation(OWN, "time-not-provable")
def a_sign_off_is_pushed_after_the_end_and_dated_before_it(scene):
    """What is signed before it does not have it behind it, and what is signed later says so."""
    _ended(scene)
    _signs(scene, TOM, "tom", at=30)
    file = scene.sign_off(key="ana", at=31, authored=31)
    _signs(scene, TOM, "tom", at=AFTER)
    return file


@situation(CLAIMED, "time-not-provable")
def a_file_signed_after_the_end_lands_dated_before_it(scene):
    _ended(scene)
    file = scene.signed()
    signature = scene.signature(file.text, "ana")
    scene.commit({file.path: file.text, f"{file.path}.sig": signature}, author=NOBODY, at=12, authored=12)
    _signs(scene, NOBODY, "stranger", at=13)
    return file


@situation(OWN, "time-not-provable")
def what_is_later_is_signed_with_a_key_that_nobody_knows(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    _signs(scene, NOBODY, "stranger")
    return file


@situation(OWN, "time-not-provable")
def what_is_later_is_signed_with_a_key_that_nobody_vouched_for(scene):
    _ended(scene)
    scene.keyring(everybody(scene, ana=END) + scene.keys.line(NOBODY, "stranger"), author=NOBODY)
    file = scene.sign_off(key="ana")
    _signs(scene, NOBODY, "stranger")
    return file


@situation(OWN, "time-not-provable")
def what_is_later_is_signed_with_a_revoked_key(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom")
    settings = SETTINGS + 'revoked_keys = "keys/revoked"\n'
    scene.commit({"pyproject.toml": settings, "keys/revoked": scene.keys.public("tom") + "\n"}, author=BEN)
    return file


@situation(OWN, "time-not-provable")
def what_is_later_was_changed_after_it_was_signed(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    scene.commit({}, author=TOM, key="tom", at=AFTER)
    stated = f"{START + AFTER * DAY} +0000\ngpgsig".encode()
    scene.amend_object(stated, f"{START + 20 * DAY} +0000\ngpgsig".encode())
    return file


@situation(OWN, "time-not-provable")
def what_is_later_says_that_it_is_earlier(scene):
    _ended(scene)
    file = scene.sign_off(key="ana", at=30)
    _signs(scene, TOM, "tom", at=20)
    return file


@situation(OWN, "time-not-provable")
def what_is_signed_later_lies_beside_it(scene):
    """A branch that parted before the sign-off does not have it behind it."""
    _ended(scene)
    scene.branch()
    _signs(scene, TOM, "tom", at=30)
    scene.back()
    file = scene.sign_off(key="ana", at=20)
    merged(scene, author=NOBODY, at=40)
    return file


@situation(OWN, "time-not-provable")
def what_is_signed_later_is_not_merged(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    scene.branch()
    _signs(scene, TOM, "tom")
    scene.back()
    return file


@situation(OWN, "time-not-provable")
def what_is_later_is_signed_with_a_key_for_files_only(scene):
    _ended(scene, tom='namespaces="sla-signoff"')
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom")
    return file


@situation(OWN, "time-not-provable")
def what_is_later_is_signed_with_a_key_that_ends_too(scene):
    _ended(scene, tom=END)
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom")
    return file


@situation(OWN, "time-not-provable")
def two_keys_that_end_prove_each_other(scene):
    _ended(scene, tom=END)
    file = scene.sign_off(key="ana")
    for person, key in ((TOM, "tom"), (ANA, "ana"), (TOM, "tom"), (ANA, "ana")):
        _signs(scene, person, key)
    return file


@situation(OWN, "time-not-provable")
def an_end_is_written_afterwards_and_nothing_was_signed_in_between(scene):
    file = scene.sign_off(key="ana")
    scene.keyring(everybody(scene, ana=END), at=AFTER)
    return file


@situation(OWN, "time-not-provable")
def a_key_outside_the_repository_ends_and_nothing_is_later(scene):
    keyring = scene.root.parent / "allowed_signers"
    keyring.write_text(everybody(scene, ana=END))
    scene.commit({"pyproject.toml": SETTINGS.replace("keys/allowed_signers", str(keyring))}, author=TOM)
    return scene.sign_off(key="ana")


@situation(OWN, "time-not-provable")
def the_key_of_the_forge_ends_and_nothing_is_later(scene):
    _ended(scene, ana="", forge=END)
    return scene.sign_off(committer=FORGE, key="forge")


@situation(OWN, "time-not-provable")
def a_tag_is_on_what_was_before(scene):
    _ended(scene)
    scene.as_person("tag", "v1", "--message", "Release", author=TOM, key="tom")
    return scene.sign_off(key="ana")


@situation(OWN, "time-not-provable")
def a_tag_is_not_signed(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    scene.as_person("tag", "v1", "--annotate", "--message", "Release", author=TOM)
    scene.git("tag", "light")
    return file


@situation(OWN, "time-not-provable")
def a_tag_says_a_time_after_the_end(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    scene.as_person("tag", "v1", "--message", "Release", author=TOM, key="tom", at=AFTER)
    return file


@situation(OWN, "time-not-provable")
def a_tag_is_signed_with_a_key_that_ends_too(scene):
    _ended(scene, tom=END)
    file = scene.sign_off(key="ana")
    scene.as_person("tag", "v1", "--message", "Release", author=TOM, key="tom")
    _signs(scene, BEN, "ben", at=AFTER)
    return file


# ---------------------------------------------------------------- something proves it


@situation(VERIFIED, "commit-signature")
def somebody_else_signs_a_later_commit(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom")
    return file


@situation(VERIFIED, "commit-signature")
def somebody_else_signs_long_after_and_before_the_end(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    for _ in range(3):
        _signs(scene, NOBODY, None)
    _signs(scene, BEN, "ben", at=50)
    return file


@situation(VERIFIED, "commit-signature")
def the_signer_signs_a_later_commit_with_a_key_without_an_end(scene):
    begun_with(scene, everybody(scene, ana=END) + scene.keys.line(ANA, "other"))
    file = scene.sign_off(key="ana")
    _signs(scene, ANA, "other")
    return file


@situation(VERIFIED, "commit-signature")
def the_forge_merges_the_branch_with_the_sign_off(scene):
    _ended(scene)
    scene.branch()
    file = scene.sign_off(key="ana")
    merged(scene, author=FORGE, key="forge")
    return file


@situation(VERIFIED, "commit-signature")
def the_forge_signs_a_later_commit(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    scene.commit({"notes.txt": "x"}, author=TOM, committer=FORGE, key="forge")
    return file


@situation(VERIFIED, "commit-signature")
def a_later_branch_is_signed_and_merged_unsigned(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    scene.branch()
    _signs(scene, TOM, "tom")
    merged(scene, author=NOBODY)
    return file


@situation(VERIFIED, "file-signature")
def somebody_else_signs_the_commit_that_adds_a_signed_file(scene):
    _ended(scene)
    file = scene.signed()
    signature = scene.signature(file.text, "ana")
    scene.commit({file.path: file.text, f"{file.path}.sig": signature}, author=TOM, key="tom")
    return file


@situation(VERIFIED, "commit-signature")
def a_key_that_ends_later_proves_it_and_is_proven_itself(scene):
    _ended(scene, tom='valid-before="20260401"')
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom", at=20)
    _signs(scene, BEN, "ben", at=AFTER)
    return file


@situation(VERIFIED, "commit-signature")
def three_keys_that_end_prove_each_other_and_the_last_has_no_end(scene):
    _ended(scene, tom='valid-before="20260401"', ben='valid-before="20260501"')
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom", at=20)
    _signs(scene, BEN, "ben", at=AFTER)
    _signs(scene, FORGE, "forge", at=100)
    return file


@situation(VERIFIED, "commit-signature")
def an_end_is_written_afterwards_and_somebody_had_signed_in_between(scene):
    file = scene.sign_off(key="ana")
    _signs(scene, TOM, "tom")
    scene.keyring(everybody(scene, ana=END), at=AFTER)
    return file


@situation(VERIFIED, "commit-signature")
def an_end_is_written_by_a_signed_commit_before_it_comes(scene):
    file = scene.sign_off(key="ana")
    scene.keyring(everybody(scene, ana=END), key="tom")
    return file


@situation(VERIFIED, "commit-signature")
def a_key_stands_in_two_lines_and_one_has_no_end(scene):
    begun_with(scene, everybody(scene, ana=END) + scene.keys.line(ANA, "ana"))
    return scene.sign_off(key="ana")


@situation(OWN, "time-not-provable")
def a_key_stands_in_two_lines_and_the_one_without_end_is_for_files(scene):
    begun_with(scene, everybody(scene, ana=END) + scene.keys.line(ANA, "ana", 'namespaces="sla-signoff"'))
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def somebody_else_signs_a_tag_on_it(scene):
    _ended(scene)
    file = scene.sign_off(key="ana")
    scene.as_person("tag", "v1", "--message", "Release", author=TOM, key="tom")
    return file


@situation(VERIFIED, "file-signature", "nothing proves when the tag was made, and without it this is claimed")
def somebody_else_signs_a_tag_on_what_does_not_count_without(scene):
    _ended(scene)
    file = scene.signed()
    signature = scene.signature(file.text, "ana")
    scene.commit({file.path: file.text, f"{file.path}.sig": signature}, author=NOBODY)
    scene.as_person("tag", "v1", "--message", "Release", author=TOM, key="tom")
    return file


@situation(VERIFIED, "commit-signature")
def a_key_outside_the_repository_ends_and_somebody_signs_later(scene):
    keyring = scene.root.parent / "allowed_signers"
    keyring.write_text(everybody(scene, ana=END))
    scene.commit({"pyproject.toml": SETTINGS.replace("keys/allowed_signers", str(keyring))}, author=TOM)
    file = scene.sign_off(key="ana")
    _signs(scene, BEN, "ben")
    return file


@situation(ATTESTED, "forge-signature")
def the_key_of_the_forge_ends_and_somebody_signs_later(scene):
    _ended(scene, ana="", forge=END)
    file = scene.sign_off(committer=FORGE, key="forge")
    _signs(scene, TOM, "tom")
    return file
