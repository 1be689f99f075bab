"""What one signature proves: whose it is, and whether it was good at the time that counts.

Everything that can be told without cryptography is told first, from the signature's own fields and the keyring;
`ssh-keygen`, or of OpenPGP signatures `gpgv`, then answers. So a signature that nobody can verify here is never called
bad.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.cache import Cache
from living_sla.history.signoffs.gpgv import MOST_BYTES, Gpgv, GpgvAnswer, find_gpgv
from living_sla.history.signoffs.openpgp_key import key_id, read_openpgp_key
from living_sla.history.signoffs.openpgp_signature import OpenPgpSignature, OtherKind
from living_sla.history.signoffs.revoked_keys import for_openssh, revokes
from living_sla.history.signoffs.ssh_keygen import SshKeygen, find_ssh_keygen
from living_sla.history.signoffs.ssh_signature import read_signature
from living_sla.history.signoffs.verdict import COMMIT_NAMESPACE, Finding, Verdict

if TYPE_CHECKING:
    from living_sla.history.signoffs.keyring import AllowedKey, Keyring


class Judge(Struct):
    """Judges signatures by one keyring.

    `remembered` holds answers of `ssh-keygen` and `gpgv` by a digest of everything that they depend on; a caller may
    keep it between runs, outside the reach of whoever writes to the repository.
    """

    keyring: Keyring | None
    ssh_keygen: SshKeygen | None
    remembered: MutableMapping[str, str] = field(default_factory=dict)
    gpgv: Gpgv | None = None

    def by(self, keyring: Keyring | None) -> Judge:
        """The same judge with another keyring."""
        return replace(self, keyring=keyring)

    def judge(self, message: bytes, armored: bytes, *, signer: str, namespace: str, at: datetime) -> Verdict:
        """What the signature over `message` proves about `signer`, had it been looked at when it landed, `at`."""
        signature = read_signature(armored)
        if signature is None:
            return Verdict(Finding.NOT_A_SIGNATURE)
        if isinstance(signature, OtherKind):
            return Verdict(Finding.UNSUPPORTED, kind=signature.name)
        if isinstance(signature, OpenPgpSignature):
            return self._openpgp(message, signature, signer=signer.lower(), namespace=namespace, at=at)
        if signature.is_by_certificate:
            return Verdict(Finding.UNSUPPORTED, key=signature.key, kind="a certificate's")
        if signature.namespace != namespace:
            return Verdict(Finding.OTHER_PURPOSE, key=signature.key)
        if self.keyring is None:
            return Verdict(Finding.NO_KEYRING, key=signature.key)
        owners = self.keyring.owners(signature.key)
        if signer.lower() not in owners:
            finding = Finding.OTHER_SIGNER if owners else Finding.UNKNOWN_KEY
            return Verdict(finding, key=signature.key, owners=owners)
        finding = self._verified(message, armored, signature.key, signer=signer.lower(), namespace=namespace, at=at)
        return Verdict(finding, key=signature.key, owners=owners)

    def _verified(
        self, message: bytes, armored: bytes, key: bytes, *, signer: str, namespace: str, at: datetime
    ) -> Finding:
        assert self.keyring is not None
        entries = [entry for entry in self.keyring.of(signer) if entry.key == key]
        parts = [b"2", message, armored, signer.encode(), namespace.encode(), at.isoformat().encode()]
        parts += [b"%d" % len(entries), *(entry.line.encode() for entry in entries), *self.keyring.revoked]
        question = sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
        if question in self.remembered:
            return Finding(self.remembered[question])
        if self.ssh_keygen is None:
            return Finding.NO_SSH_KEYGEN
        finding = self._asked(self.ssh_keygen, message, armored, entries, signer=signer, namespace=namespace, at=at)
        self.remembered[question] = finding
        return finding

    def _asked(
        self,
        tool: SshKeygen,
        message: bytes,
        armored: bytes,
        entries: list[AllowedKey],
        *,
        signer: str,
        namespace: str,
        at: datetime,
    ) -> Finding:
        """Yes, or the reason of the no; each further question only looks for that reason."""
        assert self.keyring is not None
        revoked = tuple(filter(None, map(for_openssh, self.keyring.revoked)))

        def accepts(revoked: bytes) -> bool:
            return tool.accepts(
                message, armored, signer=signer, namespace=namespace, entries=entries, at=at, revoked=revoked
            )

        if all(accepts(revocations) for revocations in revoked or (b"",)):
            return Finding.GOOD
        if not tool.is_intact(message, armored, namespace=namespace):
            return Finding.BAD
        if revoked and accepts(b""):
            return Finding.REVOKED
        return next(_reasons(entries, at), Finding.NOT_PERMITTED)

    # ---------------------------------------------------------------- OpenPGP

    def _openpgp(
        self, message: bytes, signature: OpenPgpSignature, *, signer: str, namespace: str, at: datetime
    ) -> Verdict:
        """The same for an OpenPGP signature of a commit. Two writings of one key in a keyring are two keys."""
        if namespace != COMMIT_NAMESPACE or len(message) > MOST_BYTES:
            return Verdict(Finding.UNSUPPORTED, kind="an OpenPGP")
        if self.keyring is None:
            return Verdict(Finding.NO_KEYRING)
        found = Verdict(Finding.UNKNOWN_KEY)
        for key in self.keyring.named_by(signature):
            owners = self.keyring.owners(key)
            finding = Finding.OTHER_SIGNER
            if signer in owners:
                finding = self._openpgp_by(key, message, signature, signer=signer, at=at)
            found = Verdict(finding, key=key, owners=owners, key_id=key_id(key))
            if finding is Finding.GOOD:
                break
        return found

    def _openpgp_by(
        self, key: bytes, message: bytes, signature: OpenPgpSignature, *, signer: str, at: datetime
    ) -> Finding:
        assert self.keyring is not None
        known, fit = read_openpgp_key(key), self._fit(key, message, signature)
        if fit is None:
            return Finding.NO_GPGV
        if fit is GpgvAnswer.BAD:
            return Finding.BAD
        if fit is GpgvAnswer.REFUSED:
            return Finding.NOT_PERMITTED
        if fit is GpgvAnswer.REVOKED or any(revokes(revoked, known) for revoked in self.keyring.revoked):
            return Finding.REVOKED
        if fit is GpgvAnswer.EXPIRED and known.ends_at is None:
            return Finding.EXPIRED
        if signature.made_at < known.made_at:
            return Finding.NOT_YET_VALID
        entries = [entry for entry in self.keyring.of(signer) if entry.key == key]
        reasons = [next(_reasons([entry], at), Finding.GOOD) for entry in entries]
        return Finding.GOOD if Finding.GOOD in reasons else reasons[0]

    def _fit(self, key: bytes, message: bytes, signature: OpenPgpSignature) -> GpgvAnswer | None:
        """What `gpgv` says; None where it is not there. Times, and who owns the key, change no answer."""
        if self.gpgv is None:
            return None
        parts = (b"openpgp 1", self.gpgv.version.encode(), key, message, signature.packet)
        question = sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
        if question not in self.remembered:
            self.remembered[question] = self.gpgv.fit(message, signature.packet, key, read_openpgp_key(key))
        return GpgvAnswer(self.remembered[question])


def judge_of(keyring: Keyring | None, project: Path, remembered: MutableMapping[str, str]) -> Judge:
    """The judge of a project, with the `ssh-keygen` and the `gpgv` of this machine, where they are."""
    tool, gpgv = find_ssh_keygen(project), find_gpgv(project)
    return Judge(keyring, SshKeygen(tool) if tool else None, remembered, Gpgv(gpgv) if gpgv else None)


@contextmanager
def remembered_verdicts(cache: Cache | None) -> Iterator[dict[str, str]]:
    """What `ssh-keygen` and `gpgv` said between runs, by a digest of all that an answer depends on; asking is slow.

    Answers that were added are written back at the end. Without a cache, there are none.
    """
    content = cache.read("verdicts") if cache else None
    known: dict[str, str] = json.loads(content) if content else {}
    before = len(known)
    yield known
    if cache and len(known) > before:
        cache.write("verdicts", json.dumps(known, sort_keys=True).encode())


def _reasons(entries: list[AllowedKey], at: datetime) -> Iterator[Finding]:
    for entry in entries:
        if entry.valid_to is not None and at > entry.valid_to:
            yield Finding.EXPIRED
        if entry.valid_from is not None and at < entry.valid_from:
            yield Finding.NOT_YET_VALID
