"""Where a site may stand: never over anything that people wrote.

A build replaces the whole folder. So the folder has to be new, empty, or the work of an earlier build to which nobody
added anything; a marker in it says what that build published.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from living_sla.errors import Fault, Place, SlaError

MARKER = ".sla-site"
INPUTS = ("agreements", "data", "docs", "plugins", ".git")
"""Folders of a project, beside the one that `mkdocs.yml` names for pages, of which no build may replace a part."""

_PRODUCT = "living-sla"
_CODE = Fault.PLACE_TAKEN
_ELSEWHERE = "choose a folder that is new or empty, for example --site-dir site"
_SHOWN = 3


def located(asked: Path, *, root: Path) -> Path:
    """The folder that is meant, without `..` and without links on the way to it; a link at its end stays one."""
    path = root / asked
    return path.resolve() if path.name in ("", "..") else path.parent.resolve() / path.name


def mark(site: Path, *, read: Iterable[str] = ()) -> None:
    """Write into a finished site that it is one, every file that it consists of, and the exports that were read."""
    (site / MARKER).unlink(missing_ok=True)
    marker = {"product": _PRODUCT, "published": sorted(_entries(site)), "read": sorted(read)}
    (site / MARKER).write_text(json.dumps(marker, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def open_to_readers(site: Path) -> None:
    """Let everybody read a finished site, whatever permissions its sources have, and those that are usual here."""
    for parent, _, files in os.walk(site):
        os.chmod(parent, 0o755)
        for name in files:
            os.chmod(os.path.join(parent, name), 0o644)


def refuse_unsafe(site: Path, *, root: Path, docs: Path) -> None:
    """Refuse a place where a site would replace what no build has made; nothing is written.

    Args:
        site: The folder as `located` gives it.
        root: The folder of the project, without links in its path.
        docs: The folder of the site's pages.

    Raises:
        SlaError: It is a link or a file, it holds or lies inside the project's inputs, the project or the home
            folder, or it has files in it that are not of the last build.
    """
    inputs = [docs, *(root / name for name in INPUTS)]
    inputs += [folder.resolve() for folder in inputs]
    reason = never(site, project=root, home=Path(os.path.expanduser("~")).resolve(), inputs=inputs)
    if reason:
        raise _refusal(site, root, f"the site cannot stand here: {reason}", _ELSEWHERE)
    if site.is_symlink():
        raise _refusal(site, root, "the site cannot stand here: this is a link", "name the folder that it leads to")
    if not site.exists():
        return
    if not site.is_dir():
        hint = "move the file away, or choose another folder with --site-dir"
        raise _refusal(site, root, "the site cannot stand here: this is a file", hint)
    _refuse_foreign_files(site, root)


def never(site: PurePath, *, project: PurePath, home: PurePath, inputs: Iterable[PurePath]) -> str:
    """Why no site may stand at `site`, whatever is there now; empty where one may. Looks at the paths alone."""
    if site == site.parent:
        return "this is the root of the file system"
    if project.is_relative_to(site):
        return "this is the folder of the project" if site == project else "the project lies inside"
    if home.is_relative_to(site):
        return "this is a home folder" if site == home else "a home folder lies inside"
    if ".git" in site.parts:
        return "this is part of a git repository's own files"
    for folder in inputs:
        if folder.is_relative_to(site):
            return f"this is {folder.name}/" if site == folder else f"{folder.name}/ lies inside"
        if site.is_relative_to(folder):
            return f"this lies inside {folder.name}/"
    return ""


def _refuse_foreign_files(site: Path, root: Path) -> None:
    published = _published(site)
    foreign = sorted(set(_entries(site)) - (published or frozenset()))
    if published is None and foreign:
        hint = "choose a folder that is new or empty, or delete this one yourself if nothing in it is needed"
        raise _refusal(site, root, f"sla build did not make this folder, and it holds {_some(foreign)}", hint)
    if foreign:
        hint = "move that elsewhere, for a build replaces the whole folder; what belongs to the site goes into docs/"
        raise _refusal(site, root, f"this folder holds what the last build did not put there: {_some(foreign)}", hint)


def read_for(site: Path) -> frozenset[str]:
    """The names of the sources that were read for the site that stands there; none where no build made it.

    Whatever path they had then: one that was mistyped since would else take their figures away.
    """
    return frozenset(read.partition(": ")[0] for read in _listed(site, "read") or ())


def _published(site: Path) -> frozenset[str] | None:
    """What the last build put there; None where no build did."""
    listed = _listed(site, "published")
    return None if listed is None else listed | {MARKER}


def _listed(site: Path, what: str) -> frozenset[str] | None:
    try:
        marker = json.loads((site / MARKER).read_text(encoding="utf-8"))
        return frozenset(map(str, marker.get(what, ()))) if marker["product"] == _PRODUCT else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _entries(folder: Path) -> Iterator[str]:
    """Every file and every link below a folder, as paths from it; folders count only for what is in them."""
    for parent, folders, files in os.walk(folder):
        here = os.path.relpath(parent, folder).replace(os.sep, "/")
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        yield from (name if here == "." else f"{here}/{name}" for name in (*files, *links))


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _refusal(site: Path, root: Path, message: str, hint: str) -> SlaError:
    place = site.relative_to(root) if site.is_relative_to(root) else site
    return SlaError(message, where=Place(place.as_posix()), hint=hint, code=_CODE)
