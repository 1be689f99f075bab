"""Exports, and what is needed to read them: their files, zones, holidays, engines."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from living_sla import programs
from living_sla.doctor.here import Here
from living_sla.doctor.machine import size
from living_sla.errors import NoFile, SlaError, each
from living_sla.exports.files import find_files
from living_sla.model.counted import counted
from living_sla.model.observation import Observation, note, ok, problem
from living_sla.model.paths import SOURCES_FILE
from living_sla.model.time import calendar
from living_sla.model.time.zones import zone, zones_release

_POINTER = b"version https://git-lfs.github.com/spec/"
_LARGEST_ON_A_FORGE = 100 << 20
"""Bytes beyond which GitHub takes no file; GitLab's limits are of the same order."""
_ENGINES = {"spark": "pyspark", "dask": "distributed"}


def exports(here: Here) -> Iterator[Observation]:
    """Whether every source has a file, and how large they are; no record is read."""
    declared = here.sources
    if isinstance(declared, SlaError):
        first, *_ = each(declared)
        count = counted(len(each(declared)), "fault")
        yield problem("sources", f"{count} in {SOURCES_FILE}, the first at {first.where or SOURCES_FILE}", "sla check")
        return
    if not declared.sources:
        if here.is_project:
            yield note("exports", f"{SOURCES_FILE} declares none, so there are no figures", "sla sources guess FILE")
        return
    files: list[Path] = []
    for name, source in declared.sources.items():
        if source.engine is not None:
            continue
        try:
            files += find_files(name, source, here.root, declared.place(name)).files
        except NoFile as absent:
            yield note("exports", f"{name} waits for data: {absent.message}", f"put the export to data/{source.path}")
        except SlaError as fault:
            where = f"{fault.where}: " if fault.where else ""
            yield problem("exports", f"{where}{fault.message}", fault.hint or "sla check")
    yield from _sizes(here, list(dict.fromkeys(files)))


def _sizes(here: Here, files: list[Path]) -> Iterator[Observation]:
    if not files:
        return
    sizes = {file: file.stat().st_size for file in files}
    biggest = max(sizes, key=lambda file: sizes[file])
    name = biggest.relative_to(here.root).as_posix()
    total = f"{counted(len(files), 'file')}, {size(sum(sizes.values()))}"
    yield ok("exports", f"{total}; the largest is {name}, {size(sizes[biggest])}")
    for file in files:
        shown = file.relative_to(here.root).as_posix()
        if not os.access(file, os.R_OK):
            yield problem("exports", f"{shown} cannot be read by this user", f"chmod u+r {shown}")
        elif _is_pointer(file):
            yield problem("exports", f"{shown} is a pointer of Git LFS, not the file", "git lfs pull")
    if sizes[biggest] > _LARGEST_ON_A_FORGE:
        what = f"{name} is larger than forges take ({size(_LARGEST_ON_A_FORGE)}), should it be committed"
        yield note("exports", what, f"gzip {name}, and let the path of its source end in .gz")


def _is_pointer(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_POINTER)) == _POINTER


def zones(here: Here) -> Iterator[Observation]:
    """Whether every zone that the project names is in the release that is installed; the machine's own is not used."""
    names = {agreement.terms.coverage.timezone for agreement in here.agreements.read if agreement.terms.coverage}
    if not isinstance(here.sources, SlaError):
        names |= {source.timezone for source in here.sources.sources.values() if source.timezone}
    missing = []
    for name in sorted(names):
        try:
            zone(name)
        except ZoneInfoNotFoundError:
            missing.append(name)
    release, own = zones_release(), f"the clock of this machine shows {datetime.now(UTC).astimezone():%Z}"
    if missing:
        remedy = "python -m pip install --upgrade --force-reinstall tzdata"
        yield problem("zones", f"{release} has no {', '.join(missing)}", remedy)
    else:
        yield ok("zones", f"{release}: {', '.join(sorted(names)) or 'none is named'}; {own}")


def holidays(here: Here) -> Iterator[Observation]:
    """Whether the holidays of this year and the next are known in every country that an agreement names."""
    named = (agreement.terms.coverage for agreement in here.agreements.read)
    regions = Counter(terms.holidays for terms in named if terms and terms.holidays)
    year = datetime.now(UTC).year
    for region in sorted(regions):
        unknown = calendar.unknown_years(region, year, (datetime.now(UTC) + calendar.LOOK_AHEAD).year)
        if unknown:
            what = f"{calendar.calendar_release()} does not know all holidays of {region} in {unknown[0]}"
            remedy = "python -m pip install --upgrade holidays, or list the days as closed: below coverage"
            yield problem("holidays", what, remedy)
    if here.cache is not None:
        calendar.remember(here.cache)
    yield ok("holidays", f"{calendar.calendar_release()}: {', '.join(sorted(regions)) or 'no country is named'}")


def engines(here: Here) -> Iterator[Observation]:
    """Whether the engines that sources name are installed."""
    if isinstance(here.sources, SlaError):
        return
    named = {str(source.engine): name for name, source in here.sources.sources.items() if source.engine}
    for engine, name in sorted(named.items()):
        package = _ENGINES.get(engine, engine)
        if find_spec(package) is None:
            remedy = f'python -m pip install "living-sla[{engine}]"'
            yield problem("engines", f"{name} is read by {engine}, and {package} is not installed", remedy)
        elif engine == "spark" and not _has_java(here):
            what = f"{name} is read by Spark, which finds no Java"
            yield problem("engines", what, "apt-get install openjdk-17-jre-headless, or export JAVA_HOME=/its/folder")
        else:
            yield ok("engines", f"{name} is read by {engine}, which is installed")


def _has_java(here: Here) -> bool:
    if here.variables.get("SPARK_REMOTE") or here.variables.get("JAVA_HOME"):
        return True
    return programs.find("java", here.root) is not None


CHECKS = {"exports": exports, "zones": zones, "holidays": holidays, "engines": engines}
