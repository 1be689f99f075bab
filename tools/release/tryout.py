"""``python tools/release/tryout.py [PYTHON ...]``: from the wheel in `dist/` to a page, as somebody new would go.

For each Python an empty environment and home, the wheel from there and everything else from the package registry;
then `sla init` with each export of the demonstration. Needs nothing but Python. Prints what was typed, what was
answered, and the seconds that it took; ends with 1 where something failed or no page has a figure.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXPORTS = ("hubspot-contacts", "salesforce-leads-report")


def main(pythons: list[str]) -> None:
    """Try each of them; this one where none is named."""
    wheel = next(iter(sorted((ROOT / "dist").glob("*.whl"))), None)
    if wheel is None:
        sys.exit("there is no wheel in dist/: make dist")
    for python in pythons or [sys.executable]:
        with tempfile.TemporaryDirectory() as folder:
            _try(python, wheel, Path(folder))


def _try(python: str, wheel: Path, here: Path) -> None:
    began, worked = time.monotonic(), _worked()
    home = here / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "LANG", "TZ"))}
    cache = (
        os.environ.get("PIP_CACHE_DIR")
        or subprocess.run([python, "-m", "pip", "cache", "dir"], capture_output=True, text=True).stdout.strip()
    )
    path = os.pathsep.join([str(here / "env" / "bin"), "/usr/bin", "/bin"])
    environment = kept | {"HOME": str(home), "PATH": path, "PIP_CACHE_DIR": cache}
    print("$", python if "/" not in python else f"# {Path(python).name}", "--version", flush=True)
    _answer([python, "--version"], here, environment)
    _typed([python, "-m", "venv", "env"], here, environment, shown="python -m venv env")
    install = ["pip", "install", "--quiet", "--disable-pip-version-check"]
    _typed([*install, str(wheel)], here, environment, shown=f"pip install --quiet {wheel.name}")
    _typed(["sla", "--version"], here, environment)
    done = ""
    for name in EXPORTS:
        export = next((ROOT / "data" / "exports").glob(f"{name}-*.csv"))
        (here / export.name).write_bytes(export.read_bytes())
        _typed(["sla", "init", export.name, "--yes", "--project", name], here, environment)
        done = done or f"{time.monotonic() - began:.0f} s, {_worked() - worked:.0f} s of them on a processor"
        _figures(here / name, environment)
    print(f"# from nothing to the first page: {done}\n", flush=True)


def _worked() -> float:
    """Seconds that processors spent on what was started here."""
    times = os.times()
    return times.children_user + times.children_system


def _typed(command: list[str], here: Path, environment: dict[str, str], shown: str = "") -> None:
    print("$", shown or shlex.join(command), flush=True)
    _answer(command, here, environment)


def _answer(command: list[str], here: Path, environment: dict[str, str]) -> None:
    began = time.monotonic()
    program = environment["PATH"].split(os.pathsep)[0] + "/" + command[0]
    command = [program if Path(program).exists() else command[0], *command[1:]]
    done = subprocess.run(
        command, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(done.stdout.replace(str(here), "~"), end="")
    print(f"# {time.monotonic() - began:.1f} s", flush=True)
    if done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}")


def _figures(project: Path, environment: dict[str, str]) -> None:
    """Say how many pages there are, and which figures."""
    pages = list((project / "site").rglob("*.html"))
    with_figures = [page for page in pages if "%" in page.read_text(encoding="utf-8")]
    print(f"# {len(pages)} pages, {len(with_figures)} of them with figures")
    _typed(["sla", "attain"], project, environment)
    if not with_figures:
        sys.exit("no page has a figure")


if __name__ == "__main__":
    main(sys.argv[1:])
