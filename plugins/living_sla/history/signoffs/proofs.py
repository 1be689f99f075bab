"""What each piece of evidence proves: the commits that added a sign-off, a signature beside it, a signed tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.history.signoffs.collect import said_lines
from living_sla.history.signoffs.evidence import Origin, Proof, earliest, problem, proven, weakest
from living_sla.history.signoffs.in_time import InTime, Witnesses, in_time
from living_sla.history.signoffs.later import SignedHistory
from living_sla.history.signoffs.verdict import COMMIT_NAMESPACE, Finding, Verdict
from living_sla.model.harmless import harmless_bytes
from living_sla.model.past.signoff import TrustLevel

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.git.repository import Repository
    from living_sla.history.signoffs.accepted import Accepted
    from living_sla.history.signoffs.collect import Evidence
    from living_sla.history.signoffs.judge import Judge
    from living_sla.history.signoffs.objects import SignedObject
    from living_sla.history.signoffs.trusted import Trusted

_OWN = "Committed by the signer"
_BEFORE_ANY_KEY = frozenset(
    {
        Finding.NOT_A_SIGNATURE,
        Finding.UNSUPPORTED,
        Finding.OTHER_PURPOSE,
        Finding.NO_KEYRING,
        Finding.UNKNOWN_KEY,
    }
)
"""Findings that no line of a keyring makes any better or worse."""


class Prover(Struct, frozen=True, dict=True):
    """Looks at evidence with one keyring."""

    repository: Repository
    judge: Judge
    accepted: Accepted
    namespace: str
    """Of the signatures beside the files that are looked at."""

    @property
    def trusted(self) -> Trusted:
        """Where keys and settings come from."""
        return self.accepted.trusted

    def strongest(
        self, signer: str, evidence: Evidence, tags: Mapping[tuple[str, ...], Sequence[SignedObject]]
    ) -> Proof:
        """The strongest evidence; a signature that proves nothing is told beside what is left.

        The file itself comes first: where its own signature holds and landed with it, nothing else has to be verified.
        What came later than the file cannot make it count from earlier, unless it counted without.
        """
        required = self.trusted.trust.required
        if signer.lower() == self.trusted.trust.forge_signer:
            evidence, tags = replace(evidence, signatures=()), {}  # no key of the forge is a person's
        by_file = self.by_files(evidence, signer)
        if by_file and by_file.level is TrustLevel.VERIFIED and not by_file.needs_later:
            return by_file
        commit = self.by_commits(evidence.commits, signer, evidence.filed.landing)
        at_once = TrustLevel.OWN_COMMIT if commit.needs_later else commit.level
        counts = at_once >= required and not commit.refused
        verified = [proof for proof in (commit, by_file) if proof and proof.level is TrustLevel.VERIFIED]
        if not verified:
            tagged = self.by_tags(tags, signer, evidence)
            verified = [tagged] if tagged and tagged.level is TrustLevel.VERIFIED else []
            unproven = [proof for proof in (by_file, tagged) if proof]
        if verified:
            return _since(earliest(verified), counts, at_once)
        left = _since(commit, counts, at_once)
        for weaker in unproven[:1]:
            left = replace(left, word=weaker.word, sentence=f"{left.sentence} {weaker.sentence}")
        return left

    def by_commits(self, commits: Sequence[SignedObject], signer: str, landing: LandedCommit) -> Proof:
        """What the commits that added the file prove together: as much as the weakest of them."""
        if not commits:
            return Proof(
                TrustLevel.CLAIMED, Origin.UNCLEAR, "It came with a merge, and no commit of its branches added it."
            )
        return weakest(self._by_commit(commit, signer, landing) for commit in commits)

    def _by_commit(self, commit: SignedObject, signer: str, landing: LandedCommit) -> Proof:
        """What one commit proves.

        A commit is signed by whoever made it, its committer; who wrote it is what it says. So the signer's key proves
        a sign-off only in a commit that names the signer as author as well: a maintainer who signs all commits signs
        those that are rebased, too.
        """
        if commit.author != signer.lower():
            author = harmless_bytes((commit.author or "somebody whom the commit does not name").encode(), limit=80)
            return Proof(TrustLevel.CLAIMED, Origin.OTHER_AUTHOR, f"Added by {author}, not by the signer.")
        if not commit.signature:
            sentence = f"{_OWN}, unsigned."
            return Proof(TrustLevel.OWN_COMMIT, Origin.OWN_COMMIT, sentence, author=commit.author_name)
        signature = self._in_time(commit.payload, commit.signature, signer, COMMIT_NAMESPACE, landing)
        forge = self.trusted.trust.forge_signer
        if signature.good and signer.lower() != forge:
            sentence = f"{_OWN}, and signed with a key of the signer."
            return replace(proven(signature, TrustLevel.VERIFIED, Origin.COMMIT, sentence), author=commit.author_name)
        if forge and forge in signature.verdict.owners:
            key_id = signature.verdict.key_id
            if key_id and commit.committer != forge:
                # GitHub's key signs what people commit in its machines as well, dated and named as they like.
                sentence = (
                    f"{_OWN}. The OpenPGP key {key_id} of the forge signed the commit, which the forge did not make."
                )
                return Proof(TrustLevel.OWN_COMMIT, Finding.NOT_PERMITTED, sentence, author=commit.author_name)
            signature = self._in_time(commit.payload, commit.signature, forge, COMMIT_NAMESPACE, landing)
            if signature.good:
                by = f" with its OpenPGP key {key_id}" if key_id else ""
                sentence = f"{_OWN} through the forge, which signed the commit{by}."
                attested = proven(signature, TrustLevel.FORGE_ATTESTED, Origin.FORGE, sentence)
                return replace(attested, key=b"", author=commit.author_name)  # the key is not the signer's
        return self._unproven(commit, signature.verdict, signer)

    def _unproven(self, commit: SignedObject, verdict: Verdict, signer: str) -> Proof:
        """What is left of a commit whose signature does not prove its author."""
        what = problem("The signature of the commit", verdict, self.trusted.why_not)
        if verdict.finding is Finding.OTHER_SIGNER and commit.committer in verdict.owners:
            who = harmless_bytes((commit.committer or "").encode(), limit=80)
            sentence = f"{_OWN}, and put where it is by {who}, whose key signed the commit."
            return Proof(TrustLevel.OWN_COMMIT, Origin.APPLIED, sentence, author=commit.author_name)
        if verdict.finding in (Finding.OTHER_SIGNER, Finding.BAD):
            refused = "the commit names the signer as its author, but its signature says otherwise"
            return Proof(TrustLevel.CLAIMED, verdict.finding, what, refused=refused)
        if verdict.finding is Finding.NO_SSH_KEYGEN and signer.lower() not in verdict.owners:
            return Proof(TrustLevel.CLAIMED, verdict.finding, what)
        return Proof(TrustLevel.OWN_COMMIT, verdict.finding, f"{_OWN}. {what}", author=commit.author_name)

    def by_files(self, evidence: Evidence, signer: str) -> Proof | None:
        """What the signatures beside it prove: the first that holds, else the last. None where there never was one."""
        proof: Proof | None = None
        for signature in evidence.signatures:
            verified = self._in_time(evidence.content, signature.armored, signer, self.namespace, signature.landing)
            if verified.good:
                later = signature.landing if signature.position > evidence.filed.position else None
                shown = proven(verified, TrustLevel.VERIFIED, Origin.FILE, "Signed with a key of the signer.")
                return replace(shown, landing=shown.landing or later)
            what = problem("The signature beside it", verified.verdict, self.trusted.why_not)
            proof = Proof(TrustLevel.CLAIMED, verified.verdict.finding, what)
        return proof

    def by_tags(
        self, tags: Mapping[tuple[str, ...], Sequence[SignedObject]], signer: str, evidence: Evidence
    ) -> Proof | None:
        """What tags prove whose message is the text of the file; None without any.

        One that says more than the file may say the opposite, and one that says less is about something else.

        Nothing says when a tag was made, so only a key that is valid for all time proves one.
        """
        first: Proof | None = None
        landing = evidence.filed.landing
        for tag in tags.get(said_lines(evidence.content.decode("utf-8", "replace")), ()):
            verified = self._in_time(tag.payload, tag.signature, signer, COMMIT_NAMESPACE, landing, timeless=True)
            if verified.good:
                sentence = "Signed with a key of the signer, in a tag."
                return replace(proven(verified, TrustLevel.VERIFIED, Origin.TAG, sentence), undated=True)
            what = problem("The signature of the tag", verified.verdict, self.trusted.why_not)
            first = first or Proof(TrustLevel.CLAIMED, verified.verdict.finding, what)
        return first

    def _in_time(
        self,
        message: bytes,
        signature: bytes,
        signer: str,
        namespace: str,
        landing: LandedCommit,
        *,
        timeless: bool = False,
    ) -> InTime:
        """What a signature proves, by the keyring as it stands and as far as its lines counted when it landed.

        Where it proves nothing, the keyring as it is written tells why: what nobody vouched for is told as that.
        """
        shown = partial(
            in_time, self._witnesses, message=message, armored=signature, signer=signer, namespace=namespace,
            landing=landing, timeless=timeless,
        )  # fmt: skip
        counting = shown(self.accepted.at(landing))
        if counting.good:
            return counting
        written = shown(self.accepted.written)
        if written.verdict.finding in _BEFORE_ANY_KEY:
            return written
        owners = self.accepted.now.owners(written.verdict.key)
        if owners and signer.lower() not in owners:  # whoever else gets the key unvouched, it is theirs
            blind = written.verdict.finding is Finding.NO_SSH_KEYGEN  # and cannot tell who vouched for whom
            finding = Finding.NO_SSH_KEYGEN if blind else Finding.OTHER_SIGNER
            return InTime(replace(written.verdict, finding=finding, owners=owners))
        if written.verdict.finding is Finding.OTHER_SIGNER:
            return written.finding(Finding.NOT_VOUCHED_FOR)
        if not written.good:
            return written
        if not self.accepted.knew(written.verdict.key, signer, landing):
            return written.finding(Finding.KEY_TOO_NEW)
        if counting.verdict.finding is Finding.REVOKED:
            return counting
        if counting.verdict.finding is not Finding.UNKNOWN_KEY and shown(self.accepted.now).good:
            return counting
        return written.finding(Finding.NOT_VOUCHED_FOR)

    @cached_property
    def _witnesses(self) -> Witnesses:
        return Witnesses(SignedHistory(self.repository), self.judge, self.accepted.at)


def _since(proof: Proof, counts: bool, at_once: TrustLevel) -> Proof:
    """Since when it counts: what `counts` without it is moved by nothing that came later."""
    if counts:
        return replace(proof, landing=None)
    if proof.undated:
        only = f"nothing proves when the tag was made, and without it this is {at_once.label}"
        return replace(proof, refused=only)
    return proof
