"""``python -m tools.release``: an sdist, a wheel, and the list of what they need, in `dist/`, checked.

`make dist` calls it. What is in `dist/` depends on the commit alone: each is made twice, the second wheel from the
sdist, and has to have the same bytes.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
TOOLS = ROOT / "build" / "release"
"""An environment of its own: nothing of what checks a release is part of a test or of the product."""


def main() -> None:
    """Make, compare and check everything; ends with what failed."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": _run("git", "log", "-1", "--format=%ct").strip()}
    shutil.rmtree(DIST, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        again = Path(scratch)
        sdist, wheel = _built(ROOT, DIST, environment)
        with tarfile.open(sdist) as archive:
            archive.extractall(again, filter="data")
        _same(sdist, _built(ROOT, again / "sdist", environment)[0])
        _same(wheel, _built(again / sdist.name.removesuffix(".tar.gz"), again / "wheel", environment)[1])
        _tools()
        bill = _bill(wheel, again / "product", environment)
    _run(str(TOOLS / "bin" / "twine"), "check", "--strict", str(sdist), str(wheel), env=environment)
    _run(str(TOOLS / "bin" / "check-wheel-contents"), str(wheel), env=environment)
    for file in (sdist, wheel, bill):
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size:,} bytes")


def _built(root: Path, into: Path, environment: dict[str, str]) -> tuple[Path, Path]:
    """The sdist and the wheel of a tree."""
    _run(sys.executable, "-m", "hatchling", "build", "-d", str(into), cwd=root, env=environment)
    return next(into.glob("*.tar.gz")), next(into.glob("*.whl"))


def _same(first: Path, second: Path) -> None:
    if not filecmp.cmp(first, second, shallow=False):
        sys.exit(f"{first.name} has other bytes when it is made again")


def _tools() -> None:
    lock = ROOT / "requirements-release.lock"
    marker = TOOLS / lock.name
    if not (marker.is_file() and filecmp.cmp(lock, marker, shallow=False)):
        venv.create(TOOLS, clear=True, with_pip=True)
        _install(TOOLS, "--require-hashes", "--requirement", str(lock))
        shutil.copy(lock, marker)


def _bill(wheel: Path, product: Path, environment: dict[str, str]) -> Path:
    """The CycloneDX list of the wheel and what requirements-run.lock pins for it, with licences and dependencies."""
    venv.create(product, with_pip=False)
    _install(product, "--require-hashes", "--requirement", str(ROOT / "requirements-run.lock"))
    name, version = wheel.name.split("-")[:2]
    bill = DIST / f"{name}-{version}.cdx.json"
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--output-file", str(bill)]
    _run(str(TOOLS / "bin" / "cyclonedx-py"), "environment", *options, str(product), env=environment)
    # The version is that of the wheel; pyproject.toml leaves it to the build.
    said = json.loads(bill.read_text(encoding="utf-8"))
    said["metadata"]["component"]["version"] = version
    bill.write_text(json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return bill


def _install(environment: Path, *arguments: str) -> None:
    pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "--python", str(environment), "install"]
    _run(*pip, "--quiet", "--disable-pip-version-check", "--no-compile", "--no-deps", *arguments)


def _run(*command: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    """What a program says; where it fails, so does this, after saying it."""
    done = subprocess.run(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}\n{Path(command[0]).name} ended with {done.returncode}: {' '.join(command[1:4])}")
    return done.stdout


if __name__ == "__main__":
    main()
