"""Whether keys and terms that a review seals are the project's own: whoever adds a folder can seal any of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.errors import Fault, Faults, WarningName
from living_sla.files import bytes_of
from living_sla.history.git.trouble import HistoryFault
from living_sla.history.git.trusted_ref import named_ref
from living_sla.history.signoffs.judge import judge_of, remembered_verdicts
from living_sla.history.signoffs.keyring import AllowedKey, beyond, read_keyring
from living_sla.history.signoffs.keyring_past import KeyringPast
from living_sla.history.signoffs.vouched import vouched
from living_sla.model.counted import counted
from living_sla.model.harmless import printable
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.reviews.folder.layout import KEYRING
from living_sla.settings import SETTINGS_FILE, KeysNamed

if TYPE_CHECKING:
    from living_sla.history.past import Past


class _EverHeld(Struct, frozen=True):
    """The keys that the trusted ref ever held."""

    ref: str
    counted: tuple[AllowedKey, ...] = ()
    """At some time, as far as can be told today."""
    written: tuple[AllowedKey, ...] = ()
    """In the file at some time, whether they counted or not."""
    is_all: bool = True
    """Whether nothing counted that is not told any more: what a key vouched for that was revoked later is not."""


class Origins(Struct, frozen=True, dict=True):
    """What the history knows of keys and terms; looked at when a review asks."""

    past: Past

    def findings(self, root: Path, review: Review) -> Iterator[CheckFinding]:
        """What a review seals and the project never had; of files that are told of already, no more is said."""
        told = {found.file for found in review.findings}
        for finding in (*self._of_keys(root, review.folder), *self._of_terms(review)):
            if finding.file not in told:
                yield finding

    def _of_keys(self, root: Path, folder: str) -> Iterator[CheckFinding]:
        path = f"{folder}/{KEYRING}"
        try:
            content = bytes_of(root / path, root)
        except Faults:  # said where bytes are checked
            return
        try:
            entries = read_keyring(content, path=path).entries
        except Faults as faults:
            where = faults.faults[0].where
            line = f"line {where.line}" if where and where.line else "it"
            yield _broken(path, f"is not what sla snapshot writes: {line} is not a key of one address")
            return
        lines = [line for line in content.decode("utf-8").split("\n")[:-1] if not line.startswith("#")]
        if lines != [entry.line for entry in entries] or not content.endswith(b"\n"):
            yield _broken(path, "is not what sla snapshot writes: a program may read other keys in it")
            return
        if entries:
            yield from self._against_the_past(path, entries)

    def _against_the_past(self, path: str, entries: tuple[AllowedKey, ...]) -> Iterator[CheckFinding]:
        known = self._known
        if isinstance(known, str):
            yield CheckFinding(Level.ANCHOR, path, f"is held against no keyring: {known}", broken=False)
            return
        uncounted = beyond(entries, known.counted)
        unwritten = beyond(uncounted, known.written)
        if unwritten or (uncounted and known.is_all):
            keys = counted(len(unwritten or uncounted), "key")
            yield _broken(path, f"accepts {keys} that never counted on {known.ref}")
        elif uncounted:
            what = f"accepts {counted(len(uncounted), 'key')} of which nobody can tell today whether they counted"
            yield CheckFinding(Level.ANCHOR, path, f"{what} on {known.ref}", broken=False)

    @cached_property
    def _known(self) -> _EverHeld | str:
        """The keys of the trusted ref, or why nobody can tell which they were."""
        repository, by = self.past.history.repository, self.past.trusted
        if repository is None or by is None:
            return "there is no history"
        if not by.trust.ref or any(notice.name is WarningName.TRUSTED_REF_MISSING for notice in by.notices):
            return by.why_not if by.trust.ref else "nothing tells which branch is trusted"
        past = by.past
        if past is None and by.trust.keyring:
            return "that of the site lies outside the repository"
        if past is None:
            ref = named_ref(repository, by.trust.ref, SETTINGS_FILE)
            if ref is None:
                return f"the trusted ref {by.trust.ref} is not in this clone"
            past = KeyringPast(replace(repository, head=ref.commit, branch=None), KeysNamed())
        revoked = by.keyring.revoked if by.keyring else ()
        try:
            if any(_is_elsewhere(step.held.named, by.trust.ref) for step in past.steps):
                return f"{by.trust.ref} once named one that it does not hold"
            with remembered_verdicts(self.past.cache) as remembered:
                judge = judge_of(by.keyring, repository.root, remembered)
                chain = vouched(past, judge, revoked)
        except HistoryFault as lost:
            return lost.message
        blind = judge.ssh_keygen is None or (
            judge.gpgv is None and any(stood.written.has_openpgp for stood in chain.standings)
        )
        return _EverHeld(
            printable(by.trust.ref),
            tuple(dict.fromkeys(entry for stood in chain.standings for entry in stood.vouched.entries)),
            tuple(dict.fromkeys(entry for stood in chain.standings for entry in stood.written.entries)),
            not blind and not any((*revoked, *(step.held.revoked for step in past.steps))),
        )

    def _of_terms(self, review: Review) -> Iterator[CheckFinding]:
        for agreement in review.record.agreements if review.record else ():
            landed = [of for of in self.past.history.versions.get(agreement.id, ()) if not of.is_draft]
            for version in agreement.versions:
                numbers = [of.number for of in landed if of.digest == version.digest]
                if not numbers:
                    yield _broken(f"{review.folder}/{version.file}", "holds terms that the main line never had")
                elif version.number not in numbers:
                    # Terms of a branch that was squashed have other numbers than they had there.
                    path, what = f"{review.folder}/{version.file}", f"is version {numbers[0]} on the main line"
                    yield CheckFinding(Level.ANCHOR, printable(path), what, broken=False)


def _is_elsewhere(named: KeysNamed, ref: str) -> bool:
    """Whether settings of the past named a keyring that the past of this ref does not tell."""
    other = _short(named.trusted_ref)
    return named.keyring.startswith(("/", "~")) or bool(other and other != _short(ref))


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/").removeprefix("origin/")


def _broken(path: str, what: str) -> CheckFinding:
    return CheckFinding(Level.BYTES, printable(path), what, code=Fault.BROKEN_REVIEW)
