"""Nothing that leaves the product depends on what must stay inside, and no value of it is found in anything.

Two exports that differ in nothing that a reader may learn: in every column that is personal, that no source declares
or that says who owns a record, in who of a small group was late, and in how long records of one bar took. Every file
of the site and every verb in every format has to come out the same. What is new is among them by itself.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest

from living_sla.cli import _VERBS, group, main
from living_sla.site.publishing.build import build
from tests.factories import people
from tests.factories.small_sites import AGREEMENT, site_settings, write_project
from tests.site.conftest import BUILT

SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-20T17:00
  owner: owner
  columns:
    id: {from: Id, type: text}
    mql_at: {from: Qualified, type: instant, label: hand-over}
    contacted_at: {from: Contacted, type: instant}
    region: {from: Region, type: text, label: Market}
    owner: {from: Owner, type: text, label: Looked after by}
  personal: [Name, Email, Phone]
"""
HEADER = "Id,Qualified,Contacted,Region,Owner,Name,Email,Phone,Note"
OWNERS = ("Brackenfold Al", "Brackenfold Bo", "Thistlewick Cy", "Thistlewick Di")
_OWNER = re.compile("Brackenfold|Thistlewick")
ASKED = AGREEMENT.replace("    target: at least 90%\n", "    target: at least 90%\n    by_segment: region\n").replace(
    "contingency:", "  - id: median\n    title: Median answer\n    by: sales\n    category: hand-off\n"
    "    measure: {kind: share, source: leads, at: mql_at, that: {contacted_at: filled, owner: filled}}\n"
    "    target: at least 10%\n    per: month\n    owner: Ben Okafor\ncontingency:")  # fmt: skip

READ_EXPORTS = {
    "check": [], "attain": [], "due": [], "digest": [], "goals": [], "verify": [], "changes": [],
    "history": ["lead-handoff"], "explain": ["lead-handoff/first-contact", "L0001"],
    "impact": ["--what-if", "lead-handoff/first-contact.target=at least 95%"], "gate": [],
}  # fmt: skip
"""Verbs whose every word may be passed on, with the arguments that they need."""
FOR_ONE_READER = {"worklist": [], "doctor": [], "sources": ["guess", "{export}"]}
"""Verbs that tell whoever holds the export, or about the machine: no person either, but owners in a list of work."""
NO_FIGURES = {
    "init", "minutes", "sign", "build", "serve", "new", "import", "demo", "docs", "schema", "snapshot", "pack",
    "comment", "set",
}  # fmt: skip
"""`build` is read as a site; the others write files or read no export; `tests/scaffold/` has what `init` says.

What `snapshot` freezes is held to the same in `tests/reviews/`, by people and by small groups; `pack` reads that alone.
`comment` tells what `impact` and `gate` do, of which `tests/proposals/` has what may be known of few records.
"""


def rows(other):
    """The records; the `other` ones differ in what nobody may learn."""
    for number, person in zip(range(240), people.people(), strict=False):
        september, position = divmod(number, 120)
        start = datetime(2026, 9 + september, 1, 9) + timedelta(days=position % 16, minutes=position)
        took = 90 if position % 9 else 3000
        region = "APAC" if position in (1, 2, 9) else "LATAM" if position in (3, 4, 5, 6, 7, 8, 18) else "EMEA"
        if position in (48, 49, 54, 55):  # four on working days, in two bars that are shown with their neighbour
            took = 12 if position < 50 + 5 * other else 7
        if other and position in (9, 8):  # the late one is of the other small segment
            region = {"APAC": "LATAM", "LATAM": "APAC"}[region]
        ended = "" if position == 119 else f"{start + timedelta(minutes=took):%Y-%m-%d %H:%M}"
        owner, (name, email, phone) = OWNERS[number % 2 + 2 * other], person[7:10]
        if other:
            name, email, phone = (value[::-1] for value in (name, email, phone))
        yield f"L{number:04},{start:%Y-%m-%d %H:%M},{ended},{region},{owner},{name},{email},{phone},{name[:6]}"


def told(*arguments):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit):
        main([str(argument) for argument in arguments])
    out.flush()
    return out.buffer.getvalue()


def formats(verb):
    """The ways in which a verb may be asked to say something, by its own options."""
    options = group.get_command(click.Context(group), verb).params
    for option in options:
        if isinstance(option, click.Option) and option.opts[0] in ("--format", "--by", "--kind"):
            choices = option.type.choices if isinstance(option.type, click.Choice) else [None]
            yield from ([option.opts[0], *([choice] if choice else [])] for choice in choices)
    yield []


