"""What nginx answers to plain questions in every way of serving that is shipped: at a root, below a path, by proxy."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import threading
from html import unescape
from urllib.parse import quote, unquote, urljoin

import pytest

from living_sla.site.publishing.build import build
from living_sla.site.publishing.swap import Workshop
from living_sla.site.safety.headers import DRAWING
from tests.browser.nginx import NGINX, WAYS, ask, free_port, needs_nginx, nginx, settings
from tests.browser.serving import headers_of
from tests.factories.small_sites import write_project

PAGE = "/agreements/lead-handoff/"
LONG = "public, max-age=31536000, immutable"
ALWAYS = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    needs_nginx()
    return build(write_project(tmp_path_factory.mktemp("nginx") / "project")).site


@pytest.fixture(scope="module", params=WAYS)
def address(site, request):
    with nginx(request.param, site, free_port()) as found:
        yield found.address


@pytest.mark.parametrize(
    "path", ["/", PAGE, "/search/search_index.json", "/assets/living-sla/sla.js", "/nowhere/at/all"]
)
def test_every_answer_has_the_policy_of_the_site_once(address, site, path):
    answer = ask(address, path)
    expected = {name.lower(): value for name, value in headers_of(site).items()}
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["server"] == "nginx"


def kinds(site):
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith("."):
            yield name, LONG if name.endswith((".min.js", ".min.css")) and "/lunr" not in name else "no-cache"


def test_a_name_with_a_hash_is_kept_and_everything_else_is_asked_for_again(address, site):
    expected = dict(kinds(site))
    assert {LONG, "no-cache"} == set(expected.values())
    found = {name: ask(address, f"/{name}") for name in expected}
    assert {name: answer.status for name, answer in found.items()} == dict.fromkeys(expected, 200)
    assert {name: answer.headers["cache-control"] for name, answer in found.items()} == expected
    assert {name: answer.body == (site / name).read_bytes() for name, answer in found.items()} == dict.fromkeys(
        expected, True
    )


@pytest.mark.parametrize("path", ["/", "/search/search_index.json", "/assets/living-sla/sla.css"])
def test_what_did_not_change_is_answered_without_a_body(address, path):
    first = ask(address, path)
    again = ask(address, path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"
    assert ask(address, path, headers={"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/search/search_index.json", "/assets/living-sla/sla.css", "/assets/living-sla/sla.js", "/changes.xml"],
)
def test_texts_travel_packed_and_in_utf_8(address, path):
    packed = ask(address, path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == ask(address, path).body
    assert packed.headers["content-type"].endswith("; charset=utf-8")
    again = ask(address, path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})
    assert again.status == 304


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/assets/living-sla/sla.js", "application/javascript"),
        ("/assets/living-sla/sla.css", "text/css"),
        ("/search/search_index.json", "application/json"),
        ("/assets/images/favicon.png", "image/png"),
        ("/api/attainment.json", "application/json"),
        ("/tables/commitments.csv", "text/csv"),
        ("/calendar.ics", "text/calendar"),
        ("/badges/lead-handoff/first-contact.svg", "image/svg+xml"),
    ],
)
def test_a_kind_of_file_is_named_as_what_it_is(address, path, kind):
    assert ask(address, path).headers["content-type"].partition(";")[0] == kind


def test_a_drawing_is_held_to_a_second_policy_under_which_nothing_runs(address, site):
    answer = ask(address, "/badges/lead-handoff/first-contact.svg")
    policies = answer.headers["content-security-policy"]
    assert policies == f"{headers_of(site)['Content-Security-Policy']}, {DRAWING}"
    assert DRAWING not in ask(address, "/").headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/at/all/",
        "/agreements/",
        "/assets/",
        "/assets/living-sla/",
        "/search/",
        "/agreements/lead-handoff/x.html",
    ],
)
def test_what_does_not_exist_and_what_is_a_folder_alone_has_the_page_of_the_site(address, site, path):
    answer = ask(address, path)
    assert (answer.status, answer.body) == (404, (site / "404.html").read_bytes())
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/.sla-site",
        "/.git/config",
        "/.well-known/x",
        "/assets/.hidden",
        "/%2esla-site",
        "/agreements/..%2f.sla-site",
        "/.site-work/lock",
    ],
)
def test_names_that_begin_with_a_dot_are_not_there(address, site, path):
    assert (ask(address, path).status, (site / ".sla-site").is_file()) == (404, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../nginx.conf",
        "/../../nginx.conf",
        "/%2e%2e/nginx.conf",
        "/..%2fnginx.conf",
        "/agreements/../../nginx.conf",
        "/..",
        "/assets/..%5c..%5cnginx.conf",
        "/..;/nginx.conf",
    ],
)
def test_no_path_leads_out_of_the_site(address, path):
    answer = ask(address, path)
    assert answer.status in (400, 404) or path == "/.."
    assert b"worker_connections" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MKCOL"])
@pytest.mark.parametrize("path", ["/", "/search/search_index.json"])
def test_a_site_is_read_and_nothing_else(address, method, path):
    assert ask(address, path, method=method, headers={"Content-Length": "0"}).status == 405


def test_a_head_is_a_get_without_its_body(address):
    asked, read = ask(address, PAGE, method="HEAD"), ask(address, PAGE)
    assert (asked.status, asked.body) == (200, b"")
    assert {name: asked.headers[name] for name in ALWAYS} == {name: read.headers[name] for name in ALWAYS}


@pytest.mark.parametrize("query", ["", "?h=first", "?to=//other.example/"])
def test_a_folder_without_its_slash_leads_to_the_page_on_the_same_host(address, query):
    answer = ask(address, PAGE.rstrip("/") + query, headers={"Host": "other.example"})
    assert answer.status == 301
    below = address.removeprefix("http://").partition("/")[2]
    assert answer.headers["location"] in (f"./lead-handoff/{query}", f"{'/' if below else ''}{below}{PAGE}{query}")


@pytest.mark.parametrize(
    "path",
    [
        "//other.example/%2e%2e",
        "//agreements",
        "/%0d%0aSet-Cookie:%20a=b",
        "/agreements%0d%0aX-Own:%20yes",
        "/agreements/lead-handoff%3f",
    ],
)
def test_no_address_makes_a_header_or_leads_to_another_host(address, path):
    answer = ask(address, path)
    assert {"set-cookie", "x-own"}.isdisjoint(answer.headers)
    assert "//other.example" not in answer.headers.get("location", "")
    assert answer.status in (200, 301, 400, 404)


ODD = (
    "a b", "größe", "100%", "q?x", "semi;colon", "plus+", "名前", "a&b=c", "at@host", "tilde~", "quote'\"x", "co:lon",
    "x.y", "back\\slash", "new\nline", "a#b",
)  # fmt: skip


@pytest.mark.parametrize("way", ["container below a path", "how-to below a path"])
def test_a_folder_is_found_by_any_name_with_its_slash_and_without(site, tmp_path, way):
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    for name in ODD:
        (copy / name).mkdir()
        (copy / name).chmod(0o755)
        (copy / name / "index.html").write_text(name, encoding="utf-8")
    with nginx(way, copy, free_port()) as found:
        for name in ODD:
            there = f"{found.address}/{quote(name)}"  # a character may come back as itself or as an escape
            answer = ask(found.address, f"/{quote(name)}")
            assert answer.status == 301
            assert unquote(urljoin(there, answer.headers["location"])) == unquote(f"{there}/")
            assert ask(found.address, f"/{quote(name)}/").body == name.encode()


def test_a_link_is_not_followed_by_the_container(site, tmp_path):
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    (copy / "linked.txt").symlink_to("/etc/passwd")
    with nginx("container", copy, free_port()) as found:
        assert ask(found.address, "/index.html").status == 200
        assert ask(found.address, "/linked.txt").status == 404


def test_a_reader_finds_a_site_at_every_moment_of_a_switch(site):
    """The folder above the site is what is mounted, so that the path leads to the new one at once."""
    with nginx("container", site, free_port()) as found:
        workshop = Workshop(found.site)
        stop = threading.Event()
        seen: list[tuple[int, bytes]] = []

        def reads() -> None:
            while not stop.is_set():
                answer = ask(found.address, "/which.txt")
                seen.append((answer.status, answer.body))

        (found.site / "which.txt").write_text("0")
        reader = threading.Thread(target=reads)
        reader.start()
        for number in range(1, 6):
            shutil.copytree(site, workshop.staging)
            workshop.folder.chmod(0o755)
            for folder in (workshop.staging, *workshop.staging.rglob("*")):
                folder.chmod(0o755)
            (workshop.staging / "which.txt").write_text(str(number))
            workshop.publish()
            assert ask(found.address, "/which.txt").body == str(number).encode()
        stop.set()
        reader.join()
    assert len(seen) > 5
    assert {status for status, _ in seen} == {200}
    assert [body for _, body in seen] == sorted(body for _, body in seen)


LINK = re.compile(r"""<(?:a|link|script|img|form)\b[^>]*?\b(?:href|src|action)="?([^"\s>]+)""")


@pytest.mark.parametrize("as_folders", [True, False], ids=["folders", "files"])
def test_every_link_below_a_path_leads_to_something_below_it(tmp_path, as_folders):
    needs_nginx()
    root, port = write_project(tmp_path / "project"), free_port()
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("use_directory_urls: true", f"use_directory_urls: {str(as_folders).lower()}")
    (root / "mkdocs.yml").write_text(f"site_url: http://127.0.0.1:{port}/sla/\n{settings}", encoding="utf-8")
    built = build(root, settings_from=".").site
    pages = [f"/{page.relative_to(built).as_posix()}" for page in built.rglob("*.html")]
    assert as_folders == ("/agreements/lead-handoff/index.html" in pages)
    with nginx("container below a path", built, port) as found:
        sitemap = re.findall("<loc>(.+?)</loc>", ask(found.address, "/sitemap.xml").body.decode())
        assert len(sitemap) == len(pages) - 1  # all but 404.html
        links = set(sitemap)
        for path in (*pages, "/nowhere/at/all"):
            text = ask(found.address, path).body.decode()
            links |= {
                urljoin(f"{found.address}{path}", unescape(link)).partition("#")[0] for link in LINK.findall(text)
            }
        here = {link for link in links if link.startswith(f"http://127.0.0.1:{port}")}
        assert [link for link in sorted(here) if not link.startswith(f"{found.address}/")] == []
        paths = {link.removeprefix(found.address) for link in here}
        assert len(paths) > len(pages)
        assert dict.fromkeys(paths, 200) == {path: ask(found.address, path).status for path in paths}


@pytest.mark.parametrize("way", WAYS)
def test_settings_are_what_nginx_understands(site, tmp_path, way):
    text = settings(way, 18080, 18081).replace("/srv/site", str(site)).replace("/tmp/nginx", str(tmp_path / "n"))
    (tmp_path / "nginx.conf").write_text(text)
    told = subprocess.run(
        [str(NGINX), "-e", "stderr", "-t", "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "[warn]" not in told.stderr.replace('[warn] the "user" directive', "")


def test_without_a_site_the_server_does_not_start_and_says_what_it_misses(site, tmp_path):
    text = (
        settings("container", 18080, 18081)
        .replace("/srv/site", str(tmp_path))
        .replace("/tmp/nginx", str(tmp_path / "n"))
    )
    (tmp_path / "nginx.conf").write_text(text)
    told = subprocess.run(
        [str(NGINX), "-e", "stderr", "-t", "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert "assets/living-sla/headers/nginx.conf" in told.stderr
