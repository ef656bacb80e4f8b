"""A translation is older than its source.

What: a document in another language bears an older date than the list, or the register file says that its texts follow
an older version.
Why: readers of that language see companies that are gone, and miss those that came.
Fix: bring the translation up to date; until then, say on it which version it follows.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Companion, Subject
from ketju.core.model.date import first_day, last_day


def check(subject: Subject) -> Iterator[Observation]:
    """Translations, beside the list or within the register, of an older version than the list."""
    version = subject.register.version_on
    if version is None:
        return
    for number, translation in enumerate(subject.register.translations):
        if translation.version_on and last_day(translation.version_on) < first_day(version):
            params = {
                "there": str(translation.version_on),
                "here": str(version),
                "file": translation.language,
            }
            yield Observation(f"translations/{number}", params)
    for other in subject.others:
        theirs = other.register.version_on
        if theirs and _is_translation(subject, other) and last_day(theirs) < first_day(version):
            params = {"file": other.name, "there": str(theirs), "here": str(version)}
            yield Observation("version_on", params)


def _is_translation(subject: Subject, other: Companion) -> bool:
    """Whether the other document is in languages that the list is not in."""
    mine, theirs = set(subject.register.languages), set(other.register.languages)
    return bool(mine and theirs) and not mine & theirs


RULE = Rule("REG098", "translation-older", "warning", ("D-6", "D-9"), check)
