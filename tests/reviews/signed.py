"""What people do with sign-offs of reviews, each in a review of its own: all of them lie in one repository.

Each function plays on its desk; its name is what happened. What must come of it stands above it: the level that the
evidence carries, its stable word, and how the reason begins for which it does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.model.past.signoff import TrustLevel
from living_sla.model.reviews.record import FrozenAgreement
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.review_id import review_id
from living_sla.model.reviews.signoff import ReviewSignOffFile, review_signoff_path
from living_sla.reviews.folder.layout import folder_of
from tests.factories.signed_repositories import ANA, BEN, FORGE, KEYRING, NOBODY, PATH, TOM, Scene, address
from tests.reviews import examples

CLAIMED, OWN, ATTESTED, VERIFIED = TrustLevel
CLEO = "Cleo Marsh <cleo.marsh@northwind.example>"
DESKS: list[tuple[str, Callable[[Desk], object], TrustLevel | None, str, str]] = []
_BELOW = "this site asks for own commit"
_OTHERWISE = "the commit names the signer as its author, but its signature says otherwise"


class Desk(Struct):
    """One review, and those who sign it."""

    scene: Scene
    name: str
    agreement: FrozenAgreement
    minutes: str = "7c1a" * 16
    findings: tuple[CheckFinding, ...] = field(default=())

    @property
    def review(self) -> Review:
        record = examples.record(id=self.name, agreements=(self.agreement,))
        minutes = examples.minutes(digest=self.minutes)
        return Review(
            review_id(self.name), folder_of(self.name), examples.seal_of(self.name), record, minutes,
            findings=self.findings,
        )  # fmt: skip

    def file(self, person: str = ANA, number: int = 1, **said: object) -> ReviewSignOffFile:
        """What that person would write; `said` is what the file says instead."""
        party = str(said.get("party", "sales" if person is BEN else "marketing"))
        path = review_signoff_path(folder_of(self.name), party, address(person), number)
        written = ReviewSignOffFile(path, self.name, examples.seal_of(self.name), self.minutes, ("lead-handoff",),
                                    party, address(person), date(2026, 10, 14))  # fmt: skip
        return replace(written, **said)  # type: ignore[arg-type]

    def add(self, file: ReviewSignOffFile, author: str = ANA, sig: bytes | None = None, **how: object) -> None:
        files: dict[str, str | bytes | None] = {file.path: file.text}
        if sig is not None:
            files[f"{file.path}.sig"] = sig
        self.scene.commit(files, author=author, **how)  # type: ignore[arg-type]

    def made(self, file: ReviewSignOffFile, key: str, namespace: str = "sla-review") -> bytes:
        return self.scene.signature(file.text, key, namespace)


def comes_to(level: TrustLevel | None, evidence: str = "", refused: str = "") -> Callable[..., object]:
    """`level` is that of the last sign-off in the folder; None: there is none."""

    def note(play: Callable[[Desk], object]) -> Callable[[Desk], object]:
        DESKS.append((play.__name__, play, level, evidence, refused or (_BELOW if level is CLAIMED else "")))
        return play

    return note


# ---------------------------------------------------------------- what counts


@comes_to(OWN, "own-commit")
def the_signer_commits_it(desk):
    desk.add(desk.file())


@comes_to(VERIFIED, "file-signature")
def the_signer_signs_the_file_and_somebody_else_commits_it(desk):
    desk.add(desk.file(), TOM, desk.made(desk.file(), "ana"))


@comes_to(VERIFIED, "commit-signature")
def the_signer_signs_the_commit(desk):
    desk.add(desk.file(), key="ana")


@comes_to(ATTESTED, "forge-signature")
def the_signer_uses_the_form_of_the_forge(desk):
    desk.add(desk.file(), committer=FORGE, key="forge")


@comes_to(VERIFIED, "tag-signature")
def the_signer_signs_a_tag_with_the_text_of_the_file(desk):
    desk.add(desk.file())
    desk.scene.as_person("tag", "-m", desk.file().text, f"signoff/{desk.name}/ana", author=ANA, key="ana")


@comes_to(OWN, "own-commit")
def it_comes_with_a_merge(desk):
    desk.scene.branch("accept")
    desk.add(desk.file())
    desk.scene.back()
    desk.scene.as_person("merge", "--quiet", "--no-ff", "--no-edit", "accept", author=TOM)
    desk.scene.git("branch", "--quiet", "-D", "accept")


@comes_to(OWN, "own-commit")
def it_was_edited_and_that_was_taken_back(desk):
    desk.add(desk.file())
    desk.scene.commit({desk.file().path: "nonsense: 1\n"}, author=TOM)
    desk.scene.commit({desk.file().path: desk.file().text}, author=TOM)


@comes_to(OWN, "own-commit")
def the_signer_accepts_with_a_dissent(desk):
    desk.add(desk.file(dissent="The leads of the trade fair should not count."))


@comes_to(OWN, "own-commit")
def the_minutes_changed_and_the_signer_signed_again(desk):
    desk.add(desk.file(minutes="1" * 64))
    desk.add(desk.file(number=2))


@comes_to(OWN, "own-commit")
def a_sign_off_that_was_taken_back_is_given_again(desk):
    desk.add(desk.file(dissent="No."))
    desk.scene.commit({desk.file().path: None})
    desk.add(desk.file())


# ---------------------------------------------------------------- ways to reach more than one's own


@comes_to(CLAIMED, "added-by-another")
def somebody_else_commits_it(desk):
    desk.add(desk.file(), TOM, message=f"Agreed\n\nSigned-off-by: {ANA}\nCo-authored-by: {ANA}")


@comes_to(CLAIMED, "added-by-another")
def somebody_else_commits_it_and_the_signer_is_only_the_committer(desk):
    desk.add(desk.file(), TOM, committer=ANA)


@comes_to(CLAIMED, "not-committed", "not committed yet")
def it_lies_in_the_folder_and_is_not_committed(desk):
    desk.scene.folder.write(desk.file().path, desk.file().text)
    desk.scene.folder.write(desk.file().path + ".sig", desk.made(desk.file(), "ana"))
    desk.scene.git("config", "core.excludesFile", str(desk.scene.keys.folder / "ignored"))
    (desk.scene.keys.folder / "ignored").write_text(f"/{folder_of(desk.name)}/\n")


@comes_to(CLAIMED, "signature-for-something-else")
def the_signature_was_made_for_terms(desk):
    desk.add(desk.file(), TOM, desk.made(desk.file(), "ana", "sla-signoff"))


@comes_to(CLAIMED, "signature-for-something-else")
def the_signature_was_made_for_a_commit(desk):
    desk.add(desk.file(), TOM, desk.made(desk.file(), "ana", "git"))


@comes_to(CLAIMED, "bad-signature")
def the_signature_is_that_of_another_review(desk):
    other = Desk(desk.scene, "2019-Q1", desk.agreement)
    desk.add(desk.file(), TOM, desk.made(other.file(), "ana"))


@comes_to(CLAIMED, "signed-by-another")
def the_signatures_of_two_signers_are_swapped(desk):
    desk.add(desk.file(BEN), TOM, desk.made(desk.file(), "ana"))
    desk.add(desk.file(), TOM, desk.made(desk.file(BEN), "ben"))


@comes_to(CLAIMED, "unknown-key")
def the_key_is_one_that_nobody_knows(desk):
    desk.add(desk.file(), TOM, desk.made(desk.file(), "nobody"))


@comes_to(VERIFIED, "file-signature", "it is for the review 2019-Q1: a copy signs nothing")
def file_and_signature_are_copied_from_another_review(desk):
    other = Desk(desk.scene, "2019-Q1", desk.agreement)
    copied = replace(other.file(), path=desk.file().path)
    desk.add(copied, TOM, desk.made(copied, "ana"))


@comes_to(VERIFIED, "file-signature", "it is for a record with the seal ")
def it_was_signed_for_another_record_of_the_same_name(desk):
    file = desk.file(seal="5" * 64)
    desk.add(file, TOM, desk.made(file, "ana"))


@comes_to(VERIFIED, "file-signature", "edited afterwards in ")
def the_dissent_is_taken_out_after_it_landed(desk):
    file = desk.file(dissent="Not August.")
    desk.add(file, TOM, desk.made(file, "ana"))
    desk.scene.commit({file.path: desk.file().text}, author=TOM)


@comes_to(OWN, "own-commit", "edited afterwards in ")
def minutes_are_signed_anew_by_editing_the_old_sign_off(desk):
    desk.add(desk.file(minutes="1" * 64))
    desk.scene.commit({desk.file().path: desk.file().text}, author=TOM)


@comes_to(OWN, "own-commit", "removed again in ")
def it_was_removed(desk):
    desk.add(desk.file())
    desk.scene.commit({desk.file().path: None}, author=TOM)


@comes_to(OWN, "own-commit", "lead-handoff: nobody@elsewhere.example is not a signatory")
def somebody_whom_the_terms_do_not_name_signs(desk):
    desk.add(desk.file(NOBODY), NOBODY)


@comes_to(OWN, "own-commit", "lead-handoff: ana.ruiz@northwind.example signs for marketing, not for sales")
def a_signatory_signs_for_the_other_party(desk):
    desk.add(desk.file(party="sales"))


@comes_to(OWN, "own-commit", "the record holds no agreement pipeline")
def it_names_an_agreement_that_is_not_in_the_record(desk):
    desk.add(desk.file(agreements=("lead-handoff", "pipeline")))


@comes_to(OWN, "own-commit", "lead-handoff: the record lets nobody@elsewhere.example sign for sales, and version 2")
def the_record_was_frozen_with_another_signatory(desk):
    desk.agreement = replace(desk.agreement, signatories={"marketing": (address(ANA),), "sales": (address(NOBODY),)})
    desk.add(desk.file(NOBODY, party="sales"), NOBODY)


@comes_to(OWN, "own-commit", "lead-handoff: the main line holds no version with the terms that the record names")
def the_record_was_frozen_with_terms_that_never_were(desk):
    made_up = replace(desk.agreement.versions[-1], digest="0" * 64)
    desk.agreement = replace(desk.agreement, versions=(made_up,))
    desk.add(desk.file())


@comes_to(
    OWN, "own-commit", "lead-handoff: cleo.marsh@northwind.example does not sign for marketing in version 3, which"
)
def the_record_leaves_out_the_version_that_took_a_name_away(desk):
    desk.name = "2027-01"  # its period ends after version 3 took force
    desk.add(desk.file(CLEO), CLEO)


@comes_to(OWN, "own-commit", "lead-handoff: ana.ruiz+x@northwind.example and ana.ruiz@northwind.example sign for ")
def one_person_is_named_for_both_parties(desk):
    other = address(ANA).replace("@", "+x@")
    desk.agreement = replace(desk.agreement, signatories={"marketing": (address(ANA),), "sales": (other,)})
    desk.add(desk.file())


@comes_to(VERIFIED, "file-signature", "the same key signed for marketing already")
def one_key_signs_for_both_parties(desk):
    """The keyring knows the key under both addresses."""
    desk.add(desk.file(), TOM, desk.made(desk.file(), "shared"))
    desk.add(desk.file(BEN), TOM, desk.made(desk.file(BEN), "shared"))


@comes_to(OWN, "own-commit", "the same author signed for marketing already")
def one_name_writes_the_commits_for_both_parties(desk):
    desk.add(desk.file())
    desk.add(desk.file(BEN), f"Ana Ruiz <{address(BEN)}>")


@comes_to(OWN, "own-commit", "the record is broken")
def a_sealed_file_was_edited(desk):
    path = f"{folder_of(desk.name)}/snapshot.json"
    desk.findings = (CheckFinding(Level.BYTES, path, "has other bytes than SHA256SUMS says"),)
    desk.add(desk.file())


@comes_to(CLAIMED, "unclear-origin")
def a_merge_holds_what_none_of_its_branches_held(desk):
    desk.scene.branch("empty")
    desk.scene.commit({"notes.md": desk.name}, author=ANA)
    desk.scene.back()
    desk.scene.as_person("merge", "--quiet", "--no-ff", "--no-commit", "empty", author=ANA)
    desk.scene.git("branch", "--quiet", "-D", "empty")
    desk.add(desk.file())


@comes_to(CLAIMED, "key-not-vouched-for")
def a_key_is_added_by_somebody_for_whom_nobody_vouched(desk):
    keyring = (desk.scene.root / KEYRING).read_text()
    desk.scene.keyring(keyring + desk.scene.keys.line(ANA, "mallory"))
    desk.add(desk.file(), TOM, desk.made(desk.file(), "mallory"))


@comes_to(CLAIMED, "key-too-new")
def a_signature_is_older_than_the_key_in_the_keyring(desk):
    desk.add(desk.file(CLEO), TOM, desk.made(desk.file(CLEO), "cleo"))
    keyring = (desk.scene.root / KEYRING).read_text()
    desk.scene.keyring(keyring + desk.scene.keys.line(CLEO, "cleo"), key="tom")


@comes_to(VERIFIED, "file-signature")
def a_signer_whose_key_came_later_signs_after_it(desk):
    """Not by the keyring that lies in the folder of the review: that one does not know the key."""
    desk.add(desk.file(CLEO), TOM, desk.made(desk.file(CLEO), "cleo"))


@comes_to(CLAIMED, "signed-by-another", _OTHERWISE)
def a_commit_is_signed_with_the_key_of_somebody_else(desk):
    desk.add(desk.file(), ANA, committer=TOM, key="ben")


@comes_to(CLAIMED, "bad-signature", _OTHERWISE)
def a_signed_commit_is_changed_afterwards(desk):
    desk.add(desk.file(), key="ana", message="Accept")
    desk.scene.amend_object(b"Accept", b"Reject")


@comes_to(None)
def it_is_a_link(desk):
    path = desk.scene.root / desk.file().path
    path.parent.mkdir(parents=True)
    path.symlink_to("../../../../agreements/lead-handoff.md")
    desk.scene.commit({})


@comes_to(None)
def it_is_named_for_somebody_else(desk):
    desk.add(replace(desk.file(), path=desk.file(BEN).path))


@comes_to(None)
def a_sign_off_of_terms_is_put_there(desk):
    desk.scene.commit({desk.file().path: desk.scene.signed().text})


@comes_to(None)
def it_lies_deeper_or_beside(desk):
    text, folder = desk.file().text, folder_of(desk.name)
    desk.scene.commit(
        {f"{folder}/signoffs/more/x.yml": text, f"{folder}/x.yml": text, f"{folder}/Signoffs/x.yml": text}
    )


def played(scene: Scene) -> dict[str, Desk]:
    """Every desk by the name of what happened there."""
    keys, terms = scene.keys, (scene.root / PATH).read_text(encoding="utf-8")
    more = terms.replace("signs: [ana.ruiz@northwind.example]", f"signs: [{address(ANA)}, {address(CLEO)}]")
    shared = "".join(keys.line(person, "shared") for person in (ANA, BEN))
    scene.commit({PATH: more, KEYRING: (scene.root / KEYRING).read_text() + shared}, author=TOM, key="tom")
    scene.known()
    version = replace(examples.agreement().versions[-1], digest=scene.digest)
    _a_later_version(scene, more)
    signatories = {"marketing": (address(ANA), address(CLEO)), "sales": (address(BEN),)}
    agreement = examples.agreement(versions=(version,), signatories=signatories)
    desks = {}
    for position, (name, play, *_) in enumerate(DESKS):
        desks[name] = Desk(scene, f"{2020 + position // 12}-{position % 12 + 1:02}", agreement)
        play(desks[name])
    return desks


def _a_later_version(scene: Scene, terms: str) -> None:
    """Version 3 takes the name of Cleo away; everybody has signed it long before October 2026, when it begins."""
    without = terms.replace(f", {address(CLEO)}]", "]").replace("Inbound lead hand-off", "Inbound leads")
    scene.commit({PATH: without}, author=TOM)
    scene.known()
    for person in (ANA, BEN):
        scene.sign_off(person)
