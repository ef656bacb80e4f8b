"""Terms and files: how customers are told of changes and may object, and the list in other formats."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.register import NoticeTerms, ObjectionTerms
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.frame import Page, tlp_label
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.formats.writers.writer import Writer, writers
from ketju.text.terms import notice_words, objection_words

LABELS = {
    "TLP:CLEAR": "clear",
    "TLP:GREEN": "green",
    "TLP:AMBER": "amber",
    "TLP:AMBER+STRICT": "amber-strict",
    "TLP:RED": "red",
}
ATOM = "application/atom+xml"


def about_page(edition: Edition) -> Page:
    """Terms of notice and objection, downloads, the label and how to check the hash."""
    title = edition("menu.about")
    register, current = edition.subject.register, edition.subject.publication.current
    body = [
        el("h1", title),
        el("h2", edition("about.notice")),
        _notice(edition, register.notice),
        el("h2", edition("about.objection")),
        _objection(edition, register.objection),
        el("h2", edition("about.files")),
        _files(edition),
        el("h2", edition("about.hash")),
        el("p", edition("about.hash.text")),
        el("p", el("code", current.digest, class_="hash")),
        el("h2", edition("about.label")),
        tlp_label(register.tlp),
        el("p", edition(f"tlp.{LABELS[register.tlp]}")) if register.tlp else EMPTY,
    ]
    return Page("about.html", joined([title]), joined(body, "\n"), "about")


def feed_path(edition: Edition) -> str:
    """Where the Atom feed of a language is; "" when there is none."""
    for writer, path in _published(edition):
        if writer.media_type == ATOM:
            return path
    return ""


def _notice(edition: Edition, terms: NoticeTerms | None) -> Markup:
    if terms is None:
        return el("p", edition("about.unsaid"))
    return _said(edition, notice_words(terms, edition.phrases), terms.printed)


def _objection(edition: Edition, terms: ObjectionTerms | None) -> Markup:
    if terms is None:
        return el("p", edition("about.unsaid"))
    return _said(edition, objection_words(terms, edition.phrases), terms.printed)


def _said(edition: Edition, read: str, printed: str) -> Markup:
    quote = el("blockquote", el("p", edition.original(printed))) if printed else EMPTY
    words = el("p", read[:1].upper() + read[1:], ".") if read else EMPTY
    return joined([words, quote], "\n")


def _files(edition: Edition) -> Markup:
    """Links to what stands beside the pages."""
    items = [
        el("li", el("a", writer.name, href=f"../{path}", type=writer.media_type), " ", el("code", path))
        for writer, path in _published(edition)
    ]
    return el("ul", items, class_="files") if items else el("p", edition("about.no-files"))


def _published(edition: Edition) -> Iterator[tuple[Writer, str]]:
    """Each format with its file in this language, or the one for all languages."""
    for writer in writers():
        path = writer.path(edition.language)
        if path in edition.subject.files:
            yield writer, path
