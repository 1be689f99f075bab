"""A folder served on a free port of this machine, and a real browser to read it with."""

from __future__ import annotations

import contextlib
import functools
import http.server
import itertools
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
HOST = "127.0.0.1"
Change = Callable[[Path, bytes, str], bytes]
"""What becomes of a file before it is sent, given its path, its bytes, and the origin under which it is asked for."""
EMPTY_INDEX = b'{"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": []}'
"""A search index in which nothing is found."""
FONTS = Path(__file__).parent / "fonts" / "fonts.conf"


class _Host(http.server.SimpleHTTPRequestHandler):
    """A host of files as they are common: a site below a path, its page for what does not exist, headers of its own."""

    def __init__(self, *arguments, below: str, headers: Mapping[str, str], changed: Change, **named) -> None:
        self._below, self._headers, self._changed = below, headers, changed
        super().__init__(*arguments, **named)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: whoever reads the pages says what was seen."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.removeprefix(self._below)))
        if path.is_dir() and not self.path.split("?")[0].endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{self.path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path = path / "index.html" if path.is_dir() else path
        status = HTTPStatus.OK
        if not self.path.startswith(f"{self._below}/") or not path.is_file():
            path, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        body = self._changed(path, path.read_bytes(), f"http://{self.headers['Host']}")
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a browser that went on to the next page
            self.wfile.write(body)

    def end_headers(self) -> None:
        for name, value in self._headers.items():
            self.send_header(name, value)
        super().end_headers()


@contextlib.contextmanager
def served(
    folder: Path,
    *,
    below: str = "",
    headers: Mapping[str, str] | None = None,
    changed: Change = lambda path, body, origin: body,
) -> Iterator[str]:
    """The address of the folder, while the block runs.

    Args:
        folder: A site.
        below: The path of the site on this host, such as `/sales`.
        headers: What is sent with every answer.
        changed: What becomes of its files.
    """
    host = functools.partial(_Host, directory=str(folder), below=below, headers=headers or {}, changed=changed)
    server = http.server.ThreadingHTTPServer((HOST, 0), host)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}{below}"
    finally:
        server.shutdown()
        server.server_close()


def headers_of(site: Path) -> dict[str, str]:
    """What a host sends with every file that reads the `_headers` of a site."""
    first, *lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert first == "/*"
    of_all = itertools.takewhile(lambda line: line.startswith(" "), lines)
    return dict(line.strip().split(": ", 1) for line in of_all)


@contextlib.contextmanager
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
