"""A page is followed as a reader would follow it: in a folder of its own, command by command.

`sla` runs in this process, where the clock can be set; everything else is a command of the shell. A command at whose
end ``# exit code 2`` stands has to end with that; any other with 0.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import ModuleType

import pytest
from msgspec import Struct, field

import living_sla.cli
from living_sla.cli import main
from tests.guides.pages import CONSOLE, DIFF, Command, Step, changed, commands_of, pictures_of, says, steps_of

BETWEEN = timedelta(minutes=1)
"""By how much the clock moves on with each command."""
_EXIT_CODE = re.compile(r"  # exit code (\d)$")


class _AnyDatetime(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


class _Clock(metaclass=_AnyDatetime):
    """Takes the place of `datetime` where the product asks for the time; everything else is the real one's."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def __call__(self, *values: int, **named: object) -> datetime:
        return datetime(*values, **named)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(datetime, name)

    def now(self, zone: tzinfo | None = None) -> datetime:
        return self._walk.now.astimezone(zone)


class Walk(Struct):
    """A reader with an empty folder, a home without settings, and a clock that stands between two commands."""

    folder: Path
    now: datetime
    skipped: Collection[str] = ()
    """Commands that are not run here: they install something, or never end."""
    _patch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    @contextlib.contextmanager
    def begun(self) -> Iterator[Walk]:
        """The walk, in its folder, until the block ends."""
        before = Path.cwd()
        (self.folder / "home" / ".ssh").mkdir(parents=True, mode=0o700)
        for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_"))]:
            self._patch.delenv(name)
        for name, value in self._environment().items():
            self._patch.setenv(name, value)
        self._set_clock()
        work = self.folder / "work"
        work.mkdir()
        os.chdir(work)
        try:
            yield self
        finally:
            os.chdir(before)
            self._patch.undo()

    def follow(self, page: Path) -> None:
        """Do all that the page says; raises `AssertionError` with its line where something else happens."""
        for step in steps_of(page):
            self.do(step, lambda command, output: _compare(page, command, output))

    def do(self, step: Step, told: Callable[[Command, str], None]) -> None:
        """Follow one block; `told` hears what each command says."""
        if step.language == CONSOLE:
            for command in commands_of(step):
                if command.text not in self.skipped:
                    told(command, self._output(command))
            return
        file = Path(step.path).expanduser()
        file.parent.mkdir(parents=True, exist_ok=True)
        text = changed(file.read_text("utf-8"), step.text) if step.language == DIFF else step.text
        file.write_text(text, encoding="utf-8")

    def _output(self, command: Command) -> str:
        """What a command says, messages and results as they come on a terminal."""
        self._tick()
        found = _EXIT_CODE.search(command.text)
        text = _EXIT_CODE.sub("", command.text)
        words = shlex.split(text.replace("\\\n", " "), comments=True)
        if words[0] == "cd":
            os.chdir(Path(words[1]).expanduser())
            code, output = 0, ""
        elif words[0] == "sla" and not re.search(r"[|>&$`]", text):
            code, output = _sla([os.path.expanduser(word) for word in words[1:]])
        else:
            shell = ["bash", "-c", text]
            done = subprocess.run(shell, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            code, output = done.returncode, done.stdout.decode("utf-8")
        assert code == (int(found[1]) if found else 0), f"$ {text}\nended with {code}:\n{output}"
        return output

    def _tick(self) -> None:
        self.now += BETWEEN
        for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            self._patch.setenv(name, f"{int(self.now.timestamp())} +0000")
        self._patch.setenv("SOURCE_DATE_EPOCH", str(int(self.now.timestamp())))

    def _set_clock(self) -> None:
        for module in pkgutil.iter_modules(living_sla.cli.__path__, "living_sla.cli."):
            importlib.import_module(module.name)
        clock = _Clock(self)
        for name, loaded in list(sys.modules.items()):
            if name.startswith("living_sla.") and _asks_for_the_time(loaded):
                self._patch.setattr(loaded, "datetime", clock)

    def _environment(self) -> dict[str, str]:
        home = str(self.folder / "home")
        return {
            "HOME": home,
            "GIT_CONFIG_GLOBAL": f"{home}/.gitconfig",
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }


def _asks_for_the_time(module: ModuleType) -> bool:
    """Whether it calls `datetime.now`; elsewhere the name may stand for a type that is looked up later."""
    return vars(module).get("datetime") is datetime and "datetime.now(" in inspect.getsource(module)


def _sla(arguments: list[str]) -> tuple[int, str]:
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        pytest.raises(SystemExit) as ended,
    ):
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code, said.getvalue()


def _compare(page: Path, command: Command, output: str) -> None:
    shown = command.output
    where = f"{page.name}:{command.line}: $ {command.text}"
    assert says(shown, output), f"{where}\n--- the page shows\n{shown}\n--- it says\n{output}"


def followed(page: Path, folder: Path, *, at: str, skipped: Collection[str] = ()) -> Path:
    """Follow the page in a new folder, at an instant in UTC; returns the folder in which its reader works."""
    with Walk(folder, datetime.fromisoformat(at).replace(tzinfo=UTC), skipped).begun() as walk:
        walk.follow(page)
    return folder / "work"


def pictured(page: Path, folder: Path, *, at: str, skipped: Collection[str] = ()) -> Iterator[str]:
    """The name of each picture of the page, given when its reader has come there and stands in the project."""
    left = pictures_of(page)
    with Walk(folder, datetime.fromisoformat(at).replace(tzinfo=UTC), skipped).begun() as walk:
        for step in steps_of(page):
            while left and left[0][0] < step.start:
                yield left.pop(0)[1]
            walk.do(step, lambda command, output: _compare(page, command, output))
        yield from (name for _, name in left)


def remade(page: Path, folder: Path, *, at: str, skipped: Collection[str] = ()) -> str:
    """The text of the page with what its commands say now, wherever that is not what it shows."""
    text = page.read_text(encoding="utf-8")
    moved = 0
    with Walk(folder, datetime.fromisoformat(at).replace(tzinfo=UTC), skipped).begun() as walk:
        for step in steps_of(page):
            said: dict[Command, str] = {}
            walk.do(step, said.__setitem__)
            if step.language != CONSOLE:
                continue
            lines = ""
            for command in commands_of(step):
                output = said.get(command, command.output)
                lines += f"$ {command.text}\n" + (command.output if says(command.output, output) else output)
            block = textwrap.indent(lines, step.indent)
            text = text[: step.start + moved] + block + text[step.end + moved :]
            moved += len(block) - (step.end - step.start)
    return text
