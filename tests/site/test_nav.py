from living_sla.site.content.nav import expanded

PAGES = ["index.md", "glossary.md", "sources.md", "guide/reading.md", "agreements/a.md", "agreements/b.md"]


def test_a_pattern_becomes_the_pages_that_nobody_else_names():
    nav = [{"Home": "index.md"}, {"Agreements": "agreements/*.md"}, {"Reference": ["glossary.md", "*.md"]}]
    assert expanded(nav, PAGES) == [
        {"Home": "index.md"},
        {"Agreements": ["agreements/a.md", "agreements/b.md"]},
        {"Reference": ["glossary.md", "sources.md"]},
    ]


def test_a_star_does_not_look_into_folders():
    assert expanded([{"Top": "*.md"}], PAGES) == [{"Top": ["index.md", "glossary.md", "sources.md"]}]


def test_a_section_without_a_page_is_dropped():
    nav = [{"Home": "index.md"}, {"Teams": "teams/*.md"}, {"More": [{"Teams": "teams/*.md"}]}]
    assert expanded(nav, PAGES) == [{"Home": "index.md"}]


def test_a_nav_without_patterns_stays_as_it_is():
    nav = ["index.md", {"Guide": [{"Reading": "guide/reading.md"}]}]
    assert expanded(nav, PAGES) == nav
