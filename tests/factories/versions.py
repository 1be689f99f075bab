"""Versions made by hand, with their terms and changes at hand."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.change import Change
from living_sla.model.past.revision import Commit, Essentials, Version


class Known(Struct, frozen=True):
    """Terms and changes that need not be read."""

    terms: Agreement | None
    changed: tuple[Change, ...] = ()

    def agreement(self, version: Version) -> Agreement:
        assert self.terms is not None, "these terms are not to be read"
        return self.terms

    def changes(self, version: Version) -> tuple[Change, ...]:
        return self.changed


def version_of(
    number: int,
    agreement: Agreement,
    landed: Commit | None,
    changes: tuple[Change, ...] = (),
    *,
    removed: Commit | None = None,
    essentials: Essentials | None = None,
) -> Version:
    """A version with the essentials of its agreement, unless others are given."""
    return Version(number, essentials or Essentials.of(agreement), landed, Known(agreement, changes), removed=removed)


def with_agreement(version: Version, agreement: Agreement) -> Version:
    """The same version with another agreement."""
    return replace(version, essentials=Essentials.of(agreement), past=Known(agreement, version.changes))
