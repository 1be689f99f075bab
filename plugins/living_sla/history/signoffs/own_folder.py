"""What a program that verifies is given: files in a folder of its own, and nothing of the caller's environment."""

from __future__ import annotations

import os
from pathlib import Path


def written(folder: str, name: str, content: bytes) -> str:
    """The path of a new file of this content in the folder."""
    path = Path(folder, name)
    path.write_bytes(content)
    return str(path)


def environment(home: str) -> dict[str, str]:
    """The variables of a program whose home is that folder: its times are in UTC, and it finds no other program."""
    needed = {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE") if name in os.environ}
    return {**needed, "LC_ALL": "C", "LANGUAGE": "C", "TZ": "UTC", "HOME": home, "GNUPGHOME": home, "PATH": ""}
