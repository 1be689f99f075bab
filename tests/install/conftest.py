"""The wheel, built once of a copy that has no git, and an environment that has nothing else of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from msgspec import Struct

ROOT = Path(__file__).parents[2]
SOURCES = (
    "plugins",
    "docs",
    "tools",
    "mkdocs.yml",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    ".gitignore",
)
_WATCH = """\
import os, sys
_log = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def _watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str):
        if arguments[0].startswith({root!r}) and not arguments[0].startswith({libraries!r}):
            os.write(_log, arguments[0].encode() + b"\\n")
sys.addaudithook(_watch)
"""


class Installed(Struct, frozen=True):
    """An environment with the wheel, and a home and a folder with nothing in them."""

    environment: Path
    home: Path
    folder: Path
    log: Path
    """Files of the repository that were looked into; the libraries of the test run do not count."""

    def run(self, *arguments: str, folder: Path | None = None) -> str:
        """What `sla` says to standard output."""
        done = subprocess.run(
            [self.environment / "bin" / "sla", *arguments],
            cwd=folder or self.folder,
            env={
                "HOME": str(self.home),
                "PATH": os.pathsep.join([str(self.environment / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]),
                "LANG": "C.UTF-8",
                "WATCHED": str(self.log),
            },
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def a_wheel(tmp_path_factory) -> Path:
    """A wheel, as the sources make it where there is no git."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "_version.py"))
        else:
            shutil.copy(ROOT / name, copy / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy / "dist")]
    subprocess.run(build, cwd=copy, check=True, capture_output=True)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="session")
def an_installation(a_wheel, tmp_path_factory) -> Installed:
    """The wheel, installed without any index beside the libraries that the lock file pins."""
    base = tmp_path_factory.mktemp("installed")
    environment = base / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile", a_wheel]
    subprocess.run(pip, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": os.devnull})
    libraries = sysconfig.get_path("purelib")
    packages = next((environment / "lib").glob("python3*")) / "site-packages"
    watch = _WATCH.format(root=str(ROOT) + os.sep, libraries=libraries)
    (packages / "watch_the_repository.py").write_text(watch)
    (packages / "of_the_tests.pth").write_text(f"{libraries}\nimport watch_the_repository\n")
    home, folder = base / "home", base / "folder"
    home.mkdir()
    folder.mkdir()
    return Installed(environment, home, folder, base / "looked-into")
