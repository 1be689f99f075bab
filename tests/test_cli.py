"""The command as a process: exit codes and streams."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SLA = [sys.executable, "-c", "from living_sla.cli import main; main()"]


def run(*arguments, **options):
    return subprocess.run([*SLA, *arguments], capture_output=True, text=True, cwd=ROOT, check=False, **options)


def test_help_names_every_verb_and_imports_none_of_them():
    files = (ROOT / "plugins" / "living_sla" / "cli").glob("[a-z]*.py")
    verbs = [path.stem.rstrip("_") for path in files if "\ndef command(" in path.read_text("utf-8")]
    told = run("--help")
    assert told.returncode == 0
    assert [verb for verb in verbs if f"\n  {verb}" not in told.stdout] == []
    code = (
        "import sys; from living_sla.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {name for name in ("pandas", "numpy", "pyarrow", "pydantic", "yaml", "mkdocs") if f"'{name}'" in loaded}


def test_results_go_to_stdout_and_faults_to_stderr_with_their_code():
    found = run("attain", "lead-handof")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith('there is no agreement "lead-handof"\n  hint: ')


def test_an_unknown_verb_is_a_misuse():
    found = run("atain")
    assert found.returncode == 2
    assert "No such command 'atain'" in found.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_the_environments_fault_and_no_traceback():
    with open("/dev/full", "w") as full:
        found = subprocess.run([*SLA, "schema"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert found.returncode == 3
    assert found.stderr == "the result could not be written: no space is left\n  hint: free the disk\n"


def test_a_reader_who_stops_early_is_no_fault():
    reader, writer = os.pipe()
    os.close(reader)
    found = subprocess.run([*SLA, "schema"], stdout=writer, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    os.close(writer)
    assert (found.stderr, found.returncode) == ("", 0)


@pytest.mark.parametrize("moment", ["9999-12-31", "0001-01-01", "2030-01-01", "yesterday"])
def test_a_moment_that_no_export_speaks_of_is_refused(moment):
    for verb in (["attain", "lead-handoff"], ["explain", "lead-handoff/first-contact", "1"]):
        found = run(*verb, "--as-of", moment)
        assert found.returncode == 2
        assert "Traceback" not in found.stderr
        assert "hint: " in found.stderr


@pytest.mark.parametrize("module", sorted((ROOT / "plugins/living_sla/cli").glob("*.py")), ids=lambda path: path.stem)
def test_a_verb_is_short_and_assembles_nothing(module):
    """Sentences are made in `words/`, documents in `documents/`; the JSON Schemas are documents already."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert module.stem == "schema" or "json" not in {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [(node.name, lines) for node in functions if (lines := (node.end_lineno or 0) - node.lineno) >= 60] == []
