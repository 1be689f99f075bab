"""Whether a checkout keeps the bytes of exports, which are hashed: a figure names the file that it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from living_sla.doctor.here import Here
from living_sla.files import bytes_of, is_there
from living_sla.history.git.trouble import HistoryFault
from living_sla.model.counted import counted
from living_sla.model.observation import Observation, note, ok, problem

_ATTRIBUTES = ".gitattributes"
_EXPORTS = "data/exports"
_WORDS = ("true", "input", "1", "yes", "on")


def line_ends(here: Here) -> Iterator[Observation]:
    """What git does with line ends here, and with which of the exports that are committed."""
    repository = here.repository
    if isinstance(repository, HistoryFault):
        return
    setting = here.git_setting("core.autocrlf").lower()
    told = f"core.autocrlf is {setting or 'not set'}"
    exports = repository.files(repository.head, _EXPORTS)
    if not exports:
        yield ok("line ends", f"no exports are committed; {told}")
        return
    rules = list(_rules(here))
    open_to_change = [path for path in exports if not _is_kept(path, rules)]
    remedy = f"echo '{_EXPORTS}/* -text' >> {_ATTRIBUTES}; git add --renormalize ."
    if not open_to_change:
        yield ok("line ends", f"{_ATTRIBUTES} keeps the bytes of exports; {told}")
    elif setting in _WORDS:
        what = f"{told}, and {_ATTRIBUTES} does not keep it from {counted(len(open_to_change), 'export')}"
        yield problem("line ends", f"{what}: other machines see other bytes", remedy)
    else:
        what = f"{told} here; on another machine a checkout may change the bytes of"
        yield note("line ends", f"{what} {counted(len(open_to_change), 'export')}", remedy)


def _rules(here: Here) -> Iterator[tuple[str, str, bool]]:
    """Folder, pattern, and whether bytes are kept: every rule that says so or the contrary, the last one counts."""
    for folder in ("", "data/", f"{_EXPORTS}/"):
        file = here.root / folder / _ATTRIBUTES
        if not file.parent.is_dir() or not is_there(file, here.root):
            continue
        for line in bytes_of(file, here.root).decode("utf-8", "replace").splitlines():
            pattern, *attributes = line.split() or ("#",)
            said = [name.partition("=")[0] for name in attributes]
            if not pattern.startswith("#") and {"-text", "binary", "text", "eol"} & {*said}:
                yield folder, pattern, bool({"-text", "binary"} & {*said})


def _is_kept(path: str, rules: list[tuple[str, str, bool]]) -> bool:
    matching = [kept for folder, pattern, kept in rules if path.startswith(folder) and _matches(path, folder, pattern)]
    return bool(matching) and matching[-1]


def _matches(path: str, folder: str, pattern: str) -> bool:
    """As git matches: a pattern without a slash is for a name in any folder."""
    inside = path.removeprefix(folder)
    if "/" not in pattern.strip("/"):
        return fnmatchcase(PurePosixPath(inside).name, pattern.strip("/"))
    return fnmatchcase(inside, pattern.lstrip("/").replace("**/", "*"))


CHECKS = {"line ends": line_ends}
