"""Every check, one after the other; none of them can keep another from being made."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from living_sla.doctor.here import Here
from living_sla.doctor.private import pasteable
from living_sla.errors import EnvironmentFault, SlaError, each
from living_sla.model.observation import Checkup, Observation, Severity, note, problem
from living_sla.unforeseen import place_of

Check = Callable[[Here], Iterable[Observation]]
GROUPS = {
    "machine": ("machine",),
    "packages": ("packages",),
    "repository": ("repository", "line_ends"),
    "signing": ("signing",),
    "project": ("project", "site"),
    "data": ("data",),
}
"""The modules of each group, in the order in which they are told; a module has its checks as `CHECKS`, by subject."""
_NUMBER = re.compile(r"SLA-F[0-9]+ ")
_REPORT = "send this line to the people who maintain Living SLA"


def examine(root: Path) -> Checkup:
    """What can be seen of the project at `root` and of this machine; nothing is raised, and nothing is changed."""
    here, told = Here(root), set[str]()
    return Checkup(
        tuple(
            (group, tuple(seen for name in modules for seen in _of_module(name, here) if _is_new(seen, told)))
            for group, modules in GROUPS.items()
        )
    )


def _is_new(seen: Observation, told: set[str]) -> bool:
    """Whether it has to be told: what keeps several checks from being made is told by the first of them."""
    if seen.severity is Severity.OK:
        return True
    what = _NUMBER.sub("", seen.what)
    if what in told:
        return False
    told.add(what)
    return True


def _of_module(name: str, here: Here) -> Iterator[Observation]:
    try:
        # Imported late, one at a time: a package that one of them needs may be missing.
        checks: Mapping[str, Check] = importlib.import_module(f"living_sla.doctor.{name}").CHECKS
    except Exception as trouble:
        yield _told(name, trouble)
        return
    for subject, check in checks.items():
        yield from _of_check(subject, check, here)


def _of_check(subject: str, check: Check, here: Here) -> Iterator[Observation]:
    """What a check sees, fit to be shown; where it fails, that it did."""
    try:
        for seen in check(here):
            yield _shown(seen)
    except Exception as trouble:
        yield _told(subject, trouble)


def _told(subject: str, trouble: Exception) -> Observation:
    """A check that ended in an error, as one line; of an error that nobody foresaw the place, and nothing it says."""
    if isinstance(trouble, SlaError):
        [first, *more] = each(trouble)
        count = f", the first of {len(more) + 1} faults" if more else ""
        head = f"{first.where}: " if first.where else ""
        stops = trouble.exit_code == EnvironmentFault.exit_code
        return _shown(problem(subject, f"{head}{first.message}{count}", first.hint or _REPORT, stops=stops))
    if isinstance(trouble, ModuleNotFoundError) and trouble.name and trouble.name.isidentifier():
        what = f"not looked at: the package {trouble.name} is not installed"
        return _shown(problem(subject, what, "python -m pip install --force-reinstall living-sla", stops=True))
    what = f"could not be looked at: {type(trouble).__name__} at {place_of(trouble)}"
    return _shown(note(subject, what, _REPORT))


def _shown(seen: Observation) -> Observation:
    return replace(seen, what=pasteable(seen.what), remedy=pasteable(seen.remedy))
