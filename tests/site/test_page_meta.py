import pytest

from living_sla.site.content.left_out import placing
from living_sla.site.content.page_meta import faults, normal, template


def said(**meta) -> list[str]:
    place = placing("docs/a.md", lambda: "---\ntitle: A\nicon: x\nsearch: y\n---\n")
    return [str(fault).partition("\n")[0] for fault in (*faults(meta, place), *template(meta, place))]


def test_usual_front_matter_passes():
    assert said(title="A", icon="material/handshake", search={"exclude": True, "boost": 2}, template="main.html") == []
    assert said() == []


@pytest.mark.parametrize(
    "icon", ["../../secret", "material/../../main", "material/no-such-icon", "material", ["x"], 1, ""]
)
def test_an_icon_is_one_of_the_theme(icon):
    assert said(icon=icon) == ["docs/a.md:3: SLA-F031 an unknown icon"]


@pytest.mark.parametrize("search", ["no", ["exclude"], {"exclude": "yes"}, {"boost": "high"}, {"boost": -1}, {"x": 1}])
def test_the_search_is_told_what_it_understands(search):
    assert said(search=search) == ["docs/a.md:4: SLA-F014 the search is told something else"]


@pytest.mark.parametrize("name", ["redirect.html", "../main.html", "blog.html", ["main.html"], None])
def test_a_page_does_not_choose_its_template(name):
    assert said(template=name) == ["docs/a.md: SLA-F108 a page chooses its template"]


def test_a_title_is_a_text():
    assert normal({"title": 2026, "icon": "x"}) == {"title": "2026", "icon": "x"}
    assert normal({"title": "A"}) == {"title": "A"}
    assert normal({}) == {}
    assert said(title=["A"]) == ["docs/a.md:2: SLA-F014 a title that is not a text"]
