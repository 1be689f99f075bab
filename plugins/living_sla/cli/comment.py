"""`sla comment`: the one comment on the pull request of a proposal."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla.cli.options import CACHE, PROJECT, checked, one_line, page_address
from living_sla.errors import EnvironmentFault, Place
from living_sla.forges.body import CommentBody, comment_body, comment_file
from living_sla.forges.comments import Comments
from living_sla.forges.patience import Patience
from living_sla.forges.post import post, refuse_token, requests_shown
from living_sla.forges.target import NAMES, option_of, read_target, read_token
from living_sla.words.proposals.posting import beside, posted

_VARIABLES = tuple(name for names in NAMES.values() for name in names)


def _named_as_variables(command: Callable[..., int]) -> Callable[..., int]:
    """An option for each variable that says which pull request it is; the last one first, as decorators go."""
    for name in reversed(_VARIABLES):
        option = click.option(option_of(name), name.lower(), metavar="VALUE", help=f"In place of the variable {name}.")
        command = option(command)
    return command


@click.command(
    epilog="Exits with 2 where the proposal cannot be looked at, or the comment is not one to be posted, and with 3 "
    "where history or forge cannot be asked, or the forge refuses. The comment is written all the same, and says so."
    "\n\nExample: sla comment main",
)
@click.argument("base", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path),
              help="Take the comment from this file, as an earlier step wrote it.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option("--page", metavar="ADDRESS", default="", callback=checked(page_address),
              help="Of the page What is proposed, where the branch has a site: it is linked.")  # fmt: skip
@click.option("--post", "posts", is_flag=True, help="Create the comment, or bring the one that is there up to date.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent, without the token, and ask nobody.")
@click.option("--author", metavar="NAME", default="", callback=checked(one_line),
              help="The name under which we write: github-actions[bot] on GitHub; GitLab is asked.")  # fmt: skip
@_named_as_variables
@CACHE
@PROJECT
def command(
    base: str | None,
    file: Path | None,
    output: Path | None,
    page: str,
    posts: bool,
    dry_run: bool,
    author: str,
    cache: bool,
    project: Path,
    **named: str | None,
) -> int:
    """What this folder proposes against BASE (by default the main line), as the one comment on its pull request.

    It is printed, or posted: once, however often the job runs. With --post or --dry-run the pull request is the one
    that the environment names, as GitHub and GitLab do in their jobs. The token stands in GITHUB_TOKEN or GITLAB_TOKEN.
    A comment that was made later is never replaced.
    """
    if file is not None and (base is not None or output is not None):
        raise click.UsageError("--file takes a comment as it is: name neither BASE nor --output beside it")
    now = datetime.now(UTC)
    code = 0
    if file is None:
        # Imported late: who posts a file reads no agreements, and has none.
        from living_sla.cli.commented import commented

        text, code = commented(project, base, now, page=page, cache=cache)
        body, where = comment_body(text, Place("", None), now=now, page=page), Place("the comment")
    else:
        body, where = comment_file(file, now=now, page=page), Place(str(file))
    if output is not None:
        try:
            output.write_text(body.text, encoding="utf-8")
        except OSError as problem:
            message = f"the comment cannot be written: {problem.strerror}"
            hint = "name a file in a folder that is there, and that you may write to"
            raise EnvironmentFault(message, where=Place(str(output)), hint=hint) from None
    if posts or dry_run:
        options = {name: said for name in _VARIABLES if (said := named[name.lower()]) is not None}
        return _sent(body, where, options, author, dry_run=dry_run) or code
    if file is not None:
        click.echo(f"{file} can be posted: {len(body.text):,} characters, made {body.mark.at.isoformat()}")
    elif output is None:
        click.echo(body.text, nl=False)
    return code


def _sent(body: CommentBody, where: Place, options: dict[str, str], author: str, *, dry_run: bool) -> int:
    target = read_target(options, os.environ)
    token = read_token(target.kind, os.environ, needed=not dry_run)
    if token is not None:
        refuse_token(token, body, where)
    comments = Comments(target, None if dry_run else token, author=author, patience=Patience())
    if dry_run:
        click.echo("\n".join(requests_shown(comments, body)))
        return 0
    posting = post(comments, body)
    for line in beside(posting):
        click.echo(line, err=True)
    click.echo(posted(posting))
    return 0
