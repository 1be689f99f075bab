"""Settings of the generator and its theme that would make pages read text as HTML, or tell what they must not."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig

from living_sla.errors import Place, SlaError
from living_sla.model.address import read_address
from living_sla.site.replaced import OURS
from living_sla.site.sanitise import sanitise

_WHERE = Place("mkdocs.yml")


def refused(config: MkDocsConfig) -> Iterator[SlaError]:
    """What has to be changed in `mkdocs.yml` before a page may be shown."""
    if "content.tooltips" in (config.theme.get("features") or ()):
        # Its script puts the text of titles and of long headings into the page as HTML, however they are escaped.
        hint = "remove content.tooltips from theme.features"
        yield SlaError("the theme's tooltips would read titles as HTML", where=_WHERE, hint=hint, code="SLA-F100")
    for name in ("site_url", "repo_url"):
        address = read_address(config[name] or "")
        if address.has_user:  # which is not shown: it may be a password
            hint = "remove it: every page would show it"
            yield SlaError(f"{name} names a user before its host", where=_WHERE, hint=hint, code="SLA-F026")
        elif not address.is_path and not address.is_web:
            hint = "begin it with https:// and the name of a host"
            yield SlaError(f"{name} is not the address of a page", where=_WHERE, hint=hint, code="SLA-F026")


def prepare(config: MkDocsConfig, footer: Markup) -> None:
    """Add our style sheet, our script and the foot of the pages; what the settings say at their foot is cleaned."""
    config.copyright = Markup(" ").join(filter(None, (Markup(sanitise(config.copyright or "")), footer)))
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)  # no policy lets styles in
    config.extra_css.append(f"{OURS}sla.css")
    config.extra_javascript.append(f"{OURS}sla.js")
