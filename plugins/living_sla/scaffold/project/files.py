"""The files of a new project as texts, by their paths in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template
from typing import TYPE_CHECKING

from living_sla import __version__
from living_sla.model.forge import ForgeKind, kind_of
from living_sla.scaffold.header import quoted
from living_sla.scaffold.project.agreement import AGREEMENT, first_agreement
from living_sla.scaffold.project.answers import MAIN, Answers
from living_sla.scaffold.project.owners import PATHS, code_owners

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement
    from living_sla.scaffold.project.declared import FirstSource

AGREEMENT_FILE = f"agreements/{AGREEMENT}.md"
SOURCES_FILE = "data/sources.yml"
SITE_FILE = "mkdocs.yml"
EXPORTS = "data/exports"
_STARTERS = files("living_sla.scaffold") / "starters"
_EXPORTS_IGNORED = """\
# Exports hold everything that the CRM wrote, also about people; git would keep them for ever. Whatever builds the
# site on a server fetches them before.
/data/exports/*
!/data/exports/.gitkeep
"""
_REQUESTS = {ForgeKind.GITHUB: "a pull request", ForgeKind.GITLAB: "a merge request"}


def project_files(
    answers: Answers,
    source: FirstSource,
    today: date,
    *,
    has_figures: bool,
    aside: str = "",
    agreements: Sequence[Agreement] = (),
) -> dict[str, str]:
    """Every file but the export itself, in the order in which people should look at them.

    `aside` is the path of an export that lies in the project, but not where exports lie: git must not take it.
    `agreements` are there already: who signs them owns their files.
    """
    return {
        AGREEMENT_FILE: first_agreement(answers, source, today, has_figures=has_figures),
        SOURCES_FILE: source.entry,
        "docs/index.md": _starter("docs/index.md"),
        "docs/how-this-works.md": _starter("docs/how-this-works.md"),
        SITE_FILE: _filled("mkdocs.yml", _of_site(answers)),
        "pyproject.toml": _settings(answers),
        "README.md": _filled("README.md", _of_readme(answers)),
        ".gitignore": _starter("gitignore") + _ignored(aside) + ("" if answers.keeps_exports else _EXPORTS_IGNORED),
        ".gitattributes": _starter("gitattributes"),
        f"{EXPORTS}/.gitkeep": "",
        "requirements.txt": _requirements(),
        **dict(code_owners(answers, agreements)),
        **{path: _pinned(_on_branch(text, answers.branch)) for path, text in _workflow(answers.forge)},
    }


def _ignored(path: str) -> str:
    escaped = re.sub(r"([\\*?\[\] ])", r"\\\1", path)
    return f"/{escaped}\n" if path else ""


def _starter(name: str) -> str:
    return (_STARTERS / "project" / name).read_text(encoding="utf-8")


def _filled(name: str, values: Mapping[str, str]) -> str:
    return Template(_starter(name)).substitute(values)


def _of_site(answers: Answers) -> dict[str, str]:
    comment = "  # for the links to edit a page"
    repo_url = f"repo_url: {quoted(answers.repository)}{comment}\n" if answers.repository and answers.forge else ""
    return {"site_name": quoted(f"{answers.company}: Sales and Marketing"), "repo_url": repo_url}


def _of_readme(answers: Answers) -> dict[str, str]:
    return {
        "company": in_markdown(answers.company),
        "marketing": in_markdown(answers.marketing.team),
        "sales": in_markdown(answers.sales.team),
        "request": _REQUESTS[answers.forge] if answers.forge else "a pull request",
        "exports": "git keeps them" if answers.keeps_exports else "git does not keep them",
        "marketing_contact": in_markdown(answers.marketing.contact),
        "marketing_email": answers.marketing.email,
        "sales_contact": in_markdown(answers.sales.contact),
        "sales_email": answers.sales.email,
    }


def in_markdown(text: str) -> str:
    """A name as text of a Markdown file: no mark-up, no HTML, no link."""
    return re.sub(r"([\\`*_\[\]()#+|~!:@-])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))


def _settings(answers: Answers) -> str:
    lines = ["# What the site decides for all its agreements: `sla docs settings` explains each.", "[tool.living_sla]"]
    if answers.repository and answers.forge:
        lines.append(f"forge = {quoted_toml(answers.repository)}  # for links to commits, and to sign on the forge")
        if kind_of(answers.repository) is not answers.forge:
            lines.append(f'forge_kind = "{answers.forge}"')
        if answers.branch != MAIN:
            lines.append(f"forge_branch = {quoted_toml(answers.branch)}")
    else:
        lines.append('# forge = "https://github.com/owner/name"  # for links to commits, and to sign on the forge')
    lines.append("# fiscal_year_start = 4  # the month in which fiscal years begin")
    return "\n".join(lines) + "\n"


def quoted_toml(text: str) -> str:
    """A text without control characters as TOML has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _requirements() -> str:
    major, minor, *_ = __version__.split(".")
    return f"living-sla>={major}.{minor},<{major}.{int(minor) + 1}\n"


def _pinned(text: str) -> str:
    """A workflow that names the releases of `requirements.txt`, where it has no such file beside it."""
    return text.replace("pip install living-sla ", f'pip install "{_requirements().rstrip()}" ')


def _workflow(forge: ForgeKind | None) -> Iterator[tuple[str, str]]:
    folder = _STARTERS / "forges" / (forge or "none")
    if folder.is_dir():
        yield from _all_below(folder, "")


def _on_branch(text: str, branch: str) -> str:
    """A workflow for another branch than `main`, which the starter names; addresses of pages stay."""
    text = text.replace(f"branches: [{MAIN}]", f"branches: [{quoted(branch)}]")
    return re.sub(rf"(?<!blob/)\b{MAIN}\b(?=$|[\s'}}])", branch, text)


def workflow_files(forge: ForgeKind | None) -> set[str]:
    """The files of a project that only the forge reads."""
    return {path for path, _ in _workflow(forge)} | ({PATHS[forge]} if forge in PATHS else set())


def _all_below(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _all_below(entry, f"{path}{entry.name}/")
        else:
            yield f"{path}{entry.name}", entry.read_text(encoding="utf-8")
