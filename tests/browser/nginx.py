"""A real nginx, without rights and without a folder that it may write to but its own, while a block runs.

It runs the settings that are shipped: those of `container/serve/` and those of the how-to, with other places and ports.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import textwrap
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec import Struct

ROOT = Path(__file__).parents[2]
CONTAINER = ROOT / "container" / "serve" / "nginx.conf"
HOW_TO = ROOT / "docs" / "how-to" / "publish-nginx.md"
HOST = "127.0.0.1"
NGINX = shutil.which("nginx", path=os.pathsep.join((os.environ["PATH"], "/usr/sbin")))
NOBODY = 65534
WAYS = ("container", "container below a path", "how-to", "how-to below a path")

_AROUND = """\
daemon off;
pid /tmp/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    client_body_temp_path /tmp/nginx-client-body;
    proxy_temp_path /tmp/nginx-proxy;
    fastcgi_temp_path /tmp/nginx-fastcgi;
    uwsgi_temp_path /tmp/nginx-uwsgi;
    scgi_temp_path /tmp/nginx-scgi;
    include /etc/nginx/mime.types;
    access_log off;
    {}
}}
"""


def needs_nginx() -> None:
    """Skips where there is no nginx."""
    if NGINX is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no nginx on this machine, and CI may not skip what only nginx can tell")
        pytest.skip("no nginx on this machine")


def free_port() -> int:
    """A port on which nothing listens. Somebody else can take it; nobody else on a machine of tests does."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in one language, without the indentation of a list."""
    found = re.findall(rf"(?ms)^( *)```{language}\n(.*?)^\1```$", page.read_text(encoding="utf-8"))
    return [textwrap.dedent(text) for _, text in found]


def settings(way: str, port: int, behind: int) -> str:
    """The settings of one way to serve `/srv/site` on a port, with places as in the container.

    Args:
        way: One of `WAYS`.
        port: Where readers ask.
        behind: Where the container listens that a proxy asks.
    """
    if way == "container":
        return CONTAINER.read_text(encoding="utf-8").replace("listen 8080", f"listen {HOST}:{port}")
    whole, below = (text.replace("/srv/agreements/site", "/srv/site") for text in blocks(HOW_TO, "nginx"))
    if way == "how-to":
        return _AROUND.format(whole.replace("listen 80;", f"listen {HOST}:{port};"))
    if way == "how-to below a path":
        kept = whole.partition("server {")[0]
        return _AROUND.format(f"{kept} server {{ listen {HOST}:{port}; server_tokens off; {below} }}")
    proxy = blocks(ROOT / "docs/how-to/publish-container.md", "nginx")[0].replace(":8080/", f":{behind}/")
    front = f"server {{ listen {HOST}:{port}; server_tokens off; {proxy} }}"
    text = CONTAINER.read_text(encoding="utf-8").replace("listen 8080", f"listen {HOST}:{behind}")
    before, brace, nothing = text.rpartition("}")
    return f"{before}{front}{brace}{nothing}"


class Served(Struct, frozen=True):
    """A site that is served."""

    address: str
    """Where it is read, without a slash at its end."""
    site: Path
    """The copy that is served."""


@contextlib.contextmanager
def nginx(way: str, site: Path, port: int) -> Iterator[Served]:
    """A site that nginx serves in one of the `WAYS`, while the block runs.

    It runs as nobody where this process is root. The site is a copy that nobody may write to.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(site, folder / "srv" / "site", symlinks=True)
        for place in ("srv/site", "srv/site/assets"):  # copies of folders that only their owner could enter
            (folder / place).chmod(0o755)
        written = folder / "tmp"
        written.mkdir()
        text = (
            settings(way, port, free_port())
            .replace("/srv/site", f"{folder}/srv/site")
            .replace("/tmp/nginx", f"{written}/n")
        )
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        rights: dict[str, object] = {}
        (folder / "log").touch()
        if os.geteuid() == 0:
            for place in (written, folder / "log"):
                os.chown(place, NOBODY, NOBODY)
            rights = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        command = [str(NGINX), "-e", "stderr", "-c", str(folder / "nginx.conf")]
        with open(folder / "log", "a") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, **rights)  # type: ignore[call-overload]
            try:
                _wait(server, port, folder / "log")
                yield Served(f"http://{HOST}:{port}{'/sla' if 'below' in way else ''}", folder / "srv" / "site")
            finally:
                server.terminate()
                server.wait(timeout=20)
        assert sorted(path.name for path in written.iterdir() if path.is_file()) == []


def _wait(server: subprocess.Popen, port: int, log: Path) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


class Answer(Struct, frozen=True):
    """What nginx answered to one question."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case; one that comes twice has both, joined by `, `."""
    body: bytes


def ask(address: str, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to a question whose path is sent as it is written, with dots and escapes."""
    host, _, below = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    try:
        connection.putrequest(method, f"{'/' if below else ''}{below}{path}", skip_host=True, skip_accept_encoding=True)
        for name, value in ({"Host": host} | dict(headers or {})).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            found[name.lower()] = ", ".join(filter(None, [found.get(name.lower()), value]))
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()
