"""The number and the legal form belong to different countries.

What: a company's legal form is known in some countries only, and its number was given in another.
Why: it is the number of a branch or of a sister company, or a slip; the contracting company is unclear.
Fix: give the number of the company that is named, or name the branch that the number belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.companies import legal_forms


def check(subject: Subject) -> Iterator[Observation]:
    """Numbers of a country that does not know any of the company's legal forms."""
    for entry in subject.register.entries:
        forms = legal_forms(entry.legal_entity or entry.name)
        countries = {country for form in forms for country in form.countries}
        if not countries:
            continue
        for identifier in entry.identifiers:
            if identifier.country and identifier.valid is not False and identifier.country not in countries:
                path = f"entries/{entry.id}/identifiers"
                params = {
                    "number": identifier.printed,
                    "country": identifier.country,
                    "form": forms[0].printed,
                }
                yield Observation(path, params, span=subject.span_of_words(path, identifier.printed))


RULE = Rule("REG032", "identifier-country-differs", "warning", ("L-5", "X-18"), check)
