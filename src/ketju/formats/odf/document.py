"""An OpenDocument text as a document: the body, its notes, and the headers and footers of pages as asides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketju.core.model.document import Block, Document, Text
from ketju.core.model.span import NodeSpan
from ketju.formats.asides import as_asides
from ketju.formats.elements import child, children, local
from ketju.formats.notes import marked
from ketju.formats.odf.story import Story
from ketju.formats.odf.styles import Styles
from ketju.formats.package import Package
from ketju.formats.typed import with_typed_text

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT, STYLES, META = "content.xml", "styles.xml", "meta.xml"


def text_document_from(package: Package) -> Document:
    """The document in an ODT package. Raises SourceBroken when it has no text."""
    content, style_part = package.xml(CONTENT), package.xml(STYLES)
    body = child(content, "body", "text")
    if body is None:
        raise package.broken("no-document")
    styles = Styles(style_part, content)
    story = Story(CONTENT, styles)
    blocks = with_typed_text(story.blocks(body, "body/text"))
    for number, (mark, note) in enumerate(story.inline.notes, 1):
        blocks += marked(story.blocks(note, f"body/note[{number}]"), mark)
    around = Story(STYLES, styles)
    blocks += _around_pages(style_part, around)
    problems = (*story.problems, *around.problems)
    return Document("odt", tuple(blocks), title=title_of(package), problems=problems)


def title_of(package: Package) -> Text | None:
    """The title that the package's metadata give."""
    for element in children(child(package.xml(META), "meta"), "title"):
        title = (element.text or "").strip()
        return Text(title, NodeSpan(META, "meta/title", 0, len(title))) if title else None
    return None


def _around_pages(root: _Element | None, story: Story) -> list[Block]:
    """Headers and footers of every kind of page."""
    made: list[Block] = []
    for number, page in enumerate(children(child(root, "master-styles"), "master-page"), 1):
        for part in page:
            if local(part).startswith(("header", "footer")):
                made += as_asides(story.blocks(part, f"master-page[{number}]/{local(part)}"), "footer")
    return list(dict.fromkeys(made))
