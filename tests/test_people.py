"""No value of a person leaves an export, whatever is damaged: no message, figure, page, cache or report has one."""

from __future__ import annotations

import base64
import gzip
import io
import os
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pytest

from living_sla.cli import main
from tests.factories import people
from tests.factories.small_sites import site_settings
from tests.factories.workbooks import cell, sheet, workbook

ROWS = [list(people.HEADER), *people.people()]


def said(*arguments):
    """What a command writes to both streams, and its exit code."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out.flush()
    return out.buffer.getvalue(), ended.value.code


def of_verbs(root, name, *more):
    """What the verbs say that read an export, and the exit code of the check."""
    checked, code = said("check", "--project", root)
    return b"\n".join([checked, *(said(*verb)[0] for verb in more)]), code


# ---------------------------------------------------------------- the search itself


def test_every_personal_field_is_found_in_every_form():
    for row in people.people():
        for value in row[7:]:
            raw = value.encode()
            plain = (quote(value), "".join(f"%{byte:02x}" for byte in raw), escape(value),
                     "".join(f"&#{ord(c)};" for c in value), "".join(f"&#x{ord(c):x};" for c in value))  # fmt: skip
            packed = (base64.b64encode(before + raw) for before in (b"", b"a", b"ab"))
            forms = [raw, *map(str.encode, plain), *packed, base64.urlsafe_b64encode(raw), value.encode("utf-16-le")]
            missed = [form for form in forms if not people.found_in(b'{"x": "' + form + b'"}')]
            missed += [] if people.found_in(gzip.compress(raw)) else [raw]
            assert not missed, value
    assert people.found_in(people.AGREEMENT.encode() + people.SOURCES.encode()) == []


# ---------------------------------------------------------------- check and guess


FORMATS = {"leads.csv": people.as_csv, "leads.jsonl": people.as_json_lines, "leads.parquet": people.as_parquet}


@pytest.mark.parametrize("name", FORMATS)
def test_no_damaged_export_quotes_a_person(name, tmp_path):
    codes = {}
    for what, damage in people.damages():
        root = people.write_project(tmp_path, name, FORMATS[name](damage(ROWS)))
        text, codes[what] = of_verbs(root, name)
        assert people.found_in(text) == [], (what, text.decode())
        assert b"SLA-F13" not in text, (what, text.decode())
        assert b"Traceback" not in text
    assert codes["nothing"] == 0 if name != "leads.parquet" else 2
    assert len([code for code in codes.values() if code == 2]) > len(codes) * 0.8


def _bytes_of(text: str, encoding: str, change=lambda raw: raw) -> bytes:
    return change(text.encode(encoding))


CSV = people.as_csv(ROWS)
IN_BYTES = {
    "utf-16": CSV.decode().encode("utf-16"),
    "utf-16 without a mark": CSV.decode().encode("utf-16-le"),
    "latin-1 letters": CSV.replace(b"Street", "Straße".encode("latin-1")),
    "a byte that is nothing": CSV[:5000] + b"\xff" + CSV[5000:],
    "a NUL": CSV[:5000] + b"\0" + CSV[5000:],
    "a quote": CSV[:5000] + b'"' + CSV[5000:],
    "a lone return": CSV[:5000] + b"\r" + CSV[5000:],
    "cut off": CSV[:5000],
    "cut off in the header": CSV[:60],
    "semicolons": people.as_csv(ROWS, ";"),
    "tabs": people.as_csv(ROWS, "\t"),
    "a title": b"Leads of Vqzujiwoxaqe\n\n" + CSV,
    "another sep": b"sep=;\n" + CSV,
    "one line": CSV.replace(b"\n", b","),
    "returns only": CSV.replace(b"\n", b"\r"),
    "double quotes everywhere": CSV.replace(b",", b'","'),
    "no line ends in the header": CSV.replace(b"\n", b" ", 1),
}


@pytest.mark.parametrize("what", IN_BYTES)
def test_no_export_in_other_bytes_quotes_a_person(what, tmp_path):
    text, code = of_verbs(people.write_project(tmp_path, "leads.csv", IN_BYTES[what]), "leads.csv")
    assert people.found_in(text) == [], text.decode()
    assert (code, b"SLA-F13" in text) == (2, False), text.decode()


FIRST = ROWS[1]
PERSON, PHONE = FIRST[7], FIRST[9]
JSON = people.as_json_lines(ROWS)
BOOK_ROWS = [[cell(text) for text in row] for row in ROWS]


def _with_cell(text: str, **parts: str) -> bytes:
    rows = [*BOOK_ROWS[:5], [*BOOK_ROWS[5][:4], text, *BOOK_ROWS[5][5:]], *BOOK_ROWS[6:]]
    return workbook(sheet(*rows, end=parts.pop("end", "")), **parts)


STRUCT = pa.array([{PERSON: PHONE}] * people.COUNT)
IN_OTHER_FORMATS = {
    "one damaged object": ("leads.jsonl", JSON.replace(b'"Score": "7"', b'"Score": 7' + b"}", 1)),
    "a name as key of the objects": ("leads.jsonl", JSON.replace(b'"Score"', f'"{PERSON}"'.encode())),
    "a name as a second key": ("leads.jsonl", JSON.replace(b'"Region"', f'"{PERSON}": 1, "{PERSON}"'.encode())),
    "an object in a cell": (
        "leads.jsonl",
        JSON.replace(b'"Score": "7"', f'"Score": {{"{PERSON}": "{PHONE}"}}'.encode()),
    ),
    "an object around all": ("leads.jsonl", b'{"' + PERSON.encode() + b'": [' + JSON.replace(b"\n", b",") + b"]}"),
    "a workbook": ("leads.xlsx", people.as_workbook(ROWS)),
    "a shifted workbook": ("leads.xlsx", people.as_workbook([*ROWS[:9], ROWS[9][5:] + ROWS[9][:5], *ROWS[10:]])),
    "a workbook with sheets of people": (
        "leads.xlsx",
        workbook(sheet(*BOOK_ROWS), sheet(*BOOK_ROWS), names=(PERSON, ROWS[2][7])),
    ),
    "a formula about somebody": ("leads.xlsx", _with_cell(f'<c><f>LOOKUP("{PERSON}",{PHONE})</f><v/></c>')),
    "an error with a name": ("leads.xlsx", _with_cell(f'<c t="e"><v>{PERSON}</v></c>')),
    "a kind with a name": ("leads.xlsx", _with_cell(f'<c t="{PERSON}"><v>{PHONE}</v></c>')),
    "a merged range with a name": (
        "leads.xlsx",
        _with_cell(cell("1"), end=f'<mergeCells><mergeCell ref="{PERSON}"/></mergeCells>'),
    ),
    "a format with a name": (
        "leads.xlsx",
        _with_cell(cell(1), **{"xl/styles.xml": f'<x><numFmt numFmtId="{PERSON}" formatCode="{PHONE}"/></x>'}),
    ),
    "Parquet": ("leads.parquet", people.as_typed_parquet(ROWS)),
    "a struct with a field of a name": ("leads.parquet", people.as_typed_parquet(ROWS, Score=STRUCT)),
    "a struct as key": ("leads.parquet", people.as_typed_parquet(ROWS, **{"Lead ID": STRUCT})),
    "a list of structs": (
        "leads.parquet",
        people.as_typed_parquet(ROWS, Region=pa.array([[{PERSON: 1}]] * people.COUNT)),
    ),
    "a zone with a name": (
        "leads.parquet",
        people.as_typed_parquet(ROWS, **{"MQL At": pa.array([0] * people.COUNT, pa.timestamp("us", PERSON))}),
    ),
    "numbers of telephones": (
        "leads.parquet",
        people.as_typed_parquet(ROWS, Score=pa.array([float("nan")] + [7700900000.5] * (people.COUNT - 1))),
    ),
    "a damaged Parquet file": ("leads.parquet", people.as_typed_parquet(ROWS)[:-400] + b"PAR1"),
}


@pytest.mark.parametrize("what", IN_OTHER_FORMATS)
def test_no_export_of_another_format_quotes_a_person(what, tmp_path):
    name, content = IN_OTHER_FORMATS[what]
    text, code = of_verbs(people.write_project(tmp_path, name, content), name)
    assert people.found_in(text) == [], text.decode()
    assert b"SLA-F13" not in text, text.decode()
    assert code == (0 if what in ("a workbook", "Parquet") else 2), text.decode()


# ---------------------------------------------------------------- guess


SOME = ROWS[:60]
GUESSED = {**FORMATS, "leads.xlsx": people.as_workbook}


def entry_or_faults(path, content):
    path.write_bytes(content)
    return said("sources", "guess", path)


@pytest.mark.parametrize("name", GUESSED)
def test_no_entry_quotes_a_person(name, tmp_path):
    # A workbook takes a process of its own, and is guessed by the same cells: a third of the damages is enough.
    for what, damage in list(people.damages())[:: 3 if name == "leads.xlsx" else 1]:
        text, _ = entry_or_faults(tmp_path / name, GUESSED[name](damage(SOME)))
        assert people.found_in(text) == [], (what, text.decode())
        assert b"SLA-F13" not in text, (what, text.decode())


@pytest.mark.parametrize("what", [*IN_BYTES, *IN_OTHER_FORMATS])
def test_no_entry_for_other_bytes_and_formats_quotes_a_person(what, tmp_path):
    name, content = IN_OTHER_FORMATS.get(what, ("leads.csv", IN_BYTES.get(what, b"")))
    text, _ = entry_or_faults(tmp_path / name, content)
    assert people.found_in(text) == [], text.decode()
    assert b"SLA-F13" not in text, text.decode()


# ---------------------------------------------------------------- figures, pages, caches, reports


def everything_below(*folders):
    """Every file, with those of the project's own inputs left out."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and "exports" not in path.parts:
                yield path


