"""The changes that touch one customer as an Atom feed (RFC 4287) and as JSON, for whoever has a signed link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

from ketju.text.render import Phrasebook
from ketju.web.apps.registers.customer_pages import News
from ketju.web.apps.registers.models import SignedLink

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200
"""A feed has no more changes; JSON has all."""


def feed_of(link: SignedLink, news: Sequence[News], phrases: Phrasebook, page: str, address: str) -> bytes:
    """The feed: an item for each version that changed something for the customer, the newest first."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": phrases.language})
    _add(feed, "id", f"urn:ketju:{link.public_id}")
    _add(feed, "title", phrases("web.touch.feed.title", processor=link.processor.name))
    _add(feed, "updated", _instant(news[0].published_at if news else link.created_at))
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": address, "type": "application/atom+xml"})
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "href": page, "type": "text/html"})
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", link.processor.name)
    for version, held in groupby(news[:MOST], key=lambda one: one.version):
        some = list(held)
        item = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(item, "id", f"urn:ketju:{link.public_id}:{version}")
        _add(item, "title", phrases("web.touch.feed.version", number=some[0].number, count=len(some)))
        _add(item, "updated", _instant(some[0].published_at))
        ET.SubElement(item, f"{{{ATOM}}}link", {"rel": "alternate", "href": page, "type": "text/html"})
        _add(item, "content", "\n".join(f"{one.name}: {one.what}" for one in some), {"type": "text"})
    ET.indent(feed, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'.encode()


def changes_data(link: SignedLink, news: Sequence[News], phrases: Phrasebook) -> dict[str, Any]:
    """The changes as plain data for JSON."""
    return {
        "processor": link.processor.name,
        "language": phrases.language,
        "changes": [
            {
                "list": one.register,
                "version": one.number,
                "on": str(one.on),
                "published_at": one.published_at.isoformat(timespec="seconds"),
                "id": one.entry,
                "name": one.name,
                "kind": one.kind,
                "what": one.what,
                "notice_owed": one.is_owed,
            }
            for one in news
        ],
    }


def _add(parent: ET.Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    clean = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes or {}).text = clean


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
