"""The calendar file: what RFC 5545 asks of every line, whatever stands in an agreement."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.documents.agenda import folded, ics
from living_sla.model.figures.agenda import DELIVERIES, agenda
from living_sla.model.figures.due import DueKind
from living_sla.model.past.basis import Basis
from tests.factories import histories, reports
from tests.model.test_due import delivering

HOSTILE = [
    "a\r\nBEGIN:VEVENT",
    "a\\nb; c, d: e\\",
    "DTSTART:20260101",
    "Ünïcode 🚚 " * 30,
    "\u202eright to left",
    "\x00\x07\x85\u2028line",
    '"quoted"; X=1:',
    "<script>alert(1)</script>",
]


def read(raw: bytes) -> list[dict[str, str]]:
    """The entries, read as strictly as the RFC has it: names to values, unescaped."""
    assert raw.endswith(b"\r\n")
    physical = raw.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical)
    lines: list[str] = []
    for line in physical:
        text = line.decode("utf-8")  # no character is cut
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    assert not any(re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    entries: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z][A-Z-]*(;[A-Z]+=[A-Z-]+)?", name), line
        if line in ("BEGIN:VEVENT", "END:VEVENT"):
            assert inside is (name == "END")
            inside = name == "BEGIN"
            entries += [{}] if inside else []
        elif inside:
            assert name not in entries[-1]
            entries[-1][name] = _unescaped(value) if name in ("SUMMARY", "DESCRIPTION", "CATEGORIES") else value
    return entries


def _unescaped(value: str) -> str:
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", r"\1", value)


def written(*agreements, **named) -> list[dict[str, str]]:
    return read(ics(agenda(reports.report(*agreements)), name="Northwind", **named))


def test_an_entry_is_a_day_with_a_title_and_no_hour():
    [effective, review, end] = written()
    assert effective["SUMMARY"] == "Takes effect: Inbound lead hand-off"
    assert (review["DTSTART;VALUE=DATE"], review["SUMMARY"]) == ("20270112", "Review: Inbound lead hand-off")
    assert review["DESCRIPTION"] == "Demand Generation and Sales Development review the agreement every quarter."
    assert (end["DTSTART;VALUE=DATE"], end["SUMMARY"]) == ("20270430", "Ends: Inbound lead hand-off")
    assert {entry["TRANSP"] for entry in (effective, review, end)} == {"TRANSPARENT"}


def test_a_later_build_of_the_same_terms_writes_the_same_bytes():
    report = reports.report(histories.agreement_standing())
    later = replace(report, built_at=report.built_at + timedelta(hours=3))
    assert ics(agenda(report), name="N") == ics(agenda(later), name="N")
    assert {entry["DTSTAMP"] for entry in written(histories.agreement_standing())} == {"20261112T163000Z"}


def test_a_review_that_is_moved_stays_the_same_entry_and_a_delivery_is_known_by_its_day():
    moved = reports.terms(review={"every": "quarter", "next": "2027-02-01"})
    there = replace(reports.agreement_standing(), agreement=reports.agreement_of(moved))
    before, after = written(), written(there)
    of = [{entry["UID"] for entry in entries if entry["CATEGORIES"] == "Review"} for entries in (before, after)]
    assert of[0] == of[1]
    weekly = written(delivering("every Tuesday"))
    assert len({entry["UID"] for entry in weekly}) == len(weekly)


def test_of_a_deliverable_a_quarter_of_weeks_stands_in_it_and_none_beyond_a_year():
    days = [item.day for item in agenda(reports.report(delivering("every Tuesday"))) if item.kind is DueKind.DELIVERY]
    assert days[0] == date(2026, 11, 24)
    assert len(days) == DELIVERIES
    yearly = delivering("last working day of every year", until="2040-04-30")
    of_years = [item.day for item in agenda(reports.report(yearly)) if item.kind is DueKind.DELIVERY]
    assert of_years == [date(2026, 12, 23)]


def test_terms_that_bind_nobody_have_no_deliveries():
    proposed = delivering("every Tuesday", basis=Basis.PROPOSED)
    assert "Due" not in {entry["CATEGORIES"] for entry in written(proposed)}


def test_nobody_stands_in_it():
    raw = ics(agenda(reports.report(histories.agreement_standing())), name="N").decode()
    assert "@" not in raw
    assert not any(name in raw for name in ("Ana", "Ruiz", "Okafor", "Beck"))


def test_the_page_of_an_entry_is_told_where_the_site_has_an_address():
    [first, *_] = written(address=lambda item: f"https://sla.northwind.example/{item.agreement.id}/")
    assert first["URL"] == "https://sla.northwind.example/lead-handoff/"
    assert "URL" not in written()[0]


def test_hostile_titles_stay_titles():
    for title in HOSTILE:
        terms = reports.terms().model_copy(update={"title": title})
        standing = replace(reports.agreement_standing(), agreement=replace(reports.agreement_of(terms)))
        entries = read(ics(agenda(reports.report(standing)), name=title))
        assert len(entries) == 3
        assert all(entry["SUMMARY"].partition(": ")[2] for entry in entries)


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=200))
def test_folding_loses_nothing_and_cuts_no_character(line):
    raw = folded(line)
    physical = raw.split(b"\r\n")
    assert physical.pop() == b""
    assert all(len(piece) <= 75 for piece in physical)
    assert "".join(piece.decode() if not at else piece.decode()[1:] for at, piece in enumerate(physical)) == line


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120).filter(lambda text: text.strip())


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_no_text_of_an_agreement_makes_a_line_of_its_own(title, team, name):
    terms = reports.terms().model_copy(update={"title": title})
    sales = terms.parties["sales"].model_copy(update={"team": team})
    terms = terms.model_copy(update={"parties": {**terms.parties, "sales": sales}})
    standing = replace(
        reports.agreement_standing(), agreement=replace(reports.agreement_of(reports.terms()), terms=terms)
    )
    assert len(read(ics(agenda(reports.report(standing)), name=name))) == 3
