"""Pages as PDFium sees them. All calls into the library are here and in ``tree``."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ketju.core.problems import SourceBroken
from ketju.formats.format import Source
from ketju.formats.pdf.page import Box, Glyph, Piece

MAX_OBJECTS = 60_000  # of a page
MAX_DEPTH = 8  # of forms in forms
MAX_PATH_POINTS = 40_000  # of a page
MAX_LINKS = 5_000  # of a page
MAX_URL = 4_000
FARTHEST = 100_000.0  # points from the corner of the page
_FORCE_BOLD = 1 << 18
_FIXED_PITCH = 1
_BOLD_WEIGHT = 600
_BOLD_WORDS = ("bold", "black", "heavy", "semibold", "demi", "fett")
_CODE_WORDS = ("mono", "courier", "consolas", "menlo", "monaco")
_INVISIBLE = 3
_TURNS = 4


@dataclass(slots=True)
class Drawing:
    """A subpath of a drawn path: its points in order, whether it is filled or stroked."""

    points: list[tuple[float, float]]
    filled: bool
    stroked: bool


@dataclass(slots=True)
class Raw:
    """Everything on a page that readers want to know."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    links: list[tuple[list[Box], str]] = field(default_factory=list)
    has_images: bool = False


def opened(source: Source) -> pdfium.PdfDocument:
    """The document. Raises SourceBroken when it is no PDF, damaged or encrypted."""
    try:
        return pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        encrypted = "password" in str(error).lower() or "security" in str(error).lower()
        reason = "encrypted" if encrypted else "damaged"
        raise SourceBroken(file=source.name, format="pdf", reason=reason, line=0, column=0) from None


class PageReader:
    """Reads one page; ``close`` frees what the library holds of it."""

    def __init__(self, document: pdfium.PdfDocument, index: int, tagged: bool) -> None:
        self.page = document[index]
        self.tagged, self.number = tagged, index + 1
        self.turn = (raw.FPDFPage_GetRotation(self.page) or 0) % _TURNS
        left, bottom, right, top = self.page.get_bbox()
        self.frame = (left, bottom, right, top)
        width, height = (right - left, top - bottom) if self.turn % 2 == 0 else (top - bottom, right - left)
        self.raw = Raw(self.number, width, height)

    def read(self, max_glyphs: int) -> Raw:
        """What stands on the page, at most so many glyphs of it."""
        text = self.page.get_textpage()
        try:
            self.raw.glyphs = list(self._glyphs(text.raw, min(text.count_chars(), max_glyphs)))
        finally:
            text.close()
        self._read_drawings()
        self.raw.links = list(self._links())
        return self.raw

    def close(self) -> None:
        self.page.close()

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space, seen from the top left corner of the page as it is shown."""
        left, bottom, right, top = self.frame
        match self.turn:
            case 0:
                return x - left, top - y
            case 1:
                return y - bottom, x - left
            case 2:
                return right - x, y - bottom
        return top - y, right - x

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if self.turn == 0:
            return Box(x0 - self.frame[0], self.frame[3] - y1, x1 - self.frame[0], self.frame[3] - y0)
        (a, b), (c, d) = self._point(x0, y0), self._point(x1, y1)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))

    def _glyphs(self, text: object, count: int) -> Iterator[Glyph]:
        """Glyphs in the order of the page. White space that the library made up is left out."""
        chars = _characters(text, count)
        rectangle = raw.FS_RECTF()
        pieces: dict[int, Piece] = {}
        known_address, piece = -1, None
        for index, char in enumerate(chars):
            if char in "\r\n\0":
                continue
            if char in " \ufffe-" and raw.FPDFText_IsGenerated(text, index) == 1:
                continue
            owner = raw.FPDFText_GetTextObject(text, index)
            address = ctypes.addressof(owner.contents) if owner else 0
            if address != known_address or piece is None:
                known_address = address
                if address not in pieces:
                    pieces[address] = self._piece(text, index, owner, len(pieces))
                piece = pieces[address]
            if not raw.FPDFText_GetLooseCharBox(text, index, rectangle):
                continue
            box = self._box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            if (
                -FARTHEST < box.x0 <= box.x1 < FARTHEST and -FARTHEST < piece.base < FARTHEST
            ):  # no NaN passes this
                yield Glyph("-" if char == "\ufffe" else char, box, piece)

    def _piece(self, text: object, index: int, owner: object, number: int) -> Piece:
        angle = raw.FPDFText_GetCharAngle(text, index)
        turns = round(angle / (math.pi / 2), 1) if angle >= 0 else 0.0
        size = raw.FPDFText_GetFontSize(text, index)
        matrix = raw.FS_MATRIX()
        if owner and raw.FPDFText_GetMatrix(text, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        mcid, artifact = _marked(owner) if self.tagged and owner else (-1, False)
        bold, code = _font(text, index, owner)
        upright = (turns + self.turn) % _TURNS in (0, _TURNS)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        base = self._point(x.value, y.value)[1]
        return Piece(number, round(size, 1), base, bold, code, mcid, artifact, upright)

    def _read_drawings(self) -> None:
        left = [MAX_OBJECTS, MAX_PATH_POINTS]
        count = raw.FPDFPage_CountObjects(self.page)
        objects = (raw.FPDFPage_GetObject(self.page, index) for index in range(min(count, MAX_OBJECTS)))
        self._drawings_of(objects, _IDENTITY, left, 0)

    def _drawings_of(self, objects: Iterator[object], outer: _Matrix, left: list[int], depth: int) -> None:
        for item in objects:
            left[0] -= 1
            if left[0] < 0 or left[1] < 0:
                return
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._drawing(item, outer, left)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.raw.has_images = True
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                inner = range(raw.FPDFFormObj_CountObjects(item))
                parts = (raw.FPDFFormObj_GetObject(item, index) for index in inner)
                self._drawings_of(parts, _times(_matrix(item), outer), left, depth + 1)

    def _drawing(self, item: object, outer: _Matrix, left: list[int]) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not _is_seen(item, bool(fill.value), bool(stroke.value)):
            return
        matrix = _times(_matrix(item), outer)
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(raw.FPDFPath_CountSegments(item)):
            left[1] -= 1
            segment = raw.FPDFPath_GetPathSegment(item, index)
            if left[1] < 0 or not raw.FPDFPathSegment_GetPoint(segment, x, y):
                break
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO and points:
                self._keep(points, fill, stroke)
                points = []
            points.append(self._point(*_moved(matrix, x.value, y.value)))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        self._keep(points, fill, stroke)

    def _keep(self, points: list[tuple[float, float]], fill: ctypes.c_int, stroke: ctypes.c_int) -> None:
        if len(points) > 1 and all(math.isfinite(x) and math.isfinite(y) for x, y in points):
            self.raw.drawings.append(Drawing(points, bool(fill.value), bool(stroke.value)))

    def _links(self) -> Iterator[tuple[list[Box], str]]:
        """(where, address) of each link to an address outside."""
        at, link = ctypes.c_int(0), raw.FPDF_LINK()
        for _ in range(MAX_LINKS):
            if not raw.FPDFLink_Enumerate(self.page, at, link):
                return
            action = raw.FPDFLink_GetAction(link)
            if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
                continue
            length = raw.FPDFAction_GetURIPath(self.page.pdf, action, None, 0)
            if not 1 < length <= MAX_URL:
                continue
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(self.page.pdf, action, buffer, length)
            yield self._link_boxes(link), buffer.value.decode("utf-8", "replace")

    def _link_boxes(self, link: object) -> list[Box]:
        boxes = []
        quad = raw.FS_QUADPOINTSF()
        for index in range(min(raw.FPDFLink_CountQuadPoints(link), 100)):
            if raw.FPDFLink_GetQuadPoints(link, index, quad):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                boxes.append(self._box(min(xs), min(ys), max(xs), max(ys)))
        rectangle = raw.FS_RECTF()
        if not boxes and raw.FPDFLink_GetAnnotRect(link, rectangle):
            boxes.append(self._box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        return boxes


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _matrix(item: object) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _characters(text: object, count: int) -> str:
    """The characters of a page, one for each index."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, buffer)
    chars = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if written == count + 1 and len(chars) == count:
        return chars
    points = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(
        chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else "\0" for point in points
    )


