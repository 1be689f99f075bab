"""The links by which a reader edits a page on the forge."""

from __future__ import annotations

from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig

from living_sla.model.forge import ForgeKind, kind_of
from living_sla.model.standing import Report


def settle(config: MkDocsConfig, report: Report, docs: str) -> None:
    """Let the settings of a site that states no `edit_uri` lead to where its pages are; `docs` is their folder.

    The generator takes a branch `master`, a folder `docs`, and the project for the whole of its repository.
    """
    if not config.repo_url:
        config.edit_uri = None  # MkDocs would warn, page by page, that it leads nowhere
        return
    if any(name in stated for stated in config.user_configs for name in ("edit_uri", "edit_uri_template")):
        return
    kind = report.forge.kind if report.forge else kind_of(config.repo_url)
    if kind is not None:
        branch = report.forge.branch if report.forge else "main"
        below = "-/" if kind is ForgeKind.GITLAB else ""
        config.edit_uri = f"{below}edit/{quote(branch)}/{quote(f'{report.folder}{docs}')}/"
