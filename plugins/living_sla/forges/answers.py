"""What forges answer, read strictly: the comments of a list, one comment, a name, the next page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

from living_sla.errors import EnvironmentFault, Fault, SlaError
from living_sla.forges.address import WebAddress
from living_sla.forges.faults import odd
from living_sla.forges.http import Answer, Http

MOST_PAGES = 100
"""Of a hundred comments each; GitHub takes 2,500 comments of one pull request, GitLab 5,000."""
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[a-z]+=(?:"[^"]*"|[^\s",;]+))*)')
_NEXT = re.compile(r';\s*rel=(?:"(?:[a-z]+ )*next(?: [a-z]+)*"|next(?![^\s,;]))')


class ForgeComment(Struct, frozen=True):
    """One comment, as a forge tells of it."""

    number: int
    author: str
    """The name that one logs in with; empty for somebody who is gone."""
    body: str


class Spelling(Struct, frozen=True):
    """What one forge calls the fields of a comment."""

    author: str
    """The field that holds the author."""
    login: str
    """The field of the author that holds the name."""


def parsed(forge: str, answer: Answer) -> object:
    """What the JSON of an answer says. Raises a fault for anything else, such as the page of a proxy."""
    try:
        return json.loads(answer.body.decode("utf-8"))
    except (ValueError, RecursionError):
        pass  # what it raises holds the whole answer, and would go along with a fault that is raised here
    raise odd(forge, "with something that is not JSON")


def comment_of(forge: str, found: object, spelling: Spelling) -> ForgeComment:
    """One comment. Raises a fault where the answer has another shape."""
    if isinstance(found, dict):
        number, body, author = found.get("id"), found.get("body"), found.get(spelling.author)
        name = author.get(spelling.login) if isinstance(author, dict) else None if author else ""
        if type(number) is int and 0 < number < 2**63 and isinstance(body, str | None) and isinstance(name, str):
            return ForgeComment(number, name, body or "")
    raise odd(forge, "with something that is not a comment")


def name_of(forge: str, found: object, field: str) -> str:
    """The name that one logs in with. Raises a fault where the answer has another shape."""
    name = found.get(field) if isinstance(found, dict) else None
    if not isinstance(name, str) or not name:
        raise odd(forge, "with something that is not an account")
    return name


def comments_of(
    http: Http, first: WebAddress, spelling: Spelling, *, rights: str
) -> Iterator[tuple[ForgeComment, dict[str, object]]]:
    """Every comment of a list that comes in pages, in its order, each with all of its fields."""
    page: WebAddress | None = first
    seen: set[WebAddress] = set()
    while page is not None:
        if page in seen or len(seen) == MOST_PAGES:
            raise odd(http.forge, f"with pages without an end: more than {len(seen)}")
        seen.add(page)
        answer = judged(http.forge, http.get(page), rights=rights)
        found = parsed(http.forge, answer)
        if not isinstance(found, list):
            raise odd(http.forge, "with something that is not a list of comments")
        for one in found:
            yield comment_of(http.forge, one, spelling), one
        page = _next_page(http.forge, answer, first)


def _next_page(forge: str, answer: Answer, first: WebAddress) -> WebAddress | None:
    """The page that is named, of the same origin; None for the last one."""
    for address, told in _LINK.findall(answer.headers.get("Link", "")[:10_000]):
        if _NEXT.search(told):
            there = answer.address.named_by(address)
            if there is None:
                raise odd(forge, "with a next page at another host, port or scheme")
            return there
    # GitLab leaves out `Link` where an address would be too long for it.
    number = answer.headers.get("X-Next-Page", "").strip()
    if re.fullmatch("[1-9][0-9]{0,5}", number):
        return WebAddress(*first.origin, f"{first.path}&page={number}")
    return None


LONGEST = 60_000
"""Characters of a comment: below the 65,536 of GitHub, which counts them in ways of its own."""


def judged(forge: str, answer: Answer, *, rights: str) -> Answer:
    """The answer, if the forge did what it was asked; raises a fault in words otherwise.

    `rights` is what the token needs, as a next step.
    """
    if answer.status in (200, 201):
        return answer
    raise _refusal(forge, answer, rights)


def _refusal(forge: str, answer: Answer, rights: str) -> SlaError:
    status = answer.status
    if status == 401:
        return _refused(f"{forge} does not know the token (401)", "store a new one: it expired or was revoked")
    if status == 403:
        return _refused(f"{forge} does not let the token do it (403)", rights)
    if status in (404, 410):
        hint = f"see that repository and number are right: what the token may not read does not exist for it; {rights}"
        return _refused(f"{forge} knows no such pull request or comment for this token ({status})", hint)
    if status == 413 or (status in (400, 422) and b"too long" in answer.body[:10_000].lower()):
        message = f"{forge} does not take a comment that long ({status})"
        hint = f"at most {LONGEST:,} characters: cut whole sections from its end, and name them"
        return SlaError(message, hint=hint, code=Fault.UNPOSTABLE_COMMENT)
    if status == 422:
        return _refused(f"{forge} does not take the comment (422)", "see whether the conversation is locked")
    return odd(forge, f"with the status {status}")


def _refused(message: str, hint: str) -> SlaError:
    return EnvironmentFault(message, hint=hint, code=Fault.FORGE_REFUSES)
