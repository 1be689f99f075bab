"""Every sign-off of one kind that the main line ever held, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec import Struct, field

from living_sla.cache import Cache
from living_sla.errors import Faults, Notice, Place
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.collect import Gathered, gather
from living_sla.history.signoffs.judge import judge_of, remembered_verdicts
from living_sla.history.signoffs.kind import SignedFile, SignedKind
from living_sla.history.signoffs.proofs import Prover
from living_sla.model.harmless import printable
from living_sla.model.past.person import person_name
from living_sla.model.past.signoff import TrustLevel

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.git.repository import Repository
    from living_sla.history.signoffs.evidence import Proof
    from living_sla.history.signoffs.files_over_time import Filed
    from living_sla.history.signoffs.trusted import Trusted

REMOVED = "removed again"
"""How the reason begins for one that is not there any more: whatever was wrong with it is fixed."""
EDITED = "edited afterwards"
"""How the reason begins for one that is not any more what its signer signed."""
File = TypeVar("File", bound=SignedFile)
FileRead = TypeVar("FileRead", bound=SignedFile, covariant=True)


class ReadsFile(Protocol[FileRead]):
    """Reads what the bytes of a sign-off say; raises `Faults` where they are not one."""

    def __call__(self, raw: bytes, *, path: str) -> FileRead:
        """What the file at `path` says."""


class Proven(Struct, Generic[File], frozen=True):
    """A sign-off, where it stands in the history (None: nowhere yet), and what it rests on."""

    file: File
    filed: Filed | None
    proof: Proof

    @property
    def landing(self) -> LandedCommit | None:
        """What brought it to the main line, with the evidence that makes it count; None where nothing did yet."""
        return self.proof.landing or (self.filed.landing if self.filed else None)

    @property
    def why_over(self) -> str:
        """Why the file is not any more what its signer signed; empty where it is."""
        filed = self.filed
        if filed is not None and filed.removed is not None:
            return f"{REMOVED} in {filed.removed.commit.id[:12]}"
        if filed is not None and filed.edited is not None:
            return f"{EDITED} in {filed.edited.commit.id[:12]}: sign again, a sign-off is never edited"
        return ""

    def short_of(self, required: TrustLevel) -> str:
        """Why its evidence is not what a site asks for; empty where it is."""
        if self.proof.refused:
            return self.proof.refused
        if self.filed is None:
            return "not committed yet"
        if self.proof.level < required:
            return f"this site asks for {required.label}, and this is {self.proof.level.label}"
        return ""


class ProvenFiles(Struct, Generic[File], frozen=True):
    """What came out of looking at every sign-off of one kind."""

    proven: tuple[Proven[File], ...]
    """In the order in which they landed."""
    paths: frozenset[str]
    """Where one lay, ever, whether it could be read or not."""
    notices: tuple[Notice, ...]


def proven_files(
    repository: Repository,
    landings: Sequence[LandedCommit],
    by: Trusted,
    kind: SignedKind,
    read: ReadsFile[File],
    *,
    cache: Cache | None = None,
) -> ProvenFiles[File]:
    """Every sign-off of a kind that the main line ever held; those that cannot be read become notices.

    `landings` are what it did below the folder of the kind, oldest first. `by` is what they are judged by. `cache`
    keeps the answers of `ssh-keygen`.
    """
    notices = list(by.notices)
    with remembered_verdicts(cache) as remembered:
        gathered = gather(repository, landings, kind, remembered)
        judge = judge_of(by.keyring, repository.root, remembered)
        accepted = Accepted(by, judge)
        prover = Prover(repository, judge, accepted, kind.namespace)
        proven = tuple(_proven(gathered, prover, read, kind, notices))
        notices += accepted.notices
    return ProvenFiles(proven, frozenset(evidence.filed.path for evidence in gathered.evidence), tuple(notices))


def _proven(
    gathered: Gathered, prover: Prover, read: ReadsFile[File], kind: SignedKind, notices: list[Notice]
) -> Iterator[Proven[File]]:
    for evidence in gathered.evidence:
        path = printable(evidence.filed.path)
        try:
            if evidence.filed.is_link:
                notices.append(_unreadable(path, f"a link is not a {kind.called}", kind))
                continue
            file = read(evidence.content, path=evidence.filed.path)
        except Faults as refused:
            notices.append(_unreadable(path, refused.faults[0].message, kind))
            continue
        yield Proven(file, evidence.filed, prover.strongest(file.signer, evidence, gathered.tags))


def _unreadable(path: str, why: str, kind: SignedKind) -> Notice:
    message = f"a {kind.called} on the main line cannot be read, and does not count: {why}"
    hint = "sign again with sla sign, and remove this file" if kind.called == "sign-off" else "correct it, or remove it"
    return Notice(kind.unreadable, message, Place(path), hint=hint)


class Hands(Struct):
    """For which party each key, and each author, signed a thing first: one person cannot sign for both."""

    parties: dict[tuple[str, str, bytes | str], str] = field(default_factory=dict)

    def refusal(self, signoff: Proven[File], thing: str) -> str:
        """Why a sign-off of a thing that nothing else speaks against is one too many; empty where it is not."""
        refused = ""
        for what, mark in (("key", signoff.proof.key), ("author", person_name(signoff.proof.author))):
            first = self.parties.setdefault((thing, what, mark), signoff.file.party) if mark and not refused else ""
            proven_otherwise = what == "author" and signoff.proof.key
            if first not in ("", signoff.file.party) and not proven_otherwise:
                refused = f"the same {what} signed for {first} already: one person cannot sign for both parties"
        return refused
