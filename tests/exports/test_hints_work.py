"""A hint can be followed as it stands: what it says to write makes the export readable."""

from __future__ import annotations

import re

import pytest
import yaml

from living_sla.errors import Faults, Place, SlaError
from living_sla.exports.cells.shown import NOTHING
from living_sla.exports.export import open_export
from living_sla.model.agreement.source import Source


def told(tmp_path, spec, cells, **source):
    """The first fault of a column that is declared so and holds these cells; None where it can be read."""
    (tmp_path / "data" / "exports").mkdir(parents=True, exist_ok=True)
    lines = ["Id,It", *(f'{number},"{cell}"' for number, cell in enumerate(cells))]
    (tmp_path / "data" / "exports" / "leads.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    declared = {"id": {"from": "Id", "type": "text"}, "it": {"from": "It", **spec}}
    fields = {"path": "exports/leads.csv", "key": "id", "as_of": "2026-10-31T18:00Z", "timezone": "Europe/London"}
    try:
        export = open_export(
            "leads", Source.model_validate({**fields, **source, "columns": declared}),
            root=tmp_path, wanted={"id", "it"}, place=PLACE,
        )  # fmt: skip
        export.read_through(list)
    except Faults as found:
        return found.faults[0]
    except SlaError as found:
        return found
    return None


def followed(hint, spec):
    """The declaration of the column as the hint says it; both where it says that one of two is meant."""
    found = {**spec}
    if "without a format" in hint:
        del found["format"]
    if kind := re.search(r"declare type: (\w+)", hint):
        found["type"] = kind[1]
    for name in ("format", "empty"):
        if stated := re.search(rf'\b{name}: (\[.*?\](?= to the column|$)|"[^"]*"|unix m?s)', hint):
            found[name] = yaml.load(stated[1], yaml.BaseLoader)
    if both := re.search(r'("[^"]*") and "[^"]*" both fit', hint):
        found["format"] = yaml.load(both[1], yaml.BaseLoader)
    return found


CONFUSED = [
    ("date", ["2026-10-01 09:00"]),
    ("date", ["2026-10-01T09:00:00Z", "2026-10-02T09:00:00.5Z"]),
    ("date", ["2026-10-01T09:00:00+02:00"]),
    ("date", ["2026-10-01", "2026-10-02 09:00"]),
    ("date", ["31/10/2026 09:00", "01/10/2026 23:59"]),
    ("date", ["10/31/2026 9:00 AM"]),
    ("date", ["01/02/2026 09:00"]),
    ("date", ["31.10.2026, 09:00:01"]),
    ("date", ["1791331200"]),
    ("date", ["1791331200000"]),
    ("instant", ["2026-10-01"]),
    ("instant", ["2026-10-01 09:00", "2026-10-02"]),
    ("instant", ["31/10/2026", "01/10/2026"]),
    ("instant", ["10/31/2026"]),
    ("instant", ["01/02/2026"]),
    ("instant", ["20261031"]),
    ("instant", ["Oct 31, 2026"]),
    ("instant", ["1791331200"]),
    ("instant", ["1791331200000"]),
    ("date", ["Oct 31, 2026"]),
]


@pytest.mark.parametrize(("kind", "cells"), CONFUSED)
def test_what_leads_out_of_dates_and_instants_works_when_it_is_followed(tmp_path, kind, cells):
    spec = {"type": kind}
    fault = told(tmp_path, spec, cells)
    assert fault is not None
    by_type, _, by_format = fault.hint.partition(" or for its midnight ")
    if by_format:
        assert told(tmp_path, followed(by_format, spec), cells) is None, fault.hint
    again = told(tmp_path, followed(by_type, spec), cells)
    if by_format and len(cells) > 1:  # dates and instants: the second hint leads on
        again = told(tmp_path, followed(again.hint, followed(by_type, spec)), cells)
    assert again is None, fault.hint


@pytest.mark.parametrize(
    ("kind", "stated", "cell", "says"),
    [
        ("date", "%Y-%m-%d", "2026-10-01 09:00", 'declare type: instant, and format: "%Y-%m-%d %H:%M"'),
        ("date", "%d/%m/%Y", "31/10/2026 09:00:10", 'declare type: instant, and format: "%d/%m/%Y %H:%M:%S"'),
        ("date", "%m/%d/%Y", "10/31/2026, 9:00 PM", 'declare type: instant, and format: "%m/%d/%Y, %I:%M %p"'),
        ("date", "%Y-%m-%d", "2026-10-01T09:00:00Z", "declare type: instant, without a format"),
        ("instant", "%Y-%m-%d %H:%M", "2026-10-01", 'declare type: date, and format: "%Y-%m-%d"'),
        ("instant", "%d.%m.%Y %H:%M:%S", "31.10.2026", 'declare type: date, and format: "%d.%m.%Y"'),
        ("instant", "%d.%m.%Y %H:%M:%S", "2026-10-31", "declare type: date, without a format"),
    ],
)
def test_a_stated_format_without_the_time_or_with_it_is_told_and_works(tmp_path, kind, stated, cell, says):
    spec = {"type": kind, "format": stated}
    fault = told(tmp_path, spec, [cell])
    assert says in fault.hint
    assert told(tmp_path, followed(fault.hint, spec), [cell]) is None


def test_times_without_a_day_are_said_to_lack_it(tmp_path):
    assert told(tmp_path, {"type": "instant"}, ["09:00", "9:30 PM"]).hint == (
        'these are times without a day: write from: [the header of the day, "It"]'
    )


PLACE = Place("data/sources.yml", 1)
TYPES = ({"type": "integer"}, {"type": "number"}, {"type": "percent"}, {"type": "boolean"}, {"type": "date"},
         {"type": "instant"}, {"type": "duration"}, {"type": "money", "currency": "EUR"},
         {"type": "text", "values": ["a"]}, {"type": "instant", "format": "%d/%m/%Y %H:%M"})  # fmt: skip


@pytest.mark.parametrize("spec", TYPES, ids=lambda spec: spec["type"])
@pytest.mark.parametrize("word", ["(No value)", "(NO VALUE)", "n/a", "-", "(leer)", "NULL", "(not set)", "No value"])
def test_a_word_for_nothing_is_declared_as_the_hint_says(tmp_path, spec, word):
    fault = told(tmp_path, spec, [word, word])
    assert fault.code == "SLA-F039"
    assert f'"{word}"' in fault.message
    assert told(tmp_path, followed(fault.hint, spec), [word, word]) is None, fault.hint


def test_every_word_for_nothing_that_is_no_error_of_a_spreadsheet_is_one(tmp_path):
    for word in sorted(word for word in NOTHING if not word.startswith("#")):
        assert told(tmp_path, {"type": "integer"}, [word]).code == "SLA-F039", word


# ---------------------------------------------------------------- characters that nobody sees

UNSEEN = {
    "\u202f": "U+202F NARROW NO-BREAK SPACE",
    "\u00a0": "U+00A0 NO-BREAK SPACE",
    "\u200b": "U+200B ZERO WIDTH SPACE",
    "\u200e": "U+200E LEFT-TO-RIGHT MARK",
    "\u2009": "U+2009 THIN SPACE",
    "\u00ad": "U+00AD SOFT HYPHEN",
    "\ufeff": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "\u3000": "U+3000 IDEOGRAPHIC SPACE",
}
CELLS = {"integer": "1{}0", "number": "1{}0,5", "percent": "5{}%", "boolean": "yes{}", "date": "2026-10{}-01",
         "instant": "2026-10-01{}09:00", "duration": "1{}h", "money": "12{}EUR", "text": "{}a"}  # fmt: skip


@pytest.mark.parametrize("spec", TYPES, ids=lambda spec: spec["type"])
@pytest.mark.parametrize("character", UNSEEN, ids=lambda character: f"U+{ord(character):04X}")
def test_a_character_that_nobody_sees_is_told_by_number_and_name(tmp_path, spec, character):
    fault = told(tmp_path, spec, [CELLS[spec["type"]].format(character)])
    assert fault is None or UNSEEN[character] in fault.message, fault
    if fault is None:  # read as it was meant
        assert character in "\u202f\u00a0\u2009"
