"""The golden site: what the pages of the demonstration say."""


def test_every_page_is_there(demo_site):
    pages = {path.relative_to(demo_site).as_posix() for path in demo_site.rglob("index.html")}
    assert {
        "agreements/lead-handoff/index.html",
        "agreements/weekend-pilot/index.html",
        "index.html",
        "story/index.html",
    } <= pages
