"""PDFs made by hand: text at places, lines, links; without a structure tree."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Sheet:
    """A page of 595 by 842 points; ``y`` counts from its top."""

    content: list[str] = field(default_factory=list)
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    rotate: int = 0

    def text(self, x: float, y: float, text: str, size: float = 10, bold: bool = False) -> Sheet:
        """Text in Helvetica whose line is at ``y``."""
        shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.content.append(f"BT /{'B' if bold else 'F'} {size} Tf {x} {842 - y} Td ({shown}) Tj ET")
        return self

    def rows(self, xs: list[float], y: float, step: float, *lines: str, size: float = 10) -> Sheet:
        """A row for each line, its cells separated by ``|``."""
        for number, line in enumerate(lines):
            for x, cell in zip(xs, line.split("|"), strict=False):
                if cell.strip():
                    self.text(x, y + number * step, cell.strip(), size)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A thin line."""
        self.content.append(f"0.5 w {x0} {842 - y0} m {x1} {842 - y1} l S")
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """Lines around the cells of a table."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def link(self, x0: float, y0: float, x1: float, y1: float, target: str) -> Sheet:
        """A link over a rectangle."""
        self.links.append((x0, y0, x1, y1, target))
        return self


def pdf(*sheets: Sheet, kids: str | None = None) -> bytes:
    """A PDF of these pages. ``kids`` replaces the list of pages (to break it)."""
    objects: list[str] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        _font("Helvetica"),
        _font("Helvetica-Bold"),
    ]
    pages = []
    for sheet in sheets:
        stream = "\n".join(sheet.content)
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        annotations = []
        for x0, y0, x1, y1, target in sheet.links:
            action = f"/A << /S /URI /URI ({target}) >>"
            objects.append(
                f"<< /Type /Annot /Subtype /Link /Rect [{x0} {842 - y1} {x1} {842 - y0}] /Border [0 0 0] {action} >>"
            )
            annotations.append(f"{len(objects)} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {sheet.rotate} /Contents {content} 0 R "
            f"/Annots [{' '.join(annotations)}] /Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>"
        )
        pages.append(f"{len(objects)} 0 R")
    listed = kids if kids is not None else " ".join(pages)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(pages)} >>"
    return _file(objects)


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _file(objects: list[str]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return data + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
