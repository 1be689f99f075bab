"""MkDocs, ProperDocs and Zensical show the same pages: every text, figure and chart, and the same files beside them.

The other two are no part of an installation. They are put into a folder of their own, where a package index has them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from living_sla.site.safety import inspection
from tests.factories.small_sites import write_project
from tests.site.conftest import BUILT

OTHERS = ["zensical==0.0.73", "deepmerge", "tomli", "properdocs==1.6.7"]
HOSTILE = """\
---
title: "A <b>page</b> & <img src=x onerror=alert(1)>"
description: '"><script>alert(2)</script>'
tags: ["<i>x</i>"]
render_macros: true
---
# Head &lt;script>

{{ sla_state("lead-handoff") }}

## A `code` head, *stressed* & **bold** {: #own-id }

--8<-- "mkdocs.yml"

{{ sla_trend("first-contact", "lead-handoff") }}

1. one

        indented = "code"

2. two

| a | b |
| - | -: |
| 1 | 2 |

```python
x = {"y": 1}  # ## no heading

z = "<b>"
```

??? note "Folded"
    ## Inside

    text
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder with the two generators; skipped where they cannot be had."""
    folder = tmp_path_factory.mktemp("generators")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *OTHERS]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    if done.returncode != 0:
        pytest.skip("no package index has the other generators")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = write_project(tmp_path_factory.mktemp("three") / "project")
    (root / "docs" / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (root / "docs" / "glossary.md").unlink()  # so that the page of words is ours
    agreement = root / "agreements" / "lead-handoff.md"
    defined = "definitions:\n  lead: {means: Somebody who asked.}\ncommitments:\n"
    agreement.write_text(agreement.read_text("utf-8").replace("commitments:\n", defined, 1), encoding="utf-8")
    return root


def build(project, generator, path=None, *more):
    """The site by one generator, in a process of its own."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": BUILT, "PYTHONPATH": str(path or "")}
    site = project.parent / generator
    command = [
        sys.executable,
        "-P",
        "-c",
        "from living_sla.cli import main; main()",
        "build",
        "--with",
        generator,
        "--no-strict",
        *more,
    ]
    done = subprocess.run(
        [*command, "--site-dir", str(site), "--project", str(project)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    return site, done


@pytest.fixture(scope="module")
def by_mkdocs(project):
    site, done = build(project, "mkdocs")
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module", params=["properdocs", "zensical"])
def by_another(request, project, installed):
    site, done = build(project, request.param, installed)
    assert done.returncode == 0, done.stderr
    return site


def content(page: Path) -> tuple[str, list[str], list[str | None]]:
    """The text of a page, its drawings, and where underlined words lead, without what a theme puts around them."""
    article = LexborHTMLParser(page.read_text("utf-8")).css_first("article")
    for of_the_theme in article.css("a.headerlink, a.md-content__button, nav.md-tags, .md-source-file"):
        of_the_theme.decompose()
    drawings = [" ".join((drawing.html or "").split()) for drawing in article.css("svg")]
    underlined = [link.attributes["href"] for link in article.css("a.sla-term")]
    return "".join(article.text(deep=True).split()), drawings, underlined


def files(site: Path, *kinds: str) -> dict[str, Path]:
    return {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.suffix in kinds}


def test_every_page_has_the_same_text_figures_and_charts(by_mkdocs, by_another):
    pages = {name: path for name, path in files(by_mkdocs, ".html").items() if name != "404.html"}
    assert len(pages) >= 8
    found = files(by_another, ".html")
    for name, page in pages.items():
        assert content(found[name]) == content(page), name
    assert {"calendar/index.html", "data/index.html", "matrix/index.html", "teams/index.html"} <= pages.keys()
    assert any(content(page)[2] for page in pages.values())


def test_the_files_for_programs_are_the_same_bytes(by_mkdocs, by_another):
    kinds = (".csv", ".json", ".xml", ".svg", ".ics")
    of_theme = ("search", "assets/", "sitemap")
    assert (by_mkdocs / "calendar.ics").is_file()
    for name, path in files(by_mkdocs, *kinds).items():
        if not name.startswith(of_theme):
            assert (by_another / name).read_bytes() == path.read_bytes(), name


def test_every_page_says_what_it_may_run_and_nothing_of_an_author_runs(by_another):
    for name, path in files(by_another, ".html").items():
        text = path.read_text("utf-8")
        assert '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src' in text, name
        assert "unsafe" not in text, name
        page = LexborHTMLParser(text)
        assert not [one for one in page.css("script") if "alert" in one.text()], name
        assert not page.css("[onerror]"), name
    assert "nginx.conf" in "".join(files(by_another, ".conf"))


def test_a_page_is_read_back_whoever_built_it(by_another):
    faults = inspection.findings(by_another, expected={"nothing.html": "nobody"})
    assert "the page of nobody was not built" in faults[0].message


def test_a_generator_that_is_not_there_is_named(project):
    for generator in ("zensical", "properdocs"):
        _, done = build(project, generator)
        assert done.returncode == 3, done.stderr
        assert f"pip install {generator}, into the environment that sla is in" in done.stderr


def test_a_warning_of_properdocs_stops_the_build_as_one_of_mkdocs_does(project, installed):
    page = project / "docs" / "hostile.md"
    before = page.read_text("utf-8")
    page.write_text("[nowhere](missing.md)\n", encoding="utf-8")
    try:
        _, done = build(project, "properdocs", installed, "--strict")
        assert done.returncode == 2
        assert "missing.md" in done.stderr
    finally:
        page.write_text(before, encoding="utf-8")
