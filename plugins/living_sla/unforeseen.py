"""What nobody foresaw: any exception becomes a fault that a person can read, and a report for whoever maintains this.

The report says where in the code it happened, and with which releases. It holds no text of the exception, no argument
and no line of a file, for any of them may quote a cell; and no folder of the machine, whose names may be a person's.
"""

from __future__ import annotations

import errno
import platform
import traceback
from collections.abc import Iterator
from importlib import metadata
from pathlib import PurePath
from tempfile import NamedTemporaryFile

from living_sla import __version__
from living_sla.errors import EnvironmentFault, Fault, SlaError

_INSTALLED = ("site-packages", "dist-packages", "plugins")
_MOST_FRAMES = 60
_MOST_CAUSES = 8
_RELEASES = ("click", "GitPython", "holidays", "Jinja2", "mkdocs", "mkdocs-macros-plugin", "mkdocs-material", "nh3",
             "numpy", "pandas", "pyarrow", "pydantic", "PyYAML", "tzdata")  # fmt: skip
_REMEDIES = {
    errno.EACCES: "fix the permissions",
    errno.EDQUOT: "free the disk",
    errno.EMFILE: "raise the limit of open files: ulimit -n",
    errno.ENOSPC: "free the disk",
    errno.EPERM: "fix the permissions",
    errno.EROFS: "work where files can be written",
}


def told(problem: BaseException, *, during: str) -> SlaError:
    """`problem` as a fault: itself where it is one, else one that names the place and a report that was written.

    `during` is the work that was done, such as ``sla build``. Nothing that `problem` says is quoted, but for what the
    system says of a file, and the name of a package. Never raises.
    """
    if isinstance(problem, SlaError):
        return problem
    if isinstance(problem, MemoryError):
        return EnvironmentFault("no memory is left", hint="free some, or give the process more", code=Fault.NO_MEMORY)
    if isinstance(problem, OSError) and problem.errno in _REMEDIES:
        return EnvironmentFault(_refusal(problem), hint=_REMEDIES[problem.errno], code=Fault.FILE_REFUSED)
    if isinstance(problem, ModuleNotFoundError) and problem.name and problem.name.isidentifier():
        message = f"the package {problem.name} is not installed, and something that is installed needs it"
        hint = "install again what brought it, with what it depends on: sla doctor says what is missing"
        return EnvironmentFault(message, hint=hint, code=Fault.MISSING_PACKAGE)
    what = _refusal(problem) if isinstance(problem, OSError) else type(problem).__name__
    message = f"{during} ended in an error that nobody foresaw: {what} at {place_of(problem)}"
    try:
        where = f"the report {_filed(problem, during)}, which quotes no file,"
    except Exception:
        where = "this message"
    hint = f"nothing was published; send {where} to the people who maintain Living SLA, with what sla doctor prints"
    return EnvironmentFault(message, hint=hint, code=Fault.UNFORESEEN)


def _refusal(problem: OSError) -> str:
    """What the system says, and of which file, on one line that any terminal can show."""
    name = problem.filename if isinstance(problem.filename, str) else ""
    said = f"{problem.strerror or type(problem).__name__}{f': {name}' if name else ''}"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in said[:400])


def _filed(problem: BaseException, during: str) -> str:
    """The path of a report that only its owner can read."""
    with NamedTemporaryFile(
        "w", prefix="sla-report-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        file.writelines(f"{line}\n" for line in report(problem, during))
    return file.name


def report(problem: BaseException, during: str) -> Iterator[str]:
    """The lines of a report: the work, the releases, then each exception with the places that it came through."""
    yield f"{during}, Living SLA {__version__}, Python {platform.python_version()}, {platform.platform()}"
    yield ", ".join(f"{name} {_release(name)}" for name in _RELEASES)
    one: BaseException | None = problem
    for _ in range(_MOST_CAUSES):
        if one is None:
            return
        kind = type(one)
        yield ""
        yield f"{kind.__module__}.{kind.__qualname__}"
        yield from _frames(one)
        one = one.__cause__ or one.__context__


def _frames(problem: BaseException) -> list[str]:
    """Where an exception came through, outermost first; the middle of a long way is left out."""
    lines = [
        f"  {_shown(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"
        for frame, number in traceback.walk_tb(problem.__traceback__)
    ]
    if len(lines) <= _MOST_FRAMES:
        return lines
    half = _MOST_FRAMES // 2
    return [*lines[:half], f"  and {len(lines) - 2 * half} more", *lines[-half:]]


def place_of(problem: BaseException) -> str:
    """Where in the code it was raised: the innermost place that is ours, else the innermost of all."""
    lines = [line.strip() for line in _frames(problem)]
    ours = [line for line in lines if line.startswith("living_sla/")]
    return (ours or lines or ["an unknown place"])[-1]


def _shown(path: str) -> str:
    """A file of code from the folder of its library on; of any other file its name alone."""
    parts = PurePath(path).parts
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] in _INSTALLED or parts[at].startswith("python3."):
            return "/".join(parts[at + 1 :])
    return parts[-1] if parts else "?"


def _release(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"
