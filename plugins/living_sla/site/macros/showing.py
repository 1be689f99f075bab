"""From what a macro returns to what stands on the page.

Beside the MkDocs plugin of this package a macro returns a placeholder, which the plugin replaces after Markdown;
without it (other generators), the block itself, as one line of HTML. What cannot be shown is a box that says why.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.review import Review
from living_sla.pages import blocks as pages
from living_sla.pages.links import links_from
from living_sla.site.content.generated import FEED
from living_sla.site.content.unique_ids import unlike
from living_sla.site.current_report import report_of, shelf_of, with_reviews
from living_sla.site.macros.asked import Asked
from living_sla.unforeseen import told

log = logging.getLogger("mkdocs.plugins.living_sla")


class Showing:
    """The pages of one site, as the environment of the macros plugin knows them."""

    def __init__(self, env: Any) -> None:
        self._env = env
        self._page: Any = None
        self._taken: set[str] = set()
        """The ids that blocks have brought to that page, where no plugin puts them in their places."""

    def as_macro(self, function: Callable[..., str]) -> Callable[..., str]:
        """The same function for the pages of this site: it finds out itself what it is asked, and never raises."""

        @wraps(function)
        def macro(*args: Any, **named: Any) -> str:
            return self._shown(lambda asked: function(asked, *args, **named))

        return macro

    def _shown(self, block: Callable[[Asked], str]) -> str:
        try:
            if self._plugin is not None:
                report, reviews = self._plugin.report, self._plugin.reviews
            else:
                reviews = shelf_of(self._root)
                report = with_reviews(report_of(self._root), reviews, self._root)
            return self._placed(block(self._asked(report, reviews)))
        except Faults as faults:
            return self._failed(faults, "The content of this site has faults", faults.faults[0].code)
        except SlaError as fault:
            return self._failed(fault, fault.message, fault.code)
        except Exception as problem:
            # The hint names the file of a report, which is not for the readers of a page.
            unforeseen = told(problem, during="a macro")
            return self._failed(unforeseen, "Something went wrong that nobody foresaw", unforeseen.code, hint="")

    def _asked(self, report: Report, reviews: tuple[Review, ...]) -> Asked:
        as_folders = bool(self._env.conf.get("use_directory_urls", True))
        site_url = str(self._env.conf.get("site_url") or "")
        links = links_from(self._folder, report, as_folders=as_folders, site_url=site_url)
        feed = links.file(FEED) if self._plugin is not None else ""
        return Asked(report, links, self._source, feed, self._place, reviews, self._root)

    def _failed(self, fault: SlaError, title: str, code: Fault | None, *, hint: str | None = None) -> str:
        if self._plugin is not None:
            self._plugin.fail(fault)
        else:
            log.error("%s", fault)
        text = "This part could not be shown" + (f": {code}." if code else ".")
        return self._placed(pages.box("fault", title, f"{text} {fault.hint if hint is None else hint}".strip()))

    def _placed(self, html: str) -> str:
        if self._plugin is not None:
            return str(self._plugin.hold(html))
        page = self._env.page
        if page is not self._page:
            self._page, self._taken = page, set()
        return unlike(str(html), self._taken)

    # ------------------------------------------------------------ the page and the site

    @property
    def _root(self) -> Path:
        return Path(self._env.project_dir)

    @property
    def _plugin(self) -> Any:
        plugins = self._env.conf.get("plugins") or {}
        return plugins.get("living-sla") if hasattr(plugins, "on_config") or isinstance(plugins, dict) else None

    @property
    def _source(self) -> str:
        """The page that is being written, relative to the project where it is an agreement."""
        file = self._file
        return str(file.src_uri if file is not None else self._env.page.path)

    @property
    def _folder(self) -> str:
        """The folder of the page that is being written, below the site; empty at its root."""
        file = self._file
        return posixpath.dirname(str(file.dest_uri if file is not None else self._env.page.url))

    @property
    def _file(self) -> Any:
        """The file of the page; None in Zensical, whose pages say their path and their address themselves."""
        return getattr(self._env.page, "file", None)

    def _place(self, name: str | None) -> Place:
        """Where the page names what is not there."""
        lines = (getattr(self._env.page, "markdown", None) or "").splitlines()
        line = next((at for at, text in enumerate(lines, 1) if name and name in text), None)
        return Place(self._source, line)
