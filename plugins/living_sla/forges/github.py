"""GitHub: three endpoints of "REST API endpoints for issue comments", version 2022-11-28."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from living_sla.forges.address import WebAddress
from living_sla.forges.answers import ForgeComment, Spelling, comment_of, comments_of, parsed
from living_sla.forges.comments import ForgeRequest
from living_sla.forges.http import Http
from living_sla.forges.judged import judged
from living_sla.forges.patience import Patience
from living_sla.forges.token import Token

NAME = "GitHub"
JOB = "github-actions[bot]"
"""Who writes with the token of a job, which cannot ask who it is."""
_SPELLING = Spelling("user", "login")
_RIGHTS = (
    "give the job permissions: pull-requests: write; of a fork no job of its own has it, but one that runs afterwards"
)


@dataclass(frozen=True)
class GitHub:
    """The comments of one pull request."""

    address: WebAddress
    """Of the programming interface."""
    repository: str
    """Owner and name."""
    number: int
    http: Http
    named: str = ""
    """The author that somebody named; empty: that of a job."""

    def author(self) -> str:
        """Nothing is asked."""
        return self.named or JOB

    def listing(self) -> WebAddress:
        """Pages of a hundred, the most there are; the oldest first, as GitHub lists them."""
        return self.address.at(f"/repos/{self.repository}/issues/{self.number}/comments?per_page=100")

    def all(self) -> Iterator[ForgeComment]:
        """Comments in the conversation; those on lines of code are others."""
        for comment, _ in comments_of(self.http, self.listing(), _SPELLING, rights=_RIGHTS):
            yield comment

    def creation(self, body: str) -> ForgeRequest:
        """Create an issue comment."""
        at = self.address.at(f"/repos/{self.repository}/issues/{self.number}/comments")
        return ForgeRequest("POST", at, {"body": body})

    def change(self, number: int | str, body: str) -> ForgeRequest:
        """Update an issue comment."""
        return ForgeRequest(
            "PATCH", self.address.at(f"/repos/{self.repository}/issues/comments/{number}"), {"body": body}
        )

    def send(self, request: ForgeRequest, *, repeatable: bool) -> ForgeComment:
        """Either of both."""
        answer = self.http.send(request.method, request.address, request.content, repeatable=repeatable)
        found = parsed(NAME, judged(NAME, answer, rights=_RIGHTS))
        return comment_of(NAME, found, _SPELLING)


def github_http(token: Token | None, patience: Patience) -> Http:
    """The door, with the headers that GitHub asks for."""
    headers = {
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    if token is not None:
        headers["Authorization"] = token.in_header("Bearer ")
    return Http(NAME, headers, patience)
