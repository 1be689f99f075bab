"""Faults 94, 109, 110, 111: what `mkdocs.yml` can do is what it can do on the trusted ref."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from living_sla.errors import EnvironmentFault, Faults
from living_sla.site.publishing.build import build
from living_sla.site.settings.configured import configured
from tests.factories.demonstration import needs_programs
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import write_project

pytestmark = needs_programs

SLA = Path(sys.executable).with_name("sla")


def hook(mark: Path) -> str:
    return f"open({str(mark)!r}, 'a').close()\n"


@pytest.fixture
def mark(tmp_path) -> Path:
    return tmp_path / "ran"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A project that lies in no repository."""
    return write_project(tmp_path / "project")


@pytest.fixture
def repository(tmp_path) -> GitFolder:
    """A project in a repository; a branch of somebody else's is checked out."""
    made = GitFolder.made(write_project(tmp_path / "project"))
    made.commit({"pyproject.toml": "[tool.living_sla]\n"})
    made.git("switch", "--quiet", "--create", "proposal")
    return made


@pytest.fixture
def with_hook(tmp_path, repository, mark) -> GitFolder:
    """The same, where the main branch has a hook, and a theme and a script of its own."""
    repository.git("switch", "--quiet", "main")
    repository.commit(
        {
            "mkdocs.yml": settings(repository, "hooks: [hooks/ours.py]\nextra_javascript: [own.js]").replace(
                "name: material", "name: material\n  custom_dir: theme"
            ),
            "hooks/ours.py": f"import beside\n{hook(mark)}def on_page_content(html, **_): return html + beside.WORD\n",
            "hooks/beside.py": "WORD = 'trusted word'\n",
            "theme/main.html": "{% extends 'base.html' %}{% block announce %}trusted theme{% endblock %}",
            "docs/own.js": "document.title = 'trusted script'",
        }
    )
    repository.git("branch", "--quiet", "--force", "proposal", "main")
    repository.git("switch", "--quiet", "proposal")
    return repository


def settings(where: GitFolder | Path, added: str) -> str:
    root = where.root if isinstance(where, GitFolder) else where
    return f"{(root / 'mkdocs.yml').read_text()}\n{added}\n"


def refusals(root: Path, settings_from: str | None = None) -> list[str]:
    with pytest.raises(Faults) as found:
        configured(root, settings_from)
    return [str(fault).partition("\n")[0] for fault in found.value.faults]


def home(site: Path) -> str:
    return (site / "index.html").read_text()


# ---------------------------------------------------------------- what settings can do

