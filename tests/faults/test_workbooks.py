"""A cell of a workbook is what a person sees, or is refused: formulas, formats, texts that spell numbers, addresses."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from xml.parsers import expat
from xml.sax.saxutils import escape

import pytest

from living_sla.errors import Unreadable
from living_sla.exports.cells.cell import read_cell
from living_sla.exports.formats.table import Broken, Record
from living_sla.exports.formats.workbook_cells import WorkbookCells, name_in, read_line
from living_sla.exports.formats.xlsx.number_formats import parsed
from living_sla.exports.formats.xlsx.parts import Refused
from living_sla.exports.formats.xlsx.program import Workbook, lacks_memory
from living_sla.exports.formats.xlsx.references import position
from tests.factories.exports import opened, put, refused, rows_of, source_of
from tests.factories.workbooks import DATE, MOMENT, TIME, cell, sheet, styles, workbook

BOOK = "data/exports/leads.xlsx"
SAVE = "open it in a spreadsheet and save it, so that it is computed"
AS_VALUE = "put the value itself there, in place of the formula"


def of(kind, **spec):
    columns = {"id": {"from": "id", "type": "text"}, "it": {"from": "it", "type": kind, **spec}}
    return source_of(columns, path="exports/leads.xlsx")


def book(*cells, end="", **parts):
    """A workbook with the column `it` of these cells, from B2 on."""
    rows = ((cell(str(number)), text) for number, text in enumerate(cells, start=1))
    return workbook(sheet((cell("id"), cell("it")), *rows, end=end), **parts)


def rows(written, source):
    """What the program says of the workbook, as records or broken rows; here in this process, which is faster."""
    said = io.StringIO()
    with redirect_stdout(said):
        Workbook(io.BytesIO(written)).write("")
    (_, header), *found = map(read_line, said.getvalue().encode().splitlines())
    cells = WorkbookCells(source, {"id", "it"}, loosely=False)
    cells.are_below(list(map(name_in, header)))
    return [cells.record(number, row) for number, row in found]


def read(kind, *cells, source=None, **parts):
    """The values of the column, through the slow reader."""
    source = source or of(kind)
    found = rows(book(*cells, **parts), source)
    assert all(isinstance(row, Record) for row in found), found
    spec = source.columns["it"]
    return [read_cell(row.fields[1], spec, marks=source.marks, timezone_key="Europe/London") for row in found]


def told(kind, *cells, source=None, **parts):
    """What is said of the first row that cannot be read."""
    broken = next(row for row in rows(book(*cells, **parts), source or of(kind)) if isinstance(row, Broken))
    return f"{broken.line}: {broken.code} {broken.message}\n  hint: {broken.hint}"


# ---------------------------------------------------------------- formulas


@pytest.mark.parametrize(
    "formula",
    [
        "<c ><f>A2+0.01</f><v/></c>",
        "<c ><f>A2+0.01</f><v></v></c>",
        "<c ><v/><f>A2+0.01</f></c>",
        "<c ><f>A2+0.01</f></c>",
        '<c t="n"><f>A2+0.01</f><v></v></c>',
        '<c t="b"><f>A2=1</f><v></v></c>',
        '<c t="str"><f>A2</f></c>',
        '<c s="2"><f>A2+0.01</f><v/></c>',
        '<c ><f t="shared" ref="B2:B3" si="0">A2+1</f><v/></c>',
        '<c ><f t="shared" si="0"/></c>',
        '<c ><f t="array" ref="B2">SUM(A2:A3)</f><v/></c>',
        '<c ><f t="dataTable" ref="B2" r1="A1"/><v/></c>',
        "<c ><f/><v/></c>",
        "<c ><f> </f><v/></c>",
    ],
)
def test_f044_a_formula_that_nobody_computed_is_no_blank(formula):
    for kind in ("number", "instant", "text", "boolean"):
        assert told(kind, formula) == (f"2: SLA-F044 the cell B2 is a formula without a value\n  hint: {SAVE}")


def test_a_formula_that_was_computed_is_its_value_and_an_empty_text_is_blank(tmp_path):
    computed = ["<c ><f>A2+1</f><v>60</v></c>", '<c t="str"><f>""</f><v></v></c>', "<c ><f>A2</f><v>0.5</v></c>"]
    assert read("number", *computed) == [60, None, 0.5]


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_f044_each_cell_of_an_array_has_its_value(kind):
    cells = [f'<c ><f t="{kind}" ref="B2:B4">A2:A4</f><v>1</v></c>', cell(2), cell(None)]
    assert told("integer", *cells) == (f"4: SLA-F044 the cell B4 is a formula without a value\n  hint: {SAVE}")
    assert read("integer", *cells[:2], cell(3), cell(None)) == [1, 2, 3, None]


@pytest.mark.parametrize(
    "properties",
    [
        '<calcPr calcId="1" fullCalcOnLoad="1"/>',
        '<calcPr calcCompleted="0"/>',
        '<calcPr calcMode="manual" calcOnSave="0"/>',
    ],
)
def test_f044_a_value_that_waits_to_be_computed_is_not_a_value(properties):
    """Programs that write workbooks put a zero there, and leave it to the spreadsheet."""
    assert told("number", cell(5), "<c ><f>A2+1</f><v>0</v></c>", properties=properties) == (
        f"3: SLA-F044 the cell B3 is a formula that is computed only when somebody opens the workbook\n  hint: {SAVE}"
    )
    assert read("number", cell(5), properties=properties) == [5]


@pytest.mark.parametrize(
    "formula", ['IF(A2="",NOW(),A2)', "today()-A2", "_xlfn.RANDARRAY(1)", "RANDBETWEEN (1,6)", "'a'!B2+NOW()"]
)
def test_f044_a_value_that_is_another_one_tomorrow_is_refused(formula):
    assert told("number", f"<c ><f>{escape(formula)}</f><v>60</v></c>") == (
        f"2: SLA-F044 the cell B2 is a formula that changes by itself, as NOW and TODAY do\n  hint: {AS_VALUE}"
    )


@pytest.mark.parametrize(
    "formula", ["[1]Sheet1!A1", "SUM(A2,'[12]My leads'!B2)", "_xlfn.WEBSERVICE(A2)", "crm|leads!A1"]
)
def test_f044_a_value_from_elsewhere_is_refused(formula):
    assert told("number", f"<c ><f>{escape(formula)}</f><v>60</v></c>") == (
        f"2: SLA-F044 the cell B2 is a formula whose value comes from another workbook or place\n  hint: {AS_VALUE}"
    )


@pytest.mark.parametrize(
    "formula",
    ['"=NOW()"&amp;A2', "Leads[[#This Row],[2024]]", "Leads[2024]", "KNOWN(A2)", "SNOW(A2)", "INDIRECT(A2)", "A2*2"],
)
def test_a_value_that_stays_is_read(formula):
    assert read("number", f"<c ><f>{formula}</f><v>60</v></c>") == [60]


def test_f044_a_shared_formula_is_doubtful_in_each_of_its_cells(tmp_path):
    shared = [
        '<c ><f t="shared" ref="B2:B3" si="0">A2+TODAY()</f><v>1</v></c>',
        '<c ><f t="shared" si="0"/><v>2</v></c>',
    ]
    messages = [row.message for row in rows(book(*shared), of("number"))]
    assert messages == [
        f"the cell {at} is a formula that changes by itself, as NOW and TODAY do" for at in ("B2", "B3")
    ]


def test_a_formula_in_a_column_that_nobody_reads_does_no_harm(tmp_path):
    put(tmp_path, workbook(sheet((cell("id"), cell("x")), (cell("1"), "<c ><f>A2</f><v/></c>"))), "leads.xlsx")
    assert rows_of(opened(tmp_path, source_of({"id": {"from": "id", "type": "text"}}, path="exports/leads.xlsx")))


# ---------------------------------------------------------------- texts and values in one column


@pytest.mark.parametrize(
    ("kind", "value"), [("number", cell(950.25)), ("instant", cell(46237.5, MOMENT)), ("date", cell(46237, DATE))]
)
def test_f044_a_text_among_values_is_told_with_both_cells(kind, value):
    """A spreadsheet that read 03/04/2026 as the third of April leaves 25/04/2026 as text: the first are swapped."""
    text = {"number": "1.200", "instant": "2026-08-25 14:05", "date": "2026-08-25"}[kind]
    hint = "make all of them values, or texts; of dates, a spreadsheet may have swapped day and month: export again"
    assert told(kind, value, cell(None), cell(text)) == (
        f"4: SLA-F044 the cell B4 holds text, the cell B2 a value, in one column\n  hint: {hint}"
    )
    assert told(kind, cell(text), value) == (
        f"3: SLA-F044 the cell B3 holds a value, the cell B2 text, in one column\n  hint: {hint}"
    )


def test_a_column_of_texts_is_read_as_in_csv_and_words_for_nothing_may_stand_among_values(tmp_path):
    assert read("integer", cell("60"), cell("-3"), cell(None)) == [60, -3, None]
    source = of("integer", empty=["k. A. 2"])
    assert read("integer", cell(60), cell("k. A. 2"), source=source) == [60, None]
    with pytest.raises(Unreadable, match='"N/A" is not a whole number'):
        read("integer", cell(60), cell("N/A"))


def test_a_decimal_comma_is_that_of_texts_and_no_digit_of_a_text_is_moved(tmp_path):
    source = of("number").model_copy(update={"decimal": ","})
    assert read("number", cell(1.5), cell(1e-7), source=source) == [1.5, 1e-7]
    assert read("number", cell("1,5"), source=source) == [1.5]
    with pytest.raises(Unreadable, match=r"d\.d is written with a decimal point"):
        read("number", cell("1.5"), source=source)


@pytest.mark.parametrize(
    ("value", "what"), [(cell(46237, DATE), "date"), (cell(46237.5, MOMENT), "date"), (cell(0.5, TIME), "time")]
)
def test_f044_a_text_that_became_a_date_is_refused(value, what):
    """``3-5`` and ``MAR1`` turn into dates in a spreadsheet, and what they were is gone."""
    assert told("text", cell("a"), value) == (
        f"3: SLA-F044 the cell B3 is a {what}, and the column is text\n"
        "  hint: a spreadsheet may have turned a text into it: export it again as text, or declare the column as date"
    )


# ---------------------------------------------------------------- number formats


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "number"),
        ("Standard", "number"),
        ("@", "number"),
        ("#,##0.00_);[Red](#,##0.00)", "number"),
        ("0.00E+00", "number"),
        ('[$€-407] #,##0.00;"d"0', "number"),
        ("# ?/?", "number"),
        ('0" days"', "number"),
        ("yyyy-mm-dd", "date"),
        ("[$-F800]dddd, mmmm dd, yyyy", "date"),
        ("mmm", "date"),
        ("yyyy年m月d日", "date"),
        ("[$-411]ggge年m月d日", "date"),
        ("aaaa", "date"),
        ("m/d/yy h:mm AM/PM", "moment"),
        ("dd\\.mm\\.yyyy\\ hh:mm;@", "moment"),
        ("h:mm", "time"),
        ("[h]:mm", "time"),
        ("[mm]:ss", "time"),
        ("mm:ss.0", "time"),
        ("TT.MM.JJJJ", "unknown"),
        ("0 kr", "unknown"),
    ],
)
def test_a_number_format_says_what_is_shown(code, kind):
    assert parsed(code).kind == kind


def test_times_and_durations_are_shown_as_such():
    """As numbers they would be parts of a day."""
    looks = {"xl/styles.xml": styles("h:mm", "0", "[h]:mm")}
    found = rows(book(cell(1.5, 3), cell(0.625, 1), cell(2 / 3, 1), **looks), of("number"))
    assert [row.fields[1] for row in found] == ["36:00:00", "15:00:00", "16:00:00"]


def test_f045_a_number_format_that_nobody_understands_is_refused(tmp_path):
    assert told("integer", cell(46237, 1), **{"xl/styles.xml": styles("TT.MM.JJJJ")}) == (
        "2: SLA-F045 the cell B2 has a number format that cannot be read\n"
        "  hint: choose another format, or export it as CSV"
    )


def test_identifiers_that_are_shown_with_zeros_have_them(tmp_path):
    looks = {"xl/styles.xml": styles("00000", '"Q"0', "000-000")}
    assert read("text", cell(42, 1), cell(123456, 1), cell(7), **looks) == ["00042", "123456", "7"]
    assert read("integer", cell(42, 1), cell(42, 2), **looks) == [42, 42]
    for style in (2, 3):
        assert told("text", cell(42, style), **looks) == (
            "2: SLA-F044 the cell B2 is a number that is shown with characters that it does not hold\n"
            "  hint: put what is shown into the cell as text, or declare the column as integer"
        )


def test_dates_in_iso_8601_of_strict_workbooks_are_read(tmp_path):
    moments = ['<c t="d"><v>2026-08-03T14:05:00</v></c>', '<c t="d"><v>2026-08-03T14:05:00.250Z</v></c>']
    assert read("instant", moments[0]) == [datetime(2026, 8, 3, 13, 5, tzinfo=UTC)]
    assert read("instant", moments[1]) == [datetime(2026, 8, 3, 14, 5, 0, 250_000, tzinfo=UTC)]
    assert read("date", '<c t="d"><v>2026-08-03</v></c>') == [date(2026, 8, 3)]


def test_booleans_are_what_a_person_sees(tmp_path):
    assert read("boolean", cell(True), cell(False), cell("yes")) == [True, False, True]
    assert read("text", cell(True)) == ["TRUE"]


# ---------------------------------------------------------------- values and addresses in disorder


@pytest.mark.parametrize(
    "wrong",
    [
        "<c ><v>1</v><v>2</v></c>",
        "<c ><v>1</v><is><t>2</t></is></c>",
        '<c t="inlineStr"><v>1</v></c>',
        "<c ><is><t>2</t></is></c>",
        "<c ><v>nan</v></c>",
        "<c ><v>1_000</v></c>",
        "<c ><v>٣</v></c>",
        "<c ><v>1e400</v></c>",
        '<c t="b"><v>2</v></c>',
        '<c t="s"><v>-1</v></c>',
        '<c t="s"><v>7</v></c>',
        '<c t="d"><v>03/04/2026</v></c>',
        '<c t="q"><v>1</v></c>',
        '<c s="99"><v>1</v></c>',
        '<c s="-1"><v>1</v></c>',
    ],
)
def test_f045_a_value_of_another_kind_than_it_states_is_refused(wrong):
    shared = {"xl/sharedStrings.xml": "<sst><si><t>a</t></si></sst>"}
    message = told("number", wrong.replace("<c t", "<c  t").replace("<c s", "<c  s"), **shared)
    assert message.startswith("2: SLA-F04"), message
    assert "the cell B2 " in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('r="B3"', 'r="A3"', "the cell A3 twice, or out of order"),
        ('r="B3"', 'r="B2"', "the cell B2 twice, or out of order"),
        ('<row r="3"', '<row r="2"', "row 2 twice, or out of order"),
        ('<row r="3"', '<row r="1"', "row 1 twice, or out of order"),
    ],
)
def test_f045_two_cells_of_one_address_are_refused(old, new, message):
    written = sheet((cell("id"), cell("it")), (cell("1"), cell(1)), (cell("2"), cell(2)))
    with pytest.raises(Refused) as found:
        rows(workbook(written.replace(old, new)), of("integer"))
    assert found.value.args == (f"has {message}", "save it again in a spreadsheet", "SLA-F045")


@pytest.mark.parametrize("address", ["b2", "B0", "2B", "B", "2", "ZZZZ2", "XFE2", "B2:B3", "B1048577", "B２", "", "$"])
def test_what_is_no_address_is_damage(address):
    with pytest.raises(ValueError, match="no address of a cell"):
        position(address)


def test_f048_two_parts_of_one_name_are_refused(tmp_path):
    packed = io.BytesIO(book(cell(1)))
    with zipfile.ZipFile(packed, "a") as more:
        more.writestr("xl/Worksheets/s1.xml", sheet((cell("id"), cell("it")), (cell("1"), cell(2))))
    put(tmp_path, packed.getvalue(), "leads.xlsx")
    assert "SLA-F048 the export holds two parts of one name" in refused(tmp_path, of("integer"))


def test_parts_are_found_where_the_links_lead(tmp_path):
    """Generators name parts as they like; a sheet of a chart has no records."""
    files = {
        "_rels/.rels": '<r><Relationship Id="a" Type="x/officeDocument" Target="/Book.xml"/></r>',
        "Book.xml": '<workbook xmlns:r="y"><sheet name="Chart" r:id="c"/><sheet name="S" r:id="s"/></workbook>',
        "_rels/Book.xml.rels": "<Relationships>"
        '<Relationship Id="c" Type="x/chartsheet" Target="chart.xml"/>'
        '<Relationship Id="s" Type="x/worksheet" Target="/data/Sheet.xml"/>'
        '<Relationship Id="t" Type="x/sharedStrings" Target="texts/all.xml"/></Relationships>',
        "texts/all.xml": "<sst><si><t>id</t></si><si><t>it</t></si><si><t>one</t></si></sst>",
        "DATA/sheet.xml": sheet(
            ('<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>'), (cell("1"), '<c t="s"><v>2</v></c>')
        ),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    put(tmp_path, packed.getvalue(), "leads.xlsx")
    assert [row["it"] for row in rows_of(opened(tmp_path, of("text")))] == ["one"]


def test_what_follows_the_rows_is_none_of_them(tmp_path):
    """Extensions hold elements of the same names."""
    end = '<extLst><ext><row r="9"><c r="A9"><f>A1</f><v>1</v></c></row></ext></extLst>'
    assert read("integer", cell(1), end=end) == [1]


def test_f052_memory_that_zlib_or_expat_lack_is_memory_that_lacks():
    def of_expat(code: int) -> expat.ExpatError:
        error = expat.ExpatError("told by its code")
        error.code = code
        return error

    short = (MemoryError(), zlib.error("Error -4 while decompressing data"), of_expat(1))
    damaged = (zlib.error("Error -3 while decompressing data: invalid block type"), of_expat(2), KeyError("xl"))
    assert [*map(lacks_memory, (*short, *damaged))] == [True] * 3 + [False] * 3
