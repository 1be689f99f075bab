"""What each act of the story does to the files of the project."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.signoff import SIGNATURE_ENDING, SignOffFile
from living_sla.model.reviews.signoff import ReviewSignOffFile, review_signoff_path
from living_sla.reviews.folder.layout import MANIFEST, MINUTES, folder_of
from living_sla.reviews.folder.manifest import seal
from tools.demo import exports
from tools.demo.clock import Minute, moment
from tools.demo.company import PORTAL_ZONE
from tools.demo.keys import REVIEWS, SIGNOFFS, Signing, allowed_signers
from tools.demo.page import story_page
from tools.demo.step import (
    Accept,
    Act,
    Author,
    Edit,
    Files,
    Freeze,
    Move,
    Put,
    PutExports,
    PutKeys,
    PutStory,
    SignOff,
    Step,
)
from tools.demo.story import CHAPTERS

Changes = Mapping[str, bytes | None]
"""New content by path; None: the file is gone."""

PROJECT = Path(__file__).with_name("project")
"""The files with which the story begins."""
_EXPORTS = "data/exports/"


class Ledger:
    """The versions of every agreement on the main line, so that a sign-off can name the one that it signs."""

    def __init__(self) -> None:
        self._digests: dict[str, list[str]] = {}

    def enter(self, files: Files) -> None:
        """Note the terms that the main line has come to."""
        for agreement in _agreements(files):
            digests = self._digests.setdefault(agreement.terms.id, [])
            if digests[-1:] != [agreement.digest]:
                digests.append(agreement.digest)

    def version(self, agreement: Agreement) -> int:
        """The number that an agreement's terms have, or will have once they land."""
        digests = self._digests.get(agreement.terms.id, [])
        return len(digests) if digests[-1:] == [agreement.digest] else len(digests) + 1


def outcome(act: Act, files: Files, step: Step, ledger: Ledger, keys: Signing) -> Changes:
    """What an act changes in the files of a branch; raises `ValueError` where the story contradicts itself."""
    match act:
        case Put(path):
            return {path: _packaged(path)}
        case PutExports(at):
            return _exported(files, moment(at, PORTAL_ZONE))
        case PutKeys(path, holders):
            return {path: allowed_signers(keys, holders)}
        case PutStory(path):
            return {path: story_page(CHAPTERS).encode()}
        case Edit(path, old, new):
            return {path: _edited(files[path].decode(), old, new).encode()}
        case Move(old, new):
            return {old: None, new: files[old]}
        case SignOff():
            signed = signed_file(act, files, step, ledger)
            return _signed(signed.path, signed.text, files, act.signer if act.with_key else None, SIGNOFFS, keys)
        case Accept():
            accepted = _accepted(act, files, step)
            return _signed(accepted.path, accepted.text, files, act.signer if act.with_key else None, REVIEWS, keys)
        case Freeze():
            raise TypeError("a review is frozen where the repository is: see telling.py")


def signed_file(act: SignOff, files: Files, step: Step, ledger: Ledger) -> SignOffFile:
    """What somebody signs: the terms as they stand in the files of this step."""
    agreement = next(found for found in _agreements(files) if found.terms.id == act.agreement)
    return SignOffFile.of(
        agreement=act.agreement,
        digest=agreement.digest,
        version=ledger.version(agreement),
        signer=act.signer.email,
        party=act.party,
        on=step.moment.date(),
        remark=act.remark,
    )


def changes_between(before: Files, after: Files) -> Changes:
    """What makes the one of the other."""
    gone: dict[str, bytes | None] = {path: None for path in before if path not in after}
    return gone | {path: content for path, content in after.items() if before.get(path) != content}


def with_changes(files: Files, changes: Changes) -> Files:
    """The files after the changes."""
    return {path: content for path, content in (dict(files) | dict(changes)).items() if content is not None}


def _packaged(path: str) -> bytes:
    folder, _, name = path.rpartition("/")
    # A .gitignore of its own would take part in this repository.
    kept_as = f"dot-{name[1:]}" if name.startswith(".") else name
    return (PROJECT / folder / kept_as).read_bytes()


def _exported(files: Files, as_of: Minute) -> Changes:
    gone: dict[str, bytes | None] = {path: None for path in files if path.startswith(_EXPORTS)}
    return gone | {f"{_EXPORTS}{name}": content for name, content in exports.files(as_of).items()}


def _edited(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ValueError(f"found {text.count(old)} times, not once: {old!r}")
    return text.replace(old, new)


def _accepted(act: Accept, files: Files, step: Step) -> ReviewSignOffFile:
    folder = folder_of(act.review)
    return ReviewSignOffFile(
        path=review_signoff_path(folder, act.party, act.signer.email),
        review=act.review,
        seal=seal(files[f"{folder}/{MANIFEST}"]),
        minutes=hashlib.sha256(files[f"{folder}/{MINUTES}"]).hexdigest(),
        agreements=act.agreements,
        party=act.party,
        signer=act.signer.email,
        on=step.moment.date(),
        dissent=act.dissent,
    )


def _signed(path: str, text: str, files: Files, with_key_of: Author | None, namespace: str, keys: Signing) -> Changes:
    if path in files:
        raise ValueError(f"signed before: {path}")
    content = text.encode()
    if with_key_of is None:
        return {path: content}
    return {path: content, path + SIGNATURE_ENDING: keys.sign(with_key_of, content, namespace=namespace)}


def _agreements(files: Files) -> list[Agreement]:
    written = ((path, content) for path, content in files.items() if path.startswith("agreements/"))
    return [_agreement(path, content) for path, content in written if path.endswith(".md")]


@cache
def _agreement(path: str, content: bytes) -> Agreement:
    return parse_agreement(content, path=path)[0]