POWERS = {
    "hooks": "hooks: [h.py]",
    "extra_javascript": "extra_javascript: [own.js]",
    "extra_templates": "extra_templates: [own.html]",
    "INHERITED": "INHERIT: more.yml",
    "watch": "watch: [../..]",
    "watch ": "watch: [/etc]",
    "site_dir": "site_dir: ../elsewhere",
    "mdx_configs": "mdx_configs: {toc: {slugify: x}}",
    "who_knows": "who_knows: 1",
    "!!python/object/apply:os.system": "extra: !!python/object/apply:os.system [touch ran]",
    "!!python/object/apply:os.system ": "extra: !!python/object/apply:os.system [touch ran]\nextra: {}",
    "!!python/object/apply:os.popen": "INHERIT: tagged.yml\nsite_author: Ours",
    "!!python/name:os.getcwd": "site_author: {? !!python/name:os.getcwd '' : a}",
    "!!python/module:os": "site_author: [{a: &a !!python/module:os ''}, *a]",
    "!who_knows": "nav: !who_knows [a]",
    "extra: polyfills": "extra: {polyfills: [own.js]}",
    "extra: analytics": "extra: {analytics: {provider: google, property: 'x'}}",
    "extra: who_knows": "extra: {who_knows: 1}",
    "!!python/name:os.system": "site_author: !!python/name:os.system",
    "!!python/object/new:os.system": "nav: [!!python/object/new:os.system [touch ran]]",
    "theme: custom_dir": "theme: {name: material, custom_dir: theme}",
    "theme: static_templates": "theme: {name: material, static_templates: [x.html]}",
    "theme": "theme: {name: null, custom_dir: docs}",
    "plugins: exec": "plugins: [search, living-sla, {exec: {}}]",
    "plugins: gen-files": "plugins: [search, living-sla, {gen-files: {scripts: [docs/x.py]}}]",
    "plugins: search: prebuild_index": "plugins: [living-sla, {search: {prebuild_index: node}}]",
    "plugins: macros: module_name": "plugins: [living-sla, {macros: {module_name: mine}}]",
    "plugins: macros: modules": "plugins: [living-sla, {macros: {modules: [living_sla.site.macros, mine]}}]",
    "plugins: macros: include_dir": "plugins: [living-sla, {macros: {include_dir: /etc}}]",
    "plugins: macros: include_yaml": "plugins: [living-sla, {macros: {include_yaml: [/etc/x.yml]}}]",
    "plugins: macros: j2_variable_start_string": 'plugins: [living-sla, {macros: {j2_variable_start_string: "[["}}]',
    "plugins: macros: j2_extensions": "plugins: [living-sla, {macros: {j2_extensions: [jinja2.ext.do]}}]",
    "plugins: material/privacy": "plugins: [living-sla, material/privacy]",
    "plugins": "plugins: !ENV [CI, [living-sla]]",
    "markdown_extensions: pymdownx.snippets": "markdown_extensions: [{pymdownx.snippets: {base_path: /}}]",
    "markdown_extensions: pymdownx.b64": "markdown_extensions: [pymdownx.b64]",
    "markdown_extensions: mine:Extension": "markdown_extensions: ['mine:Extension']",
    "!!python/name:os.path": "markdown_extensions: [{toc: {slugify: !!python/name:os.path }}]",
    "markdown_extensions: pymdownx.emoji": "markdown_extensions: [{pymdownx.emoji: {options: {custom_icons: [/etc]}}}]",
    "!!python/name:os.remove": (
        "markdown_extensions: [{pymdownx.superfences: {custom_fences: [{name: a, class: a, "
        "format: !!python/name:os.remove }]}}]"
    ),
}


def inherited(root: Path) -> None:
    """What settings may inherit, in which one value is replaced below."""
    (root / "more.yml").write_text("hooks: [h.py]\n")
    (root / "tagged.yml").write_text("site_author: !!python/object/apply:os.popen [touch ran]\n")


def with_line(root: Path, line: str) -> None:
    """The settings with a line more, in the place of what they say of the same key."""
    lines = (root / "mkdocs.yml").read_text().splitlines(keepends=True)
    key = line.partition(":")[0]
    start = next((at for at, text in enumerate(lines) if text.startswith(f"{key}:")), None)
    if start is not None:
        end = next((at for at in range(start + 1, len(lines)) if lines[at][0] not in " #\n"), len(lines))
        del lines[start:end]
    (root / "mkdocs.yml").write_text("".join([*lines, f"\n{line}\n"]))


@pytest.mark.parametrize("name", POWERS)
def test_109_where_nothing_is_trusted_settings_can_show_text_and_nothing_else(folder, name):
    inherited(folder)
    with_line(folder, POWERS[name])
    found = refusals(folder)
    said = "hooks" if name == "INHERITED" else name.strip()
    assert [one for one in found if f"SLA-F109 {said} can do more than show text, and nothing says that it may" in one]
    assert all(one.startswith(("mkdocs.yml:", "more.yml:", "tagged.yml:")) for one in found)


@pytest.mark.parametrize("name", POWERS)
def test_109_on_a_branch_settings_can_do_what_they_can_on_the_trusted_ref(repository, name):
    inherited(repository.root)
    with_line(repository.root, POWERS[name])
    said = "hooks" if name == "INHERITED" else name.strip()
    assert [one for one in refusals(repository.root) if f"SLA-F109 {said} is not what it is on main" in one]


