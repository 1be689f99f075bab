"""Pictures and documents beside an agreement, and files that would take its address."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from living_sla.cli import main
from living_sla.site.publishing.build import build
from tests.factories.small_sites import AGREEMENT, write_project

PNG = b"\x89PNG\r\n\x1a\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'
LINKS = """
![one](one.png)
![two](img/two%20%C3%BC.PNG)
![three](img/three.svg)
[four](img/four.pdf#page=2)
[five]

[five]: ./five.txt
"""


@pytest.fixture
def a_project(tmp_path) -> Path:
    """A project with an agreement that shows a picture, and with things that nobody shows beside it."""
    root = write_project(tmp_path / "project")
    (root / "agreements/img").mkdir()
    (root / "agreements/signoffs").mkdir()
    (root / "agreements/.hidden").mkdir()
    (root / "agreements/lead-handoff.md").write_text(AGREEMENT + LINKS, encoding="utf-8")
    for name in ("one.png", "unseen.png", "img/two ü.PNG", ".dot.png", ".hidden/a.png"):
        (root / "agreements" / name).write_bytes(PNG)
    (root / "agreements/img/three.svg").write_text(SVG)
    (root / "agreements/img/four.pdf").write_text("%PDF")
    (root / "agreements/five.txt").write_text("Five")
    (root / "agreements/notes.txt").write_text("Not for everybody")
    return root


def faults(project: Path, capsys, *verb: str) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main([*(verb or ("build",)), "--project", str(project)])
    assert ended.value.code == 2
    assert not (project / "site").exists()
    return [line for line in capsys.readouterr().err.split("\n") if "SLA-F" in line]


def beside(site: Path) -> set[str]:
    return {path.relative_to(site / "agreements").as_posix() for path in (site / "agreements").rglob("*")
            if path.is_file() and path.suffix != ".html"}  # fmt: skip


def test_what_an_agreement_shows_or_links_to_is_published_and_nothing_else(a_project):
    before = os.umask(0o077)
    try:
        os.chmod(a_project / "agreements/one.png", 0o600)
        site = build(a_project).site
    finally:
        os.umask(before)
    assert beside(site) == {"one.png", "img/two ü.PNG", "img/three.svg", "img/four.pdf", "five.txt"}
    page = (site / "agreements/lead-handoff/index.html").read_text(encoding="utf-8")
    for address in (
        "../one.png",
        "../img/two%20%C3%BC.PNG",
        "../img/three.svg",
        "../img/four.pdf#page=2",
        "../five.txt",
    ):
        assert f'"{address}"' in page
    # Everybody may read what is published, whatever is usual on the machine that builds.
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (site, *site.rglob("*"))}
    assert {path: oct(mode) for path, mode in modes.items() if mode != (0o755 if path.is_dir() else 0o644)} == {}


def test_what_lies_below_docs_goes_before_what_lies_beside(a_project):
    (a_project / "docs/agreements").mkdir()
    (a_project / "docs/agreements/one.png").write_bytes(PNG + b"docs")
    assert (build(a_project).site / "agreements/one.png").read_bytes() == PNG + b"docs"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.svg", SVG.replace("<rect", "<script/><rect"), "SLA-F135 the picture is not published: it holds <script>"),
        ("x.html", "<script>1</script>", "SLA-F136 agreements/lead-handoff.md links to a file that is not published"),
        ("x.csv", "a,b", "SLA-F136 agreements/lead-handoff.md links to a file that is not published"),
        ("signoffs/a.yml", "x: y", None),
        (".dot.png", "", "SLA-F136 agreements/lead-handoff.md links to a file that is not published"),
    ],
)
def test_what_is_not_published_is_named_where_a_page_wants_it(a_project, capsys, name, content, said):
    (a_project / "agreements" / name).write_text(content)
    (a_project / "agreements/lead-handoff.md").write_text(f"{AGREEMENT}\n[x]({name})\n", encoding="utf-8")
    found = faults(a_project, capsys)
    if said is not None:
        assert f"agreements/{name}: {said}" in found
    (a_project / "agreements/lead-handoff.md").write_text(AGREEMENT, encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "settings"),
    [
        ("lead-handoff.md", ""),
        ("lead-handoff/index.md", ""),
        ("Lead-Handoff/README.md", ""),
        ("lead-handoff/index.html", ""),
        ("LEAD-HANDOFF.html", "use_directory_urls: false"),
        ("lead-handoff", ""),
        ("lead-handoff.html/picture.png", "use_directory_urls: false"),
    ],
)
def test_a_file_of_the_documentation_with_the_address_of_an_agreement_is_named(a_project, capsys, path, settings):
    file = a_project / "docs/agreements" / path
    file.parent.mkdir(parents=True)
    file.write_text("# Another page\n")
    config = a_project / "mkdocs.yml"
    config.write_text(config.read_text().replace("use_directory_urls: true", settings or "use_directory_urls: true"))
    address = "agreements/lead-handoff.html" if settings else "agreements/lead-handoff/"
    assert faults(a_project, capsys) == [
        f"docs/agreements/{path}: SLA-F013 this file and agreements/lead-handoff.md have the same address on the site, "
        f"{address}"
    ]


def test_a_page_with_the_address_of_the_changes_is_named(a_project, capsys):
    (a_project / "docs/changes").mkdir()
    (a_project / "docs/changes/index.md").write_text("# Changes\n")
    assert faults(a_project, capsys) == [
        "docs/changes/index.md: SLA-F013 this file and changes.md have the same address on the site, changes/"
    ]


@pytest.mark.parametrize(
    "name", ["other.markdown", "other.MD", "deep/other.mkd", "other.Md", "other.mdown", "other.md.txt"]
)
def test_what_looks_like_an_agreement_and_is_not_read_is_named(a_project, capsys, name):
    (a_project / "agreements/deep").mkdir()
    (a_project / "agreements" / name).write_text(AGREEMENT)
    for verb in ("check", "build"):
        assert faults(a_project, capsys, verb) == [f"agreements/{name}: SLA-F134 not read as an agreement"]


@pytest.mark.parametrize("name", ["index.md", "README.md"])
def test_an_agreement_may_be_the_page_of_its_folder(a_project, name):
    (a_project / "agreements/lead-handoff").mkdir()
    (a_project / "agreements/lead-handoff" / name).write_text(AGREEMENT, encoding="utf-8")
    (a_project / "agreements/lead-handoff.md").unlink()
    site = build(a_project).site
    assert "Inbound lead hand-off" in (site / "agreements/lead-handoff/index.html").read_text(encoding="utf-8")
    assert 'href="agreements/lead-handoff/' in (site / "index.html").read_text(encoding="utf-8").replace("&#35;", "#")
