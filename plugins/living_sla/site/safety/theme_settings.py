"""Settings of the generator and its theme that would make pages read text as HTML, or tell what they must not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig

from living_sla.errors import Fault, Place, SlaError
from living_sla.model.address import read_address
from living_sla.model.figures.standing import Report
from living_sla.model.forge import Forge, kind_of
from living_sla.pages import blocks as pages
from living_sla.site.safety.replaced import OURS
from living_sla.site.safety.sanitise import sanitise
from living_sla.site.safety.theme_files import add_ours

_WHERE = Place("mkdocs.yml")


def settle(config: MkDocsConfig, report: Report, docs: str) -> Iterator[SlaError]:
    """Give the settings what is ours, and links that edit pages below `docs`; a fault for all that must be changed."""
    settle_edit_links(config, report, docs)
    yield from refused(config)
    _prepare(config, pages.footer(report))


def refused(config: MkDocsConfig) -> Iterator[SlaError]:
    """What has to be changed in `mkdocs.yml` before a page may be shown."""
    features = config.theme.get("features") or ()
    if not isinstance(features, list | tuple):
        hint = "write a list of names: features: [navigation.instant]"
        yield SlaError("theme.features is not a list", where=_WHERE, hint=hint, code=Fault.INVALID_VALUE)
        features = config.theme["features"] = []  # the build stops, and says what else is wrong before it does
    if config.theme.get("font"):
        hint = "write font: false below theme, and bring fonts in a style sheet of your own"
        yield SlaError(
            "the theme would fetch fonts from another host", where=_WHERE, hint=hint, code=Fault.REMOTE_RESOURCE
        )
    if config.extra.get("analytics"):
        hint = "remove analytics below extra: pages ask no other host for anything"
        yield SlaError(
            "the theme would tell another host who reads", where=_WHERE, hint=hint, code=Fault.REMOTE_RESOURCE
        )
    if "content.tooltips" in features:
        # Its script puts the text of titles and of long headings into the page as HTML, however they are escaped.
        hint = "remove content.tooltips from theme.features"
        yield SlaError(
            "the theme's tooltips would read titles as HTML", where=_WHERE, hint=hint, code=Fault.ACTIVE_CONTENT
        )
    yield from _addresses(config)
    for name in ("site_url", "repo_url"):
        address = read_address(config[name] or "")
        if address.has_user:  # which is not shown: it may be a password
            hint = "remove it: every page would show it"
            yield SlaError(f"{name} names a user before its host", where=_WHERE, hint=hint, code=Fault.INVALID_LINK)
        elif not address.is_path and not address.is_web:
            hint = "begin it with https:// and the name of a host"
            yield SlaError(f"{name} is not the address of a page", where=_WHERE, hint=hint, code=Fault.INVALID_LINK)


def _addresses(config: MkDocsConfig) -> Iterator[SlaError]:
    """Files of other hosts, and links that lead where none may."""
    fetched = [*config.extra_css, *config.extra_javascript, config.theme.get("logo"), config.theme.get("favicon")]
    for address in fetched:
        if address and not read_address(str(address)).is_path:
            hint = "put the file into docs/ and name it there; pages ask no other host for anything"
            yield SlaError("a file of another host", where=_WHERE, hint=hint, code=Fault.REMOTE_RESOURCE)
    for link in _links(config.extra):
        if not read_address(link).is_link:
            hint = "link to a page by a path, or begin with https://, http://, mailto: or tel:"
            yield SlaError("a link below extra leads where none may", where=_WHERE, hint=hint, code=Fault.INVALID_LINK)


def _links(value: Any) -> Iterator[str]:
    """What stands under the names that a theme takes for links, on any level."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key in ("link", "homepage", "url", "href") and isinstance(part, str):
                yield part
            yield from _links(part)
    elif isinstance(value, list):
        for part in value:
            yield from _links(part)


def _prepare(config: MkDocsConfig, footer: Markup) -> None:
    """Add our templates, style sheet and script, and the foot of the pages; what the settings say there is cleaned."""
    add_ours(config)
    config.copyright = Markup(" ").join(filter(None, (Markup(sanitise(config.copyright or "")), footer)))
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)  # no policy lets styles in
    config.extra_css.append(f"{OURS}sla.css")
    config.extra_javascript.append(f"{OURS}sla.js")


def settle_edit_links(config: MkDocsConfig, report: Report, docs: str) -> None:
    """Let the settings of a site that states no `edit_uri` lead to where its pages are; `docs` is their folder.

    The generator takes a branch `master`, a folder `docs`, and the project for the whole of its repository.
    """
    if not config.repo_url:
        config.edit_uri = None  # MkDocs would warn, page by page, that it leads nowhere
        return
    if any(name in stated for stated in config.user_configs for name in ("edit_uri", "edit_uri_template")):
        return
    kind = kind_of(config.repo_url)
    forge = report.forge or (Forge(kind, config.repo_url) if kind else None)
    if forge is not None:
        config.edit_uri = f"{forge.edit_folder(f'{report.folder}{docs}')}/"
