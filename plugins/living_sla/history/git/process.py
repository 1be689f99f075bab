"""The one place that starts git: constant commands, nothing of the repository's own settings runs.

A repository is input from outside. Its configuration may name programs (hooks, a file-system monitor, filters, a
pager, a signing program, an ssh command), its objects may be replaced or fetched on demand, and variables of the
environment may point git elsewhere. So every command gets the same prefix and environment, and only commands that
read objects or settings are run; `Writer` alone writes, into a folder that we made ourselves.

GitPython types its errors; its discovery of repositories is not used, because it follows GIT_* variables and reads the
repository's configuration with a parser of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, TYPE_CHECKING
from weakref import WeakSet, finalize

from msgspec import Struct

from living_sla import programs
from living_sla.errors import EnvironmentFault, Fault
from living_sla.model.harmless import harmless_bytes

if TYPE_CHECKING:
    from types import ModuleType

COMMANDS = frozenset({
    "config", "rev-parse", "log", "cat-file", "ls-tree", "for-each-ref", "rev-list", "merge-base", "version",
    "symbolic-ref",
})  # fmt: skip

WRITING = frozenset({"init", "bundle", "update-ref", "reset"})

# `-c` wins over every file of settings. What a command of ours never reaches is switched off all the same.
_SETTINGS = (
    "advice.graftFileDeprecated=false",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    f"core.sshCommand={os.devnull}",
    f"core.askPass={os.devnull}",
    "core.alternateRefsCommand=",
    "core.pager=cat",
    "core.useReplaceRefs=false",
    "credential.helper=",
    "diff.external=",
    f"diff.orderFile={os.devnull}",
    "diff.relative=false",
    f"gpg.program={os.devnull}",
    f"gpg.ssh.program={os.devnull}",
    f"gpg.x509.program={os.devnull}",
    "log.follow=false",
    "log.mailmap=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
_WRITING_SETTINGS = (
    "core.fsync=none",  # Whoever pulls the plug does it again: waiting for the disk took half of the time.
    "core.logAllRefUpdates=false",  # A reflog would name the user of this machine.
    "init.defaultRefFormat=files",
)


def _given(settings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for setting in settings for part in ("-c", setting))


_PREFIX = ("--no-pager", "--literal-pathspecs", *_given(_SETTINGS))
INSTALL_GIT = "install git 2.31 or newer, and see that it is on the PATH; see sla doctor"
SECONDS = 600
"""How long a command may take before it is ended."""
_ENVIRONMENT = {
    "LANGUAGE": "C",
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


class GitMissing(EnvironmentFault):
    """Git is not installed, or cannot be started."""


class GitFailed(EnvironmentFault):
    """A git command ended with an error; `stderr` is what it said, `words` its first line, harmless."""

    def __init__(self, command: str, stderr: bytes) -> None:
        self.stderr = stderr.decode("utf-8", "replace")
        self.words = harmless_bytes(stderr.strip().split(b"\n")[0].removeprefix(b"fatal: ").removeprefix(b"error: "))
        message = f"git {command} failed: {self.words or 'it does not say why'}"
        super().__init__(message, hint="git fsck names damaged objects", code=Fault.UNUSABLE_REPOSITORY)


def environment() -> dict[str, str]:
    """The environment of every command: ours, without any ``GIT_…``, and what switches git's extras off."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return kept | _ENVIRONMENT


def run(folder: Path, command: str, *arguments: str) -> bytes:
    """What `git COMMAND` prints when it is run in `folder`; raises `GitFailed` or `GitMissing`."""
    with stream(folder, command, *arguments) as output:
        return output.read()


def setting(folder: Path, name: str) -> str:
    """What git's settings say in `folder`; empty where they say nothing, or cannot be read. Raises `GitMissing`."""
    try:
        return run(folder, "config", "--null", "--get", name).rstrip(b"\0").decode("utf-8", "replace").strip()
    except GitFailed:
        return ""


@contextmanager
def stream(folder: Path, command: str, *arguments: str, lines: Iterable[str] = ()) -> Iterator[IO[bytes]]:
    """The output of `git COMMAND` as it is printed; `lines` are what it reads.

    Raises `GitFailed` at the end where git failed; a reader that stops early ends the process.
    """
    assert command in COMMANDS, command
    with _output(folder, command, (*_PREFIX, command, *arguments), environment(), lines) as output:
        yield output


