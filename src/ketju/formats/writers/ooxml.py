"""The parts of a workbook in Office Open XML (ECMA-376), written so that the same list gives the same bytes.

Only what a list needs: one sheet, texts in the cells themselves, four styles. Texts are never formulas.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

Row = Sequence[str]

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Parts of a package tell no time, so that they change only with the list."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAX_CELL = 32_767
"""A spreadsheet holds no longer text in a cell."""

TITLE, NORMAL, HEADER, CELL = "1", "0", "2", "3"
"""Styles, as their places in ``_STYLES``."""

_STYLES = (
    f'<styleSheet xmlns="{_SHEETS}">'
    '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="14"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8E8E8"/></patternFill></fill></fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf fontId="2" fillId="2" applyFont="1" applyFill="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: lines above the table, the table with its header, lines below; ``label`` is printed on every page."""

    name: str
    above: Sequence[str]
    header: Row
    rows: Sequence[Row]
    below: Sequence[str]
    label: str
    language: str
    made: date


def workbook(sheet: Sheet) -> bytes:
    """The bytes of the workbook with this one sheet."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "xl/workbook.xml", _RELATIONS),
            ("metadata/core-properties", "docProps/core.xml", f"{_PACKAGE}/relationships"),
        ),
        "docProps/core.xml": _properties(sheet),
        "xl/workbook.xml": _workbook(sheet),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml", _RELATIONS), ("styles", "styles.xml", _RELATIONS)
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(sheet),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            part = zipfile.ZipInfo(name, _LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            package.writestr(part, _HEAD + text)
    return target.getvalue()


def column_name(number: int) -> str:
    """The letters of a column: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _content_types() -> str:
    overrides = (
        ("/xl/workbook.xml", f"{_SHEET}.sheet.main+xml"),
        ("/xl/worksheets/sheet1.xml", f"{_SHEET}.worksheet+xml"),
        ("/xl/styles.xml", f"{_SHEET}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
        + "</Types>"
    )


def _relations(*found: tuple[str, str, str]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>'
        for number, (kind, target, base) in enumerate(found, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _properties(sheet: Sheet) -> str:
    instant = f"{sheet.made.isoformat()}T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_xml(sheet.above[0])}</dc:title><dc:subject>{_xml(sheet.label)}</dc:subject>"
        f"<dc:language>{sheet.language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{instant}</dcterms:created></cp:coreProperties>'
    )


def _workbook(sheet: Sheet) -> str:
    first = len(sheet.above) + 1
    titles = f"'{sheet.name}'!${first}:${first}"
    return (
        f'<workbook xmlns="{_SHEETS}" xmlns:r="{_RELATIONS}">'
        f'<sheets><sheet name={quoteattr(sheet.name)} sheetId="1" r:id="rId1"/></sheets>'
        f'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">{_xml(titles)}</definedName>'
        "</definedNames></workbook>"
    )


def _sheet(sheet: Sheet) -> str:
    first = len(sheet.above) + 1
    last = column_name(len(sheet.header))
    lines = [
        _line(number, [text], TITLE if number == 1 else NORMAL) for number, text in enumerate(sheet.above, 1)
    ]
    lines.append(_line(first, sheet.header, HEADER))
    lines += [_line(number, row, CELL) for number, row in enumerate(sheet.rows, first + 1)]
    end = first + len(sheet.rows)
    lines += [_line(number, [text], NORMAL) for number, text in enumerate(sheet.below, end + 2)]
    label = escape(sheet.label)
    return (
        f'<worksheet xmlns="{_SHEETS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{first}" topLeftCell="A{first + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{_widths(sheet)}</cols><sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="A{first}:{last}{end}"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;R&amp;12{label}</oddHeader><oddFooter>&amp;L&amp;P/&amp;N&amp;R&amp;12{label}"
        "</oddFooter></headerFooter></worksheet>"
    )


def _line(number: int, cells: Row, style: str) -> str:
    made = (
        f'<c r="{column_name(at)}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{_xml(text)}</t></is></c>'
        for at, text in enumerate(cells, 1)
        if text or style == HEADER
    )
    return f'<row r="{number}">{"".join(made)}</row>'


def _widths(sheet: Sheet) -> str:
    """Columns as wide as their longest line, within reason."""
    found = []
    for at, header in enumerate(sheet.header):
        longest = max((len(line) for row in sheet.rows for line in row[at].split("\n")), default=0)
        width = min(max(longest, len(header), 8) + 2, 45)
        found.append(f'<col min="{at + 1}" max="{at + 1}" width="{width}" customWidth="1"/>')
    return "".join(found)


def _xml(text: str) -> str:
    """A text as XML: what XML cannot hold becomes a gap, and what would be taken for an escape is escaped."""
    return escape(_LITERAL.sub("_x005F_", _NOT_XML.sub(" ", text))[:_MAX_CELL])
