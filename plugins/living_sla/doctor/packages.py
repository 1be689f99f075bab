"""The releases that are installed, against those that the product asks for, and what it can use besides."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import living_sla
from living_sla import __version__
from living_sla.doctor.here import Here
from living_sla.doctor.private import shown_path
from living_sla.model.observation import Observation, note, ok, problem

PRODUCT = "living-sla"
_INSTALL = "python -m pip install"
_TOLD = ("mkdocs", "mkdocs-material", "mkdocs-macros-plugin", "pandas", "numpy", "pyarrow")
"""The packages whose releases are told one by one where all is well."""
_FOR = {
    "spark": "needed by sources with engine: spark",
    "dask": "needed by sources with engine: dask",
}


def python(here: Here) -> Iterator[Observation]:
    """Whether this Python is one that the product supports."""
    release = platform.python_version()
    wanted = next(iter(metadata.metadata(PRODUCT).get_all("Requires-Python") or ()), "")
    if SpecifierSet(wanted).contains(release, prereleases=True):
        yield ok("Python", f"{release} ({wanted or 'any'} is asked for)")
    else:
        remedy = f'install a Python {wanted}, then with it: {_INSTALL} "{PRODUCT}"'
        yield problem("Python", f"{release}, and {wanted} is asked for", remedy, stops=True)


def product(here: Here) -> Iterator[Observation]:
    """Which release of the product runs, and where it lies."""
    where = shown_path(Path(living_sla.__file__).parent)
    installed = metadata.version(PRODUCT)
    if installed == __version__ or find_spec("living_sla._version") is None:
        yield ok(PRODUCT, f"{__version__}, in {where}")
    else:
        what = f"the code in {where} is {__version__}, and {installed} is installed"
        yield note(PRODUCT, what, f"{_INSTALL} --force-reinstall {PRODUCT}")


def required(here: Here) -> Iterator[Observation]:
    """Every package that the product cannot do without."""
    asked = [one for one in _requirements() if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = [(one, found) for one in asked if not _is_met(one, found := _installed(one.name))]
    for one, found in wrong:
        what = (
            f"{one.name} is not installed" if found is None else f"{one.name} is {found}, and {one.specifier} is asked"
        )
        yield problem("packages", what, f'{_INSTALL} "{one.name}{one.specifier}"', stops=found is None)
    if not wrong:
        told = ", ".join(f"{name} {_installed(name)}" for name in _TOLD if _installed(name))
        yield ok("packages", f"{told}; all {len(asked)} as they are asked for")


def extras(here: Here) -> Iterator[Observation]:
    """What can be installed besides."""
    for extra in metadata.metadata(PRODUCT).get_all("Provides-Extra") or ():
        asked = [one for one in _requirements() if one.marker and _belongs(one, extra)]
        missing = [one.name for one in asked if not _is_met(one, _installed(one.name))]
        if missing:
            why = _FOR.get(extra, "optional")
            what = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed: {why}"
            yield note(f"extra {extra}", what, f'{_INSTALL} "{PRODUCT}[{extra}]"')
        else:
            yield ok(f"extra {extra}", ", ".join(f"{one.name} {_installed(one.name)}" for one in asked) or "there")


def _belongs(requirement: Requirement, extra: str) -> bool:
    assert requirement.marker is not None
    return requirement.marker.evaluate({"extra": extra}) and not requirement.marker.evaluate({"extra": ""})


def _is_met(requirement: Requirement, found: str | None) -> bool:
    return found is not None and requirement.specifier.contains(found, prereleases=True)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _requirements() -> list[Requirement]:
    return [Requirement(line) for line in metadata.requires(PRODUCT) or ()]


CHECKS = {"Python": python, PRODUCT: product, "packages": required, "extras": extras}
