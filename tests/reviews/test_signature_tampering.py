"""Whatever is done to the signatures of a review: `sla verify` says so, and ends with 1."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from living_sla.model.reviews.signoff import ReviewSignOffFile, review_signoff_path
from living_sla.reviews.folder.signoff_file import read_review_signoff
from tests.factories.git_folders import GitFolder
from tests.factories.signed_repositories import ANA, BEN, KEYRING, TOM, Scene, address
from tests.reviews.reviewed import reviews_in
from tests.reviews.test_sign_review_command import FOLDER, MINUTES
from tests.reviews.test_sign_review_command import frozen as frozen
from tests.reviews.test_verify import ended

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is not installed"
)
OF_ANA = review_signoff_path(FOLDER, "marketing", address(ANA), 1)
OF_BEN = review_signoff_path(FOLDER, "sales", address(BEN), 1)


def signed_by(scene: Scene, path: str, person: str, key: str, **said: object) -> dict[str, str | bytes | None]:
    """The files of a sign-off of that person, signed with a key; somebody else commits them."""
    review = reviews_in(scene.root)["2025-Q4"]
    assert review.minutes is not None
    assert review.landed is not None
    fields = {
        "path": path,
        "review": "2025-Q4",
        "seal": review.seal,
        "minutes": review.minutes.digest,
        "agreements": ("lead-handoff",),
        "party": "sales" if person is BEN else "marketing",
        "signer": address(person),
        "on": review.landed.landed_at.date(),
        **said,
    }
    file = ReviewSignOffFile(**fields)  # type: ignore[arg-type]
    return {path: file.text, f"{path}.sig": scene.signature(file.text, key, "sla-review")}


@pytest.fixture(scope="module")
def signed(frozen, tmp_path_factory) -> Scene:
    """The review, which both have signed with their keys."""
    scene = frozen.copy(tmp_path_factory.mktemp("signed") / "project")
    scene.commit({**signed_by(scene, OF_ANA, ANA, "ana"), **signed_by(scene, OF_BEN, BEN, "ben")}, author=TOM)
    return scene


def _content(scene: Scene, path: str) -> bytes:
    return (scene.root / path).read_bytes()


def swapped(scene: Scene) -> None:
    ana, ben = _content(scene, f"{OF_ANA}.sig"), _content(scene, f"{OF_BEN}.sig")
    scene.commit({f"{OF_ANA}.sig": ben, f"{OF_BEN}.sig": ana}, author=TOM)


def copied_from_another_review(scene: Scene) -> None:
    other = signed_by(scene, OF_BEN, BEN, "ben", review="2025-Q3", seal="0" * 64)
    scene.commit({OF_BEN: None, f"{OF_BEN}.sig": None}, author=TOM)
    scene.commit(other, author=TOM)


def signature_of_another_text(scene: Scene) -> None:
    other = signed_by(scene, OF_BEN, BEN, "ben", seal="0" * 64)
    scene.commit({f"{OF_BEN}.sig": other[f"{OF_BEN}.sig"]}, author=TOM)


def dissent_taken_out(scene: Scene) -> None:
    said = signed_by(scene, OF_BEN, BEN, "ben", dissent="Not the trade fair.")
    without = _content(scene, OF_BEN)
    scene.commit({OF_BEN: None, f"{OF_BEN}.sig": None}, author=TOM)
    scene.commit(said, author=TOM)
    scene.commit({OF_BEN: without}, author=TOM)


def signed_by_another_key(scene: Scene) -> None:
    scene.commit({OF_BEN: None, f"{OF_BEN}.sig": None}, author=TOM)
    scene.commit(signed_by(scene, OF_BEN, BEN, "ana"), author=TOM)


def signature_taken_away(scene: Scene) -> None:
    scene.commit({f"{OF_BEN}.sig": None}, author=TOM)


def sign_off_taken_away(scene: Scene) -> None:
    scene.commit({OF_BEN: None, f"{OF_BEN}.sig": None}, author=TOM)


def signature_for_terms(scene: Scene) -> None:
    again = scene.signature(_content(scene, OF_BEN), "ben", "sla-signoff")
    scene.commit({f"{OF_BEN}.sig": again}, author=TOM)


def signature_in_the_work_tree(scene: Scene) -> None:
    (scene.root / f"{OF_BEN}.sig").write_bytes(_content(scene, f"{OF_ANA}.sig"))


def key_taken_out_of_the_keyring(scene: Scene) -> None:
    lines = _content(scene, KEYRING).decode().splitlines(keepends=True)
    scene.commit({KEYRING: "".join(line for line in lines if not line.startswith(address(BEN)))}, author=TOM)


def minutes_edited(scene: Scene) -> None:
    scene.commit({f"{FOLDER}/minutes.md": MINUTES + "\nWhat nobody said.\n"}, author=TOM)


def sign_off_that_cannot_be_read(scene: Scene) -> None:
    scene.commit({OF_BEN: b"signed: yes\n"}, author=TOM)


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (swapped, f"{OF_BEN}.sig: is not the one that landed"),
        (copied_from_another_review, "it is for the review 2025-Q3: a copy signs nothing"),
        (signature_of_another_text, f"{OF_BEN}.sig: is not the one that landed"),
        (dissent_taken_out, "edited afterwards"),
        (signed_by_another_key, address(BEN)),
        (signature_taken_away, f"{OF_BEN}.sig: was removed after it had landed"),
        (sign_off_taken_away, "removed again"),
        (signature_for_terms, f"{OF_BEN}.sig: is not the one that landed"),
        (signature_in_the_work_tree, f"{OF_BEN}.sig: is not the one on the main line"),
        (key_taken_out_of_the_keyring, "a key that the keyring does not know"),
        (minutes_edited, "The minutes were changed afterwards"),
        (sign_off_that_cannot_be_read, f"{OF_BEN}"),
    ],
    ids=lambda value: value.__name__.replace("_", " ") if callable(value) else "",
)
def test_a_signature_that_was_tampered_with_is_told_and_ends_with_1(
    done: Callable[[Scene], None], told, signed, tmp_path
):
    scene = signed.copy(tmp_path / "project")
    done(scene)
    code, out, _ = ended("2025-Q4", at=GitFolder(scene.root))
    assert told in out
    assert code == 1, out


def test_both_signatures_count_before_anything_is_done(signed):
    code, out, _ = ended("2025-Q4", at=GitFolder(signed.root))
    assert read_review_signoff(_content(signed, OF_BEN), path=OF_BEN).party == "sales"
    assert (code, out.count("It counts."), "accepted" in out) == (0, 2, True), out


def test_a_keyring_of_the_work_tree_changes_nothing(signed, tmp_path):
    scene = signed.copy(tmp_path / "project")
    (scene.root / KEYRING).write_bytes(b"")
    assert ended("2025-Q4", at=GitFolder(scene.root))[0] == 0
