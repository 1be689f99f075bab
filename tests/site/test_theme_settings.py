import pytest
from mkdocs.config.defaults import MkDocsConfig

from living_sla.site.theme_settings import refused


def said(**settings) -> list[str]:
    config = MkDocsConfig()
    config.load_dict({"site_name": "A", "theme": {"name": "material"}, **settings})
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


def test_tooltips_of_the_theme_are_refused():
    assert said(theme={"name": "material", "features": ["content.tooltips"]}) == [
        "mkdocs.yml: SLA-F100 the theme's tooltips would read titles as HTML"
    ]
