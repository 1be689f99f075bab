"""The comments of a pull request, on whichever forge it lies."""

from __future__ import annotations

from living_sla.forges.comments import Comments
from living_sla.forges.github import GitHub, github_http
from living_sla.forges.gitlab import GitLab, gitlab_http
from living_sla.forges.patience import Patience
from living_sla.forges.target import PullRequest
from living_sla.forges.token import Token
from living_sla.model.forge import ForgeKind


def comments_on(target: PullRequest, token: Token | None, *, author: str, patience: Patience) -> Comments:
    """Its comments; without a token they can be described, and are not asked for.

    `author` is the name under which we write; empty: the one that the forge gives to the token.
    """
    if target.kind is ForgeKind.GITHUB:
        http = github_http(token, patience)
        return GitHub(target.address, target.repository, target.number, http, author)
    return GitLab(target.address, target.repository, target.number, gitlab_http(token, patience), author)
