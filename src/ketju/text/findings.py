"""Sentences for findings."""

from __future__ import annotations

from dataclasses import dataclass

from ketju.core.model.finding import Finding
from ketju.text.render import Phrasebook


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What a finding says: the rule's title, the sentence of this one, and how to put it right."""

    title: str
    sentence: str
    fix: str


def finding_words(finding: Finding, phrases: Phrasebook) -> FindingWords:
    """The words of a finding."""
    params = {name: _worded(name, value, phrases) for name, value in finding.params}
    key = f"rule.{finding.slug}"
    sentence = f"{key}.{finding.variant}" if finding.variant else key
    return FindingWords(phrases(f"{key}.title"), phrases(sentence, **params), phrases(f"{key}.fix", **params))


def _worded(name: str, value: str, phrases: Phrasebook) -> str:
    """A parameter in words where it is a key: declared "inside" → "finding.declared.inside"."""
    for key in (f"finding.{name}.{value}", f"{name}.{value}" if name in ("field", "tool") else ""):
        if key and phrases.has(key):
            return phrases(key)
    return value
