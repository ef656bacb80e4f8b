"""The field of forms by which files come with an objection."""

from __future__ import annotations

from ketju.web.apps.cases.writes.attaching import MOST, TOGETHER
from ketju.web.base.pages.fields import FilesField
from ketju.web.base.pages.uploads import FILES


def files_field(help_text: str = "web.objection-files.field.help") -> FilesField:
    """Files that are handed in with an objection or a word in the talk, with their limits."""
    return FilesField(
        kinds=FILES, most=MOST, together=TOGETHER, label="web.objection-files.field", help_text=help_text
    )
