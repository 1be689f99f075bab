"""Where other programs are looked for: on the machine, never in what a repository brings.

A search path may hold an empty entry or a dot, which mean the folder one stands in, and a virtual environment often
lies inside the project. Whoever may push could put a `git` or a `yaml.py` there.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_FOLDERS_OF_BROWSERS = ("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome")
"""Where they are installed, whatever the search path says."""


def find(name: str, project: Path | None, *, path: str | None = None) -> Path | None:
    """Where a program is installed, outside the repository of `project`; None where it is not.

    `path` is a search path, the environment's where none is given. Only absolute folders of it are looked into.
    """
    inside = None if project is None else top_of(project)
    return _found(name, inside, os.environ.get("PATH", "") if path is None else path)


def find_browser(project: Path) -> Path | None:
    """Where Chromium or a browser made of it is installed, outside the repository; None where none is."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *_FOLDERS_OF_BROWSERS))
    return next((found for name in _BROWSERS if (found := find(name, project, path=path))), None)


@lru_cache(maxsize=16)  # git is started a dozen times and more in one run, and a search resolves every folder
def _found(name: str, inside: Path | None, searched: str) -> Path | None:
    file = f"{name}.exe" if os.name == "nt" else name
    for folder in searched.split(os.pathsep):
        candidate = Path(folder, file)
        if not _is_outside(folder, inside) or _is_below(candidate.resolve(), inside):
            continue
        if os.access(candidate, os.X_OK) and candidate.is_file():
            return candidate
    return None


def shield(project: Path) -> None:
    """Keep this process, and what it starts, from programs and modules in the repository of `project`.

    Dropped are the entries of the search path that lead there, and those of either search path, for programs and for
    Python modules, that mean the folder one stands in. Every Python that is started from here leaves out that folder.
    """
    inside = top_of(project)
    entries = os.environ.get("PATH", "").split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(entry for entry in entries if _is_outside(entry, inside))
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"  # the same for Windows
    modules = os.environ.get("PYTHONPATH")
    if modules:
        fixed = [entry for entry in modules.split(os.pathsep) if os.path.isabs(entry)]
        here = {os.path.abspath(entry) for entry in modules.split(os.pathsep)} - set(fixed)
        sys.path[:] = [entry for entry in sys.path if entry not in here]
        os.environ["PYTHONPATH"] = os.pathsep.join(fixed)
    sys.path[:] = [entry for entry in sys.path if os.path.isabs(entry)]


def top_of(project: Path) -> Path:
    """The folder of the repository that a project lies in; the project itself where there is none."""
    project = project.resolve()
    return next((folder for folder in (project, *project.parents) if os.path.lexists(folder / ".git")), project)


def _is_outside(folder: str, inside: Path | None) -> bool:
    """Whether a folder of a search path is an absolute one that does not lead into the repository."""
    if not os.path.isabs(folder):
        return False
    return not _is_below(Path(os.path.normpath(folder)), inside) and not _is_below(Path(folder).resolve(), inside)


def _is_below(path: Path, inside: Path | None) -> bool:
    # A container may have its project at the root of everything; then nothing lies outside.
    return inside is not None and inside.parent != inside and path.is_relative_to(inside)
