"""The door to XlsxWriter, an extra: sheets as the bytes of an XLSX workbook, the same for the same sheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from living_sla.documents.cells import defused
from living_sla.errors import EnvironmentFault, Fault
from living_sla.pack.cell import Cell, PackSheet, Row, SheetColumn

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

INSTALL = "pip install living-sla[pack]"
_LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
_LINE, _MOST_LINES = 15, 20
"""The height of a line in points, and how many lines a row is high at most."""
_CUT = " … (cut: the page has all of it)"


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("xlsxwriter") is not None


def workbook(sheets: Sequence[PackSheet], *, title: str, footer: str, as_of: datetime) -> bytes:
    """The workbook; nothing of the machine or its clock is in it. Text stays text, whatever it begins with.

    Raises:
        EnvironmentFault: The extra is not installed.
    """
    if not is_installed():
        raise EnvironmentFault("a workbook needs the package XlsxWriter", hint=INSTALL, code=Fault.MISSING_PACKAGE)
    from xlsxwriter import Workbook  # late: an extra, which only this verb needs

    out = io.BytesIO()
    # Texts are written as texts below; no option may turn one into something that acts.
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(out, never)
    written = as_of.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "created": written, "comments": footer})
    looks = _Looks(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, looks, footer)
    book.close()
    return out.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._made = book, dict[tuple[tuple[str, object], ...], Any]()

    def of(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **properties})
        return self._made[key]


def _write(page: Worksheet, sheet: PackSheet, looks: _Looks, footer: str) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    # An ampersand begins a code there.
    page.set_footer(f"&L{footer.replace('&', '&&')}&R&P / &N")
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(
            0, number, column.title, looks.of(bold=True, bottom=1, text_wrap=True, valign="bottom", align=column.side)
        )
    page.set_row(0, 2 * _LINE)
    if sheet.rows and all(len(row) == len(sheet.columns) for row in sheet.rows):
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    for line, row in enumerate(sheet.rows, 1):
        page.set_row(line, _height(sheet, row))
        for number, (cell, column) in enumerate(zip(row, sheet.columns, strict=False)):
            _put(page, line, number, cell, looks, _of(column))


def _height(sheet: PackSheet, row: Row) -> int:
    """As many lines as its longest text takes, which not every spreadsheet works out by itself."""
    lines = 1
    for cell, column in zip(row, sheet.columns, strict=False):
        if column.wraps and isinstance(cell.value, str):
            lines = max(lines, sum(1 + len(part) // column.width for part in cell.value.split("\n")))
    return min(lines, _MOST_LINES) * _LINE


def _of(column: SheetColumn) -> dict[str, object]:
    return {"text_wrap": True} if column.wraps else {"align": "center"} if column.side == "center" else {}


def _put(page: Worksheet, line: int, number: int, cell: Cell, looks: _Looks, more: dict[str, object]) -> None:
    value = cell.value
    if cell.strong:
        more = {**more, "bold": True}
    match value:
        case None:
            return
        case str():
            # Edited and left again, a text that looks like a formula would become one without this mark.
            quoted = {"quote_prefix": True} if defused(value) != value else {}
            cut = value if len(value) <= _LONGEST else value[: _LONGEST - len(_CUT)] + _CUT
            page.write_string(line, number, cut, looks.of(**more, **quoted))
        case date():  # or an instant
            page.write_datetime(line, number, value, looks.of(num_format=cell.shown, align="left", **more))
        case _:
            left = {"align": "left"} if more else {}
            page.write_number(line, number, value, looks.of(num_format=cell.shown or "General", **left, **more))