class Writer:
    """Git for a repository that is being made in `folder`; `home` is an empty folder, in the place of the user's.

    Git is started in `home` and looked for from there: `folder` becomes a repository, whose bounds would tell nothing
    of the one that it may lie in.
    """

    def __init__(self, folder: Path, *, home: Path) -> None:
        self._folder, self._home = folder, home
        self._environment = environment() | {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def __call__(self, command: str, *arguments: str, lines: Iterable[str] = ()) -> bytes:
        """What `git COMMAND` prints; `lines` are what it reads. Raises `GitFailed` or `GitMissing`."""
        assert command in COMMANDS | WRITING, command
        whole = ("-C", str(self._folder), *_PREFIX, *_given(_WRITING_SETTINGS), command, *arguments)
        with _output(self._home, command, whole, self._environment, lines) as output:
            return output.read()


class Answering:
    """`git COMMAND`, kept running to be asked again: starting one takes as long as a thousand of its answers.

    One is started when somebody asks while the others are answering. Those that nobody asks are ended when the next
    `Answering` is made: whoever builds again and again, as `sla serve` does, would otherwise keep a process a build
    until the garbage collector comes. One that is asked after that starts another. All are ended with the process.
    """

    AT_ONCE = 200
    """Lines that a question may have: they fit into a pipe, whatever git is doing, so no side waits for the other."""

    def __init__(self, folder: Path, command: str, *arguments: str) -> None:
        assert command in COMMANDS, command
        self._folder, self._command = folder, command
        self._whole = (*_PREFIX, command, *arguments)
        self._idle: list[_Running] = []
        for other in list(_ANSWERING):
            _end_all(other._idle)
        _ANSWERING.add(self)
        finalize(self, _end_all, self._idle)

    @contextmanager
    def asked(self, lines: Sequence[str]) -> Iterator[IO[bytes]]:
        """The output of git after it was asked these lines; whoever reads it takes all the answers, or `Silent`.

        Raises `GitFailed` where git ended instead of answering, or `GitMissing`.
        """
        assert len(lines) <= self.AT_ONCE, len(lines)
        try:
            running = self._idle.pop()
        except IndexError:
            running = _started(self._folder, self._whole, environment(), PIPE)
        answered = False
        try:
            with _patience(running.process):
                yield running.questions(lines)
            answered = True
        except (Silent, BrokenPipeError):
            running.require_success(self._command)
            raise GitFailed(self._command, b"it ended without an answer") from None
        finally:
            if answered:
                self._idle.append(running)
            else:
                running.end()


_ANSWERING: WeakSet[Answering] = WeakSet()


class Silent(Exception):
    """Git did not answer."""


@contextmanager
def _output(
    folder: Path, command: str, whole: tuple[str, ...], variables: dict[str, str], lines: Iterable[str]
) -> Iterator[IO[bytes]]:
    # Files instead of pipes: however much is asked or complained, no side waits for the other.
    with TemporaryFile() as asked:
        asked.writelines(line.encode() + b"\n" for line in lines)
        asked.seek(0)
        running = _started(folder, whole, variables, asked)
        try:
            with _patience(running.process):
                yield running.output
                running.output.close()
                running.process.wait()
            running.require_success(command)
        finally:
            running.end()


class _Running(Struct, frozen=True, eq=False):
    """A process, what it prints, and what it complains of."""

    process: Popen[bytes]
    output: IO[bytes]
    complaints: IO[bytes]

    def questions(self, lines: Sequence[str]) -> IO[bytes]:
        """Its output, after these lines were written to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(line.encode() + b"\n" for line in lines))
        self.process.stdin.flush()
        return self.output

    def require_success(self, command: str) -> None:
        """Wait for its end; raise `GitFailed` where it failed."""
        self.output.close()
        status = self.process.wait()
        if status == -SIGKILL:
            raise GitFailed(command, f"it was ended, or took more than {SECONDS} s".encode())
        if status:
            self.complaints.seek(0)
            complaint = self.complaints.read(1 << 16)
            # One that says nothing answers no, as `config --get` does where nothing is set: there is no error to type.
            typed = _gitpython().GitCommandError(self.process.args, status, complaint) if complaint else None
            raise GitFailed(command, complaint) from typed

    def end(self) -> None:
        """End it, however it is left."""
        for stream in (self.process.stdin, self.output):
            with suppress(BrokenPipeError):
                if stream is not None:
                    stream.close()
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.complaints.close()


def _started(folder: Path, whole: tuple[str, ...], variables: dict[str, str], questions: IO[bytes] | int) -> _Running:
    program = programs.find("git", folder)
    if program is None:
        raise _missing("there is no such program")
    complaints = TemporaryFile()  # noqa: SIM115 closed where the process ends
    try:
        process = Popen(
            (str(program), *whole), cwd=folder, env=variables, stdin=questions, stdout=PIPE, stderr=complaints,
            bufsize=1 << 20,
        )  # fmt: skip
    except OSError as problem:
        complaints.close()
        raise _missing(problem.strerror or type(problem).__name__) from None
    assert process.stdout is not None
    return _Running(process, process.stdout, complaints)


@contextmanager
def _patience(process: Popen[bytes]) -> Iterator[None]:
    """Ends the process where it takes too long: a pipe in the place of an object would be waited for without an end."""
    patience = Timer(SECONDS, process.kill)
    patience.daemon = True
    patience.start()
    try:
        yield
    finally:
        patience.cancel()


def _end_all(running: list[_Running]) -> None:
    with suppress(IndexError):  # Somebody else may take the last one.
        while running:
            running.pop().end()


def _gitpython() -> ModuleType:
    # Imported late: that takes a twentieth of a warm run, and few commands fail.
    # When it is imported, GitPython tries out the git that it finds, with the settings of whoever calls. It is given
    # one that cannot be started.
    before = {name: os.environ.get(name) for name in _UNTRIED}
    os.environ.update(_UNTRIED)
    try:
        import git
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return git


_UNTRIED = {"GIT_PYTHON_GIT_EXECUTABLE": os.devnull, "GIT_PYTHON_REFRESH": "quiet"}


def _missing(why: str) -> GitMissing:
    return GitMissing(f"git cannot be run: {why}", hint=INSTALL_GIT, code=Fault.UNUSABLE_REPOSITORY)
