"""A site that is served while somebody edits: what is watched, and the script by which a page asks for a newer one.

MkDocs puts it into every page as it is served, so no policy that was written before can know its hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from living_sla.site import commits
from living_sla.site.current_report import FOLDERS, SETTINGS

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_SCRIPT = b"<script>\nvar livereload"


def watch(server: LiveReloadServer, root: Path, nonce: Callable[[], str]) -> None:
    """Watch agreements, data and commits of the project as well, and let the script that reloads pages run."""
    served = server.get_app()
    if served is not None:
        server.set_app(marked(served, nonce))
    watch_what_is_there(server, root)


def watch_what_is_there(server: LiveReloadServer, root: Path) -> None:
    """Watch what of it is there by now: a folder, packed refs or a whole repository may come while somebody edits."""
    for path in (*(root / name for name in (*FOLDERS, SETTINGS)), *commits.watched(root)):
        if path.exists():
            server.watch(str(path))


def marked(served: WSGIApplication, nonce: Callable[[], str]) -> WSGIApplication:
    """What is `served`, with the nonce of the pages' policy at that script."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        responses: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
            responses.append((status, headers))
            return lambda _: None

        body = served(environ, note)
        status, headers = responses[-1]
        if dict(headers).get("Content-Type") == "text/html":
            page = b"".join(body)
            before, script, after = page.rpartition(_SCRIPT)
            if script:
                page = before + script.replace(b"<script", f'<script nonce="{nonce()}"'.encode(), 1) + after
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
            headers.append(("Content-Length", str(len(page))))
            body = [page]
        start_response(status, headers)
        return body

    return answer
