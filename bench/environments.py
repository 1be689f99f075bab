"""Environments of their own for what we are compared with: the project does not depend on it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE.parent / "build" / "bench"


def other_python(name: str) -> str:
    """The interpreter of an environment with what ``requirements-NAME.txt`` locks; made once."""
    folder, locked = WORK / name, HERE / f"requirements-{name}.txt"
    python, ready = folder / "bin" / "python", folder / ".ready"
    if not ready.exists() or ready.read_bytes() != locked.read_bytes():
        if shutil.which("uv"):
            subprocess.run(("uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)), check=True)
            install = ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python)]
        else:
            subprocess.run((sys.executable, "-m", "venv", "--clear", str(folder)), check=True)
            install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run((*install, "--require-hashes", "--requirement", str(locked)), check=True)
        shutil.copy(locked, ready)
    return str(python)
