"""Faults of building and publishing: 24, 30, 92, 93, 98, 105, 106, and of 96 what belongs to the site."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from importlib.resources import files as resources
from pathlib import Path

import pytest

from living_sla.cli import main
from living_sla.site.publishing.destination import MARKER, mark
from living_sla.site.publishing.swap import Workshop
from living_sla.site.safety import inspection
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import write_project

UNKNOWN = '# Home\n\n{{ sla_trend("first-contract", agreement="lead-handoff") }}\n'
OLD = "<p>the old site</p>"
SLA = [sys.executable, "-c", "from living_sla.cli import main; main()"]


@pytest.fixture
def a_project(tmp_path) -> Path:
    """A project whose site was built before."""
    root = write_project(tmp_path / "project")
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text(OLD)
    mark(root / "site")
    return root


def sla(*arguments: str, project: Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--project", str(project)])
    return ended.value.code


def old_site_stands(project: Path) -> bool:
    site = project / "site"
    return {path.name for path in site.iterdir()} == {MARKER, "index.html"} and (site / "index.html").read_text() == OLD


def test_024_a_macro_that_cannot_be_shown_fails_the_build(a_project, capsys):
    (a_project / "docs" / "index.md").write_text(UNKNOWN)
    assert sla("build", project=a_project) == 2
    assert capsys.readouterr().err.startswith(
        'index.md:3: SLA-F024 lead-handoff has no commitment "first-contract"\n'
        "  hint: commitments: volume, first-contact\n"
    )
    assert old_site_stands(a_project)


@pytest.mark.parametrize("quiet", [[], ["-q"]])
def test_024_the_generator_alone_shows_a_box_and_fails_too(a_project, quiet):
    (a_project / "docs" / "index.md").write_text(UNKNOWN)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--no-strict", *quiet], cwd=a_project, capture_output=True, text=True
    )
    page = (a_project / "site" / "index.html").read_text()
    assert done.returncode == 1
    assert "sla-box-fault" in page
    assert "SLA-F024" in page.replace("&#45;", "-")
    assert "Traceback" not in page + done.stdout + done.stderr


def test_024_content_that_cannot_be_used_stops_the_generator_without_a_traceback(a_project):
    agreement = a_project / "agreements" / "lead-handoff.md"
    agreement.write_text(agreement.read_text().replace("commitments:", "comitments:"))
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=a_project, capture_output=True, text=True)
    assert done.returncode == 1
    assert 'SLA-F010 unknown field "comitments"' in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert old_site_stands(a_project)


@pytest.mark.parametrize("tag", ["img", "script"])
def test_030_a_page_that_would_ask_another_host_is_not_published(a_project, capsys, tag):
    (a_project / "docs" / "glossary.md").write_text(f'# Glossary\n\n<{tag} src="https://pictures.example/a"></{tag}>\n')
    assert sla("build", project=a_project) == 2
    assert (
        f"docs/glossary.md:3: SLA-F030 <{tag}> from another host\n"
        "  hint: put the file into docs/ and link to it there; pages ask no other host for anything\n"
    ) in capsys.readouterr().err
    assert old_site_stands(a_project)


def test_092_content_with_faults_leaves_the_old_site(a_project, capsys):
    agreement = a_project / "agreements" / "lead-handoff.md"
    agreement.write_text(agreement.read_text().replace("at least 90%", "at least 900%"))
    assert sla("build", project=a_project) == 2
    assert "agreements/lead-handoff.md:" in capsys.readouterr().err
    assert old_site_stands(a_project)


def test_097_a_project_whose_agreements_are_gone_leaves_the_old_site(a_project, capsys):
    (a_project / "agreements").rename(a_project / "aside")
    assert sla("build", project=a_project) == 2
    assert capsys.readouterr().err.startswith("agreements/: SLA-F097 there is no such folder\n")
    assert old_site_stands(a_project)


def test_092_a_full_disk_leaves_the_old_site(a_project, capsys, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("mkdocs.utils.write_file", full)
    assert sla("build", project=a_project) == 3
    assert capsys.readouterr().err == (
        ".site-work: SLA-F092 the site cannot be built: No space left on device\n  hint: the site is as it was\n"
    )
    assert old_site_stands(a_project)


def test_092_a_killed_build_leaves_the_old_site_and_the_next_one_sweeps_up(a_project):
    running = subprocess.Popen([*SLA, "build", "--project", str(a_project)], stderr=subprocess.DEVNULL)
    staging = a_project / ".site-work" / "staging"
    while not staging.exists():
        assert running.poll() is None, "the build was over before it could be killed"
        time.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert old_site_stands(a_project)
    assert sla("build", "-q", project=a_project) == 0
    assert "Are we keeping our commitments?" in (a_project / "site" / "index.html").read_text()
    assert not staging.exists()


def test_093_a_second_build_is_refused_while_one_runs(a_project, capsys):
    with Workshop(a_project / "site").locked():
        assert sla("build", project=a_project) == 3
    assert capsys.readouterr().err == (
        "site: SLA-F093 another build of this site is running\n"
        "  hint: wait until it has finished, or build elsewhere with --site-dir\n"
    )


@pytest.mark.parametrize("verbosity", [[], ["-q"], ["-v"]])
def test_096_a_warning_refuses_the_site_however_little_is_said(a_project, capsys, verbosity):
    (a_project / "docs" / "glossary.md").write_text("# Glossary\n\n[gone](nowhere.md)\n")
    assert sla("build", *verbosity, project=a_project) == 2
    assert "'nowhere.md'" in capsys.readouterr().err
    assert old_site_stands(a_project)


def test_096_without_strict_a_warning_is_said_and_the_site_published(a_project, capsys):
    (a_project / "docs" / "glossary.md").write_text("# Glossary\n\n[gone](nowhere.md)\n")
    assert sla("build", "--no-strict", project=a_project) == 0
    assert "warning: " in capsys.readouterr().err
    assert not old_site_stands(a_project)


def inventory(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, where builds are prepared too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("site_dir", "reason"),
    [
        (".", "this is the folder of the project"),
        ("..", "the project lies inside"),
        ("docs", "this is docs/"),
        ("agreements", "this is agreements/"),
        ("agreements/site", "this lies inside agreements/"),
        ("data", "this is data/"),
        ("data/exports", "this lies inside data/"),
        ("docs/../data/site", "this lies inside data/"),
        ("plugins/site", "this lies inside plugins/"),
        (".git/site", "this is part of a git repository's own files"),
    ],
)
def test_098_a_site_never_replaces_what_people_wrote(a_project, tmp_path, capsys, site_dir, reason):
    before = inventory(tmp_path)
    assert sla("build", "--site-dir", site_dir, project=a_project) == 2
    assert capsys.readouterr().err.partition(": ")[2] == (
        f"SLA-F098 the site cannot stand here: {reason}\n"
        "  hint: choose a folder that is new or empty, for example --site-dir site\n"
    )
    assert inventory(tmp_path) == before
    assert not list(tmp_path.rglob("*-work"))


def test_098_the_settings_cannot_name_such_a_folder_either(a_project, capsys):
    settings = a_project / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("site_dir: site", "site_dir: data"))
    before = inventory(a_project)
    assert sla("build", project=a_project) == 2
    assert capsys.readouterr().err.startswith("data: SLA-F098 the site cannot stand here: this is data/\n")
    assert inventory(a_project) == before


def test_098_settings_that_the_generator_refuses_are_told_without_a_traceback(a_project, capsys):
    settings = a_project / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("name: material", "name: immaterial"))
    assert sla("build", project=a_project) == 2
    assert "immaterial" in capsys.readouterr().err
    assert old_site_stands(a_project)


def test_098_a_folder_that_no_build_has_made_is_left_alone(a_project, tmp_path, capsys):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for name in ("a.doc", "b.doc", "c.doc", "d.doc"):
        (theirs / name).write_text("precious")
    assert sla("build", "--site-dir", str(theirs), project=a_project) == 2
    assert capsys.readouterr().err == (
        f"{theirs}: SLA-F098 sla build did not make this folder, and it holds a.doc, b.doc, c.doc and 1 more\n"
        "  hint: choose a folder that is new or empty, or delete this one yourself if nothing in it is needed\n"
    )
    assert sorted(inventory(theirs)) == ["a.doc", "b.doc", "c.doc", "d.doc"]
    assert not (tmp_path / ".theirs-work").exists()


def test_098_a_file_that_somebody_put_into_a_site_is_not_deleted(a_project, capsys):
    (a_project / "site" / "assets").mkdir()
    (a_project / "site" / "assets" / "precious.doc").write_text("precious")
    assert sla("build", project=a_project) == 2
    assert capsys.readouterr().err == (
        "site: SLA-F098 this folder holds what the last build did not put there: assets/precious.doc\n"
        "  hint: move that elsewhere, for a build replaces the whole folder; what belongs to the site goes into docs/\n"
    )
    assert (a_project / "site" / "assets" / "precious.doc").read_text() == "precious"


def test_098_a_file_that_arrives_during_the_build_is_not_deleted_either(a_project, capsys, monkeypatch):
    findings = inspection.findings

    def meanwhile(*arguments, **named):
        (a_project / "site" / "precious.doc").write_text("precious")
        return findings(*arguments, **named)

    monkeypatch.setattr(inspection, "findings", meanwhile)
    assert sla("build", project=a_project) == 2
    assert "did not put there: precious.doc\n" in capsys.readouterr().err
    assert (a_project / "site" / "precious.doc").read_text() == "precious"


def test_098_a_link_and_a_file_are_no_place_for_a_site(a_project, tmp_path, capsys):
    (tmp_path / "elsewhere").mkdir()
    (a_project / "linked").symlink_to(tmp_path / "elsewhere")
    (a_project / "notes").write_text("precious")
    assert sla("build", "--site-dir", "linked", project=a_project) == 2
    assert sla("build", "--site-dir", "notes", project=a_project) == 2
    assert capsys.readouterr().err == (
        "linked: SLA-F098 the site cannot stand here: this is a link\n"
        "  hint: name the folder that it leads to\n"
        "notes: SLA-F098 the site cannot stand here: this is a file\n"
        "  hint: move the file away, or choose another folder with --site-dir\n"
    )
    assert (a_project / "linked").is_symlink()
    assert (a_project / "notes").read_text() == "precious"


def test_098_a_new_an_empty_and_a_built_folder_are_places_for_a_site(a_project):
    (a_project / "empty").mkdir()
    for _ in range(2):
        assert sla("build", "-q", "--site-dir", "empty", project=a_project) == 0
    assert sla("build", "-q", "--site-dir", "public/new", project=a_project) == 0
    assert inventory(a_project / "empty") == inventory(a_project / "public" / "new")


@pytest.mark.parametrize("verb", ["build", "serve"])
def test_096_a_project_without_settings_of_a_site_is_told_where_to_find_some(a_project, capsys, verb):
    (a_project / "mkdocs.yml").unlink()
    assert sla(verb, project=a_project) == 3
    assert capsys.readouterr().err == (
        "mkdocs.yml: there is no site here\n"
        "  hint: `sla init --print mkdocs.yml` shows a whole one; sla check, attain and explain work without it\n"
    )
    assert old_site_stands(a_project)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("_headers", "the site writes a file of this name\n  hint: choose another name"),
        ("_headers/deep.css", "the site writes a file of this name\n  hint: choose another name"),
        ("assets/living-sla", "the site writes a file of this name\n  hint: choose another name"),
        ("search", "the site has a folder or a file of this name\n  hint: choose another name"),
        ("404.html/deep.css", "the site has a folder or a file of this name\n  hint: choose another name"),
        ("assets/living-sla/sla.js", "the site writes a file of this name\n  hint: choose another name"),
        ("assets/Living-SLA/headers/nginx.conf", "the site writes a file of this name\n  hint: choose another name"),
        (
            "BUNDLE",
            "this would take the place of a file of the theme\n"
            "  hint: choose another name; what changes the theme belongs into its custom_dir",
        ),
    ],
)
def test_106_a_file_of_the_documentation_never_takes_the_place_of_one_that_the_site_brings(
    a_project, capsys, name, message
):
    if name == "BUNDLE":  # the script of every page, whose name holds a hash
        templates = Path(str(resources("material"))) / "templates"
        name = next(templates.glob("assets/javascripts/bundle.*.js")).relative_to(templates).as_posix()
    (a_project / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
    (a_project / "docs" / name).write_text("document.title = 'mine'")
    assert sla("build", project=a_project) == 2
    assert capsys.readouterr().err == f"docs/{name}: SLA-F106 {message}\nfaults that stop this site: 1\n"
    assert old_site_stands(a_project)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a",
        "one.example\ntwo.example\n",
        "*.north.example",
        "https://north.example",
        "north.example/x",
        "-a.example",
    ],
)
def test_106_the_domain_of_a_site_is_one_host_name(a_project, capsys, content):
    (a_project / "docs" / "CNAME").write_text(content)
    assert sla("build", "--settings-from", ".", project=a_project) == 2
    message = "this is not one host name\n  hint: write the domain of the site, and no more"
    assert capsys.readouterr().err == f"docs/CNAME: SLA-F106 {message}\nfaults that stop this site: 1\n"


def test_106_the_domain_of_a_site_is_that_of_the_trusted_ref(a_project, capsys):
    made = GitFolder.made(a_project)
    made.commit({"docs/CNAME": "sla.north.example\n"})
    assert sla("build", project=a_project) == 0
    assert (a_project / "site" / "CNAME").read_text() == "sla.north.example\n"
    capsys.readouterr()
    made.git("switch", "--quiet", "--create", "proposal")
    made.commit({"docs/CNAME": "sla.elsewhere.example\n"})
    assert sla("build", project=a_project) == 2
    assert capsys.readouterr().err == (
        "docs/CNAME: SLA-F106 the domain of the site is not what it is on the trusted ref\n"
        "  hint: merge it first; --settings-from . believes this folder\n"
        "faults that stop this site: 1\n"
    )
    assert sla("build", "--settings-from", "main", project=a_project) == 0
    assert not (a_project / "site" / "CNAME").exists()


def test_105_a_script_that_a_plugin_changed_is_not_published(a_project, capsys):
    (a_project / "shrink.py").write_text(
        "def on_post_build(config):\n"
        "    with open(config.site_dir + '/assets/living-sla/sla.js', 'a') as file:\n"
        "        file.write('// changed')\n"
        "on_post_build.mkdocs_priority = 100\n"
    )
    with (a_project / "mkdocs.yml").open("a") as settings:
        settings.write("\nhooks: [shrink.py]\n")
    assert sla("build", "--settings-from", ".", project=a_project) == 2
    assert capsys.readouterr().err == (
        "assets/living-sla/sla.js: SLA-F105 no browser would run this script\n"
        "  hint: a plugin changed it: leave scripts as they are, or let the plugin change them before on_env\n"
        "faults that stop this site: 1\n"
    )
    assert old_site_stands(a_project)


@pytest.mark.parametrize("icon", ["material/no-such-icon", "../../main", "<script>", "[a, b]", "{a: b}"])
def test_031_an_icon_that_does_not_exist_is_told_with_its_page(a_project, capsys, icon):
    (a_project / "docs" / "glossary.md").write_text(f"---\ntitle: Words\nicon: {icon}\n---\n# Words\n")
    assert sla("build", project=a_project) == 2
    assert capsys.readouterr().err == (
        "docs/glossary.md:3: SLA-F031 an unknown icon\n"
        "  hint: use a name of the theme's icons, for example material/handshake\n"
        "faults that stop this site: 1\n"
    )
    assert old_site_stands(a_project)