HARMLESS = (
    "site_name: Ours", "site_description: !ENV [SLA_SITE_NAME, ours]", "extra: {social: [{icon: a, link: b}]}",
    "extra_css: [own.css]", "nav: [index.md, {More: [a.md]}]", "watch: [agreements]", "site_dir: public/site",
    "theme: material", "theme: {name: material, palette: {scheme: slate}, font: false, icon: {logo: material/truck}}",
    "plugins: [search, living-sla, tags]", "plugins: {search: {lang: [en, de]}, living-sla: {}}", "docs_dir: ./docs/",
    "plugins: [living-sla, {macros: {modules: [living_sla.site.macros], on_undefined: strict, verbose: false}}]",
    "markdown_extensions: [toc, {markdown.extensions.tables: {}}, {pymdownx.highlight: {anchor_linenums: true}}]",
    "markdown_extensions: [{pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }}]",
    "markdown_extensions: [{pymdownx.superfences: {custom_fences: [{name: mermaid, class: mermaid, "
    "format: !!python/name:pymdownx.superfences.fence_code_format }]}}]",
    "markdown_extensions: [{toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}}]",
    "hooks: []", "validation: {links: {not_found: info}}", "exclude_docs: drafts/", "dev_addr: 127.0.0.1:9000",
)  # fmt: skip


@pytest.mark.parametrize("line", HARMLESS)
def test_109_what_everybody_uses_needs_nobody_s_consent(folder, line):
    with_line(folder, line)
    assert configured(folder).root == folder


@pytest.mark.parametrize("name", ["main.py", "main/__init__.py"])
def test_109_a_module_that_the_macros_plugin_would_find_is_refused(folder, mark, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(hook(mark))
    with pytest.raises(Faults, match="SLA-F109 plugins: macros: main"):
        build(folder)
    assert not mark.exists()


def test_109_the_message_says_where_and_what_to_do(folder):
    with (folder / "mkdocs.yml").open("a") as opened:
        opened.write("\nhooks: [h.py]\n")
    lines = len((folder / "mkdocs.yml").read_text().splitlines())
    with pytest.raises(Faults) as found:
        configured(folder)
    assert str(found.value) == (
        f"mkdocs.yml:{lines}:1: SLA-F109 hooks can do more than show text, and nothing says that it may\n"
        "  hint: look at what it does; then --settings-from . believes this folder"
    )


# ---------------------------------------------------------------- where they come from


def test_094_what_the_trusted_ref_has_runs_as_it_has_it(with_hook, mark, tmp_path):
    """A module that a hook imports is named by no setting, and is that of the trusted ref all the same."""
    with_hook.commit({"hooks/beside.py": "WORD = 'my word'\n", "hooks/html.py": hook(tmp_path / "mine")})
    page = home(build(with_hook.root, site_dir=tmp_path / "site").site)
    assert "trusted word" in page
    assert "trusted theme" in page
    assert mark.exists()
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("hooks/ours.py", "raise SystemExit"),
        ("theme/main.html", "mine"),
        ("theme/partials/new.html", "mine"),
        ("docs/own.js", "mine()"),
    ],
)
def test_109_a_changed_program_of_the_settings_is_refused_on_a_branch(with_hook, mark, path, text):
    with_hook.commit({path: text})
    named = {"theme/partials/new.html": "theme", "theme/main.html": "theme"}.get(path, path)
    assert refusals(with_hook.root) == [
        f"{named}: SLA-F109 what it holds is not what it holds on main, and mkdocs.yml names it"
    ]
    assert not mark.exists()


