"""A Word package as a document: the body, its notes, and what stands around it as asides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketju.core.model.document import Block, Document, ReadProblem, Text
from ketju.core.model.span import NodeSpan
from ketju.formats.asides import as_asides
from ketju.formats.docx.inline import InlineReader
from ketju.formats.docx.names import attribute
from ketju.formats.docx.numbering import Numbering
from ketju.formats.docx.story import Story
from ketju.formats.docx.styles import Styles
from ketju.formats.elements import child, local
from ketju.formats.notes import marked
from ketju.formats.package import Package
from ketju.formats.typed import with_typed_text

if TYPE_CHECKING:
    from lxml.etree import _Element

DEFAULT_PART = "word/document.xml"
CORE_PART = "docProps/core.xml"
MAX_SIDE_PARTS = 60


def document_from(package: Package) -> Document:
    """The document in a Word package. Raises SourceBroken when it has no body."""
    part = next(iter(package.related("", "officeDocument")), DEFAULT_PART)
    root = package.xml(part)
    body = child(root, "body")
    if body is None:
        raise package.broken("no-document")
    reader = _Reader(package, part)
    blocks, inline = reader.story(part, body, "body")
    blocks += reader.notes(inline)
    blocks += reader.asides()
    return Document("docx", tuple(blocks), title=_title(package), problems=tuple(reader.problems))


class _Reader:
    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self.styles = Styles(self._first("styles"))
        self.numbering = Numbering(self._first("numbering"))
        self.problems: list[ReadProblem] = []

    def _first(self, kind: str) -> _Element | None:
        parts = self.package.related(self.part, kind)
        return self.package.xml(parts[0]) if parts else None

    def story(self, part: str, container: _Element, path: str) -> tuple[list[Block], InlineReader]:
        """The blocks in one container of a part, and the reader that knows which notes it refers to."""
        inline = InlineReader(self.styles, self.package.relationships(part))
        story = Story(part, self.styles, self.numbering, inline)
        blocks = with_typed_text(story.blocks(container, path))
        self.problems += story.problems
        return blocks, inline

    def notes(self, inline: InlineReader) -> list[Block]:
        """Footnotes and endnotes in order of reference, each with its mark before it."""
        made: list[Block] = []
        for kind in ("footnote", "endnote"):
            for part in self.package.related(self.part, f"{kind}s")[:1]:
                found = {attribute(note, "id"): note for note in _elements(self.package.xml(part), kind)}
                for (its_kind, note_id), mark in inline.notes.items():
                    if its_kind == kind and note_id in found:
                        blocks, _ = self.story(part, found[note_id], f"{kind}[{note_id}]")
                        made += marked(blocks, mark)
        return made

    def asides(self) -> list[Block]:
        """Headers and footers of pages, and comments."""
        made: list[Block] = []
        for kind in ("header", "footer"):
            for part in self.package.related(self.part, kind)[:MAX_SIDE_PARTS]:
                if (root := self.package.xml(part)) is not None:
                    made += as_asides(self.story(part, root, local(root))[0], "footer")
        for part in self.package.related(self.part, "comments")[:1]:
            for comment in _elements(self.package.xml(part), "comment"):
                path = f"comment[{attribute(comment, 'id')}]"
                made += as_asides(self.story(part, comment, path)[0], "comment")
        return list(dict.fromkeys(made))


def _elements(root: _Element | None, name: str) -> list[_Element]:
    return [element for element in root if local(element) == name] if root is not None else []


def _title(package: Package) -> Text | None:
    root = package.xml(CORE_PART)
    for element in root if root is not None else ():
        if local(element) == "title" and (element.text or "").strip():
            title = (element.text or "").strip()
            return Text(title, NodeSpan(CORE_PART, "coreProperties/title", 0, len(element.text or "")))
    return None
