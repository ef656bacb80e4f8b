"""Excel workbooks of the old binary format, read by calamine: values and merged ranges, without formats."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from ketju.core.model.document import Text
from ketju.core.model.span import CellSpan
from ketju.core.problems import SourceBroken, SourceHostile
from ketju.formats.format import Source
from ketju.formats.spreadsheet.grid import MAX_CELLS, MAX_MERGES, Area, Cell, Sheet
from ketju.formats.spreadsheet.numbers import instant_text, number_text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_SHEETS = 200
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets_of(source: Source) -> list[Sheet]:
    """Every sheet, in the order of the workbook. Raises SourceBroken, SourceHostile."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    if ENCRYPTED in source.data:
        raise SourceBroken(file=source.name, format="xls", reason="encrypted", line=0, column=0)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(source.data))
        made = []
        for about in workbook.sheets_metadata[:MAX_SHEETS]:
            sheet = Sheet(about.name, hidden=about.visible != SheetVisibleEnum.Visible)
            _fill(sheet, workbook.get_sheet_by_name(about.name))
            made.append(sheet)
    except PasswordError:
        raise SourceBroken(file=source.name, format="xls", reason="encrypted", line=0, column=0) from None
    except MemoryError:
        raise SourceHostile(file=source.name, reason="memory") from None
    except (CalamineError, OSError, ValueError, KeyError, IndexError):
        raise SourceBroken(file=source.name, format="xls", reason="damaged-part", line=0, column=0) from None
    except BaseException as error:  # what calamine panics with is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise SourceBroken(file=source.name, format="xls", reason="damaged-part", line=0, column=0) from None
    return made


def _fill(sheet: Sheet, values: CalamineSheet) -> None:
    first_row, first_column = values.start or (0, 0)
    if values.total_height * values.total_width > 4 * MAX_CELLS:
        sheet.full = True
        return
    for (top, left), (bottom, right) in (values.merged_cell_ranges or [])[:MAX_MERGES]:
        sheet.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    for down, row in enumerate(values.iter_rows()):
        for along, value in enumerate(row):
            at = first_row + down + 1, first_column + along + 1
            text = Text(_shown(value).strip(), CellSpan(sheet.name, *at))
            if not sheet.put(*at, Cell(text)):
                return


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return number_text(float(value))
        case datetime():
            return instant_text(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
