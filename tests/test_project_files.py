"""What stands around the code: workflows with few rights and fixed pins, local hooks, and commands that exist."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.guides import pages

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FROZEN = {"tests/agreements/golden", "tests/reviews/golden"}
"""Golden files that nobody may make again: signatures were given over what they hold."""


def read_yaml(path: Path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def recipe(target: str) -> list[str]:
    """The commands of a target of the Makefile."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
    assert found, target
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in found[1].splitlines()]


def steps_of(workflow) -> list[dict[str, str]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_the_repository_and_nothing_else(path):
    workflow = read_yaml(path)
    assert workflow["permissions"] == {"contents": "read"}
    more = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    # Who publishes may say who it is, and nothing of the repository runs there.
    assert more == ({"publish": {"id-token": "write", "attestations": "write"}} if path.stem == "release" else {})
    assert set(workflow["on"]) <= {"push", "pull_request"}
    assert "secrets" not in path.read_text(encoding="utf-8")
    checkouts = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == ["false"] * len(checkouts)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_an_action_is_named_by_its_whole_commit_with_the_version_beside_it(path):
    used = [line.strip(" -") for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert len(used) == len([step for step in steps_of(read_yaml(path)) if "uses" in step])
    assert [
        line for line in used if not re.fullmatch(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_reaches_a_shell(path):
    """A title of a pull request is text of strangers; in `run` it would be a command."""
    assert [step for step in steps_of(read_yaml(path)) if "${{" in step.get("run", "")] == []


def test_what_publishes_runs_nothing_of_the_repository():
    workflow = read_yaml(ROOT / ".github" / "workflows" / "release.yml")
    assert workflow["on"] == {"push": {"tags": ["v*"]}}
    steps = workflow["jobs"]["publish"]["steps"]
    assert [step for step in steps if "checkout" in step.get("uses", "")] == []
    assert [step["run"] for step in steps if "run" in step] == ["mkdir sbom && mv dist/*.cdx.json sbom/"]


def test_both_forges_run_the_same_command_in_the_same_image():
    github = read_yaml(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["ci"]
    gitlab = read_yaml(ROOT / ".gitlab-ci.yml")["ci"]
    assert [step["run"] for step in github["steps"] if "run" in step] == gitlab["script"]
    assert gitlab["script"][-1] == ".ci/run"
    assert github["container"] == gitlab["image"]
    assert re.fullmatch(r"[a-z/]+:\d+\.\d+-[a-z]+", gitlab["image"])


def test_hooks_are_tools_of_the_project():
    """`language: system` fetches nothing, and each program comes with the set-up."""
    scripts = {"ruff", "mypy", "sla"}
    for repository in read_yaml(ROOT / ".pre-commit-config.yaml")["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            program = Path(shlex.split(hook["entry"])[0])
            assert (hook["language"], str(program.parent)) == ("system", ".venv/bin")
            assert program.name in scripts


def test_every_golden_folder_is_made_again_by_one_command_or_never():
    folders = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("golden") if path.is_dir()}
    modules = [line.removeprefix(".venv/bin/python -m ") for line in recipe("golden")]
    written = {importlib.import_module(module).GOLDEN.relative_to(ROOT).as_posix() for module in modules}
    assert written.isdisjoint(FROZEN)
    assert folders == written | FROZEN


def test_every_command_of_the_makefile_is_listed_and_declared():
    listed = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
    declared = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert declared
    assert set(declared[1].split()) == listed


def test_the_policy_says_where_promises_stand_and_how_to_report():
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "](docs/security.md)" in policy
    assert "## Reporting a weakness" in policy
    assert "## Supported versions" in policy


def test_every_page_of_the_documentation_is_in_one_of_five_groups():
    entries = read_yaml(ROOT / "mkdocs.yml")["nav"]
    docs = ROOT / "docs"
    groups = {name: pages for entry in entries for name, pages in entry.items() if isinstance(pages, list)}
    made = {"Teams", "Reviews", "More"}  # of pages that a build makes
    assert [name for name in groups if name not in made] == ["Start", "Write", "Understand", "Extend", "Maintain"]
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")} - {"index.md"}
    named = [page for name, group in groups.items() if name not in made for part in group for page in pages_of(part)]
    assert sorted(named) == sorted(pages)


def pages_of(part):
    """Of an entry of the navigation: a page, a page with a title, or a titled list of pages."""
    named = next(iter(part.values())) if isinstance(part, dict) else part
    return [named] if isinstance(named, str) else named


LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_what_a_page_of_the_repository_links_to_exists(name):
    links = LINK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


WITH_PATHS = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMED = re.compile(r"`([\w.]+(?:/[\w.]+)*/(?:[\w-]+\.(?:py|html|md))?)`")
OF_A_PROJECT = {
    "docs/changes.md",
    "agreements/ID/poster.md",
    "agreements/ID/history.md",
    "agreements/signoffs/",
    "docs/reviews/",
    "reviews/index.md",
    "objects/",
    "refs/",
    "signoff/",
}
"""What pages name of a user's project or of git."""


@pytest.mark.parametrize("name", [name for name in WITH_PATHS if name != "CHANGELOG.md"])
def test_every_file_and_folder_that_a_page_names_exists(name):
    package = ROOT / "plugins" / "living_sla"
    written = OF_A_PROJECT | {step.path for step in pages.steps_of(ROOT / name)}
    lost = []
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        named = [path for path in NAMED.findall(line) if path not in written]
        # A line that names a room, or a module of it, says the folders inside it without the room.
        rooms = [package / path.rpartition("/")[0] for path in named if (package / path).exists()]
        lost += [path for path in named if not any((root / path).exists() for root in (ROOT, package, *rooms))]
    assert lost == []


def test_recipes_name_files():
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Recipes")[2]
    titles = re.findall(r"^\*\*(.+?)\.\*\*", recipes, re.MULTILINE)
    assert titles == [
        "A kind of measure", "A change rule", "A warning", "A format of exports", "A macro", "A pattern of commitments",
        "A verb",
    ]  # fmt: skip
    assert len(NAMED.findall(recipes)) > 30
