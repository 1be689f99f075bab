"""The project: settings, agreements, the settings of the site, and where the site goes."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.doctor.here import Here
from living_sla.errors import SlaError, each
from living_sla.files import NOTHING
from living_sla.model.counted import counted
from living_sla.model.observation import Observation, note, ok, problem
from living_sla.settings import SETTINGS_FILE, Settings

_MOST_FAULTS = 3


def settings(here: Here) -> Iterator[Observation]:
    """Whether `[tool.living_sla]` can be read."""
    if isinstance(here.settings, SlaError):
        yield from faults_told("settings", here.settings)
    elif not (here.root / SETTINGS_FILE).exists():
        yield ok("settings", f"there is no {SETTINGS_FILE}: every setting has its default")
    else:
        what = f"[tool.living_sla] of {SETTINGS_FILE} is readable"
        yield ok("settings", f"{what}{'' if here.settings != Settings() else ', and every setting has its default'}")


def agreements(here: Here) -> Iterator[Observation]:
    """Whether there are agreements, and every one can be read."""
    if not (here.root / "agreements").is_dir():
        remedy = "sla init, or name the folder of the project: sla doctor --project FOLDER"
        yield (problem if here.is_project else note)("agreements", "there is no folder agreements/", remedy)
        return
    found = here.agreements
    if not found.read and all(fault.code is NOTHING and fault.exit_code == 2 for fault in found.faults):
        yield note("agreements", "there is no agreement below agreements/ yet", "sla new agreement")
    elif found.faults:
        first = found.faults[0]
        told = f"{first.where or 'agreements/'}: {first.code or 'a fault'}"
        what = f"{counted(len(found.faults), 'fault')} in what is below agreements/, the first at {told}"
        yield problem("agreements", what, "sla check")
    else:
        commitments = sum(len(agreement.terms.commitments) for agreement in found.read)
        total = f"{counted(len(found.read), 'agreement')} with {counted(commitments, 'commitment')}"
        yield ok("agreements", f"{total}, each readable by itself; sla check looks at all of it")


def faults_told(subject: str, fault: SlaError) -> Iterator[Observation]:
    """The first faults of many, one a line."""
    several = each(fault)
    for one in several[:_MOST_FAULTS]:
        where = f"{one.where}: " if one.where else ""
        number = f"{one.code} " if one.code else ""
        yield problem(subject, f"{where}{number}{one.message}", one.hint or "sla check")
    if len(several) > _MOST_FAULTS:
        yield problem(subject, f"and {counted(len(several) - _MOST_FAULTS, 'fault')} more", "sla check; sla build")


CHECKS = {"settings": settings, "agreements": agreements}
