"""The command `sla`: thin verbs over the rooms, one file each, imported only when called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence

import click

from living_sla import __version__
from living_sla.cli.progress import progress_shown
from living_sla.errors import EnvironmentFault, SlaError

_VERBS = {
    "check": "everything that can be wrong with agreements, sources and exports, at once",
    "attain": "figures: what was owed, what was kept",
    "explain": "the arithmetic for one record",
    "due": "what waits for somebody: stale exports, reviews, ends, consequences of misses",
    "history": "versions of an agreement: in force since when, signed by whom, changed how",
    "changes": "what this folder changes in the terms, and whom that burdens",
    "sign": "sign the terms of an agreement, as they are committed",
    "verify": "sign-offs: who signed what, how far it can be believed, who has to",
    "build": "the site: checked, staged, inspected, switched",
    "serve": "the site on this machine, rebuilt as files change",
    "sources": "a first entry of data/sources.yml, guessed from an export",
    "demo": "a demonstration repository, with a history that tells a story",
    "schema": "the JSON Schemas of agreement files and sources",
}


class _NobodyReads(Exception):
    """Standard output was closed by who read it, such as `head`."""


class _Verbs(click.Group):
    """A group that imports a verb only when it is called, so that `sla --help` pays for none of them."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Click would answer it with exit code 1, which means findings here.
            raise _NobodyReads from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command: click.Command = importlib.import_module(f"living_sla.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sla")
def _group() -> None:
    """Living service level agreements between Sales and Marketing.

    Results go to standard output, messages to standard error. Exit codes: 0 fine, 1 findings, 2 the content
    cannot be used, 3 the environment cannot be used.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `sla` and exit with its code; the one place where an error becomes output."""
    # numpy starts threads for linear algebra, of which there is none here: 0.1 s of CPU a command on two cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with progress_shown():
            code = _group.main(args=arguments, prog_name="sla", standalone_mode=False)
        sys.stdout.flush()
    except SlaError as fault:
        click.echo(str(fault), err=True)
        sys.exit(fault.exit_code)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except (_NobodyReads, BrokenPipeError):
        _let_go_of_stdout()
        sys.exit(0)
    except OSError as refused:
        if refused.errno != errno.ENOSPC:
            raise
        _let_go_of_stdout()
        click.echo("the result could not be written: no space is left\n  hint: free the disk", err=True)
        sys.exit(EnvironmentFault.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _let_go_of_stdout() -> None:
    """Point standard output nowhere, so that the interpreter does not fail once more when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
