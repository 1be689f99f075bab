"""The comments of one pull request: what both forges can do with them, and how each of them spells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from living_sla.forges.address import WebAddress
from living_sla.forges.answers import ForgeComment, Spelling, comment_of, comments_of, judged, name_of, parsed
from living_sla.forges.http import Answer, Http
from living_sla.forges.patience import Patience
from living_sla.forges.target import PullRequest
from living_sla.forges.token import Token
from living_sla.model.forge import ForgeKind


class _Forge(Struct, frozen=True):
    """What differs between forges."""

    name: str
    headers: Mapping[str, str]
    token: tuple[str, str]
    """The header that carries it, and what stands before it there."""
    job: str
    """Who writes with the token of a job, which cannot ask who it is; empty where it can."""
    spelling: Spelling
    rights: str
    """What the token needs, as a next step."""
    listing: str
    """Where comments are: those in the conversation; those on lines of code are others."""
    paging: str
    """The oldest first."""
    one: str
    """Where one of them is."""
    change: str
    """The method that changes one."""


_FORGES = {
    # Three endpoints of "REST API endpoints for issue comments".
    ForgeKind.GITHUB: _Forge(
        "GitHub",
        headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
        token=("Authorization", "Bearer "),
        job="github-actions[bot]",
        spelling=Spelling("user", "login"),
        rights="give the job permissions: pull-requests: write; of a fork no job of its own has it, but one that runs "
        "afterwards",
        listing="/repos/{0.repository}/issues/{0.number}/comments",
        paging="?per_page=100",  # the most there are, as GitHub lists them
        one="/repos/{0.repository}/issues/comments/{1}",
        change="PATCH",
    ),
    # Three endpoints of "Notes API" for merge requests, version 4, and the one that says who asks.
    ForgeKind.GITLAB: _Forge(
        "GitLab",
        headers={"Accept": "application/json"},
        token=("PRIVATE-TOKEN", ""),
        job="",
        spelling=Spelling("author", "username"),
        rights="use an access token of the project with the scope api, and the role Reporter or more",
        listing="/projects/{0.repository}/merge_requests/{0.number}/notes",
        # In this order a page does not move while others write. Notes are long: fewer a page.
        paging="?order_by=created_at&sort=asc&per_page=50",
        one="/projects/{0.repository}/merge_requests/{0.number}/notes/{1}",
        change="PUT",
    ),
}


class ForgeRequest(Struct, frozen=True):
    """A request that changes something, without the token."""

    method: str
    address: WebAddress
    content: Mapping[str, str]


class Comments:
    """The comments of one pull request; without a token they can be described, and are not asked for."""

    def __init__(self, target: PullRequest, token: Token | None, *, author: str, patience: Patience) -> None:
        """`author` is the name under which we write; empty: that of a job, or the one that the forge gives."""
        self._target, self._forge = target, _FORGES[target.kind]
        self._author = author or self._forge.job
        header, before = self._forge.token
        carried = {header: token.in_header(before)} if token is not None else {}
        self._http = Http(self._forge.name, {**self._forge.headers, **carried}, patience)

    def author(self) -> str:
        """The name under which we write, as far as anybody can know it before; asked where nothing tells."""
        if self._author:
            return self._author
        found = self._parsed(self._http.get(self._target.address.at("/user")))
        return name_of(self._forge.name, found, self._forge.spelling.login)

    def all(self) -> Iterator[ForgeComment]:
        """Every comment that somebody wrote, oldest first; GitLab's own ("changed the title") are not among them."""
        listed = comments_of(self._http, self.listing(), self._forge.spelling, rights=self._forge.rights)
        return (comment for comment, fields in listed if fields.get("system") is not True)

    def listing(self) -> WebAddress:
        """The first page of them."""
        return self._at(self._forge.listing + self._forge.paging)

    def creation(self, body: str) -> ForgeRequest:
        """What makes a comment."""
        return ForgeRequest("POST", self._at(self._forge.listing), {"body": body})

    def change(self, number: int | str, body: str) -> ForgeRequest:
        """What changes one."""
        return ForgeRequest(self._forge.change, self._at(self._forge.one, number), {"body": body})

    def send(self, request: ForgeRequest, *, repeatable: bool) -> ForgeComment:
        """The comment that came of it."""
        answer = self._http.send(request.method, request.address, request.content, repeatable=repeatable)
        return comment_of(self._forge.name, self._parsed(answer), self._forge.spelling)

    def _parsed(self, answer: Answer) -> object:
        return parsed(self._forge.name, judged(self._forge.name, answer, rights=self._forge.rights))

    def _at(self, path: str, *number: int | str) -> WebAddress:
        return self._target.address.at(path.format(self._target, *number))
