"""The command `sla`: thin verbs over the rooms, one file each, imported only when called."""

from __future__ import annotations

import errno
import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from living_sla import __version__
from living_sla.cli import processor, streams
from living_sla.cli.progress import progress_shown
from living_sla.errors import EnvironmentFault, Fault, SlaError, shown

_VERBS = {
    "init": "a project of your own: its first files, from an export, and its site",
    "check": "everything that can be wrong with agreements, sources and exports, at once",
    "attain": "figures: what was owed, what was kept",
    "explain": "the arithmetic for one record",
    "due": "what waits for somebody: signatures, reviews, deliveries, old exports, consequences of misses",
    "digest": "the Monday page as a message: plain text, mail, Slack, Teams",
    "worklist": "open records in the order in which they fall due, for who does the work",
    "goals": "from a quota back to what a count has to bring, and the hours that a desk needs for it",
    "history": "versions of an agreement: in force since when, signed by whom, changed how",
    "changes": "what this folder changes in the terms, and whom that burdens",
    "impact": "the past as it would have been under the terms that this folder proposes",
    "gate": "whether a proposal may land: who has to sign, what stands out, who answers for it",
    "comment": "what this folder proposes, as the one comment on its pull request: printed, or posted",
    "set": "one value of an agreement changed at its own place, and what that proposes",
    "sign": "sign the terms of an agreement, as they are committed",
    "minutes": "the minutes of a review: what to fill in, and what they still lack",
    "verify": "sign-offs and reviews: what each is worth, what was tampered with, who has to sign",
    "snapshot": "the review of a period: frozen, sealed, in a folder of its own",
    "pack": "a frozen review to hand round: a PDF for paper, and a workbook",
    "build": "the site: checked, staged, inspected, switched",
    "serve": "the site on this machine, rebuilt as files change",
    "sources": "a first entry of data/sources.yml, guessed from an export",
    "doctor": "what this machine and this project have, what is missing, and what to do about it",
    "new": "an agreement, or a commitment more in one, from a library of patterns",
    "import": "the spreadsheet of two teams as the draft of an agreement",
    "demo": "a demonstration repository, with a history that tells a story",
    "docs": "the documentation: its pages, and what they say about a fault, a macro, a setting or a field",
    "schema": "the JSON Schemas of agreement files and sources",
}

_MODULES = {"import": "import_"}
"""Modules of verbs whose names Python keeps for itself."""


class _NobodyReads(Exception):
    """Standard output was closed by who read it, such as `head`."""


class _Verbs(click.Group):
    """A group that imports a verb only when it is called, so that `sla --help` pays for none of them.

    At the end of its help (`epilog`) a verb says when it exits with 1, and in a paragraph of its own gives an example.
    """

    summaries = _VERBS

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
        module = _MODULES.get(cmd_name, cmd_name)
        command: click.Command = importlib.import_module(f"living_sla.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))


_MADE_BETWEEN_COLLECTIONS = 200_000
"""Objects; Python's own 700 suits programs that throw away what they make."""


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sla")
def group() -> None:
    """Living service level agreements between Sales and Marketing.

    Results go to standard output, messages to standard error. Exit codes: 0 fine, 1 findings, 2 the content
    cannot be used, 3 the environment cannot be used.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `sla` and exit with its code; the one place where an error becomes output, whatever kind of error it is."""
    # numpy starts threads for linear algebra, of which there is none here: 0.1 s of CPU a command on two cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow's own allocator asks for huge pages, which made every other reading of 1 million records 0.25 s slower.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    processor.choose_sort(os.environ)
    # pydantic asks every package that is installed for one that changes how it reads: 8 ms, and nobody's business here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if arguments is None:
        # What a command makes stays until it ends; to look for garbage among it took a twentieth of every command.
        gc.set_threshold(_MADE_BETWEEN_COLLECTIONS)
    with streams.usable():
        code = _code(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        gc.freeze()  # Python would look for garbage a last time: without it a warm `sla attain` takes 0.88 of the CPU
    sys.exit(code)


def _code(arguments: Sequence[str]) -> int:
    """The exit code of one command; everything about it has been said."""
    try:
        with progress_shown():
            code = group.main(args=arguments, prog_name="sla", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except SlaError as fault:
        return _said(fault)
    except click.ClickException as misuse:
        said = io.StringIO()
        misuse.show(said)
        click.echo(shown(said.getvalue()), nl=False, err=True)  # it quotes arguments, which may come from anywhere
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (_NobodyReads, BrokenPipeError):
        streams.let_go_of_stdout()
        return 0
    except BaseException as problem:  # a plugin may even leave by SystemExit, with a code that says all is fine
        return _said(_unforeseen(problem, arguments))


def _said(fault: SlaError) -> int:
    click.echo(str(fault), err=True)
    return fault.exit_code


def _unforeseen(problem: BaseException, arguments: Sequence[str]) -> SlaError:
    """What is said where nobody caught an exception."""
    if isinstance(problem, OSError) and problem.errno == errno.ENOSPC and not problem.filename:
        streams.let_go_of_stdout()
        return EnvironmentFault("the result could not be written: no space is left", hint="free the disk")
    # Of the arguments the verb alone: the others may be the id of a record.
    verb = next((word for word in arguments if word in _VERBS), "")
    try:
        # Imported late: a command that ends well needs none of it.
        from living_sla.unforeseen import told

        return told(problem, during=f"sla {verb}".strip())
    except BaseException:  # nothing is left to say it with: no memory, no file that may be opened
        return EnvironmentFault(type(problem).__name__, code=Fault.UNFORESEEN)
