"""Fault 73: whatever a repository, a home or an environment names, only what is ours is started."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from living_sla.site.publishing.build import build
from tests.factories.demonstration import needs_programs
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import write_project
from tests.history.hostile import HOOKS, executable, hostile_settings, pose_as_bare

SLA = Path(sys.executable).with_name("sla")
VERBS = ("check", "verify", "changes main", "build --no-cache", "doctor")
OURS = {"git", "ssh-keygen", "gpgv", "ssh", "sla", Path(sys.executable).resolve().name, Path(sys.executable).name}


class Marked:
    """Programs and modules that leave a mark when they run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.mark = folder / "ran"
        self.program = executable(folder / "canary", f'echo "$0 $*" >> "{self.mark}"; exit 1')
        self.module = f"with open({str(self.mark)!r}, 'a') as mark: print(__name__, file=mark)\n"

    def traces(self) -> str:
        return self.mark.read_text() if self.mark.exists() else ""


@pytest.fixture
def marked(tmp_path) -> Marked:
    return Marked(tmp_path / "marked")


@pytest.fixture
def hostile(demo_project, tmp_path, marked, monkeypatch) -> Path:
    """The demonstration, signatures included, with every way to name a program that a repository has."""
    root = tmp_path / "northwind"
    shutil.copytree(demo_project, root)
    program = marked.program
    (program.parent / "attributes").write_text("* diff=canary filter=canary merge=canary\n")
    (program.parent / "included").write_text(f"[core]\n  fsmonitor = {program}\n")
    for settings in (root / ".git" / "config", tmp_path / "home" / ".gitconfig"):
        settings.parent.mkdir(exist_ok=True)
        with settings.open("a") as opened:
            opened.write(hostile_settings(program))
    for name in HOOKS:
        shutil.copy(program, root / ".git" / "hooks" / name) if (root / ".git" / "hooks").is_dir() else None
    (root / ".git" / "info").mkdir(exist_ok=True)
    for attributes in (root / ".gitattributes", root / ".git" / "info" / "attributes"):
        attributes.write_text("* diff=canary filter=canary merge=canary\n")
    for folder in [
        path for path in root.rglob("*") if path.is_dir() and not {".git", "signoffs", "reviews"} & {*path.parts}
    ]:
        pose_as_bare(folder, program)
    for folder in (root, root / "bin"):
        folder.mkdir(exist_ok=True)
        for name in ("git", "ssh-keygen", "python", "python3", "java", "uname", "ldconfig", "gcc", "sh", "less"):
            shutil.copy(program, folder / name)
    for name in ("yaml", "git", "numpy", "mkdocs", "sitecustomize", "usercustomize", "subprocess", "zoneinfo"):
        (root / f"{name}.py").write_text(marked.module)
    for name in ("living_sla", "jinja2", "mkdocs_macros", "encodings"):
        (root / name).mkdir()
        (root / name / "__init__.py").write_text(marked.module)
    for name in ("EXTERNAL_DIFF", "PAGER", "SSH_COMMAND", "SSH", "ASKPASS", "EDITOR", "PROXY_COMMAND"):
        monkeypatch.setenv(f"GIT_{name}", str(program))
    monkeypatch.setenv("GIT_EXEC_PATH", str(program.parent))
    monkeypatch.setenv("GIT_DIR", str(root / "docs"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(program))
    monkeypatch.setenv("GIT_PYTHON_GIT_EXECUTABLE", str(program))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin", f"{root}/bin", os.environ["PATH"]]))
    return root


def traced(arguments: list[str], root: Path, log: Path) -> None:
    """Run `sla` in the project, and where `strace` is installed write down what it starts."""
    strace = shutil.which("strace", path=os.defpath)
    watched = (
        [strace, "--quiet=all", "-f", "-s", "4096", "-e", "trace=execve,execveat", "-o", str(log)] if strace else []
    )
    done = subprocess.run([*watched, str(SLA), *arguments], cwd=root, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


@needs_programs
def test_073_no_verb_starts_anything_that_it_was_not_made_to_start(hostile, marked, tmp_path):
    started: set[str] = set()
    for verb in VERBS:
        traced(verb.split(), hostile, tmp_path / "log")
        if (tmp_path / "log").exists():
            calls = [line for line in (tmp_path / "log").read_text().splitlines() if line.rstrip().endswith("= 0")]
            for call in calls:
                program, first = re.findall(r'"((?:[^"\\]|\\.)*)"', call)[:2]
                assert not program.startswith(str(hostile)), call
                assert Path(program).name in OURS, call
                assert Path(program).name != "git" or '"--no-pager", "--literal-pathspecs", "-c"' in call, call
                started.add(Path(first).name)
    assert (hostile / "site" / "index.html").is_file()
    assert marked.traces() == ""
    assert not (tmp_path / "log").exists() or started >= {"git", "ssh-keygen", "sla"}


def test_073_the_generator_on_its_own_asks_git_nothing_plainly(tmp_path, marked):
    root = write_project(tmp_path / "project")
    repository = GitFolder.made(root)
    repository.commit()
    settings = root / ".git" / "config"
    settings.write_text(settings.read_text() + hostile_settings(marked.program))
    hook = (
        "import sys\n"
        "sys.addaudithook(lambda event, told: event in ('subprocess.Popen', 'os.exec', 'os.posix_spawn', 'os.system')"
        " and print('started', told[0] if event == 'os.system' else told[1], file=sys.stderr))\n"
        "import mkdocs.__main__\n"
        "mkdocs.__main__.cli(['build', '--quiet'])\n"
    )
    done = subprocess.run([sys.executable, "-c", hook], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # GitPython tries out a program that there is not.
    started = [line for line in done.stderr.splitlines() if line.startswith("started") and "'version'" not in line]
    assert started
    assert [line for line in started if "'--no-pager', '--literal-pathspecs', '-c'" not in line] == []
    assert marked.traces() == ""


def test_068_what_a_check_refuses_is_not_built(tmp_path, marked):
    """A folder of plain files that git takes for a bare repository came with a pull request."""
    root = write_project(tmp_path / "repository" / "team")
    GitFolder.made(tmp_path / "repository").commit()
    pose_as_bare(root, marked.program)
    said = []
    for verb in ("check", "build"):
        done = subprocess.run([str(SLA), verb, "--project", str(root)], capture_output=True, text=True, check=False)
        assert done.returncode == 3
        said.append(done.stderr)
    assert (
        said[0]
        == said[1]
        == (
            "SLA-F068 the repository is bare: it has no files to build a site from\n"
            "  hint: clone it, and run sla in the clone\n"
        )
    )
    assert not (root / "site").exists()
    assert marked.traces() == ""


def test_067_a_site_is_not_built_from_a_history_that_is_cut_off(tmp_path):
    root = write_project(tmp_path / "project")
    repository = GitFolder.made(root)
    repository.commit()
    repository.commit({"README.md": "Ours."})
    repository.git("clone", "--quiet", "--depth=1", f"file://{root}", str(tmp_path / "clone"))
    with pytest.raises(Exception, match="history incomplete") as found:
        build(tmp_path / "clone")
    assert found.value.exit_code == 3
