"""What each piece of evidence proves: the commits that added a sign-off, a signature beside it, a signed tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from living_sla.history.harmless import harmless
from living_sla.history.log import Landing
from living_sla.history.signoffs.evidence import Origin, Proof, problem
from living_sla.history.signoffs.gathered import Evidence
from living_sla.history.signoffs.objects import SignedObject
from living_sla.history.signoffs.trusted import Trusted
from living_sla.history.signoffs.verdict import COMMIT_NAMESPACE, FILE_NAMESPACE, Finding, Judge, Verdict
from living_sla.model.signoff import SignOffFile, TrustLevel

_OWN = "Committed by the signer"


@dataclass(frozen=True)
class Prover:
    """Looks at evidence with one keyring."""

    judge: Judge
    trusted: Trusted

    def by_commits(self, commits: Sequence[SignedObject], signer: str, landing: Landing) -> Proof:
        """What the commits that added the file prove together: as much as the weakest of them."""
        if not commits:
            return Proof(
                TrustLevel.CLAIMED, Origin.UNCLEAR, "It came with a merge, and no commit of its branches added it."
            )
        return min((self._by_commit(commit, signer, landing) for commit in commits), key=lambda proof: proof.level)

    def _by_commit(self, commit: SignedObject, signer: str, landing: Landing) -> Proof:
        """What one commit proves.

        A commit is signed by whoever made it, its committer; who wrote it is what it says. So the signer's key proves
        a sign-off only in a commit that names the signer as author as well: a maintainer who signs all commits signs
        those that are rebased, too.
        """
        if commit.author != signer.lower():
            author = harmless((commit.author or "somebody whom the commit does not name").encode(), limit=80)
            return Proof(TrustLevel.CLAIMED, Origin.OTHER_AUTHOR, f"Added by {author}, not by the signer.")
        if not commit.signature:
            return Proof(TrustLevel.OWN_COMMIT, Origin.OWN_COMMIT, f"{_OWN}, unsigned.")
        found = self._verdict(commit.payload, commit.signature, signer, COMMIT_NAMESPACE, landing)
        if found.finding is Finding.GOOD:
            sentence = f"{_OWN}, and signed with a key of the signer."
            return Proof(TrustLevel.VERIFIED, Origin.COMMIT, sentence, found.key)
        forge = self.trusted.trust.forge_signer
        if forge and forge in found.owners:
            found = self._verdict(commit.payload, commit.signature, forge, COMMIT_NAMESPACE, landing)
            if found.finding is Finding.GOOD:
                return Proof(
                    TrustLevel.FORGE_ATTESTED, Origin.FORGE, f"{_OWN} through the forge, which signed the commit."
                )
        return self._unproven(commit, found)

    def _unproven(self, commit: SignedObject, found: Verdict) -> Proof:
        """What is left of a commit whose signature does not prove its author."""
        what = problem("The signature of the commit", found, self.trusted.why_not)
        if found.finding is Finding.OTHER_SIGNER and commit.committer in found.owners:
            who = harmless((commit.committer or "").encode(), limit=80)
            sentence = f"{_OWN}, and put where it is by {who}, whose key signed the commit."
            return Proof(TrustLevel.OWN_COMMIT, Origin.APPLIED, sentence)
        if found.finding in (Finding.OTHER_SIGNER, Finding.BAD):
            refused = "the commit names the signer as its author, but its signature says otherwise"
            return Proof(TrustLevel.CLAIMED, found.finding, what, refused=refused)
        return Proof(TrustLevel.OWN_COMMIT, found.finding, f"{_OWN}. {what}")

    def by_files(self, evidence: Evidence, signer: str) -> Proof | None:
        """What the signatures beside it prove: the first that holds, else the last. None where there never was one."""
        proof: Proof | None = None
        for signature in evidence.signatures:
            found = self._verdict(evidence.content, signature.armored, signer, FILE_NAMESPACE, signature.landing)
            if found.finding is Finding.GOOD:
                later = signature.landing if signature.position > evidence.filed.position else None
                sentence = "Signed with a key of the signer."
                return Proof(TrustLevel.VERIFIED, Origin.FILE, sentence, found.key, landing=later)
            what = problem("The signature beside it", found, self.trusted.why_not)
            proof = Proof(TrustLevel.CLAIMED, found.finding, what)
        return proof

    def by_tags(self, tags: Iterable[SignedObject], file: SignOffFile, landing: Landing) -> Proof | None:
        """What tags whose message names the digest prove, where it names the signer as well; None without any.

        Nothing says when a tag was made, so only a key that is valid for all time proves one.
        """
        first: Proof | None = None
        for tag in tags:
            if f"signer: {file.signer}" not in tag.message.splitlines():
                continue
            found = self._verdict(tag.payload, tag.signature, file.signer, COMMIT_NAMESPACE, landing, timeless=True)
            if found.finding is Finding.GOOD:
                return Proof(TrustLevel.VERIFIED, Origin.TAG, "Signed with a key of the signer, in a tag.", found.key)
            what = problem("The signature of the tag", found, self.trusted.why_not)
            first = first or Proof(TrustLevel.CLAIMED, found.finding, what)
        return first

    def _verdict(
        self,
        message: bytes,
        signature: bytes,
        signer: str,
        namespace: str,
        landing: Landing,
        *,
        timeless: bool = False,
    ) -> Verdict:
        """What the judge finds, and whether the key was accepted, and the time can be proven, as far as it matters."""
        found = self.judge.judge(message, signature, signer=signer, namespace=namespace, at=landing.commit.landed_at)
        if found.finding is not Finding.GOOD:
            return found
        if not self.trusted.knew(found.key, signer, landing):
            return replace(found, finding=Finding.KEY_TOO_NEW)
        if (timeless or landing.untimed) and self._has_window(found.key, signer):
            return replace(found, finding=Finding.TIME_NOT_PROVABLE)
        return found

    def _has_window(self, key: bytes, signer: str) -> bool:
        entries = self.trusted.keyring.of(signer) if self.trusted.keyring else ()
        return any((entry.valid_from or entry.valid_to) for entry in entries if entry.key == key)
