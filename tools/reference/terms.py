"""The page of terms: every parameter of an agreement, the rules over them, and the schema of the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ketju.core.terms.checking import terms_rules
from ketju.core.terms.parameters import Parameter, parameters
from ketju.core.terms.values import written
from ketju.formats.termsfile.schema import terms_schema_text
from ketju.text.agreements import parameter_name
from ketju.text.render import phrasebook
from tools.reference.markdown import code, page, table

ABOUT = """What `terms.yaml` can hold: an agreement on the processing of personal data, the house policy, or what a \
customer has agreed besides. [How to keep terms](../how-to/keep-terms.md) shows files; \
[terms.schema.json](terms.schema.json) describes them to editors. "The law gives" is what the GDPR itself gives \
where nobody has agreed anything; a value marked **least** is a floor, and everything is computed with it where less \
was agreed. "Asked for" terms are told as long as nobody has set them. Choices whose best value for the customer is \
known stand from the worst to the best."""
KINDS = {
    "length": "a length: 30 days, 72 hours, without undue delay",
    "flag": "yes, no",
    "count": "a whole number",
    "countries": "codes of countries",
    "rate": "a rate: 95 EUR per hour",
    "calendar": "a calendar: FI, SE, DE-BY, EU, none",
    "zone": "a zone: Europe/Helsinki, UTC",
    "text": "text",
}
RULES = """What `ketju terms check` looks for. The numbers are those of the contradictions and gaps that \
the requirements list; "with a list" needs `--register`."""
WITH_LISTS = frozenset({"X-4", "X-11", "X-17", "X-18", "X-21", "X-24", "X-25"})


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page and of the schema."""
    phrases = phrasebook("en")
    sections = [
        f"## {phrases(f'terms.group.{group}')}\n\n{_table(list(found))}"
        for group, found in groupby(parameters().values(), key=lambda one: one.group)
    ]
    yield "terms.md", page("Terms", ABOUT, *sections, f"## Rules\n\n{RULES}\n\n{_rules()}")
    yield "terms.schema.json", terms_schema_text()


def _table(found: list[Parameter]) -> str:
    headers = ("term", "what it is", "values", "the law gives", "asked for", "rows", "GDPR")
    return table(headers, [_row(one) for one in found])


def _row(one: Parameter) -> tuple[str, ...]:
    values = ", ".join(map(code, one.choices)) or KINDS[one.kind]
    return (
        code(one.id),
        parameter_name(one, phrasebook("en")),
        values,
        _statute(one),
        "yes" if one.is_asked else "",
        ", ".join(one.rows),
        f"Art. {one.article}" if one.article else "",
    )


def _statute(one: Parameter) -> str:
    if one.statute is None:
        return ""
    given = written(one.statute)
    words = ", ".join(given) if isinstance(given, list) else given
    return f"{words} (**least**)" if one.has_floor else words


def _rules() -> str:
    phrases = phrasebook("en")
    rows = [
        (
            rule.id,
            code(rule.slug),
            rule.level,
            phrases(f"terms.rule.{rule.slug}.fix"),
            "yes" if rule.id in WITH_LISTS else "",
            ", ".join(rule.basis),
        )
        for rule in terms_rules()
    ]
    return table(("rule", "name", "level", "what to do", "with a list", "basis"), rows)
