"""What a list that people read cannot say, and which therefore stays when the list is brought in again.

Contact persons never stand on a public page (X-21), waivers are nobody's text, and a page seldom says under which TLP
label it was published. Without this, bringing in one's own page would take all of that out.
"""

from __future__ import annotations

from dataclasses import replace

from ketju.core.model.register import Register


def with_what_stays(content: Register, before: Register) -> Register:
    """The content of a document with what only the version before it knows."""
    contacts = {one.id: one.contact for one in before.entries if one.contact}
    entries = tuple(
        replace(one, contact=contacts[one.id]) if one.contact is None and one.id in contacts else one
        for one in content.entries
    )
    return replace(
        content, entries=entries, waivers=content.waivers or before.waivers, tlp=content.tlp or before.tlp
    )