def _font(text: object, index: int, owner: object) -> tuple[bool, bool]:
    """(bold, code) of the font of a glyph."""
    flags = ctypes.c_int(0)
    buffer = ctypes.create_string_buffer(200)
    raw.FPDFText_GetFontInfo(text, index, buffer, 200, flags)
    name = buffer.value.decode("latin-1").lower().rpartition("+")[2]
    style = name.replace("-", " ").replace(",", " ")
    bold = bool(flags.value & _FORCE_BOLD) or any(word in style for word in _BOLD_WORDS)
    bold = bold or raw.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT
    if owner and not bold:
        bold = raw.FPDFTextObj_GetTextRenderMode(owner) in (2, 6)  # filled and stroked: bold by hand
    return bold, bool(flags.value & _FIXED_PITCH) or any(word in name for word in _CODE_WORDS)


def _marked(owner: object) -> tuple[int, bool]:
    """(marked content id, whether the object is an artifact, such as a page header)."""
    artifact = False
    for index in range(min(raw.FPDFPageObj_CountMarks(owner), 20)):
        mark = raw.FPDFPageObj_GetMark(owner, index)
        length = ctypes.c_ulong(0)
        buffer = (ctypes.c_ushort * 20)()
        raw.FPDFPageObjMark_GetName(mark, buffer, 40, length)
        artifact = artifact or bytes(buffer)[:16].decode("utf-16-le", "replace") == "Artifact"
    return raw.FPDFPageObj_GetMarkedContentID(owner), artifact


def _is_seen(item: object, filled: bool, stroked: bool) -> bool:
    """Whether a path is drawn in a colour other than white."""
    channels = [ctypes.c_uint() for _ in range(4)]
    for wanted, colour in ((stroked, raw.FPDFPageObj_GetStrokeColor), (filled, raw.FPDFPageObj_GetFillColor)):
        if wanted and colour(item, *channels):
            red, green, blue, alpha = (channel.value for channel in channels)
            if alpha > 0 and min(red, green, blue) < 253:
                return True
    return False
