"""GitLab: three endpoints of "Notes API" for merge requests, and the one that says who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from living_sla.forges.address import WebAddress
from living_sla.forges.answers import ForgeComment, Spelling, comment_of, comments_of, name_of, parsed
from living_sla.forges.comments import ForgeRequest
from living_sla.forges.http import Http
from living_sla.forges.judged import judged
from living_sla.forges.patience import Patience
from living_sla.forges.token import Token

NAME = "GitLab"
_SPELLING = Spelling("author", "username")
_RIGHTS = "use an access token of the project with the scope api, and the role Reporter or more"


@dataclass(frozen=True)
class GitLab:
    """The notes of one merge request."""

    address: WebAddress
    """Of the programming interface, version 4."""
    project: str
    number: int
    """The iid."""
    http: Http
    named: str = ""
    """The author that somebody named; empty: whoever the token is of."""

    def author(self) -> str:
        """Asked of GitLab where nobody named one."""
        if self.named:
            return self.named
        answer = judged(NAME, self.http.get(self.address.at("/user")), rights=_RIGHTS)
        return name_of(NAME, parsed(NAME, answer), _SPELLING.login)

    def listing(self) -> WebAddress:
        """The oldest first, so that a page does not move while others write. Notes are long: fewer a page."""
        return self._notes("?order_by=created_at&sort=asc&per_page=50")

    def all(self) -> Iterator[ForgeComment]:
        """Notes that somebody wrote; GitLab's own ("changed the title") are none of them."""
        for comment, fields in comments_of(self.http, self.listing(), _SPELLING, rights=_RIGHTS):
            if fields.get("system") is not True:
                yield comment

    def creation(self, body: str) -> ForgeRequest:
        """Create new merge request note."""
        return ForgeRequest("POST", self._notes(""), {"body": body})

    def change(self, number: int | str, body: str) -> ForgeRequest:
        """Modify existing merge request note."""
        return ForgeRequest("PUT", self._notes(f"/{number}"), {"body": body})

    def send(self, request: ForgeRequest, *, repeatable: bool) -> ForgeComment:
        """Either of both."""
        answer = self.http.send(request.method, request.address, request.content, repeatable=repeatable)
        found = parsed(NAME, judged(NAME, answer, rights=_RIGHTS))
        return comment_of(NAME, found, _SPELLING)

    def _notes(self, below: str) -> WebAddress:
        return self.address.at(f"/projects/{self.project}/merge_requests/{self.number}/notes{below}")


def gitlab_http(token: Token | None, patience: Patience) -> Http:
    """The door, with the header in which GitLab takes a token."""
    headers = {"Accept": "application/json"}
    if token is not None:
        headers["PRIVATE-TOKEN"] = token.in_header()
    return Http(NAME, headers, patience)
