"""The site on this machine only, rebuilt as files and commits change; what is wrong is on the page."""

from __future__ import annotations

import logging
import os
import socket
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from living_sla.errors import EnvironmentFault, Place, SlaError
from living_sla.site.publishing.messages import as_faults, listening
from living_sla.site.publishing.reloading import watch_what_is_there
from living_sla.site.settings.configured import configured
from living_sla.site.settings.loaded import Configured, require_modules, require_settings
from living_sla.site.settings.mkdocs_yml import CONFIG
from living_sla.unforeseen import told

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("living_sla.serve")

# A page for all addresses: it asks again by itself, for the script that does so stands in finished pages only.
_FAULT_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>The site cannot be built</title></head>
<body><h1>The site cannot be built</h1><pre>{said}</pre><p>This page becomes the site as soon as it can.</p></body>
</html>
"""


def serve(root: Path, *, port: int, settings_from: str | None = None) -> None:
    """Serve until interrupted; the address is this machine's own, so that nobody else sees a draft.

    Settings are judged anew whenever they are read: somebody may check out another branch meanwhile.

    Raises:
        Faults: The settings cannot be used to begin with. Every other fault, and every later one, is on the page.
        EnvironmentFault: There is no `mkdocs.yml`, or the port is taken.
    """
    require_settings(root)
    _require_port(port)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")
    # Imported late: MkDocs is slow to import; the same of what is below.
    from mkdocs.livereload import LiveReloadServer

    root = root.resolve()
    first = configured(root, settings_from)
    require_modules(first)
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO)
    # The macros plugin lists what it found at every build; what is wrong it says as a warning.
    logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)
    # It warns of leaving out pages whose file is as it was; which ones are left out here, `kept_pages.py` decides.
    logging.getLogger("mkdocs.commands.build").addFilter(lambda said: "'dirty' build" not in said.getMessage())
    for notice in first.differs:
        logging.warning("%s", notice)
    with first.folder() as folder, TemporaryDirectory(prefix="sla-serve-") as site:
        preview = _Preview(root, settings_from, first, folder, Path(site), f"http://127.0.0.1:{port}")
        with listening() as messages, as_faults(messages):
            config = preview.settings()
            config.plugins.on_startup(command="serve", dirty=False)
        mount = urlsplit(config.site_url or "/").path
        server = LiveReloadServer(preview.build, host="127.0.0.1", port=port, root=site, mount_path=mount)
        server.error_handler = preview.of_no_address
        try:
            preview.build(config)
            for path in (config.docs_dir, str(root / CONFIG)):
                server.watch(path)
            server = config.plugins.on_serve(server, config=config, builder=preview.build)
            for path in config.watch:
                server.watch(path)
            preview.watched_by = server
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            log.info("Shutting down...")
        except OSError as taken:
            raise _unusable(port, taken) from None
        finally:
            server.shutdown()
            config.plugins.on_shutdown()


def _require_port(port: int) -> None:
    """Raises `EnvironmentFault` where nothing can be served there: said at once, and not after a whole build."""
    with socket.socket() as probe:
        # As the server asks: a port that a server left a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name != "nt")
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise _unusable(port, taken) from None


def _unusable(port: int, taken: OSError) -> EnvironmentFault:
    hint = f"try another one: sla serve --port {port + 1 if port < 65535 else 8000}"
    return EnvironmentFault(f"port {port} cannot be used: {taken.strerror}", hint=hint)


class _Preview:
    """Builds the site for one who watches it; a build that fails leaves a page that says why."""

    def __init__(
        self, root: Path, settings_from: str | None, first: Configured, folder: Path, site: Path, address: str
    ) -> None:
        self._root, self._settings_from, self._good = root, settings_from, first
        self._folder, self._site, self._address = folder, site, address
        # Imported late: as above.
        from living_sla.site.publishing.kept_pages import KeptPages

        self._kept = KeptPages(root)
        self.watched_by: LiveReloadServer | None = None

    def settings(self) -> MkDocsConfig:
        """The settings as they are now; those of before, with the faults said, where these may not be used.

        Raises `Faults` where those of before cannot be had either, because they inherit from files that are read anew.
        """
        refused = None
        try:
            current = configured(self._root, self._settings_from)
            if _laid_out_from(current) != _laid_out_from(self._good):
                hint = "stop, and start again"
                raise SlaError("the settings come from elsewhere now", where=Place(CONFIG), hint=hint)
            self._good = current
        except SlaError as fault:
            if len(self._good.used.files) > 1:
                raise
            log.error("the settings cannot be used; those of before are\n%s", fault)
            refused = fault
        address = self._address.removeprefix("http://")
        config = self._good.load(self._folder, site_dir=str(self._site), dev_addr=address)
        config.site_url = self._address + (urlsplit(config.site_url or "/").path or "/")
        plugin: Any = config.plugins["living-sla"]
        plugin.refused_settings = refused
        config.plugins["living-sla/kept-pages"] = self._kept
        return config

    def build(self, config: MkDocsConfig | None = None) -> None:
        """Build, and say what is wrong on a page; raises nothing but an interrupt."""
        from mkdocs.commands.build import build

        log.info("Building documentation...")
        try:
            with listening() as messages, as_faults(messages):
                config = config or self.settings()
                build(config, serve_url=config.site_url, dirty=True)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            self._show(told(problem, during="sla serve"))
        finally:
            if self.watched_by is not None:
                watch_what_is_there(self.watched_by, self._root)

    def of_no_address(self, code: int) -> bytes | None:
        """The page for an address that does not exist; None where the site has none."""
        try:
            return (self._site / f"{code}.html").read_bytes() if code in (404, 500) else None
        except OSError:
            return None

    def _show(self, fault: SlaError) -> None:
        from mkdocs.utils import clean_directory

        log.error("%s", fault)
        page = _FAULT_PAGE.format(said=escape(str(fault)))
        try:
            clean_directory(str(self._site))
            for name in ("index.html", "404.html"):
                (self._site / name).write_text(page, encoding="utf-8")
        except OSError as refused:
            log.error("%s", told(refused, during="sla serve"))


def _laid_out_from(settings: Configured) -> object:
    """What decides where the generator works, for as long as it serves."""
    return settings.ground.ref if settings.is_laid_out else None
