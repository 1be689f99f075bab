"""The comment of what a folder proposes, and what it says where nobody can look at that."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from living_sla.cli.options import say
from living_sla.documents.proposals.comment import comment, refusal
from living_sla.errors import SlaError, each
from living_sla.history.git.state import find_repository
from living_sla.proposals.proposal import proposal_of
from living_sla.unforeseen import told


def commented(root: Path, base: str | None, now: datetime, *, page: str, cache: bool) -> tuple[str, int]:
    """The comment, and the code to exit with; faults are among it, and on standard error.

    So is an error that nobody foresaw: an older comment must not stand as the newest word.

    `page` is the address of the page *What is proposed*, for a link; empty where the branch has no site.
    """
    try:
        proposal = proposal_of(root, base, now=now, cache=cache)
    except SlaError as fault:
        click.echo(str(fault), err=True)
        return refusal(each(fault), _head(root), now), fault.exit_code
    except Exception as problem:
        unforeseen = told(problem, during="sla comment")
        click.echo(str(unforeseen), err=True)
        # Its hint names a file of this machine, which is nobody else's business.
        return refusal([SlaError(unforeseen.message)], _head(root), now), unforeseen.exit_code
    say(proposal.notices)
    return comment(proposal, page=page), 0


def _head(root: Path) -> str | None:
    """The commit that is checked out; None where there is none."""
    try:
        return find_repository(root).head
    except SlaError:
        return None
