"""A number stands under the name of another scheme.

What: a column or label names one country's scheme, such as "Y-tunnus" or "CVR", and a number of another stands there.
Why: readers look the number up in the wrong register and find nobody, or another company.
Fix: name the scheme beside the number, or give the number that the label asks for.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.result import Part
from ketju.core.model.span import Span, TextSpan
from ketju.core.vocabulary.identifiers import scheme_name, schemes_named


def check(subject: Subject) -> Iterator[Observation]:
    """Numbers whose scheme is known and is none of those that the words before them name."""
    headers = [part for part in subject.parts if part.kind == "header"]
    for entry in subject.register.entries:
        path = f"entries/{entry.id}/identifiers"
        for identifier in entry.identifiers:
            span = subject.span_of_words(path, identifier.printed)
            named = _named_before(span, headers, subject) if span and identifier.scheme else frozenset()
            if named and identifier.scheme not in named:
                params = {
                    "number": identifier.printed,
                    "scheme": scheme_name(identifier.scheme),
                    "label": " / ".join(sorted(scheme_name(one) for one in named)),
                }
                yield Observation(path, params, span=span)


def _named_before(span: Span, headers: list[Part], subject: Subject) -> frozenset[str]:
    """The schemes that are named on the number's own line, else in the last header that names any."""
    if not isinstance(span, TextSpan) or subject.document is None or subject.document.source is None:
        return frozenset()
    line = subject.document.source[subject.document.source.rfind("\n", 0, span.start) + 1 : span.start]
    own = schemes_named(line)
    if own:
        return own
    before = [part for part in headers if isinstance(part.span, TextSpan) and part.span.end <= span.start]
    return next((named for part in reversed(before) if (named := schemes_named(part.text))), frozenset())


RULE = Rule("REG031", "identifier-scheme-differs", "warning", ("L-5",), check, needs_source=True)
