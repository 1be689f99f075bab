"""What keeps the pages of one build from doing more than pages should: escaping, a policy, headers for hosts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from living_sla.errors import SlaError
from living_sla.site.safety import brought, escaping, headers, policy
from living_sla.site.safety.empty_pages import empty_pages


class Safeguards:
    """Those of one site; a plugin for translations builds it once for each language."""

    def __init__(self, *, serving: bool = False) -> None:
        self._serving = serving
        self._policy = policy.NONE
        self.brought = frozenset[brought.Signature]()
        """Every element that the theme brings to a page without any content."""
        self.nonce = ""
        """By which a page that is served knows the script that reloads it."""

    def escape(self, env: Environment, files: Files) -> None:
        """Make the theme's templates print text as text, whatever pages and settings hold."""
        escaping.escape_by_default(env)
        for file in files.documentation_pages():
            if file.page is not None:
                escaping.mark(file.page)

    def learn(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Learn from the theme which scripts are its own, when all pages are known and before any is written."""
        empties = list(empty_pages(env, config, files))
        # Pages of before know it as well.
        self.nonce = self.nonce or (secrets.token_hex(16) if self._serving else "")
        self._policy = policy.of_theme(empties, config, files, nonce=self.nonce).joined(self._policy)
        self.brought |= brought.of_theme(empties)

    def applied(self, html: str, *, url: str) -> str:
        """The page at `url`, from the root of the site, which says in its head what it may run."""
        return self._policy.applied(html, url=url)

    def finish(self, site: Path) -> Iterator[SlaError]:
        """Write the headers for hosts; a fault for each script that is not what it was."""
        headers.write(site, self._policy.in_header)
        yield from self._policy.changed(site)
