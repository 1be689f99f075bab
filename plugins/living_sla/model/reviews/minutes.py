"""The minutes of a review: what two teams found, decided and took on; written by people, signed with the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from living_sla.errors import Place
from living_sla.model.equal_but import EqualBut


class Action(Struct, frozen=True):
    """What somebody took on."""

    id: str
    what: str
    owner: str
    """Empty while nobody has taken it on."""
    due: date | None
    done: date | None
    place: Place


class Dispute(Struct, frozen=True):
    """A figure or a record that the parties do not agree about."""

    commitment: str
    """``lead-handoff/first-contact``."""
    what: str
    by: str
    """The key of the party that disputes."""
    place: Place


class Minutes(EqualBut, frozen=True):
    """The minutes of one review."""

    BESIDE = frozenset({"places"})

    path: str
    """Relative to the project."""
    digest: str
    """SHA-256 of the bytes of the file, 64 hexadecimal digits: what is signed together with the seal."""
    held_on: date | None
    present: tuple[str, ...]
    causes: Mapping[str, str]
    """Why a commitment was missed, by ``agreement/commitment``; empty text where nobody has written it yet."""
    decisions: tuple[str, ...]
    actions: tuple[Action, ...]
    disputes: tuple[Dispute, ...]
    body: str
    """Whatever else was written, as Markdown."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each cause stands, by ``agreement/commitment``."""
