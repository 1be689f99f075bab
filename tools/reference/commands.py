"""`docs/reference/commands.md`: every verb, as its own help has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from living_sla.cli import group
from tools.reference.markdown import code, from_docs, heading, index, page, term
from tools.reference.texts import paragraphs

_EXIT_CODES = (
    ("0", "Fine."),
    ("1", "Findings: what that is stands with each verb. A verb that names none never ends with it."),
    ("2", "An agreement, a source, an export, a sign-off or an option cannot be used."),
    (
        "3",
        "The environment cannot be used: a missing tool, a folder that cannot be written, another build at work; a "
        "verdict under `--fail-on` in a clone whose history cannot be read.",
    ),
    ("130", "Interrupted with Ctrl-C."),
)
_ABOUT = """\
`sla VERB --help` says in the terminal what stands here, and `sla --version` which release answers. Every verb reads the
folder it stands in, or the one that `--project` names. Results go to standard output, messages to standard error. What
verbs write, and how messages read: [The command line](../command-line.md)."""
_EXAMPLE = "Example: "


def text() -> str:
    """The page."""
    verbs = list(_verbs())
    on_top = [(path, summary) for path, summary, _ in verbs if path.count(" ") == 1]
    links = "\n".join(f"- [`{path}`](#{_anchor(path)}): {summary}" for path, summary in on_top)
    codes = [term(f"`{number}`", means) for number, means in _EXIT_CODES]
    entries = [_entry(path, command) for path, _, command in verbs]
    return page("Commands", _ABOUT, links, *entries, heading(2, "Exit codes", "exit-codes"), *codes)


def examples() -> dict[str, str]:
    """The example of each verb that runs by itself, as one types it; empty where its help has none."""
    told = {path: _parted(command)[0] for path, _, command in _verbs()}
    groups = {path for path, _, command in _verbs() if isinstance(command, click.Group)}
    return {path: example for path, example in told.items() if example or path not in groups}


def _verbs() -> Iterator[tuple[str, str, click.Command]]:
    """Each verb as one types it, what it does in a line, and the command; of a verb with verbs below it, these."""
    context = click.Context(group, info_name="sla")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"sla {name}", group.summaries[name], command
        if isinstance(command, click.Group):
            for below, inner in command.commands.items():
                yield f"sla {name} {below}", _lower(inner.get_short_help_str(200)), inner


def _entry(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    level = 2 + (path.count(" ") > 1)
    inside = [f"{path} {name}" for name in command.commands] if isinstance(command, click.Group) else []
    about, (example, afterwards) = paragraphs((command.help or "").replace("\b", "")), _parted(command)
    given = " ".join([path, *command.collect_usage_pieces(context)])
    told = [
        heading(level, f"`{path}`", _anchor(path)),
        *map(_prose, about[:1]),
        code(given),
        *map(_prose, about[1:]),
        *(_parameter(parameter, context) for parameter in command.get_params(context) if _is_told(parameter)),
        index((f"`{inner}`", _anchor(inner)) for inner in inside),
        *map(_prose, afterwards),
        code(f"$ {example}", "console") if example else "",
    ]
    return "\n\n".join(part for part in told if part)


def _is_told(parameter: click.Parameter) -> bool:
    return "--help" not in parameter.opts


def _parameter(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Option):
        record = parameter.get_help_record(context)
        assert record is not None
        name, means = record
        found = re.fullmatch(r"(.*?)(?:\s*\[([^]]*)\])?", means, re.DOTALL)
        assert found is not None
        details = re.sub(r"\((.*)\)", r"\1", found[2] or "").replace("x>=0", "0 or more").replace("1<=x<=", "1 to ")
        return term(f"`{name}`", found[1] + (f" *({details})*" if details else ""))
    choices = parameter.type.choices if isinstance(parameter.type, click.Choice) else ()
    says = [f"One of {', '.join(f'`{one}`' for one in choices)}." if choices else ""]
    default = parameter.default if isinstance(parameter.default, str) else ""
    says += [f"Without it: `{default}`." if default else "Required." if parameter.required else "May be left out."]
    says += ["There may be several."] if parameter.nargs == -1 else []
    optional = re.fullmatch(r"\[(.*)\](?:\.\.\.)?", name := parameter.make_metavar(context))
    return term(f"`{optional[1] if optional else name}`", " ".join(filter(None, says)))


def _parted(command: click.Command) -> tuple[str, list[str]]:
    """What stands at the end of a command's help: its example, and the other paragraphs."""
    told = paragraphs((command.epilog or "").replace("\b", ""))
    example = next((part.removeprefix(_EXAMPLE) for part in told if part.startswith(_EXAMPLE)), "")
    return example, [part for part in told if not part.startswith(_EXAMPLE)]


def _prose(text: str) -> str:
    """A text of the terminal as Markdown: options as code."""
    return from_docs(re.sub(r"(?<![`\w-])(--[a-z][a-z-]*(?: (?:any|KEY)\b)?)", r"`\1`", text))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].removesuffix(".")


def _anchor(path: str) -> str:
    return path.replace(" ", "-")
