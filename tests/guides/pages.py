"""What a page of the documentation tells its reader to do: files to write, lines to change, commands to run.

Three kinds of fenced blocks are followed, in the order of the page. All others are read by people alone.

| block | before it | what is done |
| --- | --- | --- |
| ``console`` | | each line behind ``$ `` is run; what stands below it is what it says |
| ``diff`` | the file, alone on a line, as code | its ``-`` lines become its ``+`` lines |
| any other | the same | the file is written |
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from msgspec import Struct

_FENCED = re.compile(
    r"^(?P<indent> *)(?:`(?P<path>[^`\n]+)`\n\n(?P=indent))?```(?P<language>[a-z]*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
CONSOLE, DIFF = "console", "diff"


class Step(Struct, frozen=True):
    """One block that is followed."""

    language: str
    path: str
    """The file that it is about; empty where it is commands."""
    text: str
    """What stands in the block, as a reader sees it."""
    indent: str
    start: int
    end: int
    """Where that lies in the page."""
    line: int
    """The line of its first line."""


class Command(Struct, frozen=True):
    """A command, and what the page says that it says."""

    text: str
    """One line or several, the last of which does not end in a backslash."""
    output: str
    line: int


def steps_of(page: Path) -> list[Step]:
    """The blocks of the page that are followed, in order."""
    text = page.read_text(encoding="utf-8")
    steps = []
    for found in _FENCED.finditer(text):
        if found["language"] == CONSOLE or found["path"]:
            start, end = found.span("text")
            shown = textwrap.dedent(found["text"]) if found["indent"] else found["text"]
            line = text.count("\n", 0, start) + 1
            steps.append(Step(found["language"], found["path"] or "", shown, found["indent"], start, end, line))
    return steps


def pictures_of(page: Path) -> list[tuple[int, str]]:
    """The pictures that are taken where the reader is: where each stands in the page, and its name without its look."""
    text = page.read_text(encoding="utf-8")
    return [(found.start(), found[1]) for found in re.finditer(r"\]\(assets/([\w-]+)-light\.png#only-light\)", text)]


def commands_of(step: Step) -> list[Command]:
    """The commands of a block with their outputs; what stands above the first one is an error."""
    commands: list[Command] = []
    lines = step.text.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        assert lines[at].startswith("$ "), f"line {step.line + at}: an output without a command"
        line, command = step.line + at, lines[at].removeprefix("$ ")
        while command.endswith("\\\n"):
            at += 1
            command += lines[at]
        at += 1
        output = ""
        while at < len(lines) and not lines[at].startswith("$ "):
            output += lines[at]
            at += 1
        commands.append(Command(command.rstrip("\n"), output, line))
    return commands


def says(expected: str, output: str) -> bool:
    """Whether an output is what a page shows; ``...`` on a page stands for anything, alone on a line for any lines."""
    pattern = re.escape(expected).replace(re.escape("...\n"), "(?:.*\n)*?").replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, output) is not None


def changed(text: str, diff: str) -> str:
    """The text with the lines of the diff changed; each piece of it has to stand there exactly once."""
    for piece in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        before = "".join(line[1:] for line in piece.splitlines(keepends=True) if line[:1] in "- ")
        after = "".join(line[1:] for line in piece.splitlines(keepends=True) if line[:1] in "+ ")
        if piece:
            assert text.count(before) == 1, f"stands there {text.count(before)} times:\n{before}"
            text = text.replace(before, after)
    return text
