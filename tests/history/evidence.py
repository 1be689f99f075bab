"""The situations of the evidence table: what somebody did, and the level that the sign-off must get for it.

Each is a function that plays a scene and returns the sign-off that is looked at; its name is what happened. `level`
is the true level: what the people in the scene did proves that much and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from living_sla.model.past.signoff import SignOffFile, TrustLevel
from tests.factories.git_folders import GitFolder
from tests.factories.signed_repositories import ANA, BEN, FORGE, KEYRING, NOBODY, PATH, SETTINGS, TOM, Scene, ssh_keygen

CLAIMED, OWN, ATTESTED, VERIFIED = TrustLevel
PGP = b"-----BEGIN PGP SIGNATURE-----\n\niQIzBAABCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"


class Situation(Struct, frozen=True):
    name: str
    play: Callable[[Scene], SignOffFile]
    level: TrustLevel
    evidence: str
    refused: str
    """How the reason begins why it does not count; empty where it counts."""


SITUATIONS: list[Situation] = []
_BELOW = "this site asks for own commit"


def situation(level: TrustLevel, evidence: str, refused: str = "") -> Callable[..., Callable[..., SignOffFile]]:
    def note(play: Callable[[Scene], SignOffFile]) -> Callable[[Scene], SignOffFile]:
        below = _BELOW if level is CLAIMED and not refused else refused
        SITUATIONS.append(Situation(play.__name__, play, level, evidence, below))
        return play

    return note


# ---------------------------------------------------------------- who committed it


@situation(OWN, "own-commit")
def the_signer_commits_it(scene):
    return scene.sign_off()


@situation(OWN, "own-commit")
def the_address_of_the_author_is_in_capitals(scene):
    return scene.sign_off(author="Ana Ruiz <Ana.Ruiz@Northwind.example>")


@situation(CLAIMED, "added-by-another")
def somebody_else_commits_it(scene):
    return scene.sign_off(author=TOM)


@situation(CLAIMED, "added-by-another")
def somebody_else_commits_it_and_types_trailers(scene):
    return scene.sign_off(
        author=TOM, message=f"Agreed\n\nSigned-off-by: {ANA}\nReviewed-by: {ANA}\nCo-authored-by: {ANA}"
    )


@situation(CLAIMED, "added-by-another")
def somebody_else_commits_it_and_the_signer_is_only_the_committer(scene):
    return scene.sign_off(author=TOM, committer=ANA)


@situation(CLAIMED, "added-by-another")
def a_mail_map_turns_somebody_else_into_the_signer(scene):
    scene.commit({".mailmap": f"{ANA} {TOM}\n"}, author=TOM)
    scene.git("config", "log.mailmap", "true")
    return scene.sign_off(author=TOM)


@situation(CLAIMED, "added-by-another")
def a_replaced_object_names_the_signer(scene):
    file = scene.sign_off(author=TOM)
    theirs = scene.folder.head
    forged = scene.amend_object(TOM.encode(), ANA.encode())
    scene.git("update-ref", "HEAD", theirs)
    scene.git("replace", theirs, forged)
    return file


@situation(CLAIMED, "added-by-another")
def a_note_says_that_the_signer_agreed(scene):
    file = scene.sign_off(author=TOM)
    scene.git("-c", "user.name=Ana Ruiz", "-c", "user.email=ana.ruiz@northwind.example", "notes", "add", "-m", "Signed")
    return file


@situation(CLAIMED, "added-by-another")
def the_commit_names_two_authors(scene):
    file = scene.sign_off()
    scene.amend_object(b"\ncommitter", f"\nauthor {TOM} 1767000000 +0000\ncommitter".encode())
    return file


@situation(CLAIMED, "added-by-another")
def the_author_has_no_address(scene):
    file = scene.sign_off()
    scene.amend_object(b"<ana.ruiz@northwind.example>", b"ana.ruiz@northwind.example")
    return file


@situation(OWN, "own-commit")
def the_commit_is_dated_before_the_terms_existed(scene):
    return scene.sign_off(at=1, authored=1)


@situation(OWN, "own-commit")
def the_file_is_dated_before_the_terms_existed(scene):
    file = scene.signed(on=date(2025, 1, 1))
    scene.commit({file.path: file.text})
    return file


# ---------------------------------------------------------------- how it landed


@situation(OWN, "own-commit")
def a_branch_of_the_signer_is_merged_by_another(scene):
    scene.branch()
    file = scene.sign_off()
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    return file


@situation(OWN, "own-commit")
def two_branches_are_merged_with_dates_that_run_backwards(scene):
    scene.branch("first")
    file = scene.sign_off()
    scene.back()
    scene.branch("second")
    scene.sign_off(BEN)
    scene.back()
    for branch, day in (("first", 9), ("second", 8)):
        scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", branch, at=day)
    return file


@situation(VERIFIED, "commit-signature")
def a_signed_branch_of_the_signer_is_merged_by_another(scene):
    scene.branch()
    file = scene.sign_off(key="ana")
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal", key="tom")
    return file


@situation(CLAIMED, "added-by-another")
def the_signer_merges_what_another_claims_and_signs_the_merge(scene):
    scene.branch()
    file = scene.sign_off(author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal", author=ANA, key="ana")
    return file


@situation(CLAIMED, "unclear-origin")
def a_merge_holds_it_and_none_of_its_branches_does(scene):
    scene.branch()
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "proposal", author=ANA)
    return scene.sign_off()


@situation(CLAIMED, "added-by-another")
def it_is_withdrawn_on_a_branch_and_put_back_by_another(scene):
    scene.branch()
    file = scene.sign_off()
    scene.commit({file.path: None})
    scene.commit({file.path: file.text}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    return file


@situation(CLAIMED, "unclear-origin")
def it_is_withdrawn_on_a_branch_and_the_merge_puts_it_back(scene):
    scene.branch()
    file = scene.sign_off(key="ana")
    scene.commit({file.path: None}, key="ana")
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "proposal")
    scene.commit({file.path: file.text}, author=TOM, key="tom")
    return file


@situation(CLAIMED, "added-by-another")
def it_is_withdrawn_on_one_branch_and_claimed_on_another(scene):
    scene.branch("first")
    file = scene.sign_off(key="ana")
    scene.commit({file.path: None}, key="ana")
    scene.back()
    scene.branch("second")
    scene.commit({file.path: file.text}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "first", "second")
    return file


@situation(CLAIMED, "unclear-origin")
def a_merge_on_the_branch_withdraws_it_and_the_next_puts_it_back(scene):
    scene.branch("other")
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.back()
    scene.branch()
    file = scene.sign_off(key="ana")
    scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "other", author=ANA)
    scene.commit({file.path: None})
    scene.commit({"notes.txt": "y"}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "proposal")
    scene.commit({file.path: file.text}, author=TOM)
    return file


@situation(VERIFIED, "commit-signature")
def it_is_brought_by_a_branch_of_a_branch_that_main_was_merged_into(scene):
    scene.branch("inner")
    file = scene.sign_off(key="ana")
    scene.back()
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.branch()
    scene.commit({"more.txt": "x"}, author=TOM)
    for branch in ("inner", "main"):
        scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", branch)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    return file


@situation(CLAIMED, "added-by-another")
def it_is_rewritten_on_a_branch_by_another(scene):
    scene.branch()
    file = scene.signed(remark="without the exceptions")
    scene.commit({file.path: file.text})
    scene.commit({file.path: scene.signed().text}, author=TOM)
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal", author=ANA)
    return file


@situation(OWN, "own-commit")
def a_branch_is_squashed_in_the_name_of_the_signer(scene):
    scene.branch()
    file = scene.sign_off(key="ana")
    scene.back()
    scene.git("merge", "--quiet", "--squash", "proposal")
    scene.commit({}, author=ANA, committer=FORGE)
    return file


@situation(CLAIMED, "added-by-another")
def a_branch_of_two_is_squashed_in_the_name_of_the_other(scene):
    scene.branch()
    scene.commit({PATH: (scene.root / PATH).read_text() + "\nMore to explain.\n"}, author=TOM)
    file = scene.sign_off(key="ana")
    scene.back()
    scene.git("merge", "--quiet", "--squash", "proposal")
    scene.commit({}, author=TOM, committer=FORGE, key="forge")
    return file


@situation(OWN, "own-commit")
def a_branch_is_rebased_by_another(scene):
    return _rebased(scene, key=None)


@situation(OWN, "applied-by-another")
def a_branch_is_rebased_by_another_who_signs(scene):
    return _rebased(scene, key="tom")


def _rebased(scene, key):
    scene.branch()
    file = scene.sign_off(key="ana")
    scene.back()
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.git("switch", "--quiet", "proposal")
    scene.as_person("rebase", "--quiet", "main", key=key)
    scene.back()
    scene.git("merge", "--quiet", "--ff-only", "proposal")
    return file


@situation(OWN, "own-commit")
def a_commit_of_the_signer_is_cherry_picked(scene):
    scene.branch()
    file = scene.sign_off()
    scene.back()
    scene.commit({"notes.txt": "x"}, author=TOM)
    scene.as_person("cherry-pick", "proposal")
    return file


@situation(CLAIMED, "added-by-another")
def the_signer_cherry_picks_what_another_claims_and_signs_it(scene):
    scene.branch()
    file = scene.sign_off(author=TOM)
    scene.back()
    scene.commit({"notes.txt": "x"}, author=TOM)
    # git lets GIT_AUTHOR_… win over the author of what it picks only where it makes the commit anew.
    scene.git("cherry-pick", "--no-commit", "proposal")
    scene.commit({}, author=TOM, committer=ANA, key="ana")
    return file


# ---------------------------------------------------------------- signed commits


@situation(VERIFIED, "commit-signature")
def the_signer_signs_the_commit(scene):
    return scene.sign_off(key="ana")


@situation(CLAIMED, "signed-by-another", "the commit names the signer as its author")
def another_signs_a_commit_in_the_name_of_the_signer(scene):
    return scene.sign_off(key="tom")


@situation(OWN, "unknown-key")
def the_key_is_not_in_the_keyring(scene):
    return scene.sign_off(key="stranger")


@situation(CLAIMED, "bad-signature", "the commit names the signer as its author")
def the_commit_is_changed_after_it_was_signed(scene):
    file = scene.sign_off(key="ana", message="Not yet")
    scene.amend_object(b"\n\nNot yet", b"\n\nAgreed!")
    return file


@situation(CLAIMED, "bad-signature", "the commit names the signer as its author")
def the_author_of_a_signed_commit_is_rewritten(scene):
    file = scene.sign_off(author=TOM, key="ana")
    scene.amend_object(TOM.encode(), ANA.encode())
    return file


@situation(OWN, "expired-key")
def the_key_had_expired(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="20260110Z"'))
    return scene.sign_off(key="ana")


@situation(OWN, "expired-key")
def the_key_had_expired_and_the_author_date_is_set_back(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="20260110"'))
    return scene.sign_off(key="ana", authored=2)


@situation(OWN, "expired-key")
def the_key_had_expired_and_the_commit_is_dated_back(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="20260110"'))
    return scene.sign_off(key="ana", at=2, authored=2)


@situation(OWN, "key-not-yet-valid")
def the_key_was_not_valid_yet(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-after="20260301"'))
    return scene.sign_off(key="ana")


@situation(OWN, "time-not-provable")
def the_commit_states_no_usable_time_and_the_key_has_a_window(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="20270101"'))
    file = scene.signed()
    scene.commit({file.path: file.text})
    raw = scene.git("cat-file", "commit", "HEAD")
    head, _, body = raw.partition("\n\n")
    timeless = head.replace(head.rsplit(" ", 2)[1], "99999999999") + "\n\n" + body + "\n"
    signature = scene.signature(timeless, "ana", "git").decode().rstrip("\n").replace("\n", "\n ")
    signed = timeless.replace("\n\n", f"\ngpgsig {signature}\n\n", 1)
    made = scene.folder.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=signed.encode())
    scene.git("update-ref", "HEAD", made)
    return file


@situation(OWN, "revoked-key")
def the_key_is_revoked(scene):
    settings = SETTINGS + 'revoked_keys = "keys/revoked"\n'
    scene.commit({"pyproject.toml": settings, "keys/revoked": scene.keys.public("ana") + "\n"}, author=TOM)
    return scene.sign_off(key="ana")


@situation(VERIFIED, "commit-signature")
def another_key_is_revoked(scene):
    settings = SETTINGS + 'revoked_keys = "keys/revoked"\n'
    scene.commit({"pyproject.toml": settings, "keys/revoked": scene.keys.public("ben") + "\n"}, author=TOM)
    return scene.sign_off(key="ana")


@situation(OWN, "key-not-for-this")
def the_key_is_accepted_for_other_things_only(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'namespaces="file"'))
    return scene.sign_off(key="ana")


@situation(OWN, "unreadable-signature")
def the_commit_has_what_is_hardly_an_open_pgp_signature(scene):
    file = scene.sign_off(committer="GitHub <noreply@github.com>")
    armored = PGP.decode().rstrip("\n").replace("\n", "\n ")
    scene.amend_object(b"\n\n", f"\ngpgsig {armored}\n\n".encode())
    return file


@situation(OWN, "unsupported-signature")
def the_key_is_vouched_for_by_a_certificate_authority(scene):
    authority, key = scene.keys.private("authority"), scene.keys.private("certified")
    ssh_keygen("-q", "-s", str(authority), "-I", "ana", "-n", "ana.ruiz@northwind.example", str(key) + ".pub")
    file = scene.signed()
    signature = ssh_keygen("-q", "-Y", "sign", "-f", f"{key}-cert.pub", "-n", "sla-signoff", stdin=file.text.encode())
    scene.commit({file.path: file.text, f"{file.path}.sig": signature})
    return file


@situation(OWN, "own-commit")
def two_signatures_stand_in_one_commit(scene):
    file = scene.sign_off(key="ana")
    raw = scene.git("cat-file", "commit", "HEAD")
    header = raw[raw.index("gpgsig ") : raw.index("\n\n")]
    scene.amend_object(b"\n\n", f"\n{header}\n\n".encode())
    return file


# ---------------------------------------------------------------- the forge


@situation(ATTESTED, "forge-signature")
def the_forge_signs_what_the_signer_did_on_its_pages(scene):
    return scene.sign_off(committer=FORGE, key="forge")


@situation(ATTESTED, "forge-signature")
def the_forge_signs_and_leaves_the_signer_as_committer(scene):
    return scene.sign_off(key="forge")


@situation(CLAIMED, "added-by-another")
def the_forge_signs_what_somebody_else_did(scene):
    return scene.sign_off(author=TOM, committer=FORGE, key="forge")


@situation(OWN, "own-commit")
def the_forge_signs_the_merge_of_an_unsigned_branch(scene):
    scene.branch()
    file = scene.sign_off()
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal", author=FORGE, key="forge")
    return file


@situation(CLAIMED, "signed-by-another", "the commit names the signer as its author")
def the_key_of_the_forge_is_nobody_s_in_a_site_that_names_no_forge(scene):
    scene.commit({"pyproject.toml": SETTINGS.replace("forge_signer", "# forge_signer")}, author=TOM)
    return scene.sign_off(key="forge")


@situation(CLAIMED, "bad-signature", "the commit names the signer as its author")
def what_the_forge_signed_is_given_another_author(scene):
    file = scene.sign_off(author=TOM, committer=FORGE, key="forge")
    scene.amend_object(TOM.encode(), ANA.encode())
    return file


# ---------------------------------------------------------------- the keyring


@situation(OWN, "unknown-key")
def a_branch_that_is_not_merged_adds_the_key(scene):
    scene.branch()
    scene.keyring(scene.keys.line(ANA, "stranger"), author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(OWN, "key-too-new")
def the_key_comes_with_the_branch_that_it_signs(scene):
    scene.branch()
    scene.keyring(scene.keys.line(ANA, "stranger"), author=NOBODY)
    file = scene.sign_off(key="stranger")
    scene.back()
    scene.as_person("merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    return file


@situation(OWN, "key-too-new")
def the_key_comes_with_the_commit_that_it_signs(scene):
    file = scene.signed()
    scene.commit({KEYRING: scene.keys.line(ANA, "stranger"), file.path: file.text}, key="stranger")
    return file


@situation(OWN, "key-too-new")
def the_key_comes_after_what_it_signed(scene):
    file = scene.sign_off(key="stranger")
    scene.keyring(scene.keys.line(ANA, "stranger"))
    return file


@situation(OWN, "unknown-key")
def the_key_stands_in_the_work_tree_only(scene):
    file = scene.sign_off(key="stranger")
    (scene.root / KEYRING).write_text(scene.keys.line(ANA, "stranger"))
    return file


@situation(OWN, "unknown-key")
def a_branch_names_itself_as_trusted_and_the_machine_knows_better(scene):
    scene.branch()
    settings = SETTINGS.replace('"main"', '"proposal"')
    scene.commit({"pyproject.toml": settings, KEYRING: scene.keys.line(ANA, "stranger")}, author=NOBODY)
    return scene.sign_off(key="stranger")


@situation(CLAIMED, "added-by-another")
def a_branch_lowers_what_it_is_held_to(scene):
    scene.branch()
    scene.commit({"pyproject.toml": SETTINGS + 'required_trust = "claimed"\n'}, author=TOM)
    return scene.sign_off(author=TOM)


@situation(OWN, "unknown-key")
def the_key_was_taken_out_of_the_keyring(scene):
    file = scene.sign_off(key="ana")
    scene.keyring(scene.keys.line(BEN, "ben"))
    return file


# ---------------------------------------------------------------- a signature beside it


def _beside(scene, signature, person=TOM, file=None):
    file = file or scene.signed()
    scene.commit({file.path: file.text, f"{file.path}.sig": signature}, author=person)
    return file


@situation(VERIFIED, "file-signature")
def a_signature_of_the_signer_is_committed_by_another(scene):
    return _beside(scene, scene.signature(scene.signed().text, "ana"))


@situation(VERIFIED, "file-signature")
def a_signature_of_the_signer_is_squashed_by_another(scene):
    scene.branch()
    file = _beside(scene, scene.signature(scene.signed().text, "ana"))
    scene.back()
    scene.git("merge", "--quiet", "--squash", "proposal")
    scene.commit({}, author=TOM)
    return file


@situation(CLAIMED, "signed-by-another")
def the_signature_beside_it_is_of_another(scene):
    return _beside(scene, scene.signature(scene.signed().text, "tom"))


@situation(OWN, "signed-by-another")
def another_puts_a_signature_beside_what_the_signer_committed(scene):
    file = scene.sign_off()
    scene.commit({f"{file.path}.sig": scene.signature(file.text, "tom")}, author=TOM)
    return file


@situation(CLAIMED, "bad-signature")
def the_signature_beside_it_is_of_another_text(scene):
    return _beside(scene, scene.signature(scene.signed(remark="only until March").text, "ana"))


@situation(CLAIMED, "signature-for-something-else")
def the_signature_beside_it_was_made_for_git(scene):
    return _beside(scene, scene.signature(scene.signed().text, "ana", "git"))


@situation(CLAIMED, "unreadable-signature")
def the_signature_beside_it_is_cut_short(scene):
    return _beside(scene, scene.signature(scene.signed().text, "ana")[:150])


@situation(OWN, "unreadable-signature")
def the_signature_beside_it_is_hardly_open_pgp(scene):
    return _beside(scene, PGP, ANA)


@situation(CLAIMED, "expired-key")
def a_signature_is_put_beside_it_after_the_key_expired(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="202601181200"'))
    file = scene.sign_off(author=TOM)
    scene.commit({f"{file.path}.sig": scene.signature(file.text, "ana")}, author=TOM)
    return file


@situation(VERIFIED, "file-signature")
def the_signature_beside_it_is_taken_away_again(scene):
    file = _beside(scene, scene.signature(scene.signed().text, "ana"), ANA)
    scene.commit({f"{file.path}.sig": None}, author=TOM)
    return file


# ---------------------------------------------------------------- tags


def _tagged(scene, key, message=None, by=TOM):
    file = scene.sign_off(author=by)
    scene.as_person("tag", "signoff/lead-handoff/v1", "--message", message or file.text, author=ANA, key=key)
    return file


@situation(VERIFIED, "tag-signature", "nothing proves when the tag was made, and without it this is claimed")
def the_signer_signs_a_tag_for_what_another_committed(scene):
    return _tagged(scene, "ana")


@situation(VERIFIED, "tag-signature")
def the_signer_signs_a_tag_for_what_they_committed(scene):
    return _tagged(scene, "ana", by=ANA)


@situation(CLAIMED, "signed-by-another")
def another_signs_a_tag_that_holds_the_text(scene):
    return _tagged(scene, "tom")


@situation(CLAIMED, "added-by-another")
def the_signer_signs_a_tag_that_says_something_else(scene):
    return _tagged(scene, "ana", "Release 1.0")


@situation(OWN, "own-commit")
def the_signer_signs_a_tag_that_refuses_what_it_quotes(scene):
    return _tagged(scene, "ana", f"I did not write this, and I refuse:\n\n{scene.signed().text}", by=ANA)


@situation(OWN, "own-commit")
def the_signer_signs_a_tag_that_says_more_than_the_file(scene):
    return _tagged(scene, "ana", f"{scene.signed().text}\nremark: only until June", by=ANA)


@situation(CLAIMED, "time-not-provable")
def the_signer_signs_a_tag_with_a_key_that_expires(scene):
    scene.keyring(scene.keys.line(ANA, "ana", 'valid-before="20300101"'))
    return _tagged(scene, "ana")


@situation(CLAIMED, "unreadable-signature")
def a_tag_that_holds_the_text_is_not_signed(scene):
    return _tagged(scene, None)


# ---------------------------------------------------------------- what the file says


@situation(OWN, "own-commit", "edited afterwards in")
def it_is_edited_afterwards(scene):
    file = scene.sign_off()
    scene.commit({file.path: scene.signed(remark="and for ever").text})
    return file


@situation(VERIFIED, "commit-signature", "edited afterwards in")
def a_verified_one_is_edited_afterwards(scene):
    file = scene.sign_off(key="ana")
    scene.commit({file.path: scene.signed(version=2).text}, author=TOM)
    return file


@situation(OWN, "own-commit")
def an_edit_is_taken_back(scene):
    file = scene.sign_off()
    scene.commit({file.path: scene.signed(remark="and for ever").text}, author=TOM)
    scene.commit({file.path: file.text}, author=TOM)
    return file


@situation(OWN, "own-commit", "removed again in")
def it_is_removed_when_all_had_signed(scene):
    scene.sign_off(BEN)
    file = scene.sign_off()
    scene.commit({file.path: None}, author=TOM)
    return file


@situation(OWN, "own-commit", "removed again in")
def it_is_removed(scene):
    file = scene.sign_off()
    scene.commit({file.path: None}, author=TOM)
    return file


@situation(OWN, "own-commit", "removed again in")
def it_is_edited_and_then_removed(scene):
    file = scene.sign_off()
    scene.commit({file.path: scene.signed(remark="and for ever").text}, author=TOM)
    scene.commit({file.path: None}, author=TOM)
    return file


@situation(CLAIMED, "added-by-another")
def it_is_removed_and_put_back_by_another(scene):
    file = scene.sign_off(key="ana")
    scene.commit({file.path: None})
    scene.commit({file.path: file.text}, author=TOM)
    return file


@situation(OWN, "own-commit", "no version of renewals has these terms")
def it_is_copied_to_another_agreement(scene):
    other = (scene.root / PATH).read_text().replace("id: lead-handoff", "id: renewals")
    scene.commit({"agreements/renewals.md": other}, author=TOM)
    scene.sign_off()
    copied = scene.signed(agreement="renewals")
    scene.commit({copied.path: copied.text})
    return copied


@situation(OWN, "own-commit", "no version of lead-handoff has these terms")
def its_digest_never_existed(scene):
    file = scene.signed(digest="0a" * 32)
    scene.commit({file.path: file.text})
    return file


@situation(OWN, "own-commit")
def it_names_another_version(scene):
    file = scene.signed(version=7)
    scene.commit({file.path: file.text})
    return file


@situation(OWN, "own-commit")
def the_terms_change_after_it(scene):
    file = scene.sign_off()
    scene.commit({PATH: (scene.root / PATH).read_text().replace("at least 400", "at least 500")}, author=TOM)
    return file


@situation(OWN, "own-commit", "nobody@elsewhere.example is not a signatory of these terms")
def the_signer_is_not_a_signatory(scene):
    file = scene.signed(NOBODY)
    scene.commit({file.path: file.text}, author=NOBODY)
    return file


@situation(OWN, "own-commit", "ana.ruiz@northwind.example signs for marketing, not for sales")
def the_signer_signs_for_the_other_party(scene):
    file = scene.signed(party="sales")
    scene.commit({file.path: file.text})
    return file


@situation(VERIFIED, "file-signature", "the same key signed for marketing already")
def one_key_signs_for_both_parties(scene):
    scene.keyring(scene.keys.line(ANA, "ana") + scene.keys.line(BEN, "ana"), key="tom")
    scene.sign_off(key="ana")
    return _beside(scene, scene.signature(scene.signed(BEN).text, "ana"), BEN, scene.signed(BEN))


@situation(CLAIMED, "not-committed", "not committed yet")
def it_lies_in_the_folder_only(scene):
    file = scene.signed()
    scene.folder.write(file.path, file.text)
    scene.folder.write(f"{file.path}.sig", scene.signature(file.text, "ana"))
    return file


# ---------------------------------------------------------------- a hostile repository


@situation(VERIFIED, "commit-signature")
def the_repository_names_a_signing_program(scene):
    file = scene.sign_off(key="ana")
    return _with_program(scene, file)


@situation(OWN, "unknown-key")
def the_repository_names_a_signing_program_that_finds_all_keys_good(scene):
    file = scene.sign_off(key="stranger")
    return _with_program(scene, file)


def _with_program(scene, file):
    program = scene.root / ".git" / "agrees"
    program.write_text(f"#!/bin/sh\ntouch '{scene.root}/it-ran'\necho 'Good \"git\" signature'\nexit 0\n")
    program.chmod(0o755)
    for key in ("gpg.ssh.program", "gpg.program", "core.fsmonitor", "core.pager", "diff.external"):
        scene.git("config", key, str(program))
    scene.git("config", "gpg.ssh.allowedSignersFile", str(scene.root / "anything"))
    scene.git("config", "log.showSignature", "true")
    return file


@situation(VERIFIED, "commit-signature")
def the_repository_has_ids_of_sha_256(scene):
    other = Scene.first(scene.root.parent / "sha256", scene.keys, "--object-format=sha256")
    scene.folder, scene.digest = GitFolder(other.root), other.digest
    return scene.sign_off(key="ana")
