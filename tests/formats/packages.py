"""Small office packages, made of the XML that a test is about."""

from __future__ import annotations

import zipfile
from io import BytesIO

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_SPACES = (
    f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:table="{ODF}:table:1.0" '
    f'xmlns:style="{ODF}:style:1.0" xmlns:fo="{ODF}:xsl-fo-compatible:1.0" xmlns:draw="{ODF}:drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def zipped(parts: dict[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    """A zip with these members; those in ``stored`` are not compressed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return buffer.getvalue()


def relationships(links: dict[str, tuple[str, str]]) -> str:
    """A relationships part: id → (kind, target); targets with "://" or "mailto:" lead outside."""
    made = []
    for link_id, (kind, target) in links.items():
        mode = ' TargetMode="External"' if ":" in target else ""
        made.append(f'<Relationship Id="{link_id}" Type="{R}/{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(made)}</Relationships>'


def docx(body: str, links: dict[str, tuple[str, str]] | None = None, **parts: str) -> bytes:
    """A DOCX whose body is this; ``parts`` are further parts of ``word/`` ("styles", "numbering", "footnotes")."""
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    known = {name: (name.rstrip("123"), f"{name}.xml") for name in parts}
    members: dict[str, str | bytes] = {
        "_rels/.rels": relationships({"main": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": relationships({**known, **(links or {})}),
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = content
    return zipped(members)


def part(tag: str, content: str) -> str:
    """A part of a DOCX with this root element."""
    return f'<w:{tag} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{tag}>'


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of a DOCX with one run."""
    shown = f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>{shown}</w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    """A cell of a table in a DOCX."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def odt(body: str, styles: str = "", automatic: str = "") -> bytes:
    """An ODT whose text is this."""
    content = (
        f"<office:document-content {ODF_SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kept = f"<office:document-styles {ODF_SPACES}>{styles}</office:document-styles>"
    return _odf("text", content, kept)


def ods(tables: str, automatic: str = "") -> bytes:
    """An ODS with these tables."""
    content = (
        f"<office:document-content {ODF_SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return _odf("spreadsheet", content, f"<office:document-styles {ODF_SPACES}/>")


def _odf(kind: str, content: str, styles: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    parts: dict[str, str | bytes] = {"mimetype": mimetype, "content.xml": content, "styles.xml": styles}
    return zipped(parts, stored=("mimetype",))


def xlsx(
    sheets: dict[str, str], strings: str = "", styles: str = "", **links: dict[str, tuple[str, str]]
) -> bytes:
    """An XLSX: name of the sheet → content of its worksheet element; ``links`` by "sheet1", "sheet2"."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="s{number}"/>' for number, name in enumerate(sheets, 1)
    )
    workbook = f'<workbook xmlns="{SHEET}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>'
    known = {
        f"s{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)
    }
    known |= {"strings": ("sharedStrings", "sharedStrings.xml"), "styles": ("styles", "styles.xml")}
    members: dict[str, str | bytes] = {
        "_rels/.rels": relationships({"main": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": relationships(known),
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>',
    }
    for number, content in enumerate(sheets.values(), 1):
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{SHEET}" xmlns:r="{R}">{content}</worksheet>'
        )
        if f"sheet{number}" in links:
            members[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relationships(links[f"sheet{number}"])
    return zipped(members)


def rows(*texts: str) -> str:
    """The ``sheetData`` of rows whose cells are separated by ``|``; empty cells are left out."""
    made = []
    for row, line in enumerate(texts, 1):
        cells = "".join(
            f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text.strip()}</t></is></c>'
            for at, text in enumerate(line.split("|"))
            if text.strip()
        )
        made.append(f'<row r="{row}">{cells}</row>' if cells else "")
    return f"<sheetData>{''.join(made)}</sheetData>"


def read(format: Format, data: bytes, name: str = "list") -> Document:
    return format.read(Source(data, name))
