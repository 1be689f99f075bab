"""Whatever stands in minutes, in a dissent or in a reason stays text on every surface that tells it."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache

import pytest
from msgspec.structs import replace

from living_sla.documents.agenda import ics
from living_sla.documents.company_tables import calendar_table
from living_sla.documents.messages import slack, teams, text
from living_sla.errors import Faults, Place
from living_sla.model.figures.agenda import agenda
from living_sla.model.figures.due import due
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.agenda import review_agenda
from living_sla.model.reviews.minutes import Action, Dispute
from living_sla.model.reviews.record import Restated, SealedReview
from living_sla.model.reviews.review import Review
from living_sla.pack.paper import paper
from living_sla.pack.sheets import sheets
from living_sla.pack.workbook import is_installed, workbook
from living_sla.pages.company.calendar import calendar
from living_sla.pages.home.mail import mail
from living_sla.pages.links import Links
from living_sla.pages.reviews.all_reviews import reviews_page
from living_sla.pages.reviews.review import review_page
from living_sla.reviews.folder.minutes_file import read_minutes
from living_sla.site.content.minutes_prose import notes_of
from living_sla.words.reviews.checks import review_lines
from living_sla.words.standing.due import due_line
from living_sla.words.standing.message import Message, digest
from tests.documents.test_agenda import read as entries_of
from tests.model.test_due_reviews import report
from tests.pages import whole
from tests.pages.reading import Reading
from tests.reviews import examples

NEUTRAL = "plain words"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
HOSTILE = {
    "template code": "{{ config }} {% include '/etc/passwd' %} {# c #} ${secret} {{DATE(2026-01-01T00:00:00Z, SHORT)}}",
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=file:///etc/passwd></iframe>",
    "the end of an attribute": "\"'`><svg/onload=alert(1)> x=",
    "the end of an element": "</td></tr></table></details></style></title></script><style>@import url(file:///x)</style>",
    "entities": "&lt;script&gt;&#60;b&#62;&amp;&nbsp;&#x202e;",
    "links of Markdown": "[a](javascript:alert(1)) ![b](http://evil.example/b.png) <http://evil.example> [c]: x",
    "headings of Markdown": "# a\n## b\n---\n- c\n```\n| d |",
    "a formula": "=cmd|'/C calc'!A0",
    "formulas": "+1+1;-2+3;@SUM(A1);\t=1,=2",
    "a full-width formula": "\uff1d1+1",
    "a call of the channel": "<!channel> <!here|x> <@U123> @everyone @channel #general :tada: *b* _i_ ~s~ `c`",
    "a mention of Teams": "<at>Ana</at> </at>",
    "another direction": "\u202eevil\u202c \u2066in\u2069 \u200f",
    "what is not seen": "a\u200b\u00ad\u2060\ufeff\u3164b\u0000\u0007\u001b[31m\u0085\u2028\u2029",
    "an entry of a calendar": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nURL:http://evil.example",
    "breaks of lines": "a\n\n\nSubject: b\r\n\r\n<p>c",
    "ten thousand letters": "w" * 10_000,
    "one endless word of marks": "<" * 2_000,
}  # fmt: skip
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff]")
OURS = "\u200b"
"""What our own messages to chats put between marks."""


@cache
def review_with(words: str) -> Review:
    """A review that has these words wherever somebody may write something."""
    found = examples.accepted()
    assert found.minutes is not None
    at = Place(found.minutes.path, 3)
    minutes = replace(
        found.minutes,
        present=(words,),
        causes=dict.fromkeys(found.minutes.causes, words),
        decisions=(words,),
        actions=tuple(Action(f"a{n}", words, words, date(2026, 12, n), None, at) for n in (1, 2)),
        disputes=(Dispute("lead-handoff/first-contact", words, words, at),),
    )
    signed = tuple(
        replace(given, file=replace(given.file, dissent=words), sentence="Signed.") for given in found.signoffs
    )
    record = examples.record(restates=Restated(SealedReview("2026-Q3", "9" * 64), words))
    return replace(found, record=record, minutes=minutes, signoffs=signed)


@cache
def report_with(words: str) -> Report:
    return report("2026-11-30", review_agenda([review_with(words)]))


def page(words: str) -> str:
    review = review_with(words)
    return review_page(review, [review], Links("reviews/2026-Q3", {"lead-handoff": "agreements/lead-handoff.md"}))


def sheet_of_paper(words: str) -> str:
    review = review_with(words)
    return paper(review, [review], style="", notes=notes_of(review.minutes))


def all_reviews(words: str) -> str:
    found = report_with(words)
    return reviews_page([review_with(words)], found, whole.links(found, "reviews"))


def days(words: str) -> str:
    found = report_with(words)
    return calendar(found, whole.links(found, "calendar"))


def mailed(words: str) -> str:
    return mail(digest(report_with(words), SINCE))


PAGES: dict[str, Callable[[str], str]] = {
    "the page of the review": page,
    "the sheet that is printed": sheet_of_paper,
    "the page of all reviews": all_reviews,
    "the calendar": days,
    "the mail": mailed,
}


@cache
def plain_bones(surface: str) -> tuple[list[tuple[str, list[str]]], int]:
    made = PAGES[surface](NEUTRAL)
    return bones(made), len(made)


@cache
def plain_digest() -> Message:
    return digest(report_with(NEUTRAL), SINCE)


def bones(html: str) -> list[tuple[str, list[str]]]:
    """The elements with the names of their attributes, and the addresses."""
    found = Reading(html)
    assert (found.open, found.unbalanced) == ([], [])
    return [
        (tag, sorted(f"{name}={value}" if name in ("href", "src", "style") else name for name, value in own.items()))
        for tag, own in found.elements
    ]


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("surface", PAGES)
def test_a_page_has_the_same_elements_whatever_is_written(surface, kind):
    made = PAGES[surface](HOSTILE[kind])
    plain, length = plain_bones(surface)
    assert bones(made) == plain
    assert not UNSEEN.search(made)
    assert len(made) < length + 100_000


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_message_tells_it_as_text(kind):
    message = digest(report_with(HOSTILE[kind]), SINCE)
    plain, chat, card = text(message), json.loads(slack(message)), json.loads(teams(message))
    assert len(plain.splitlines()) == len(text(plain_digest()).splitlines())
    assert not UNSEEN.search(plain)
    assert not re.search(r"<[!@]|(?<!\u200b)@", chat["text"])
    for payload in (chat, card):
        strings = list(_strings(payload))
        assert not any(UNSEEN.search(found.replace(OURS, "")) for found in strings)
    shown = [found for found in _strings(card) if "http" not in found or " " in found]
    assert not any(re.search(r"\{\{|\$\{|</?at\b", found, re.IGNORECASE) for found in shown)
    assert _shape(chat) == _shape(json.loads(slack(plain_digest())))
    assert _shape(card) == _shape(json.loads(teams(plain_digest())))


def _strings(node: object):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _shape(node: object) -> object:
    """A payload without the words that it shows."""
    if isinstance(node, dict):
        return {name: "" if name in ("text", "summary", "fallbackText") and isinstance(value, str) else _shape(value)
                for name, value in node.items()}  # fmt: skip
    return [_shape(value) for value in node] if isinstance(node, list) else node


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_calendar_has_no_entry_more(kind):
    plain, hostile = (
        entries_of(ics(agenda(report_with(words)), name="Northwind")) for words in (NEUTRAL, HOSTILE[kind])
    )
    assert [sorted(entry) for entry in hostile] == [sorted(entry) for entry in plain]
    assert not any(UNSEEN.search(value) for entry in hostile for value in entry.values())


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_terminal_gets_one_line_without_controls(kind):
    found = report_with(HOSTILE[kind])
    review = review_with(HOSTILE[kind])
    lines = [due_line(item, date(2026, 11, 30)) for item in due(found)] + list(review_lines([review], [review]))
    assert not any(UNSEEN.search(line) or "\n" in line or "\t" in line for line in lines)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_table_for_spreadsheets_holds_no_formula(kind):
    table = calendar_table(report_with(HOSTILE[kind]))
    cells = [cell for row in csv.reader(io.StringIO(table.lstrip("\ufeff"))) for cell in row]
    assert not [
        part for cell in cells for part in re.split("[;|\t\r\n]", cell) if re.match(r"[ \"]*[=+\-@\uff1d]", part)
    ]


@pytest.mark.skipif(not is_installed(), reason="the extra pack is not installed")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_workbook_holds_no_formula_and_no_link(kind):
    review = review_with(HOSTILE[kind])
    assert review.record is not None
    made = workbook(sheets(review, review.record), title="t", footer="f", as_of=examples.AS_OF)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    assert not any(re.search(r"<f[ >]|<hyperlink|ddeLink|externalReference", part) for part in parts.values())
    assert not any("TargetMode" in part for part in parts.values())
    assert not UNSEEN.search(parts["xl/sharedStrings.xml"].replace("\n", ""))


# ---------------------------------------------------------------- what is read at all


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"---\ndecisions: [x]\n---\n" + b"x" * (10 * 1024 * 1024), "larger than"),
        (b"---\ndecisions: [caf\xe9]\n---\n", "UTF-8"),
        (b"\xff\xfed\x00e\x00", "UTF-"),
        (b"---\ndecisions: [a\x00b]\n---\n", "U+0000"),
        ("---\ndecisions: [a\u202eb]\n---\n".encode(), "U+202E"),
        (b"---\ndecisions: [" + b"x" * 3000 + b"]\n---\n", "2000 characters"),
        (b"---\ndecisions: " + b"[" * 10_000 + b"\n---\n", ""),
        (b"---\na: &a [x]\ndecisions: [*a, *a]\n---\n", ""),
        (b"---\ndecisions: !!python/object/apply:os.system [id]\n---\n", ""),
    ],
    ids=["10 MB", "latin-1", "UTF-16", "nul", "bidi", "a long text", "deep", "anchors", "tags"],
)
def test_a_file_that_nobody_can_mean_is_refused_with_its_place(content, said):
    with pytest.raises(Faults) as found:
        read_minutes(content, "docs/reviews/2026-Q3/minutes.md")
    assert all(str(fault).startswith("docs/reviews/2026-Q3/minutes.md") for fault in found.value.faults)
    assert said in str(found.value)
