"""F082: what strangers put into names, subjects, addresses and remarks is harmless text on every page."""

from __future__ import annotations

import jinja2
import markdown
import pytest
from msgspec.structs import replace

from living_sla.errors import Notice
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.harmless import harmless
from living_sla.model.past.revision import Commit, Identity
from living_sla.pages import blocks as pages
from living_sla.pages.home.scoreboard import scoreboard
from tests.factories import histories, reports
from tests.pages import whole
from tests.pages.reading import Reading

HOSTILE = [
    "<script>alert(1)</script>",
    "</li></ol><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% include '/etc/passwd' %}",
    "a | b\n\n# heading\n--8<-- 'secret.txt'",
    "\x1b[2J\x1b]8;;https://elsewhere.example\x07click\x1b]8;;\x07",
    "\u202eelpmaxe.live\u202c \u2066hidden\u2069 zero\u200bwidth",
    "[link](javascript:alert(1)) `code` *bold* :smile:",
    "ten megabytes " * 750_000,
]
UNSEEN = "\x1b\x07\u202e\u202c\u2066\u2069\u200b\n"


def told_by_strangers(text: str) -> Report:
    """Every text that anybody can put into a history, said by somebody hostile."""

    def spoilt(commit: Commit) -> Commit:
        return replace(commit, author=Identity(text, text), subject=text)

    def version(standing):
        found = standing.version
        given = tuple(
            replace(each, landed=spoilt(each.landed), refused=text,
                    file=replace(each.file, signer=text, party=text, remark=text))
            for each in standing.signoffs
        )  # fmt: skip
        # Who is waited for stands in the terms, and those are read strictly.
        return replace(standing, version=replace(found, landed=spoilt(found.landed)), signoffs=given)

    standing = histories.agreement_standing()
    revisions = tuple(
        replace(each, commit=spoilt(each.commit), why=text, path=text, moved_from=text) for each in standing.revisions
    )
    line = replace(standing.timeline, versions=tuple(map(version, standing.timeline.versions)))
    report = reports.report(replace(standing, timeline=line, revisions=revisions))
    return replace(report, history=Notice("shallow", "this clone is shallow"))


def blocks(report: Report) -> dict[str, str]:
    standing: AgreementStanding = report.agreements[0]
    return {
        "state": whole.state(standing, report),
        "revisions": whole.revisions(standing, report),
        "signoffs": whole.signoffs(standing, report),
        "changes": pages.changes(report, lambda _: "x/", "changes.xml"),
        "scoreboard": scoreboard(report, whole.links(report)),
    }


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_from_outside_becomes_markup_or_steers_the_reader(text):
    usual = {tag for block in blocks(told_by_strangers("x")).values() for tag, _ in Reading(block).elements}
    for name, block in blocks(told_by_strangers(text)).items():
        page = markdown.markdown(f"Before.\n\n{jinja2.Environment().from_string(block).render()}\n\nAfter.")
        found = Reading(page)
        assert len(block.splitlines()) == 1, name
        assert not {tag for tag, _ in found.elements} - usual - {"p"}, name
        assert not [at for _, at in found.elements if any(key.startswith("on") for key in at)], name
        assert not [letter for letter in UNSEEN.strip() if letter in found.text], name
        assert not [found for found in ("&#27;", "&#8238;", "&#x202e;") if found in block], name


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_strangers_wrote_is_short(text):
    assert len(harmless(text)) <= 160
    for name, block in blocks(told_by_strangers(text)).items():
        assert len(block) < 200_000, name


def test_what_can_be_read_stays_as_it_was():
    assert harmless("Zoë O’Brien 名前 — “quoted” 95 %") == "Zoë O’Brien 名前 — “quoted” 95 %"


def test_what_cannot_be_seen_is_seen():
    assert harmless("safe\u202egnp.exe") == "safe�gnp.exe"


def test_a_long_text_ends_in_an_ellipsis():
    assert harmless("word " * 100, 20) == "word word word word…"
