import pytest

from living_sla.site.safety.xml_files import acting


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ('<a><script xmlns="http://www.w3.org/1999/xhtml">x</script></a>', "<script>"),
        ('<a xmlns:h="http://www.w3.org/1999/xhtml"><h:script>x</h:script></a>', "<script>"),
        ('<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="x.css"/>', "<link>"),
        ('<link xmlns="http://www.w3.org/1999/xhtml" rel="alternate stylesheet" href="x.css"/>', "<link>"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "<svg>"),
        ("<?xml-stylesheet href='a.xsl' type='text/xsl'?><a/>", "<?xml-stylesheet?>"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "an entity of its own"),
        ("<?xml version='1.0' encoding='x-unknown'?><a/>", "what is no XML"),
        ("<a>", "what is no XML"),
    ],
)
def test_what_a_browser_would_show_as_a_page_is_seen(xml, what):
    assert acting(xml.encode()) == what


def test_a_feed_and_a_map_of_the_site_are_data():
    inside = '<link href="https://us.example"/><content type="html">&lt;script&gt;</content>'
    assert acting(f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'.encode()) == ""
    languages = '<link xmlns="http://www.w3.org/1999/xhtml" rel="alternate" hreflang="de" href="/de/"/>'
    assert acting(f'<?xml version="1.0" encoding="UTF-8"?><urlset>{languages}</urlset>'.encode()) == ""
