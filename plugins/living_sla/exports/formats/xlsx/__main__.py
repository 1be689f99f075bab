"""Runs the program without anything else of the package: `workbook.py` starts this folder with ``python -I -S``."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent

# Empty packages in place of the real ones, whose first lines import libraries that this process must not need.
for name, folder in (
    ("living_sla", HERE.parents[2]),
    ("living_sla.exports", HERE.parents[1]),
    ("living_sla.exports.formats", HERE.parent),
):
    sys.modules[name] = ModuleType(name)
    sys.modules[name].__path__ = [str(folder)]

from living_sla.exports.formats.xlsx.program import main  # noqa: E402  # found by the lines above

sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")  # type: ignore[union-attr]
main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
