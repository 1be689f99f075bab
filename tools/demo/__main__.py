"""``python -m tools.demo DIR`` writes the exports of the demonstration into DIR."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.demo.exports import files


def main(arguments: list[str]) -> int:
    """Write every export into the folder that is named; returns the exit code."""
    if len(arguments) != 1:
        print("usage: python -m tools.demo DIR", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
        print(f"{folder / name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