def everything(root):
    """Each file of the site and of what is remembered, and what each verb says, by name."""
    site = build(root).site
    found = {f"site/{path.relative_to(site)}": path.read_bytes() for path in site.rglob("*") if path.is_file()}
    for verb, needed in READ_EXPORTS.items():
        for form in formats(verb):
            found[" ".join([verb, *form])] = told(verb, *needed, *form, "--project", root)
    export = (root / "data" / "exports" / "leads.csv").read_bytes()
    digest = hashlib.sha256(export).hexdigest()
    return {
        name: text.replace(digest.encode(), b"SHA")
        .replace(digest[:12].encode(), b"SHA")
        .replace(str(root).encode(), b"")
        for name, text in found.items()
    }


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    made = []
    for other in (0, 1):
        root = write_project(tmp_path_factory.mktemp("leaks") / "project")
        (root / "agreements" / "lead-handoff.md").write_text(ASKED, encoding="utf-8")
        (root / "data" / "sources.yml").write_text(SOURCES, encoding="utf-8")
        text = "\n".join([HEADER, *rows(other), ""])
        (root / "data" / "exports" / "leads.csv").write_text(text, encoding="utf-8")
        (root / "mkdocs.yml").write_text(site_settings(), encoding="utf-8")
        made.append(root)
    return made


@pytest.fixture(scope="module")
def both(roots):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", BUILT)
        return [everything(root) for root in roots]


def test_every_verb_is_asked_or_tells_nothing_of_exports():
    assert {*READ_EXPORTS, *FOR_ONE_READER, *NO_FIGURES} == set(_VERBS)


def test_the_two_exports_differ_in_what_nobody_may_learn(roots):
    one, other = ((root / "data" / "exports" / "leads.csv").read_text("utf-8").splitlines() for root in roots)
    assert sum(map(len, one)) == sum(map(len, other))
    differ = [
        left for left, right in zip(one[1:], other[1:], strict=True) if left.split(",")[:4] != right.split(",")[:4]
    ]
    assert len(differ) == 6


def test_everything_that_leaves_comes_out_the_same(both):
    one, other = both
    assert list(one) == list(other)
    for name, text in one.items():
        assert text.decode("utf-8", "replace").split("\n") == other[name].decode("utf-8", "replace").split("\n"), name
    kinds = {Path(name).suffix for name in one if name.startswith("site/")}
    assert kinds >= {".html", ".json", ".csv", ".svg", ".xml"}


def test_no_row_of_a_table_is_about_one_to_four_records_of_some(both):
    """But for a side of the limit that has no more: that many records are told as met or missed anyway."""
    asked = {"segment": 0, "bar": 0}
    for name, text in both[0].items():
        if not name.endswith(".csv"):
            continue
        for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig"))):
            if row.get("scope") in ("segment", "other") and row["met"]:
                asked["segment"] += 1
                assert not 0 < sum(int(row[of]) for of in ("met", "missed", "pending", "excluded")) < 5, (name, row)
            if "up_to" in row:
                asked["bar"] += 1
                is_a_side = {row["over"], row["up_to"]} <= {"0", "", row.get("limit")}
                assert is_a_side or not 0 < int(row["records"]) < 5, (name, row)
    assert min(asked.values()) > 3, asked


def test_nothing_that_leaves_names_a_person_or_an_owner(both):
    for name, text in both[0].items():
        assert people.found_in(text) == [], name
        assert not people.found_in(text, _OWNER), name


def test_what_one_reader_is_told_names_no_person_of_an_export(roots):
    export = str(roots[0] / "data" / "exports" / "leads.csv")
    said = {}
    for verb, needed in FOR_ONE_READER.items():
        place = [] if verb == "sources" else ["--project", roots[0]]
        said[verb] = told(verb, *(argument.format(export=export) for argument in needed), *place)
        assert people.found_in(said[verb]) == [], verb
    assert people.found_in(said["worklist"], _OWNER)
    assert not people.found_in(said["sources"] + said["doctor"], _OWNER)


def test_what_a_reader_may_learn_does_show(roots, tmp_path):
    """The control: one more late record of the large segment is seen in what the verbs and the site are made of."""
    root = write_project(tmp_path / "project")
    for path in ("agreements/lead-handoff.md", "data/sources.yml", "data/exports/leads.csv"):
        (root / path).write_text((roots[0] / path).read_text("utf-8"), encoding="utf-8")
    before = told("attain", "--format", "csv", "--project", root)
    export = root / "data" / "exports" / "leads.csv"
    lines = export.read_text("utf-8").splitlines()
    lines[60] = lines[60].replace(lines[60].split(",")[2], "2026-09-30 09:00")
    export.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert told("attain", "--format", "csv", "--project", root) != before