@pytest.mark.parametrize("key", ["plugins", "tags"])
def test_109_what_the_trusted_ref_does_once_a_branch_does_not_do_twice(repository, key):
    ours, mine = {
        "plugins": (
            "plugins: [living-sla, {exec: {run: ours}}]",
            "plugins: [living-sla, {exec: {run: mine}}, {exec: {run: ours}}]",
        ),
        "tags": ("nav: [!run ours]", "nav: [!run mine, !run ours]"),
    }[key]
    repository.git("switch", "--quiet", "main")
    with_line(repository.root, ours)
    repository.commit()
    repository.git("switch", "--quiet", "--create", "other")
    with_line(repository.root, mine)
    assert "is not what it is on main" in refusals(repository.root)[0]


def test_109_a_hook_that_a_branch_removes_is_refused_as_well(with_hook):
    with_line(with_hook.root, "hooks: []")
    assert [one.partition(" ")[2] for one in refusals(with_hook.root)] == ["SLA-F109 hooks is not what it is on main"]


def test_094_settings_from_a_ref_are_those_of_the_ref_and_what_differs_is_told(with_hook, mark, tmp_path, capfd):
    with_hook.commit(
        {
            "mkdocs.yml": settings(with_hook, "hooks: [mine.py]\nsite_author: Mallory").replace("Living SLA", "Mine"),
            "mine.py": hook(tmp_path / "mine"),
            "hooks/beside.py": "WORD = 'my word'\n",
            "theme/main.html": "mine",
            "docs/own.js": "mine()",
            "docs/new.md": "# A new page\n\nText\n",
            "docs/glossary.md": None,
            "pyproject.toml": '[tool.living_sla]\nforge = "https://github.com/mallory/mine"\n',
        }
    )
    done = subprocess.run(
        [str(SLA), "build", "--settings-from", "main", "--project", str(with_hook.root)],
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1792573200"},  # 2026-10-21: the export is fresh
    )
    assert done.returncode == 0, done.stderr
    site = with_hook.root / "site"
    assert "trusted word" in home(site)
    assert "trusted theme" in home(site)
    assert "trusted script" in (site / "own.js").read_text()
    assert "A new page" in (site / "new" / "index.html").read_text()
    assert "mallory" not in (site / "agreements" / "lead-handoff" / "index.html").read_text()
    assert not (tmp_path / "mine").exists()
    assert [line for line in done.stderr.splitlines() if line] == [
        "mkdocs.yml: warning: site_name, hooks, site_author differ from main; what stands here is not used "
        "[settings-not-used]",
        "docs/own.js: warning: it differs from main; what stands here is not used [settings-not-used]",
        "mine.py: warning: it differs from main; what stands here is not used [settings-not-used]",
        "pyproject.toml: warning: it differs from main; what stands here is not used [settings-not-used]",
        "theme: warning: it differs from main; what stands here is not used [settings-not-used]",
        f"{len(list(site.rglob('*.html')))} pages in site/",
    ]


