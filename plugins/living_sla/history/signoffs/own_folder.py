"""What programs that verify share: where they are, a folder of their own, and nothing of the environment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from living_sla import programs

_USUAL = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/bin")


def installed(name: str, project: Path, path: str | None, *, on_windows: Sequence[str]) -> Path | None:
    """Where a program is installed, as `programs.find` looks for it; None where it is not.

    Without a `path`, the usual folders of the system are looked into as well.
    """
    if path is None:
        path = os.pathsep.join((os.environ.get("PATH", ""), *(on_windows if os.name == "nt" else _USUAL)))
    return programs.find(name, project, path=path)


def written(folder: str, name: str, content: bytes) -> str:
    """The path of a new file of this content in the folder."""
    path = Path(folder, name)
    path.write_bytes(content)
    return str(path)


def environment(home: str) -> dict[str, str]:
    """The variables of a program whose home is that folder: its times are in UTC, and it finds no other program."""
    needed = {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE") if name in os.environ}
    return {**needed, "LC_ALL": "C", "LANGUAGE": "C", "TZ": "UTC", "HOME": home, "GNUPGHOME": home, "PATH": ""}
