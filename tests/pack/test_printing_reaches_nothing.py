"""A browser that prints a review opens no file of the machine and asks no host, whatever stands in the document."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from living_sla.pack import printing
from living_sla.pack.paper import paper
from living_sla.pack.printing import printed
from living_sla.programs import find_browser
from living_sla.site.content.minutes_prose import notes_of
from tests.reviews import examples

pytestmark = pytest.mark.browser

AT = datetime(2026, 10, 6, 17, 30, tzinfo=UTC)
LONG_AGO = 1_000_000_000


class Bait:
    """Files and a host of this machine that notice whoever asks for them."""

    def __init__(self, folder: Path, address: str, asked: list[str]) -> None:
        self.folder, self.address, self.asked = folder, address, asked
        self.files = {
            name: folder / name for name in ("p.png", "s.css", "f.html", "o.svg", "w.woff2", "j.js", "r.html")
        }
        for path in self.files.values():
            path.write_text("<p>secret</p>", encoding="utf-8")
            os.utime(path, (LONG_AGO, LONG_AGO + 1))

    def html(self, base: str) -> str:
        """What a page may load with, by every way that there is."""
        at = {name: f"{base}/{name}" for name in self.files}
        return f"""
<img src="{at["p.png"]}" srcset="{at["p.png"]} 2x"><picture><source srcset="{at["p.png"]}"><img src="x"></picture>
<iframe src="{at["f.html"]}"></iframe><embed src="{at["o.svg"]}"><object data="{at["o.svg"]}"></object>
<video src="{at["p.png"]}" poster="{at["p.png"]}"></video><audio src="{at["p.png"]}"></audio>
<link rel="stylesheet" href="{at["s.css"]}"><link rel="preload" as="image" href="{at["p.png"]}">
<link rel="prefetch" href="{at["f.html"]}"><link rel="preconnect" href="{base}"><link rel="icon" href="{at["p.png"]}">
<style>@import url("{at["s.css"]}"); @font-face {{ font-family: w; src: url("{at["w.woff2"]}") }}
p {{ font-family: w; background: url("{at["p.png"]}"); list-style: url("{at["p.png"]}") }}</style>
<p style="background-image: url('{at["p.png"]}'); cursor: url({at["p.png"]})">words</p>
<svg><image href="{at["o.svg"]}"/><use href="{at["o.svg"]}#a"/></svg><input type="image" src="{at["p.png"]}">
<script src="{at["j.js"]}"></script><script>fetch("{at["f.html"]}")</script>
<base href="{base}/"><table background="{at["p.png"]}"><tr><td>x</table>"""

    def leading_away(self) -> str:
        """What makes a page go elsewhere by itself."""
        to = f"{self.folder.as_uri()}/r.html"
        return f"""<body onload="location='{to}'"><script>location = "{to}"</script><form action="{to}">
<button autofocus></button></form><META HTTP-EQUIV=refresh content="0;url={to}"><meta/http-equiv="refresh"
content="0;url={to}">"""

    @property
    def markup(self) -> str:
        return self.html(self.folder.as_uri()) + self.html(self.address) + self.leading_away()

    def taken(self) -> set[str]:
        """The files that were read, and what the host was asked for."""
        read = {name for name, path in self.files.items() if path.stat().st_atime > LONG_AGO + 1}
        return read | {f"asked {path}" for path in self.asked}


@pytest.fixture
def bait(tmp_path) -> Iterator[Bait]:
    asked: list[str] = []

    class Noticing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noticing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    folder = tmp_path / "bait"
    folder.mkdir()
    yield Bait(folder, f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def browser(tmp_path) -> Path:
    at = find_browser(tmp_path)
    if at is None:
        pytest.skip("no Chromium is installed")
    return at


def test_the_bait_is_taken_where_nothing_forbids_it(bait, browser, monkeypatch):
    """Without which the next test could not fail."""
    monkeypatch.setattr(printing, "_FLAGS", [flag for flag in printing._FLAGS if "resolver" not in flag])
    printed(f"<!doctype html><p>{bait.html(bait.folder.as_uri())}{bait.html(bait.address)}", browser, dated=AT)
    taken = bait.taken()
    if not any(not name.startswith("asked") for name in taken):
        pytest.skip("this file system does not note when a file was read")
    assert any(name.startswith("asked") for name in taken)


@pytest.mark.parametrize("cleaned", [True, False], ids=["as minutes", "as if nothing had cleaned them"])
def test_a_review_is_printed_and_nothing_is_opened_or_asked(cleaned, bait, browser):
    review = examples.accepted()
    assert review.minutes is not None
    minutes = replace(review.minutes, body=f"{bait.markup}\n\n![a]({bait.address}/p.png)")
    notes = notes_of(minutes) if cleaned else Markup(bait.markup)
    made = printed(paper(review, [review], style="", notes=notes), browser, dated=AT)
    assert made.startswith(b"%PDF-")
    assert bait.taken() == set()