@pytest.fixture
def a_project(tmp_path, monkeypatch):
    """A project with settings of its own, and folders for what is remembered and reported."""
    for variable in ("SLA_CACHE_DIR", "TMPDIR", "XDG_CACHE_HOME", "HOME"):
        (tmp_path / variable).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setattr("tempfile.tempdir", None)
    root = people.write_project(tmp_path / "project", "leads.csv", CSV)
    (root / "mkdocs.yml").write_text(site_settings(), encoding="utf-8")
    return root


def nothing_leaked(root, *texts):
    assert people.found_in(b"\n".join(texts)) == []
    leaks = {path: found for path in everything_below(root.parent) if (found := people.found_in(path.read_bytes()))}
    assert leaks == {}


def test_no_figure_page_or_cache_holds_a_person(a_project):
    export = partial(os.path.join, a_project, "data", "exports")
    verbs = [
        ("build", "--project", a_project),
        *(("attain", "--format", form, "--project", a_project) for form in ("table", "json", "csv", "markdown")),
        ("due", "--project", a_project),
        ("explain", "handoff/answer", "00007", "--project", a_project),
        ("explain", "handoff/answer", "99999", "--project", a_project),
        ("sources", "guess", export("leads.csv")),
    ]
    told = [said(*verb) for verb in verbs]
    assert [code for _, code in told[:1]] == [0], told[0][0].decode()
    assert (a_project / "site" / "index.html").is_file()
    nothing_leaked(a_project, *(text for text, _ in told))


def test_no_failing_build_holds_a_person(a_project):
    good = (a_project / "data" / "exports" / "leads.csv").read_bytes()
    for damaged in (CSV[:5000], people.as_csv([*ROWS[:9], ROWS[9][5:] + ROWS[9][:5], *ROWS[10:]])):
        assert good != damaged
        (a_project / "data" / "exports" / "leads.csv").write_bytes(damaged)
        texts = [said(verb, "--project", a_project)[0] for verb in ("check", "build", "attain", "due")]
        nothing_leaked(a_project, *texts)
    assert not (a_project / "site").exists()


def test_no_report_of_an_error_that_nobody_foresaw_holds_a_person(a_project, monkeypatch):
    def fails(row, *_):
        raise RuntimeError(f"cannot read {row}")

    monkeypatch.setattr("living_sla.exports.formats.diagnosis._File._cells", fails)
    (a_project / "data" / "exports" / "leads.csv").write_bytes(IN_BYTES["a NUL"])
    texts = [said(verb, "--project", a_project)[0] for verb in ("check", "build", "attain")]
    assert all(b"SLA-F130" in text for text in texts)
    nothing_leaked(a_project, *texts)
