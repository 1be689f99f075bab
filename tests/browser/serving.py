"""A folder served on a free port of this machine, and a real browser to read it with."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
HOST = "127.0.0.1"
FONTS = Path(__file__).parent / "fonts" / "fonts.conf"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: whoever reads the pages says what was seen."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the folder, while the block runs."""
    server = socketserver.ThreadingTCPServer((HOST, 0), functools.partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium(*, fonts: Path | None = None) -> Iterator:
    """A headless Chromium, while the block runs; `CHROMIUM` says whether there is one.

    With `fonts`, settings of fontconfig, it knows only the fonts that these name, whatever the machine has.
    """
    from playwright.sync_api import sync_playwright

    environment = dict(os.environ) | ({} if fonts is None else {"FONTCONFIG_FILE": str(fonts)})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=environment)
        try:
            yield browser
        finally:
            browser.close()
