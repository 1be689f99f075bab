"""What old files of agreements say: of each its id, digest and essentials; its terms are read when they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from living_sla.errors import Faults
from living_sla.files import MAX_FILE_BYTES
from living_sla.history.git.process import GitFailed
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.model.counted import counted
from living_sla.model.past.revision import Essentials
from living_sla.model.paths import name_of_page

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository
    from living_sla.model.agreement.terms import Agreement

_CLAIM = re.compile(rb"^id:[ \t]*([a-z][a-z0-9-]{0,47})[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)


class ReadAgreement(Protocol):
    """How the bytes of a file are read as an agreement: the history knows nothing of the format that they are in."""

    def __call__(self, raw: bytes, *, path: str, known: str | None = None) -> Agreement:
        """The agreement, of which `known` is the digest where it is known; raises `Faults` where it cannot be read."""


class Key(NamedTuple):
    """What a reading depends on: a file without an `id` takes it from its name."""

    blob: str
    stem: str


class Reading(NamedTuple):
    """What one file said, as it is kept: texts only, because there are ten thousand of them."""

    agreement: str
    """The id that it calls itself; where it cannot be read, the id that a line of it claims, or nothing."""
    digest: str
    """Empty where it cannot be read."""
    effective: str = ""
    until: str = ""
    timezone: str = ""
    signatories: str = ""
    """A line a party: its key and the addresses, with spaces between."""
    why: str = ""
    """Why it cannot be read."""

    @classmethod
    def of(cls, agreement: Agreement) -> Reading:
        """Of a file that was read."""
        facts = Essentials.of(agreement)
        until = facts.until.isoformat() if facts.until else ""
        signatories = "\n".join(" ".join((party, *emails)) for party, emails in facts.signatories)
        return cls(agreement.terms.id, facts.digest, facts.effective.isoformat(), until, facts.timezone, signatories)

    @property
    def essentials(self) -> Essentials:
        """Of a file that can be read."""
        until = _day(self.until) if self.until else None
        return Essentials(self.digest, _day(self.effective), until, self.timezone, _signatories(self.signatories))


_day = lru_cache(maxsize=1024)(date.fromisoformat)


@lru_cache(maxsize=1024)
def _signatories(spelt: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    parties = (line.split(" ") for line in spelt.splitlines())
    return tuple((party, tuple(emails)) for party, *emails in parties)


class BlobsMissing(Exception):
    """The repository lacks files that the history needs; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{counted(count, 'object is', 'objects are')} missing")
        self.count = count


@contextmanager
def nothing_lost(repository: Repository) -> Iterator[None]:
    """Raises `HistoryFault` where git does not find what is asked for inside."""
    try:
        yield
    except (BlobsMissing, GitFailed) as lost:
        raise _broken(repository, lost) from None


def _broken(repository: Repository, lost: BlobsMissing | GitFailed) -> HistoryFault:
    """Why the history cannot be told without what git does not find."""
    if repository.partial:
        message = "history incomplete: it was cloned without objects that the history needs"
        hint = "git fetch --refetch --no-filter, or clone without --filter"
        return HistoryFault(Trouble.PARTIAL, message, hint)
    if isinstance(lost, GitFailed):
        return HistoryFault(Trouble.DAMAGED, lost.message, lost.hint)
    are = "is" if lost.count == 1 else "are"
    message = f"{lost.count:,} of the files that the history needs {are} missing or damaged"
    hint = f"git fsck names {'it' if lost.count == 1 else 'them'}; fetch the repository again"
    return HistoryFault(Trouble.DAMAGED, message, hint)


def key_of(blob: str, path: str) -> Key:
    """The key of a file by its content and its place."""
    return Key(blob, name_of_page(path))


def read_terms(
    repository: Repository, wanted: Mapping[Key, str], known: Mapping[Key, Reading], read: ReadAgreement
) -> dict[Key, Reading]:
    """The reading of every key; `wanted` tells a path of each, `known` what need not be read again.

    Raises `BlobsMissing` where some are not there.
    """
    readings = {key: known[key] for key in wanted if key in known}
    by_blob: dict[str, list[Key]] = {}
    for key in wanted:
        if key not in readings:
            by_blob.setdefault(key.blob, []).append(key)
    missing = 0
    fronts: dict[tuple[bytes, str], Reading] = {}
    for blob in repository.objects(by_blob, max_bytes=MAX_FILE_BYTES):
        missing += blob.is_missing
        for key in by_blob[blob.id]:
            if blob.is_too_large:
                readings[key] = Reading("", "", why=f"larger than {MAX_FILE_BYTES // 1024} KB")
            elif not blob.is_missing:
                readings[key] = _read(read, blob.data, wanted[key], key.stem, fronts)
    if missing:
        raise BlobsMissing(missing)
    return readings


def _read(read: ReadAgreement, data: bytes, path: str, stem: str, fronts: dict[tuple[bytes, str], Reading]) -> Reading:
    """One reading; a front matter that was read before is not read again, whatever stands below it."""
    front = _front(data)
    if front is None:
        return _reading_of(read, data, path)
    known = fronts.get((front, stem))
    if known is None:
        known = fronts[front, stem] = _reading_of(read, data, path)
    return known


def _front(data: bytes) -> bytes | None:
    """The file up to its closing ``---``, where nothing behind it can make a difference; else None."""
    end = data.find(b"\n---\n", 3)
    if end < 0:
        return None
    try:
        data[end:].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return data[: end + 5]


def _reading_of(read: ReadAgreement, data: bytes, path: str) -> Reading:
    """What the bytes of one file say."""
    try:
        agreement = read(data, path=path)
    except Faults as several:
        first = several.faults[0]
        claim = _CLAIM.search(data)
        line = f"line {first.where.line}: " if first.where and first.where.line else ""
        return Reading(claim[1].decode("ascii") if claim else "", "", why=f"{line}{first.message}")
    return Reading.of(agreement)


def keys_of(files: Iterable[tuple[str, str]]) -> dict[Key, str]:
    """Keys with a path of each, for pairs of blob and path."""
    return {key_of(blob, path): path for blob, path in files}
