"""No link of the demonstration's site leads to a page, or to a part of one, that is not there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser


def test_every_link_leads_somewhere(demo_site):
    pages = {path: LexborHTMLParser(path.read_text(encoding="utf-8")) for path in demo_site.rglob("index.html")}
    parts = {path: {node.attributes["id"] for node in tree.css("[id]")} for path, tree in pages.items()}
    lost = []
    for path, tree in pages.items():
        for link in tree.css("article a[href]"):
            target = urlsplit(link.attributes["href"] or "")
            if target.scheme or target.netloc:
                continue
            there = led_to(path, unquote(target.path))
            part = unquote(target.fragment)
            if not there.exists() or (part and there in parts and part not in parts[there]):
                lost.append((path.parent.relative_to(demo_site).as_posix(), link.attributes["href"]))
    assert lost == []


def test_no_id_stands_twice_on_a_page(demo_site):
    found = {}
    for path in demo_site.rglob("*.html"):
        ids = [node.attributes["id"] for node in LexborHTMLParser(path.read_text(encoding="utf-8")).css("[id]")]
        if twice := sorted(name for name, times in Counter(ids).items() if times > 1):
            found[path.relative_to(demo_site).as_posix()] = twice
    assert found == {}


def led_to(page: Path, path: str) -> Path:
    there = (page.parent / path).resolve() if path else page
    return there / "index.html" if there.is_dir() else there
