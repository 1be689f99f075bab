"""What the policy of a site lets run, with a theme of a few lines."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from living_sla.site.safety import headers, policy
from living_sla.site.safety.empty_pages import empty_pages

MAIN = """\
<!doctype html>
<html><head><meta charset="utf-8"><title>{{ page.title }}</title>
<style>b { color: {{ config.extra.ink }} }</style>
<script>root = "{{ base_url }}"</script>
<script type="application/json">{"page": "{{ page.title }}"}</script>
</head><body>{{ page.content }}
<script src="{{ 'js/theme.js' | url }}"></script>
{% for script in config.extra_javascript %}{{ script | script_tag }}{% endfor %}
</body></html>
"""
ELSEWHERE = '<html lang="en"><head></head><body><script>lost({{ base_url | tojson }})</script></body></html>'
EVIL = "<script>evil()</script>"


def sha256(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@pytest.fixture
def a_theme(tmp_path) -> Path:
    theme = tmp_path / "theme"
    (theme / "js").mkdir(parents=True)
    (theme / "main.html").write_text(MAIN)
    (theme / "404.html").write_text(ELSEWHERE)
    (theme / "js" / "theme.js").write_text("theme()")
    return theme


def read(tmp_path: Path, pages: dict[str, str], **settings: object) -> tuple[MkDocsConfig, Files]:
    """A site with these documents, as MkDocs has it before it writes the first page."""
    for path, text in pages.items():
        (tmp_path / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / path).write_text(text)
    (tmp_path / "mkdocs.yml").write_text("site_name: A site\n")
    theme = {"name": None, "custom_dir": str(tmp_path / "theme"), "static_templates": ["404.html"]}
    config = load_config(
        str(tmp_path / "mkdocs.yml"), **{"theme": theme, "plugins": [], "extra": {"ink": "red"}} | settings
    )
    files = Files([File(path, config.docs_dir, config.site_dir, True) for path in pages])
    files.add_files_from_theme(config.theme.get_env(), config)
    for file in files.documentation_pages():
        page = Page(None, file, config)
        page.read_source(config)
        page.render(config, files)
    return config, files


def policy_of(tmp_path: Path, pages: dict[str, str], **settings: object) -> policy.Policy:
    config, files = read(tmp_path, pages, **settings)
    return policy.of_theme(empty_pages(config.theme.get_env(), config, files), config, files)


def test_scripts_and_style_sheets_of_the_theme_are_known_at_every_depth(a_theme, tmp_path):
    made = policy_of(tmp_path, {"index.md": "", "a/index.md": "", "a/b.md": ""})
    known = {sha256(text) for text in ('root = "."', 'root = ".."', 'root = "../.."', 'lost("/")', "theme()")}
    assert set(made.scripts) == known
    assert made.styles == (sha256("b { color: red }"),)


def test_nothing_that_somebody_wrote_gets_into_it(a_theme, tmp_path):
    """Neither a text, nor a title, nor a front matter, nor what a file or a folder is called."""
    plain = policy_of(tmp_path, {"index.md": "", "a/b.md": ""})
    titled = f"---\ntitle: '</title>{EVIL}'\nink: '{EVIL}'\n---\n{EVIL}\n"
    assert policy_of(tmp_path, {"index.md": titled, '"+evil()+"/x.md': titled}) == plain


def test_a_file_of_the_documentation_is_no_script_unless_the_settings_name_it(a_theme, tmp_path):
    pages = {"index.md": '<script src="js/own.js"></script>', "js/own.js": "own()", "js/theme.js": "stolen()"}
    assert {sha256("own()"), sha256("stolen()")}.isdisjoint(policy_of(tmp_path, pages).scripts)
    named = policy_of(tmp_path, pages, extra_javascript=["js/own.js"])
    assert sha256("own()") in named.scripts
    assert sha256("stolen()") not in named.scripts


def test_a_site_below_a_path_knows_the_page_for_addresses_that_do_not_exist(a_theme, tmp_path):
    made = policy_of(tmp_path, {"index.md": ""}, site_url="https://agreements.example/sales/")
    assert sha256('lost("/sales/")') in made.scripts


def test_a_template_that_needs_a_page_runs_none_of_its_scripts(a_theme, tmp_path):
    (a_theme / "hero.html").write_text("<script>{{ page.meta.hero.title }}</script>")
    made = policy_of(
        tmp_path, {"index.md": "", "hero.md": f"---\ntemplate: hero.html\nhero: {{title: '{EVIL}'}}\n---\n"}
    )
    assert set(made.scripts) == set(policy_of(tmp_path, {"index.md": ""}).scripts)


def test_a_page_says_it_first_and_names_the_hash_of_every_file(a_theme, tmp_path):
    made = policy_of(tmp_path, {"index.md": ""})
    tag, rest = '<script src="js/theme.js">', f"<script>a()</script></head>{EVIL}"
    checked = f'<script integrity="{sha256("theme()")}" src="js/theme.js">'
    head = '<html><head lang="en">\n <meta charset="utf-8">'
    meta = f'<meta http-equiv="Content-Security-Policy" content="{made}">'
    assert made.applied(f"{head}{rest}{tag}</script>", url="") == f"{head}{meta}{rest}{checked}</script>"
    assert made.applied("<html><head><title>T</title>", url="").startswith("<html><head><meta http-equiv=")


def test_pages_that_are_opened_from_a_disk_run_files_whose_hash_no_browser_could_check_there(a_theme, tmp_path):
    made = policy_of(tmp_path, {"index.md": ""}, plugins=["material/offline"])
    tag = '<script src="js/theme.js"></script>'
    assert made.applied(tag, url="") == tag
    assert "script-src file: 'sha256-" in str(made)
    assert "file:" not in made.in_header


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("", "js/theme.js"),
        ("a/b/", "../../js/theme.js"),
        ("js/guide/", "../theme.js"),
        ("js/guide.html", "theme.js?v=2"),
        ("404.html", "/sales/js/theme.js"),
        ("m%C3%A4rz/b/", "../../m%C3%A4rz/../js/theme.js"),
        ("m%C3%A4rz/b/", "../../js/./theme.js?a=1&amp;b=2"),
    ],
)
def test_a_script_file_is_known_from_wherever_a_page_lies(url, address):
    made = policy.Policy((), (), {"js/theme.js": "sha256-x"}, root="/sales/")
    tag = f'<script defer src="{address}"></script>'
    assert made.applied(tag, url=url) == tag.replace("<script", '<script integrity="sha256-x"')
    other = tag.replace("theme.js", "other.js")
    assert made.applied(other, url=url) == other
    assert made.applied(foreign := tag.replace(address, f"https://evil.example/{address}"), url=url) == foreign


@pytest.mark.parametrize(
    "written", ["src='js/a.js'", "src=js/a.js", 'SRC = "js/a.js"', 'async data-src="b.js" src="js/a.js"']
)
def test_a_script_file_is_known_however_a_template_names_it(written):
    made = policy.Policy((), (), {"js/a.js": "sha256-x"})
    assert made.applied(f"<script {written}></script>", url="") == f'<script integrity="sha256-x" {written}></script>'


def test_a_script_in_a_folder_with_any_name_is_known_from_a_page_in_it():
    made = policy.Policy((), (), {"märz/own.js": "sha256-x"})
    assert 'integrity="sha256-x"' in made.applied('<script src="../own.js"></script>', url="m%C3%A4rz/b/")


def test_no_source_is_wider_than_this_site(a_theme, tmp_path):
    said = dict(part.split(" ", 1) for part in str(policy_of(tmp_path, {"index.md": ""})).split("; "))
    assert said.pop("script-src").split() == [f"'{known}'" for known in policy_of(tmp_path, {"index.md": ""}).scripts]
    assert said == {
        "default-src": "'none'",
        "style-src": f"'self' '{sha256('b { color: red }')}'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "media-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_a_theme_without_scripts_runs_none(a_theme, tmp_path):
    (a_theme / "main.html").write_text("<html><head></head></html>")
    (a_theme / "404.html").write_text("<html></html>")
    assert "script-src 'none';" in str(policy_of(tmp_path, {"index.md": ""}))


def test_a_page_asks_the_forge_for_nothing_and_keeps_its_link():
    link = '<a href="https://github.com/northwind/agreements" title="Go" class="md-source" data-md-component="source">'
    assert policy.Policy((), (), {}).applied(link, url="") == link.replace(' data-md-component="source"', "")


def test_no_page_is_fetched_ahead():
    head = '<link rel="prev" href="../"> <link rel="next" href="../b/"><link rel="icon" href="a.png">'
    assert policy.Policy((), (), {}).applied(head, url="") == '<link rel="icon" href="a.png">'


def test_a_script_that_changed_after_its_hash_was_taken_is_a_fault(tmp_path):
    made = policy.Policy((), (), {"a.js": sha256("a()"), "b.js": sha256("b()"), "c.js": sha256("c()")})
    (tmp_path / "a.js").write_text("a()")
    (tmp_path / "b.js").write_text("b( )")
    assert [str(fault).splitlines()[0] for fault in made.changed(tmp_path)] == [
        "b.js: SLA-F105 no browser would run this script",
        "c.js: SLA-F105 no browser would run this script",
    ]


def test_a_header_lets_the_search_load_its_languages(a_theme, tmp_path):
    english = policy_of(tmp_path, {"index.md": ""}, plugins=["search"])
    german = policy_of(tmp_path, {"index.md": ""}, plugins=[{"search": {"lang": ["en", "de"]}}])
    assert english.in_header == str(english) == str(german)
    assert german.in_header == str(german).replace("script-src ", "script-src 'self' ")


def test_hosts_are_told_what_the_pages_say_and_that_nobody_may_frame_them(tmp_path):
    headers.write(tmp_path, "default-src 'none'")
    assert (tmp_path / "_headers").read_text() == (
        "/*\n"
        "  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: same-origin\n"
        "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n"
        "/badges/*\n"
        "  Content-Security-Policy: default-src 'none'; sandbox\n"
    )
    nginx = (tmp_path / headers.NGINX).read_text()
    assert re.findall(r'^add_header (\S+) "([^"]*)" always;$', nginx, re.MULTILINE)[0] == (
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
    )  # fmt: skip
    gitlab = (tmp_path / headers.GITLAB).read_text()
    assert "\"Content-Security-Policy: frame-ancestors 'none'\"," in gitlab
    assert "default-src" not in gitlab


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline, self.files, self.styled, self._script = [], [], [], False

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "script" and "src" in known:
            self.files.append((known["src"], known.get("integrity")))
        self._script = tag == "script" and "src" not in known and "json" not in known.get("type", "")
        self.styled += [tag for name in known if name == "style" or name.startswith("on")]

    def handle_data(self, data):
        if self._script:
            self.inline.append(data)
            self._script = False


def test_every_page_of_a_site_says_the_same_and_holds_to_it(a_site):
    said = set()
    for path in sorted(a_site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        said |= set(
            re.findall(r'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
        )
        found = Elements()
        found.feed(html)
        assert found.inline
        assert found.files
        assert found.styled == []
        allowed = said.copy().pop()
        assert [text for text in found.inline if sha256(text) not in allowed] == []
        for address, integrity in found.files:
            file = a_site / address.lstrip("/") if address.startswith("/") else path.parent / address
            assert sha256(file.read_text(encoding="utf-8")) == integrity
            assert integrity in allowed
    assert len(said) == 1
    assert f"  Content-Security-Policy: {said.pop()}; frame-ancestors 'none'\n" in (a_site / "_headers").read_text()
