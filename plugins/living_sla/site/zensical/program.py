"""Starts Zensical in a folder that holds nothing but what was laid out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from living_sla.errors import EnvironmentFault, Place, SlaError
from living_sla.model.harmless import harmless

_NAME = "zensical"
_LONGEST_SECONDS = 900
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "HOME", "SOURCE_DATE_EPOCH")
"""Of the environment: no variable of a build machine is there to be printed."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_SAID = 5


def require() -> None:
    """Raise `EnvironmentFault` where Zensical is not installed beside this package."""
    if find_spec(_NAME) is None:
        hint = "pip install zensical, into the environment that sla is in; or build without --with"
        raise EnvironmentFault("Zensical is not installed", hint=hint)


def run(folder: Path, settings: dict[str, Any]) -> Path:
    """The site that Zensical makes of `folder/docs` and these settings. Raises `SlaError` with what it said."""
    file = folder / "mkdocs.yml"
    file.write_text(json.dumps(settings, ensure_ascii=True, indent=1), encoding="utf-8")
    command = [sys.executable, "-P", "-m", _NAME, "build", "--clean", "--strict", "--config-file", str(file)]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=_LONGEST_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _failed("it did not end") from None
    if done.returncode != 0 or not (folder / "site" / "index.html").is_file():
        raise _failed(_last_words(done.stdout))
    return folder / "site"


def _last_words(output: bytes) -> str:
    lines = [harmless(_COLOURS.sub("", line)) for line in output.decode("utf-8", "replace").splitlines()]
    return "; ".join([line for line in lines if line][-_SAID:]) or "it said nothing"


def _failed(why: str) -> SlaError:
    hint = "the site is as it was; build without --with to see whether MkDocs has the same trouble"
    return SlaError(f"Zensical made no site: {why}", where=Place("mkdocs.yml"), hint=hint)
