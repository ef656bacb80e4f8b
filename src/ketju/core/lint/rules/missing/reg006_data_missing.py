"""No categories of personal data are given.

What: an entry does not say which data its company handles, though others do; or the whole list says nothing of data.
Why: customers must tell their own data subjects and keep records by category (Art. 13, 30); a gap hides the risk.
Fix: list the categories of data for each company; for a company that sees none, say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without data, where any entry has some; a note on a list without any."""
    return absent(subject, "data", lambda entry: entry.data, wholly="info")


RULE = Rule("REG006", "data-missing", "warning", ("L-8", "D-7", "GDPR Art. 28(3)"), check)
