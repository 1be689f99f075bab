"""The files that agreements are read from, found below `agreements/`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from living_sla.errors import EnvironmentFault, Fault, Faults, Place, SlaError, shown
from living_sla.files import NOTHING, READABLE
from living_sla.model.paths import AGREEMENTS_FOLDER, NOT_AGREEMENTS, PAGE

_LIKE_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn", ".mdtext", ".mdx", ".md.txt")


def agreement_files(root: Path) -> list[Path]:
    """Every Markdown file under `agreements/`, in order of its path; sign-offs and waivers are not agreements.

    A link to a folder is among them, to be refused when it is read. Raises `Faults` where there is none, or where a
    folder cannot be read: what is not seen must not count as absent.
    """
    found: list[Path] = []
    for parent, folders, files in os.walk(root / AGREEMENTS_FOLDER, onerror=partial(_refuse_folder, root)):
        folders[:] = _with_agreements(root, parent, folders)
        found += (Path(parent, name) for name in folders if Path(parent, name).is_symlink())
        found += (Path(parent, name) for name in files if name.endswith(PAGE))
    if not found:
        hint = "write a first one, for example agreements/lead-handoff.md, or name another folder with --project"
        raise Faults([SlaError("there is no agreement", where=Place(f"{AGREEMENTS_FOLDER}/"), hint=hint, code=NOTHING)])
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def _with_agreements(root: Path, parent: str, folders: list[str]) -> list[str]:
    """Those of the folders below `parent` that may hold agreements, in order."""
    apart = [root / folder for folder in NOT_AGREEMENTS]
    return sorted(name for name in folders if Path(parent, name) not in apart)


def misnamed(root: Path) -> Iterator[SlaError]:
    """A fault for each file under `agreements/` that looks like an agreement and is not named as one."""
    for parent, folders, files in os.walk(root / AGREEMENTS_FOLDER):
        folders[:] = _with_agreements(root, parent, folders)
        for name in sorted(files):
            if name.lower().endswith(_LIKE_PAGES) and not name.endswith(PAGE):
                where = Place(shown(Path(parent, name).relative_to(root).as_posix()))
                hint = f"end its name in {PAGE}, in small letters"
                yield SlaError("not read as an agreement", where=where, hint=hint, code=Fault.WRONG_ENDING)


def _refuse_folder(root: Path, problem: OSError) -> None:
    """Turn what the walk through the folders met into a fault."""
    folder = Path(problem.filename)
    where = Place(f"{folder.relative_to(root).as_posix()}/")
    if isinstance(problem, FileNotFoundError | NotADirectoryError):
        hint = "`sla init` makes a project here; --project names another folder"
        raise Faults([SlaError("there is no such folder", where=where, hint=hint, code=NOTHING)]) from None
    message = f"the folder cannot be read: {problem.strerror or type(problem).__name__}"
    raise Faults([EnvironmentFault(message, where=where, hint=READABLE, code=NOTHING)]) from None
