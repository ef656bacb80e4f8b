"""Files that cost a careless reader all its time and memory, and files that are broken.

``python -m benchmarks.attacks NAME FILE`` writes one of them: in a process of its own, since making one takes memory.
"""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

from benchmarks.generated import as_csv, as_html, as_markdown, as_tabs, as_yaml

MEGA = 1_000_000
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _zip(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _relations(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{link}</Relationships>'


def _docx(body: str, before: str = "") -> bytes:
    document = (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    )
    office = _relations("officeDocument", "word/document.xml")
    return _zip({"[Content_Types].xml": _TYPES, "_rels/.rels": office, "word/document.xml": document})


def _xlsx(rows: str | bytes) -> bytes:
    sheets = '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">{sheets}</workbook>'
    rows = rows.encode() if isinstance(rows, str) else rows
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"
    return _zip(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def _cells(text: str, count: int) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>' * count


def _laughs() -> str:
    """Ten levels of entities, ten of the level below in each."""
    levels = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "Acme GmbH ">{levels}]>'


def pdf(content: bytes, pages: int = 1, *, packed: bool = False) -> bytes:
    """A PDF whose pages all show one content stream."""
    stream = zlib.compress(content, 9) if packed else content
    filters = b"/Filter/FlateDecode" if packed else b""
    kids = b" ".join(b"%d 0 R" % (5 + at) for at in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filters, stream),
        *([page] * pages),
    ]
    made, starts = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return bytes(made) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def _pdf_rows(count: int) -> bytes:
    lines = [
        f"BT /F 10 Tf 50 {800 - at % 75 * 10} Td (Acme {at} GmbH   Hosting   Germany) Tj ET"
        for at in range(count)
    ]
    return "\n".join(lines).encode()


def _filled(line: str, size: int = 19 * MEGA) -> str:
    """A text of nearly the size that is still read, made of one line; each "№" becomes another number."""
    if "№" not in line:
        return (line * (size // len(line) + 1))[:size]
    made, length = [], 0
    for number in count():
        made.append(line.replace("№", str(number)))
        length += len(made[-1])
        if length >= size:
            break
    return "".join(made)[:size]


def _table(cell: str, count: int) -> str:
    return f"<table><tr>{cell * count}</tr><tr>{cell * count}</tr></table>"


ATTACKS: dict[str, Callable[[], str | bytes]] = {
    # bombs
    "zip-bomb.xlsx": lambda: _xlsx(b" " * (300 << 20)),
    "dense-sheet.xlsx": lambda: _xlsx(f"<row>{_cells('Acme GmbH', 4)}</row>" * 250_000),
    "entity-bomb.docx": lambda: _docx("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", _laughs()),
    "entity-bomb.html": lambda: f"{_laughs()}<html><body><p>&e9;</p></body></html>",
    "alias-bomb.yaml": lambda: (
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}*a{n - 1}]\n" for n in range(1, 30))
    ),
    "flate-bomb.pdf": lambda: pdf(b"BT /F 9 Tf 9 9 Td (x) Tj ET\n" * 10 * MEGA, packed=True),
    "many-pages.pdf": lambda: pdf(_pdf_rows(70), 20_000),
    "crowded-page.pdf": lambda: pdf(_pdf_rows(60_000)),
    # wide
    "million-columns.csv": lambda: ("Acme GmbH," * MEGA + "\n") * 2,
    "million-columns.txt": lambda: ("Acme GmbH\t" * MEGA + "\n") * 2,
    "million-columns.md": lambda: f"|{'a|' * MEGA}\n|{'-|' * MEGA}\n|{'b|' * MEGA}\n",
    "million-columns.html": lambda: _table("<td>Acme GmbH</td>", MEGA // 2),
    "million-columns.xlsx": lambda: _xlsx(f"<row>{_cells('Acme', MEGA)}</row>"),
    "wide-spans.html": lambda: _table('<td colspan="1000" rowspan="60000">Acme GmbH</td>', 20_000),
    # deep
    "deep.html": lambda: "<html><body>" + "<div><table><tr><td>" * 200_000 + "Acme GmbH",
    "deep.json": lambda: "[" * MEGA + '"Acme GmbH"' + "]" * MEGA,
    "deep.yaml": lambda: "{a: " * 200_000 + "b" + "}" * 200_000,
    "deep-block.yaml": lambda: "".join(f"{' ' * at}a:\n" for at in range(3_000)),
    "deep-quotes.md": lambda: "> " * 500_000 + "Acme GmbH\n",
    "deep-lists.md": lambda: "".join(f"{'  ' * at}- Acme {at} GmbH\n" for at in range(4_000)),
    "deep-brackets.md": lambda: "[" * 500_000 + "a" + "](b)" * 500_000,
    "deep-stars.md": lambda: "*a **a " * 500_000,
    "deep.docx": lambda: _docx("<w:tbl><w:tr><w:tc>" * 5_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5_000),
    # long
    "100-MB.txt": lambda: _filled("Acme № GmbH hosts our servers in Germany.\n", 100 * MEGA),
    "20-MB-line.txt": lambda: _filled("Acme № GmbH hosts our servers in Germany. "),
    "20-MB-line.md": lambda: _filled("**Acme № GmbH** hosts our [servers](https://a.example) in Germany. "),
    "20-MB-line.html": lambda: (
        "<p>" + _filled("<b>Acme № GmbH</b> hosts our <a href=x>servers</a> in Germany. ")
    ),
    "20-MB-line.json": lambda: '{"name": "' + _filled("Acme № GmbH ") + '"}',
    "20-MB-word.txt": lambda: _filled("a"),
    "20-MB-spaces.txt": lambda: "Acme" + _filled(" ") + "GmbH",
    "20-MB-prose.txt": lambda: _filled(
        "We use Acme № GmbH, a sub-processor in Germany, to host our servers.\n"
    ),
    "20-MB-paragraphs.txt": lambda: _filled(
        "We use Acme № GmbH, a sub-processor in Germany, to host our servers.\n\n"
    ),
    "20-MB-bullets.txt": lambda: _filled("- Acme № GmbH: hosting of servers (Germany)\n"),
    "20-MB-bullets.md": lambda: (
        "# Sub-processors\n\n" + _filled("- **Acme № GmbH**: hosting of servers (Germany)\n")
    ),
    "20-MB-pairs.txt": lambda: _filled("Acme № GmbH\nPurpose: hosting\nLocation: Germany\n\n"),
    "20-MB-headings.md": lambda: _filled("## Acme № GmbH\n\nHosting of servers in Germany.\n\n"),
    "20-MB-rows.txt": lambda: as_tabs(300_000)[: 19 * MEGA],
    "20-MB-rows.csv": lambda: as_csv(300_000)[: 19 * MEGA],
    "20-MB-rows.md": lambda: as_markdown(300_000)[: 19 * MEGA],
    "20-MB-rows.html": lambda: as_html(300_000)[: 19 * MEGA],
    "20-MB-records.yaml": lambda: as_yaml(300_000)[: 19 * MEGA],
    "20-MB-items.html": lambda: "<ul>" + _filled("<li><b>Acme № GmbH</b> (Germany): hosting</li>\n"),
    # what regular expressions and counting words may stumble over
    "spaces.txt": lambda: "Acme" + " " * 200_000 + "GmbH\n",
    "spaces-in-rows.csv": lambda: f"Name,Purpose\nAcme GmbH,a{' ' * 100_000}b\n" * 20,
    "braces.txt": lambda: "{a: " * 100_000,
    "colons.txt": lambda: "Sub-processors: " * 100_000,
    "word-and-year.txt": lambda: "a" * 500_000 + " 2020\n",
    "commas.txt": lambda: "Our sub-processors are: " + "Acme GmbH, " * 100_000,
    "same-name.csv": lambda: "Name,Purpose\n" + "Acme GmbH,hosting\n" * 50_000,
    "one-cell-rows.csv": lambda: "Name,Purpose\n" + ",more\n" * 50_000,
    "no-endings.md": lambda: "**Acme GmbH " * 100_000,
    # broken
    "truncated.pdf": lambda: pdf(_pdf_rows(70), 20)[:4_000],
    "truncated.docx": lambda: _docx("<w:p><w:r><w:t>Acme GmbH</w:t></w:r></w:p>" * 100)[:600],
    "truncated.html": lambda: as_html(300)[:-2_000] + "<td",
    "truncated.yaml": lambda: as_yaml(300)[:-30] + '"',
    "nuls.txt": lambda: b"Acme GmbH\0Hosting\0Germany\r\n" * 10_000,
    "wrong-encoding.csv": lambda: as_csv(300).replace("Oy", "Käsittelijä Oy").encode("latin-1"),
    "noise.bin": lambda: bytes((at * at * 31 + at // 7) % 251 for at in range(MEGA)),
}
"""File name → what stands in it."""


def main(arguments: list[str]) -> int:
    """Write the file that the first argument names to where the second says."""
    name, file = arguments
    made = ATTACKS[name]()
    Path(file).write_bytes(made.encode() if isinstance(made, str) else made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
