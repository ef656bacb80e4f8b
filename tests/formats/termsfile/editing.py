"""Files of terms as people write them: valid ones, and ones that are nearly so."""

import re

import yaml
from hypothesis import strategies as st

from ketju.core.terms.parameters import parameters

LENGTHS = ["30 days", "72 hours", "1.5 months", "without undue delay", "viipymättä", "P30D"]
TEXTS = {
    "length": LENGTHS,
    "flag": ["yes", "no", "true", "false"],
    "count": ["0", "1", "12"],
    "rate": ["95 EUR", '"95,50 EUR per hour"'],
    "calendar": ["FI", "DE-BY", "none"],
    "zone": ["Europe/Helsinki", "UTC"],
    "text": ["as the main agreement has it", "2026", "§ 4"],
}


class Editor(yaml.SafeLoader):
    """YAML as editors read it (the core schema of 1.2): numbers, true, false and null, but no dates, yes or no."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", ["n", "~", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first))


def flow(items):
    return f"[{', '.join(items)}]"


def given_texts(one):
    """Values of a parameter as a file has them."""
    if one.kind == "countries":
        return st.lists(st.sampled_from(["FI", "SE", "EEA"]), max_size=3).map(flow) | st.just("FI")
    if one.kind == "choices":
        return st.lists(st.sampled_from(one.choices), max_size=3).map(flow) | st.sampled_from(one.choices)
    return st.sampled_from(one.choices or TEXTS[one.kind])


DAYS = st.sampled_from(["2026-01-01", "2026-02-28"])
LINES = st.sampled_from(["1", "5-7", "[1, 3-4]", '"1, 3"', "[]", ""])


@st.composite
def statements(draw, one):
    """What is said of a parameter: a value, a map, or a list of maps."""
    value = draw(given_texts(one) | st.sampled_from(["open", ""]))
    style = draw(st.integers(0, 2))
    if style == 0:
        return value
    more = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "clause": st.sampled_from(["§ 6", "6", ""]),
                "lines": LINES,
                "note": st.just("as they say"),
                "owner": st.just("the house"),
                "due": DAYS,
                "signed": DAYS,
                "valid_from": st.just("2026-01-01"),
                "valid_to": st.just("2026-12-31"),
            },
        )
    )
    said = "{" + ", ".join([f"value: {value}", *(f"{key}: {text}" for key, text in more.items())]) + "}"
    return said if style == 1 else f"[{said}]"


@st.composite
def files(draw):
    """A valid file of an agreement, a policy or a customer."""
    kind = draw(st.sampled_from(["agreement", "policy", "customer"]))
    some = draw(st.lists(st.sampled_from(list(parameters().values())), unique=True, min_size=1, max_size=6))
    head = [f"ketju-terms: {draw(st.sampled_from(['1', chr(34) + '1' + chr(34)]))}", f"kind: {kind}"]
    head.append(f"id: {draw(st.sampled_from(['example-dpa', '2026']))}")
    head += draw(
        st.lists(st.sampled_from(["name: Example", "version: 2", "language: fi", "mark: 004"]), unique=True)
    )
    if draw(st.booleans()):
        head.append("valid_from: 2026-01-01")
    body = ["terms:", *(f"  {one.id}: {draw(statements(one))}" for one in some)]
    if kind == "agreement":
        body += [
            "document: other-appendix",
            "duties:",
            "  - {lines: 1, rows: [D-9]}",
            "  - {lines: 2-3, rows: D-10}",
        ]
        body += ["no_effect: [{lines: [4, 5-6], why: heading}]"]
    if kind == "customer":
        body += ["accepted:", "  - {agreement: example-dpa, version: 1, from: 2026-01-01, by: somebody}"]
    return "\n".join([*head, *body, ""])
