import pytest
from mkdocs.config.defaults import MkDocsConfig

from living_sla.site.safety.theme_settings import refused


def said(**settings) -> list[str]:
    config = MkDocsConfig()
    config.load_dict({"site_name": "A", "theme": {"name": "material", "font": False}, **settings})
    config.validate()
    return [str(fault).partition("\n")[0] for fault in refused(config)]


def test_usual_settings_pass():
    assert said(site_url="https://us.example/sub/", repo_url="https://github.com/northwind/agreements") == []
    assert said() == []


@pytest.mark.parametrize("name", ["site_url", "repo_url"])
def test_a_password_in_an_address_is_neither_published_nor_repeated(name):
    assert said(**{name: "https://oauth2:secret@forge.example/a/b"}) == [
        f"mkdocs.yml: SLA-F026 {name} names a user before its host"
    ]


def test_the_repository_is_the_address_of_a_page():
    assert said(repo_url="javascript:alert(1)") == ["mkdocs.yml: SLA-F026 repo_url is not the address of a page"]


@pytest.mark.parametrize(
    "settings",
    [
        {"extra_css": ["https://elsewhere.example/x.css"]},
        {"extra_css": ["//elsewhere.example/x.css"]},
        {"extra_javascript": [{"path": "https://elsewhere.example/x.js", "defer": True}]},
        {"theme": {"name": "material", "font": False, "logo": "https://elsewhere.example/x.png"}},
        {"theme": {"name": "material", "font": False, "favicon": "data:image/png;base64,x"}},
    ],
)
def test_pages_ask_no_other_host_for_what_settings_name(settings):
    assert said(**settings) == ["mkdocs.yml: SLA-F030 a file of another host"]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "https://a@b.example"]
)
def test_a_link_of_the_settings_leads_to_a_page(link):
    told = "mkdocs.yml: SLA-F026 a link below extra leads where none may"
    assert said(extra={"homepage": link}) == [told]
    assert said(extra={"social": [{"icon": "x", "link": link}], "alternate": [{"link": link}]}) == [told, told]
    assert said(extra={"homepage": "https://us.example/", "social": [{"link": "mailto:us@us.example"}]}) == []


def test_tooltips_of_the_theme_are_refused():
    assert said(theme={"name": "material", "font": False, "features": ["content.tooltips"]}) == [
        "mkdocs.yml: SLA-F100 the theme's tooltips would read titles as HTML"
    ]


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"theme": {"name": "material"}}, "SLA-F030 the theme would fetch fonts from another host"),
        ({"theme": {"name": "material", "font": {"text": "Inter"}}},
         "SLA-F030 the theme would fetch fonts from another host"),
        ({"theme": {"name": "material", "font": False, "features": 7}}, "SLA-F014 theme.features is not a list"),
        ({"extra": {"analytics": {"provider": "google"}}}, "SLA-F030 the theme would tell another host who reads"),
    ],
)  # fmt: skip
def test_fonts_and_counters_of_other_hosts_are_refused(settings, fault):
    assert said(**settings) == [f"mkdocs.yml: {fault}"]
