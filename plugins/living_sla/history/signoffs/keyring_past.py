"""What a trusted ref held of its keyring, commit by commit, and which commits brought what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from living_sla.files import MAX_FILE_BYTES
from living_sla.history.git.log import LandedCommit, main_line, side_commits
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.git.trusted_ref import content_at
from living_sla.history.signoffs.objects import SignedObject, read_commit
from living_sla.model.equal_but import EqualBut
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.settings import SETTINGS_FILE, KeysNamed, keys_named

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository

_UNREADABLE = b"\0"
"""Stands for what is too large to be read."""


class Elsewhere(NamedTuple):
    """What another branch holds now; None where it has no such file."""

    keyring: bytes | None
    signature: bytes | None


class Held(Struct, frozen=True):
    """What one commit held, as the settings in it named it; None where they named none, or there was no such file."""

    named: KeysNamed
    keyring: bytes | None = None
    signature: bytes | None = None
    """What lay beside the keyring."""
    revoked: bytes | None = None


class KeyringStep(Struct, frozen=True):
    """A commit of the trusted ref's main line after which the keyring was another."""

    landing: LandedCommit
    place: int
    """Among all commits of that line."""
    before: Held
    held: Held


class Brought(Struct, frozen=True):
    """One commit that changed the keyring, or the revoked keys, and what it made of them."""

    commit: SignedObject
    before: bytes | None
    after: bytes | None


class KeyringPast(EqualBut, frozen=True, dict=True):
    """The keyrings of a trusted ref over time; `ref` is the repository, looked at from there."""

    BESIDE = frozenset({"elsewhere"})

    ref: Repository
    named: KeysNamed
    """Where it says now that keys are."""
    elsewhere: Callable[[str], Elsewhere | None] = lambda name: None
    """What another branch holds that settings name as the trusted ref; None where they name this one."""
    state: str = ""
    """What `elsewhere` depends on, as it is now."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of every commit of the main line, by its id."""
        raw = self.ref.run("rev-list", "--first-parent", "--reverse", "--end-of-options", self.ref.head)
        return {commit: place for place, commit in enumerate(raw.decode("ascii").split())}

    @cached_property
    def steps(self) -> tuple[KeyringStep, ...]:
        """Every change of what is held, oldest first. Raises `HistoryFault` where this clone lacks some of it."""
        landings = self._landings
        content = self._contents(landings)
        steps: list[KeyringStep] = []
        there: dict[str, bytes] = {}
        before = Held(KeysNamed())
        for landing in landings:
            for change in landing.changes:
                if change.blob and change.mode.startswith("100"):
                    there[change.path] = content[change.blob]
                else:
                    there.pop(change.path, None)
            held = self._held(there, before.named)
            if held != before:
                steps.append(KeyringStep(landing, self.places[landing.commit.id], before, held))
                before = held
        return tuple(steps)

    def keyring_brought(self, step: KeyringStep) -> Iterator[Brought]:
        """The commits with which the keyring of a step came, oldest first: itself, or those behind the merge it is.

        A merge stands for none of what its branches did. What it holds and they did not comes from nobody.
        """
        chosen = step.held.named.trusted_ref
        if chosen == step.before.named.trusted_ref:
            yield from self._brought(step, step.held.named.keyring, step.before.keyring, step.held.keyring)
            return
        # Settings name another branch: the commit that makes them do so brings all that the branch holds.
        made: list[Brought] = []
        for brought in self._brought(step, SETTINGS_FILE, None, None):
            before, after = _ref_named(brought.before), _ref_named(brought.after)
            if len(step.landing.parents) < 2 or before != after == chosen:
                made.append(Brought(brought.commit, step.before.keyring, step.held.keyring))
            elif before == chosen != after:
                made.clear()  # taken back on its branch
        yield from made

    def revoked_brought(self, step: KeyringStep) -> Iterator[Brought]:
        """The same for the revoked keys."""
        return self._brought(step, step.held.named.revoked_keys, step.before.revoked, step.held.revoked)

    def _brought(self, step: KeyringStep, path: str, before: bytes | None, after: bytes | None) -> Iterator[Brought]:
        parents = step.landing.parents
        if len(parents) < 2:
            [commit] = self._commits([step.landing.commit.id])
            yield Brought(commit, before, after)
            return
        sides = side_commits(self.ref, step.landing.commit.id, parents[0], path) if _is_inside(path) else []
        for side, commit in zip(sides, self._commits(side.commit.id for side in sides), strict=True):
            at_parent = content_at(self.ref, side.parents[0], path) if side.parents else None
            yield Brought(commit, at_parent, content_at(self.ref, side.commit.id, path))

    def _held(self, there: Mapping[str, bytes], before: KeysNamed) -> Held:
        settings = there.get(SETTINGS_FILE)
        named = keys_named(settings) if settings is not None else KeysNamed()
        if named is None:  # nobody could read them: what they said before still holds
            named = before
        elsewhere = self.elsewhere(named.trusted_ref) if named.trusted_ref else None
        if elsewhere is not None:
            return Held(named, elsewhere.keyring, elsewhere.signature)
        keyring = there.get(_normal(named.keyring))
        signature = there.get(f"{_normal(named.keyring)}{SIGNATURE_ENDING}") if keyring is not None else None
        return Held(named, keyring, signature, there.get(_normal(named.revoked_keys)))

    @cached_property
    def _landings(self) -> list[LandedCommit]:
        """The commits that changed settings or keys: which files are keys, the settings of their time say."""
        wanted = {SETTINGS_FILE, *_files(self.named)}
        while True:
            asked, landings = wanted, main_line(self.ref, *sorted(wanted))
            settings = self._contents(landings, only=SETTINGS_FILE).values()
            wanted = asked.union(*(_files(named) for named in map(keys_named, settings) if named))
            if wanted == asked:
                return landings

    def _contents(self, landings: Iterable[LandedCommit], only: str = "") -> Mapping[str, bytes]:
        changes = (change for landing in landings for change in landing.changes if only in ("", change.path))
        return self._blobs(change.blob for change in changes if change.blob and change.mode.startswith("100"))

    def _blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        blobs = list(self.ref.objects(dict.fromkeys(ids), max_bytes=MAX_FILE_BYTES))
        if any(blob.is_missing for blob in blobs):
            message = "history incomplete: this clone lacks keyrings or settings of the trusted ref"
            hint = "git fetch --refetch --no-filter, or clone without --filter"
            raise HistoryFault(Trouble.PARTIAL, message, hint)
        return {blob.id: _UNREADABLE if blob.is_too_large else blob.data for blob in blobs}

    def _commits(self, ids: Iterable[str]) -> list[SignedObject]:
        return [read_commit(commit.data) for commit in self.ref.objects(ids)]


def _ref_named(settings: bytes | None) -> str:
    named = keys_named(settings or b"")
    return named.trusted_ref if named else ""


def _files(named: KeysNamed) -> Iterator[str]:
    if _is_inside(named.keyring):
        yield from (_normal(named.keyring), f"{_normal(named.keyring)}{SIGNATURE_ENDING}")
    if _is_inside(named.revoked_keys):
        yield _normal(named.revoked_keys)


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(path) and path.isprintable() and not pure.is_absolute() and path[0] != "~" and ".." not in pure.parts


def _normal(path: str) -> str:
    return PurePosixPath(path).as_posix() if path else ""
