"""The machine: encoding, clock, browser, fonts, memory, disks, the folder of what is remembered."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from living_sla import cache, programs
from living_sla.doctor.here import Here
from living_sla.doctor.private import shown_path
from living_sla.model.observation import Observation, note, ok, problem

_FONTS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/System/Library/Fonts",
    "/Library/Fonts", r"C:\Windows\Fonts", "/usr/share/texmf/fonts",
)  # fmt: skip
_FONT_ENDINGS = (".ttf", ".otf", ".ttc", ".pfb", ".woff2")
_MEGABYTE = 1 << 20
LITTLE_DISK, NO_DISK = 1024 * _MEGABYTE, 64 * _MEGABYTE
"""Bytes below which a free disk is told, and below which a build is likely to fail."""
LITTLE_MEMORY = 512 * _MEGABYTE


def system(here: Here) -> Iterator[Observation]:
    """What it is: nothing that could be wrong with it."""
    yield ok("system", f"{platform.system() or sys.platform} {platform.release()}, {platform.machine()}".strip())


def encoding(here: Here) -> Iterator[Observation]:
    """How names of files, and text on this terminal, are written."""
    remedy = "set PYTHONUTF8=1" if os.name == "nt" else "export PYTHONUTF8=1"
    files, terminal = sys.getfilesystemencoding(), getattr(sys.stdout, "encoding", None) or "utf-8"
    named = next((f"{name}={value}" for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := here.variables.get(name))),
                 "no locale is set")  # fmt: skip
    if not _is_utf8(files):
        yield problem("encoding", f"names of files are read as {files} ({named}), not as UTF-8", remedy)
    elif not _is_utf8(terminal):
        yield note("encoding", f"this terminal takes {terminal} ({named}): other letters are shown as numbers", remedy)
    else:
        yield ok("encoding", f"UTF-8 ({named})")


def _is_utf8(name: str) -> bool:
    return name.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")


def browser(here: Here) -> Iterator[Observation]:
    """Whether screenshots and PDF could be made of pages here; nothing else needs one."""
    found = programs.find_browser(here.root)
    if found is None:
        remedy = "apt-get install chromium, where screenshots or PDF are wanted"
        yield note("browser", "no Chromium or Chrome is found: only for screenshots and PDF made here", remedy)
    else:
        yield ok("browser", f"{shown_path(found)}, for screenshots and PDF")


def fonts(here: Here) -> Iterator[Observation]:
    """Whether a browser of this machine has letters to draw with; pages bring none."""
    if any(_holds_font(Path(os.path.expanduser(folder))) for folder in _FONTS):
        yield ok("fonts", "there are some; pages use those of their readers and fetch none")
    else:
        what = "none is found: pages that a browser draws on this machine show boxes; readers have their own"
        yield note("fonts", what, "apt-get install fonts-dejavu-core")


def _holds_font(folder: Path) -> bool:
    return any(
        name.lower().endswith(_FONT_ENDINGS) for _, _, names in os.walk(folder, followlinks=False) for name in names
    )


def memory(here: Here) -> Iterator[Observation]:
    """What is free, and what a container may have."""
    free, limit = _free_memory(), _limit_of_memory()
    numbers = [number for number in (free, limit) if number is not None]
    if not numbers:
        yield ok("memory", "this system does not say how much is free")
        return
    told = f"{size(min(numbers))} can be used"
    if min(numbers) < LITTLE_MEMORY:
        remedy = "end other programs, or give the container more: --memory 1g"
        yield note("memory", f"{told}, which is little for a large export", remedy)
    else:
        yield ok("memory", told)


def _free_memory() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration, IndexError):
        return None


def _limit_of_memory() -> int | None:
    for file in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            return int(Path(file).read_text(encoding="ascii"))
        except (OSError, ValueError):
            continue
    return None


def clock(here: Here) -> Iterator[Observation]:
    """Whether the clock of the machine can be right, judged by the newest thing that is known here."""
    now = datetime.now(UTC)
    shown = f"{now.astimezone():%Y-%m-%d %H:%M, UTC%z}"
    year = int(metadata.version("tzdata").split(".")[0])  # named for the year in which it was made
    if now.year < year:
        remedy = "timedatectl set-ntp true, or set the clock by hand"
        yield problem("clock", f"it shows {shown}, and the time zones were released in {year}", remedy)
    else:
        yield ok("clock", f"{shown}; figures are in the zones that agreements name, not in this one")


def temporary(here: Here) -> Iterator[Observation]:
    """Whether files can be put aside: git's answers, and a site that is being built."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
        folder = Path(tempfile.gettempdir())
    except OSError as trouble:
        what = f"no temporary file can be written: {trouble.strerror or type(trouble).__name__}"
        yield problem("temporary files", what, "export TMPDIR=/a/folder/that/you/may/write", stops=True)
        return
    yield ok("temporary files", f"in {shown_path(folder)}, {size(shutil.disk_usage(folder).free)} free")


def remembered(here: Here) -> Iterator[Observation]:
    """Where figures are remembered between runs, whose that folder is, and how to move it."""
    remedy = f"export {cache.CACHE_DIR}=/a/folder/of/yours"
    try:
        base = cache.folder_of_user()
    except (RuntimeError, KeyError):
        base = None
    if base is None:
        yield note("cache folder", "nobody says where it is, so figures are computed anew each time", remedy)
    elif here.cache is None:
        what = f"{shown_path(base)} is not used, because {_why_not(base)}: figures are computed anew each time"
        yield note("cache folder", what, remedy)
    else:
        free = shutil.disk_usage(here.cache.folder).free
        told = f"{shown_path(here.cache.folder.parent)}, yours alone, {size(free)} free"
        if free < NO_DISK:
            yield note("cache folder", f"{told}: nothing more is remembered when it is full", remedy)
        else:
            yield ok("cache folder", f"{told}; {cache.CACHE_DIR} moves it")


def _why_not(base: Path) -> str:
    if not base.is_absolute():
        return "that is not an absolute path"
    nearest = next((folder for folder in (base / "living-sla", base, *base.parents) if folder.exists()), base)
    try:
        status = nearest.stat()
    except OSError:
        return "it cannot be looked at"
    if not os.access(nearest, os.W_OK):
        return "it cannot be written"
    if nearest.name == "living-sla" and os.name != "nt" and status.st_uid != os.geteuid():
        return "it belongs to another user"
    if nearest.name == "living-sla" and os.name != "nt" and status.st_mode & 0o022:
        return "others may write to it"
    return "it is a link, or lies inside a repository or the project"


def size(number: int) -> str:
    """``3.2 GB``, ``640 MB``, ``12 KB``: in powers of 1,024."""
    for unit, length in (("GB", 30), ("MB", 20)):
        if number >= 1 << length:
            amount = number / (1 << length)
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"
    return f"{max(number // 1024, min(number, 1)):,} KB"


CHECKS = {
    "system": system,
    "encoding": encoding,
    "clock": clock,
    "memory": memory,
    "temporary files": temporary,
    "cache folder": remembered,
    "browser": browser,
    "fonts": fonts,
}
