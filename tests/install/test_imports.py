"""Importing any module of the package does nothing besides: no output, files, threads, settings of the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import living_sla

WATCH = Path(__file__).with_name("imports.py")


def watched(package: Path, before: Path | None = None) -> list[str]:
    """What the imports of a package said and did."""
    environment = os.environ | {"PYTHONWARNINGS": "default"} | ({"PYTHONPATH": str(before)} if before else {})
    done = subprocess.run(
        [sys.executable, str(WATCH), str(package)], env=environment, capture_output=True, text=True, check=True
    )
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def test_importing_a_module_does_nothing_besides():
    said = watched(Path(living_sla.__file__).parent)
    assert [line for line in said if line.startswith("living_sla")] == []


def test_the_package_itself_loads_nothing_but_its_version():
    program = "import sys; old = set(sys.modules); import living_sla; print(*sorted(set(sys.modules) - old))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"living_sla", "living_sla._version"}


EFFECTS = {
    "print('hello')": "hello",
    "import os; os.environ['LATE'] = '1'": "changes the environment",
    "import warnings; warnings.simplefilter('ignore', ImportWarning)": "changes filters of warnings",
    "import logging; logging.basicConfig()": "changes handlers of logging",
    "import gc; gc.disable()": "changes garbage collection",
    "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()": "changes threads",
    "import subprocess; subprocess.run(['true'])": "subprocess.Popen ('true',)",
    "import socket; socket.socket()": "socket.__new__",
    "open(__file__ + '.log', 'w').close()": "writes ",
    "import atexit; atexit.register(print)": "changes what runs at the end",
    "import sys; sys.path.append('/x')": "changes the search for modules",
}


def test_every_effect_is_seen(tmp_path):
    package = tmp_path / "naughty"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for number, line in enumerate(EFFECTS):
        (package / f"m{number}.py").write_text(line + "\n")
    said = watched(package, tmp_path)
    for number, told in enumerate(EFFECTS.values()):
        assert any(line.startswith((told, f"naughty.m{number}: {told}")) for line in said), told
