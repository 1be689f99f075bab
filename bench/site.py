"""`python -m bench.site`: what `sla build` adds to a Material build of the same pages, beside what git plugins add.

One generated repository, built once by us; its pages, as finished HTML, are then the content of a plain site in a
clone of the same repository. All builds have the theme, the search and the extensions in common. What differs:

- plain: Material turns the finished pages into a site; nothing is computed.
- sla build: reads history and exports, computes, renders, reads the result back, publishes. Warm with what the
  build before kept, cold without.
- revision dates: the plain build with mkdocs-git-revision-date-localized-plugin, which asks git for one date a page.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click

from bench import generate
from bench.__main__ import SLA, WORK
from bench.environments import other_python
from bench.history.generate import repository
from bench.processes import Command, compare, table

LEADS = 2_000
"""Few, because what is measured is pages, not exports."""

_SETTINGS = """\
site_name: The benchmark of pages
docs_dir: {docs}
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.prune, navigation.sections, navigation.tabs, toc.follow]
plugins:
  - search
{plugins}
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, tables, toc: {{permalink: true}}]
"""
_OURS = """\
  - macros:
      modules: [living_sla.site.macros]
      render_by_default: false
      force_render_paths: |
        index.md
  - living-sla
"""
_DATES = "  - git-revision-date-localized\n"
_SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: {newest_of: [mql_at, first_contacted_at]}
  columns:
    id: {from: lead_id, type: text}
    mql_at: {from: mql_at, type: instant}
    first_contacted_at: {from: first_contacted_at, type: instant}
    lifecycle: {from: status, type: text}
    score: {from: score, type: integer}
  personal: [email]
"""
_ARTICLE = re.compile(r'<article class="md-content__inner md-typeset">(.*?)</article>\s*</div>', re.DOTALL)


@click.command()
@click.option("--agreements", default=200, show_default=True, help="Agreements in the generated repository.")
@click.option("--commits", default=10_000, show_default=True, help="Commits on its main line.")
@click.option("--commitments", default=2, show_default=True, help="Commitments in each of them.")
@click.option("--rounds", default=3, show_default=True, help="Counted runs of each command.")
@click.option("--git-plugins/--no-git-plugins", default=True, show_default=True, help="Measure revision dates too.")
def main(agreements: int, commits: int, commitments: int, rounds: int, git_plugins: bool) -> None:
    """Measure whole processes in turn, and print medians and ratios from the same rounds."""
    ours = project(agreements, commits, commitments)
    subprocess.run((SLA, "build", "--quiet"), cwd=ours, check=True)
    plain = same_pages(ours)
    mkdocs = ("-m", "mkdocs", "build", "--quiet", "--config-file")
    floor = Command("plain Material build", (sys.executable, *mkdocs, "plain.yml"), ours.parent)
    commands = [
        floor,
        Command("sla build, warm", (SLA, "build", "--quiet"), ours),
        Command("sla build, cold", (SLA, "build", "--quiet", "--no-cache"), ours),
    ]
    if git_plugins:
        commands.append(
            Command("plain, with revision dates", (other_python("git-plugins"), *mkdocs, "dates.yml"), ours.parent)
        )
    sizes = sorted(file.stat().st_size for file in plain.rglob("*.md"))
    click.echo(f"{agreements} agreements of {commitments} commitments, {commits:,} commits, {rounds} rounds")
    click.echo(
        f"{len(sizes)} pages with {sum(sizes) / 1e6:.1f} MB of their own HTML, the largest {sizes[-1] / 1e3:.0f} kB\n"
    )
    click.echo(table(compare(commands, rounds), floor.name))


def project(agreements: int, commits: int, commitments: int) -> Path:
    """A site of ours over the generated history, with one small export; made once, its settings written anew."""
    root = WORK / f"site-{agreements}-{commitments}-{commits}" / "ours"
    if not root.exists():
        part = root.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        repository(part, agreements=agreements, commits=commits, commitments=commitments)
        (part / "data" / "exports").mkdir(parents=True)
        generate.main(LEADS, part / "data" / "exports" / "leads.csv")
        part.rename(root)
    (root / "data" / "sources.yml").write_text(_SOURCES, encoding="utf-8")
    (root / "docs" / "index.md").write_text("# Commitments\n\n{{ sla_scoreboard() }}\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(_SETTINGS.format(docs="docs", plugins=_OURS), encoding="utf-8")
    return root


def same_pages(ours: Path) -> Path:
    """A clone whose files hold what our pages show, under the names that git knows, and its settings."""
    plain = ours.with_name("plain")
    shutil.rmtree(plain, ignore_errors=True)
    subprocess.run(("git", "clone", "--quiet", "--local", str(ours), str(plain)), check=True)
    for page in (ours / "site").rglob("index.html"):
        found = _ARTICLE.search(page.read_text(encoding="utf-8"))
        if found is None:
            raise SystemExit(f"{page} has no article")
        place = page.parent.relative_to(ours / "site")
        source = plain / (f"{place}.md" if place.parts else "index.md")
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f"<div>\n{found[1].strip()}\n</div>\n", encoding="utf-8")
    for name, plugins in (("plain", ""), ("dates", _DATES)):
        settings = _SETTINGS.format(docs=plain.name, plugins=plugins) + f"site_dir: site-{name}\n"
        (ours.parent / f"{name}.yml").write_text(settings, encoding="utf-8")
    return plain


if __name__ == "__main__":
    sys.exit(main())
