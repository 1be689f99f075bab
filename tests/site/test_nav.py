from living_sla.site.content.nav import existing, expanded, without

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


def test_a_page_that_is_not_made_leaves_nav_and_so_does_a_section_without_any_other():
    nav = ["index.md", {"Glossary": "glossary.md"}, {"More": ["data.md", {"Rules": ["glossary.md"]}]}]
    assert without(nav, {"glossary.md"}) == ["index.md", {"More": ["data.md"]}]
    assert without(nav, {"glossary.md", "data.md"}) == ["index.md"]
    assert without(nav, set()) == nav


def test_of_a_nav_of_another_ref_what_is_not_there_goes_and_a_pattern_or_an_address_stays():
    nav = ["index.md", "gone.md", {"All": "agreements/*.md"}, {"Elsewhere": "https://crm.example/"}]
    assert existing(nav, ["index.md"]) == [
        "index.md",
        {"All": "agreements/*.md"},
        {"Elsewhere": "https://crm.example/"},
    ]
