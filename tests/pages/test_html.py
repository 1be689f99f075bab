"""Text from outside is text: no reader on the way to the page takes it for markup."""

import jinja2
import markdown
import pytest
from markupsafe import Markup

from living_sla.pages import blocks as pages
from living_sla.pages.home.scoreboard import scoreboard
from living_sla.pages.html import entities
from tests.factories import reports
from tests.pages import whole
from tests.pages.reading import Reading

HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} {# note #}",
    "a | b | c",
    '--8<-- "secret.txt"',
    "line one\n\n# heading\n\n```\ncode\n```",
    "[link](javascript:alert(1)) ![x](https://elsewhere.example/x.png)",
    "*bold* _it_ `code` ~~gone~~ ^^up^^ ==mark== :smile: {: onclick=x }",
    "https://elsewhere.example/?a=1&b=2 www.elsewhere.example",
    "&lt;b&gt; &#60;i&#62; \\# &amp;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_passes_every_engine_unharmed(text):
    block = f"<div>{entities(text)}</div>"
    rendered = jinja2.Environment().from_string(block).render()
    page = markdown.markdown(
        f"Before.\n\n{rendered}\n\nAfter.", extensions=["tables", "attr_list", "pymdownx.magiclink", "pymdownx.emoji"]
    )
    read = Reading(page)
    assert read.text == f"Before. {' '.join(text.split())} After."
    assert [tag for tag, _ in read.elements] == ["p", "div", "p"]


def test_a_number_and_a_word_stay_readable_in_the_source():
    assert entities("92.3 % of first-contact") == "92.3 % of first-contact"


def test_what_is_a_block_already_stays_one():
    assert entities(Markup("<b>")) == "<b>"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_an_agreement_becomes_markup(text):
    said = text if text.strip() else "x"
    agreed = reports.terms(
        title=said,
        summary=said,
        cancellation=said,
        channels={"updates": said},
        definitions={said: {"means": said}, "mql": {"means": "x", "where": {"score": "at least 60"}}},
        personas=[{"name": said, "means": said}],
        covers=[said],
        excludes=[said],
        contingency=[{"when": "1 missed", "do": said}],
        needs=[{"party": "sales", "what": said, "by": said}],
    )
    harmless = reports.agreement_standing()
    hostile = reports.replace(harmless, agreement=reports.agreement_of(agreed))
    tags = [tag for tag, _ in Reading(text_of(harmless)).elements]
    found = Reading(text_of(hostile))
    assert found.text.count(" ".join(said.split())) >= 9
    assert not {tag for tag, _ in found.elements} - set(tags)
    assert not [attributes for _, attributes in found.elements if any(name.startswith("on") for name in attributes)]
    assert found.unbalanced == []


def text_of(standing) -> str:
    return whole.everything(standing, reports.report(standing))


def test_every_block_is_one_line():
    report = reports.report()
    standing = report.agreements[0]
    part = standing.commitments[1]
    blocks = [
        whole.agreement(standing, report),
        scoreboard(report, whole.links(report)),
        whole.state(standing, report),
        whole.commitments(standing),
        pages.attainment(part, reports.LONDON),
        pages.trend(part),
        pages.provenance(standing, report),
        whole.history(standing, report),
        whole.commitment(part, standing, report),
        pages.box("fault", "a\nb", "c\r\n\r\nd"),
    ]
    assert [block for block in blocks if len(block.splitlines()) != 1] == []
