"""What both forges can do with comments, whichever way they spell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from living_sla.forges.address import WebAddress
from living_sla.forges.answers import ForgeComment


@dataclass(frozen=True)
class ForgeRequest:
    """A request that changes something, without the token."""

    method: str
    address: WebAddress
    content: Mapping[str, str]


class Comments(Protocol):
    """The comments of one pull request."""

    def author(self) -> str:
        """The name under which we write, as far as anybody can know it before."""

    def all(self) -> Iterator[ForgeComment]:
        """Every comment that somebody wrote, oldest first."""

    def listing(self) -> WebAddress:
        """The first page of them."""

    def creation(self, body: str) -> ForgeRequest:
        """What makes a comment."""

    def change(self, number: int | str, body: str) -> ForgeRequest:
        """What changes one."""

    def send(self, request: ForgeRequest, *, repeatable: bool) -> ForgeComment:
        """The comment that came of it."""
