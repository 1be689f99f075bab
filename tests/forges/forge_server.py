"""A forge on this machine, as GitHub and GitLab document their interfaces for comments, with troubles to choose from.

    with github() as forge:
        forge.add("octo", "hello")
        ... forge.environment ...
        assert forge.changes == []

It listens on 127.0.0.1, keeps what was asked, and ends with the block.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct, field

TOKEN = "ghs_0canaryTOKENcanaryTOKENcanaryTOKEN00"
JOB = "github-actions[bot]"
GITHUB_LONGEST = 65_536
GITLAB_LONGEST = 1_048_576


class Asked(Struct):
    """One request, as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Trouble(Struct):
    """One answer in place of the forge's own."""

    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    only: str = ""
    """The method that it is for; empty for any."""
    is_done: bool = False
    """Whether the forge does what it was asked all the same."""
    seconds: float = 0.0
    """How long the answer takes."""
    raw: bytes = b""
    """Sent as it is, in place of an answer of HTTP."""
    drips: bool = False
    """Whether `raw` comes byte by byte, each after `seconds`."""


class StandInForge(Struct):
    """What the server holds, and what it is to do wrong."""

    kind: str
    address: str = ""
    """Of the programming interface."""
    job: str = JOB
    """Who writes with the token."""
    rows: list[dict] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    pulls: list[dict] = field(default_factory=list)
    """Pull requests, as GitHub lists them."""
    answers: dict[str, object] = field(default_factory=dict)
    """What else it tells, by the path that asks; bytes are a file."""
    troubles: list[Trouble] = field(default_factory=list)
    """Taken from the front, one a request that it is for."""
    page_size: int = 100
    certificate: str = ""
    """A file with a key and its certificate for `localhost`; with it the forge is asked by https."""
    says_next: Callable[[str], str] | None = None
    """The header `Link` of a page that is followed by another, made of the address that is right."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def environment(self) -> dict[str, str]:
        """What a job on this forge has in its environment."""
        if self.kind == "github":
            return {
                "GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": self.address, "GITHUB_REPOSITORY": "northwind/agreements",
                "GITHUB_REF": "refs/pull/7/merge",
            }  # fmt: skip
        return {
            "GITLAB_TOKEN": TOKEN, "CI_API_V4_URL": self.address, "CI_PROJECT_ID": "4711", "CI_MERGE_REQUEST_IID": "7"
        }  # fmt: skip

    @property
    def changes(self) -> list[Asked]:
        """Requests that were to change something."""
        return [asked for asked in self.asked if asked.method != "GET"]

    def bodies(self, author: str = "") -> list[str]:
        """The comments of one author, or of all."""
        who, login = self.fields
        return [row["body"] for row in self.rows if author in ("", (row[who] or {}).get(login))]

    @property
    def fields(self) -> tuple[str, str]:
        """What the forge calls an author, and a name."""
        return ("user", "login") if self.kind == "github" else ("author", "username")

    def add(self, author: str | None, body: str, **more: object) -> int:
        """A comment that is there already; its number."""
        who, login = self.fields
        number = 1_000 + len(self.rows)
        self.rows.append({"id": number, "body": body, who: author and {login: author, "id": 1}, **more})
        return number


class _Handler(BaseHTTPRequestHandler):
    forge: StandInForge
    protocol_version = "HTTP/1.0"  # a connection a request, so that nothing waits when the server ends

    def _any(self) -> None:
        forge = self.forge
        size = int(self.headers.get("Content-Length") or 0)
        asked = Asked(self.command, self.path, dict(self.headers.items()), self.rfile.read(size))
        with forge.lock:
            forge.asked.append(asked)
            trouble = next((one for one in forge.troubles if one.only in ("", asked.method)), None)
            if trouble is not None:
                forge.troubles.remove(trouble)
            right = self._right(asked) if trouble is None or trouble.is_done else None
        if trouble is None:
            assert right is not None
            self._send(*right)
            return
        if trouble.drips:
            for byte in trouble.raw:
                time.sleep(trouble.seconds)
                self.wfile.write(bytes([byte]))
            return
        time.sleep(trouble.seconds)
        if trouble.raw:
            self.wfile.write(trouble.raw)
        else:
            self._send(trouble.status, trouble.headers, trouble.body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_CONNECT = _any  # noqa: N815

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _right(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        forge = self.forge
        if TOKEN not in (
            self.headers.get("Authorization", "").removeprefix("Bearer "),
            self.headers.get("Private-Token"),
        ):
            return self._json(401, {"message": "Bad credentials"})
        parts = urlsplit(asked.path)
        who, login = forge.fields
        if forge.kind == "github":
            base, ends = "/repos/northwind/agreements/issues", "/7/comments"
            one = re.fullmatch(r"/repos/northwind/agreements/issues/comments/([0-9]+)", parts.path)
        else:
            base, ends = "/projects/4711/merge_requests/7", "/notes"
            one = re.fullmatch(r"/projects/4711/merge_requests/7/notes/([0-9]+)", parts.path)
            if parts.path == "/user":
                return self._json(200, {"id": 1, "username": forge.job})
        if parts.path == base + ends and asked.method == "GET":
            return self._page(parts.query)
        if parts.path in forge.answers:
            found = forge.answers[parts.path]
            return (200, {}, found) if isinstance(found, bytes) else self._json(200, found)
        if parts.path == "/repos/northwind/agreements/pulls":
            return self._json(200, [pull for pull in forge.pulls if _is_listed(pull, parse_qs(parts.query))])
        content = json.loads(asked.body) if asked.body else {}
        if len(content.get("body", "")) > GITHUB_LONGEST and forge.kind == "github":
            error = {"resource": "IssueComment", "code": "unprocessable", "field": "data"}
            error["message"] = "Body is too long (maximum is 65536 characters)"
            return self._json(422, {"message": "Validation Failed", "errors": [error]})
        if len(content.get("body", "").encode()) > GITLAB_LONGEST:
            return self._json(400, {"message": {"note": ["is too long (maximum is 1048576 bytes)"]}})
        if parts.path == base + ends and asked.method == "POST":
            number = forge.add(forge.job, content["body"])
            return self._json(201, forge.rows[-1] | {"id": number})
        method = "PATCH" if forge.kind == "github" else "PUT"
        row = next((row for row in forge.rows if one and row["id"] == int(one[1])), None)
        if row is None or asked.method != method:
            return self._json(404, {"message": "Not Found"})
        if (row[who] or {}).get(login) != forge.job:
            return self._json(403, {"message": "Resource not accessible by integration"})
        row["body"] = content["body"]
        return self._json(200, row)

    def _page(self, query: str) -> tuple[int, dict[str, str], bytes]:
        forge = self.forge
        asked = parse_qs(query)
        size = min(forge.page_size, int(asked.get("per_page", ["30"])[0]))
        page = int(asked.get("page", ["1"])[0])
        rows = forge.rows[(page - 1) * size : page * size]
        headers = {}
        is_last = page * size >= len(forge.rows)
        if not is_last:
            there = f"{forge.address}{urlsplit(self.path).path}?per_page={size}&page={page + 1}"
            right = f'<{there}>; rel="next", <{there}>; rel="last"'
            headers["Link"] = forge.says_next(there) if forge.says_next else right
        if forge.kind == "gitlab":
            headers["X-Next-Page"] = "" if is_last else str(page + 1)
            if not forge.says_next:
                headers.pop("Link", None)
        return 200, headers, json.dumps(rows).encode()

    def _json(self, status: int, content: object) -> tuple[int, dict[str, str], bytes]:
        return status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(content).encode()

    def log_message(self, *_: object) -> None:
        """Nothing: what was asked is kept."""


def _is_listed(pull: dict, asked: dict[str, list[str]]) -> bool:
    has = {"head": pull["head"]["label"], "base": pull["base"]["ref"], "state": pull["state"]}
    return all(has[name] == asked[name][0] for name in has if name in asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # that of HTTP asks a name server who 127.0.0.1 is
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, *_: object) -> None:
        """Whoever asked may have gone away."""


@contextmanager
def _served(forge: StandInForge) -> Iterator[StandInForge]:
    handler = type("Handler", (_Handler,), {"forge": forge})
    with _Server(("127.0.0.1", 0), handler) as server:
        forge.address = f"http://127.0.0.1:{server.server_port}"
        if forge.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(forge.certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            forge.address = f"https://localhost:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield forge
        finally:
            server.shutdown()


def github(**said: object) -> AbstractContextManager[StandInForge]:
    """GitHub; the token is that of a job."""
    return _served(StandInForge("github", **said))


def gitlab(**said: object) -> AbstractContextManager[StandInForge]:
    """GitLab; the token is that of a bot of the project."""
    return _served(StandInForge("gitlab", **{"job": "project_4711_bot"} | said))


@contextmanager
def another_host() -> Iterator[StandInForge]:
    """A server that a forge might lead to, and that keeps what was asked of it."""
    with _served(StandInForge("github")) as there:
        yield there