@pytest.mark.parametrize(
    "variables",
    [{"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}, {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}],
)
def test_094_on_a_pull_request_settings_are_those_of_the_trusted_ref(with_hook, monkeypatch, variables):
    with_hook.commit({"mkdocs.yml": settings(with_hook, "site_name: Mine"), "hooks/ours.py": "raise SystemExit"})
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = configured(with_hook.root)
    assert (found.used.data["site_name"], found.is_laid_out) == ("Living SLA", True)


def test_094_a_person_may_believe_the_folder(folder, mark, tmp_path):
    (folder / "h.py").write_text(hook(mark))
    with_line(folder, "hooks: [h.py]")
    build(folder, settings_from=".", site_dir=tmp_path / "site")
    assert mark.exists()


def test_113_a_ref_that_is_not_there_builds_nothing(repository):
    with pytest.raises(EnvironmentFault, match="origin/main is not in this clone"):
        configured(repository.root, "origin/main")
    repository.git("rm", "--quiet", "mkdocs.yml")
    commit = repository.commit()
    with pytest.raises(EnvironmentFault, match="has no mkdocs"):
        configured(repository.root, commit)


def test_094_settings_below_the_top_of_a_repository_are_found(tmp_path, mark):
    root = write_project(tmp_path / "repository" / "team")
    made = GitFolder.made(tmp_path / "repository")
    (root / "h.py").write_text(hook(mark))
    with_line(root, "hooks: [h.py]")
    made.commit()
    build(root, site_dir=tmp_path / "site")
    assert mark.exists()
    (root / "h.py").write_text("raise SystemExit")
    assert refusals(root) == ["h.py: SLA-F109 what it holds is not what it holds on main, and mkdocs.yml names it"]


# ---------------------------------------------------------------- what nobody may


ASKS = (
    "!ENV GITHUB_TOKEN",
    "!ENV [GITHUB_TOKEN, x]",
    "!ENV [CI, SLA_KEY, x]",
    "!ENV [CI, !ENV SLA_KEY]",
    "!<!ENV> PATH",
)
NO_PAGES = (
    "data", "data/exports", "agreements", ".git", "..", "/etc", ".", "docs/../data", "linked", "linked/exports",
    "{a: b}", "!ENV [CI, data]",
)  # fmt: skip
UNGUARDED = (
    "[search]", "[search, {living-sla: {enabled: false}}]", "{living-sla: {enabled: false}}", "[/living-sla-x]", "null",
)  # fmt: skip
BROKEN = (
    b"a: [", b"\xff\xfe\x00", b"- a", b"a: &x [*x]", b"? [a]\n: b", b"%TAG ! tag:x\n---\na: b\n", b"[" * 5000, b"",
    b"a: !!int x", b"a: !!timestamp x", b"a: !!binary =", b"x: {<<: 1}", b"a: &a !!python/name:x [*a]",
    b"a: &a [x]\n" + b"".join(b"%c: &%c [%s*a]\n" % (at, at, b"*%c, " % (at - 1) * 9) for at in range(98, 108)),
)  # fmt: skip


@pytest.mark.parametrize("asks", ASKS)
@pytest.mark.parametrize("settings_from", [None, "."])
def test_110_a_variable_that_may_be_a_secret_is_not_asked_for(folder, asks, settings_from):
    with_line(folder, f"copyright: {asks}")
    [fault] = refusals(folder, settings_from)
    assert "SLA-F110 !ENV asks for '" in fault


def test_110_the_trusted_ref_names_more_variables(repository):
    with_line(repository.root, "copyright: !ENV SITE_BANNER")
    listed = '[tool.living_sla.site]\nenvironment = ["SITE_BANNER"]\n'
    repository.commit({"pyproject.toml": listed})
    assert "SLA-F110" in refusals(repository.root)[0]
    repository.git("branch", "--quiet", "--force", "main", "proposal")
    assert configured(repository.root).used.data["site_name"] == "Living SLA"


@pytest.mark.parametrize("docs", NO_PAGES)
def test_111_what_is_published_are_pages(folder, docs):
    (folder / "linked").symlink_to(folder / "data")
    with_line(folder, f"docs_dir: {docs}")
    assert [one for one in refusals(folder, ".") if "SLA-F111 docs_dir is not a folder for pages" in one]


@pytest.mark.parametrize("plugins", UNGUARDED)
def test_111_a_site_is_not_built_without_what_guards_it(folder, plugins):
    with_line(folder, f"plugins: {plugins}")
    assert [one for one in refusals(folder, ".") if "SLA-F111 the plugin living-sla " in one]


@pytest.mark.parametrize("above", ["../more.yml", "/etc/more.yml", "mkdocs.yml", "gone.yml", "[a]", "a/../../x.yml"])
def test_111_settings_inherit_from_the_project_only(folder, above):
    with_line(folder, f"INHERIT: {above}")
    with pytest.raises(Faults, match=r"INHERIT|inherit"):
        configured(folder, ".")


@pytest.mark.parametrize("raw", BROKEN)
def test_130_settings_that_are_no_settings_are_told(folder, raw):
    (folder / "mkdocs.yml").write_bytes(raw)
    with pytest.raises(Faults) as found:
        configured(folder, ".")
    assert str(found.value).startswith("mkdocs.yml")
