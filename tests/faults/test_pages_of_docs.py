"""Faults 22 and 94 in pages of `docs/`: a real generator, and every way in which it can be brought to run a page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from living_sla.cli import main
from living_sla.site.publishing.build import build
from tests.factories.demonstration import needs_programs
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import write_project

RUNS = "---\nrender_macros: true\n"


def code(mark: Path) -> str:
    return f"{{{{ lipsum.__globals__.os.system('touch {mark}') }}}}"


def hostile_pages(mark: Path) -> dict[str, str]:
    """Pages by their path, each with code in another place."""
    run = code(mark)
    return {
        "docs/body.md": f"{RUNS}---\n# Note\n\n{run}\n",
        "docs/title.md": f'{RUNS}title: "{run}"\n---\nText\n',
        "docs/heading.md": f"{RUNS}---\n# {run}\n",
        "docs/other-end.md": f"{RUNS}...\n# Note\n\n{run}\n",
        "docs/line-ends.md": f"{RUNS}---\n# Note\n\n{run}\n".replace("\n", "\r\n"),
        "docs/mark.md": f"\ufeff{RUNS}---\n# Note\n\n{run}\n",
        "docs/long-name.markdown": f"{RUNS}---\n# Note\n\n{run}\n",
        "docs/agreements/beside.md": f"# Forced by its folder\n\n{run}\n",
        "docs/include.md": f"{RUNS}---\n# Note\n\n{{% include 'body.md' %}}\n",
        "docs/import.md": f"{RUNS}---\n# Note\n\n{{% import 'body.md' as body %}}\n",
        "docs/shadow.md": f"{RUNS}sla_state: {{__call__: {run!r}}}\n---\n# Note\n\n{{{{ sla_state.__class__ }}}}\n",
        "docs/settings.md": f"{RUNS}---\n# Note\n\n{{{{ config.plugins }}}} {{{{ environment }}}} {{{{ git }}}}\n",
        "docs/macros.md": f"{RUNS}---\n# Note\n\n{{{{ macros_info() }}}}\n",
        "docs/template.md": "---\ntemplate: redirect.html\nlocation: https://elsewhere.example/\n---\n# Note\n",
        "docs/comment.md": f"{RUNS}---\n# Note\n\n<!-- {run} -->\n",
    }


def hostile_project(root: Path, mark: Path) -> list[str]:
    write_project(root)
    found = hostile_pages(mark)
    for path, text in found.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(text.encode())
    with (root / "docs" / "index.md").open("a") as home:
        home.write(f"\n{code(mark)}\n")
    return [*found, "docs/index.md"]


def test_022_no_page_runs_code_and_every_one_is_named(tmp_path, capsys):
    pages = hostile_project(tmp_path / "project", tmp_path / "ran")
    with pytest.raises(SystemExit) as ended:
        main(["build", "--project", str(tmp_path / "project")])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert [page for page in pages if f"{page}:" not in said] == []
    assert "docs/template.md:2: SLA-F108 a page chooses its template\n" in said
    assert "docs/body.md:6: SLA-F022 " in said
    assert "Traceback" not in said
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "project" / "site").exists()


def test_022_nor_under_the_generator_on_its_own(tmp_path):
    hostile_project(tmp_path / "project", tmp_path / "ran")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=tmp_path / "project", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ran").exists()


SETTINGS = '[tool.living_sla.site]\ntrusted_pages = ["docs/team.md"]\nextra_macros = ["fix_url"]\n'
TEAM = f'{RUNS}---\n# Team\n\n{{{{ ["Ana", "Ben"] | join(" and ") }}}}\n'


@pytest.fixture
def repository(tmp_path) -> GitFolder:
    """A project whose main branch lists a page that is a template; a branch of somebody else's is checked out."""
    made = GitFolder.made(write_project(tmp_path / "project"))
    made.commit({"pyproject.toml": SETTINGS, "docs/team.md": TEAM})
    made.git("switch", "--quiet", "--create", "proposal")
    return made


@needs_programs
def test_022_a_page_that_the_trusted_ref_lists_is_a_template(repository, tmp_path):
    assert "Ana and Ben" in (build(repository.root, site_dir=tmp_path / "site").site / "team/index.html").read_text()


@needs_programs
def test_022_a_branch_does_not_change_a_trusted_page_or_list_another(repository, tmp_path, capsys):
    more = SETTINGS.replace("team.md", 'team.md", "docs/mine.md').replace("fix_url", 'fix_url", "now')
    repository.commit(
        {
            "pyproject.toml": more,
            "docs/team.md": TEAM.replace("Ana", "Mallory"),
            "docs/mine.md": TEAM,
            "docs/now.md": f"{RUNS}---\n{{{{ now() }}}}\n",
            "docs/link.md": f'{RUNS}---\n{{{{ fix_url("https://northwind.example") }}}}\n',
        }
    )
    with pytest.raises(SystemExit):
        main(["build", "--project", str(repository.root)])
    said = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("  hint")]
    assert said == [
        "docs/mine.md:6: SLA-F022 template code in the text (filter)",
        'docs/now.md:4: SLA-F023 unknown macro "now"',
        "docs/team.md:6: SLA-F022 template code in the text (filter)",
        "faults that stop this site: 3",
    ]
