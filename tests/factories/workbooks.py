"""Small XLSX workbooks, written part by part, so that each may be wrong in its own way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Sequence
from xml.sax.saxutils import escape, quoteattr

DATE, MOMENT, TIME = 1, 2, 3
"""Styles: ``m/d/yy``, ``dd.mm.yyyy hh:mm``, ``[h]:mm``."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)


_SEEN = ("visible", "veryHidden")


def styles(*codes: str) -> str:
    """The part of styles in which style 1 has the first of these number formats, style 2 the second, and so on."""
    formats = "".join(f'<numFmt numFmtId="{i}" formatCode={quoteattr(code)}/>' for i, code in enumerate(codes, 164))
    used = "".join(f'<xf numFmtId="{i}"/>' for i in range(164, 164 + len(codes)))
    looks = f'<numFmts>{formats}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs>'
    return f'<styleSheet xmlns="{_MAIN}">{looks}</styleSheet>'


def cell(value: object, style: int = 0) -> str:
    """One cell: a text is shared by nobody (inline), a number or boolean stands as it is, None is left out."""
    match value:
        case None:
            return ""
        case bool():
            return f'<c t="b"><v>{int(value)}</v></c>'
        case str():
            return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c s="{style}"><v>{value}</v></c>'


def sheet(*rows: Sequence[str], end: str = "", attributes: str = "") -> str:
    """A sheet of rows of cells; `end` follows them, `attributes` go to every row but the first."""
    texts = (
        f'<row r="{number}" {attributes if number > 1 else ""}>{"".join(placed(number, row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(texts)}</sheetData>{end}</worksheet>'


def placed(number: int, row: Sequence[str]) -> list[str]:
    return [text.replace("<c ", f'<c r="{chr(65 + at)}{number}" ', 1) for at, text in enumerate(row)]


def workbook(
    *sheets: str, names: Sequence[str] = ("Leads",), hidden: Collection[str] = (), properties: str = "", **parts: str
) -> bytes:
    """The bytes of a workbook with these sheets; `parts` are further files, or replace those that stand there."""
    book = "".join(
        f'<sheet name={quoteattr(n)} state="{_SEEN[n in hidden]}" sheetId="{i}" r:id="rId{i}"/>'
        for i, n in enumerate(names, start=1)
    )
    links = "".join(f'<Relationship Id="rId{i}" Target="worksheets/s{i}.xml"/>' for i in range(1, len(sheets) + 1))
    files = {
        "xl/workbook.xml": f'<workbook xmlns:r="{_LINKS}">{properties}<sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/s{i}.xml": text for i, text in enumerate(sheets, start=1)},
        **parts,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return written.getvalue()
