"""The page of duties: each row of the requirements with the code and the tests that carry it out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ketju.core.duties.rows import Coverage, Duty, coverage, duties
from tools.reference.markdown import cell, code, number, page, table

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
DOCUMENTS = {
    "000": "marks of a published list",
    "001": "description of the processor's own customer register",
    "003": "page of sub-processors with its part on notices",
    "004": "data protection appendix of an agreement",
}
LEFT = {
    "Rule": "what the rule does not see",
    "TermsRule": "everything but finding terms that stand against it",
}
"""What a rule over a list, or over terms, leaves. A tuple among the arguments of such a declaration is its basis."""
ABOUT = """The duties that Ketju is built for, as rows: what a data protection appendix, a description of a customer \
register and published lists of sub-processors ask for. First come tables of all rows, one for each document, then \
each row with everything about it. What a row does not name, its text does not set.

A row is **carried out** when code does what it asks and a test shows it, beginning where the row begins: at its \
trigger, through a command or a public function ("starts at"). It is **in part** when something is left, which is then \
said. Without code and tests nothing carries it out yet."""
WORDS = (
    ("source", "document, line and section of the text that asks"),
    ("kind", "what the row is, and whose duty or right; a gap is a field that is missing or empty"),
    ("verbs", "what a system has to do: GATE is to hold back until something is so, LINT to warn"),
    ("actors", "who acts: the processor, the controller (its customer), a sub-processor"),
    ("trigger, deadline, evidence", "what sets the row off, until when, and what is kept to show it"),
)


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page."""
    found = by_row()
    counts = [state(found.get(duty.id, ())) for duty in duties()]
    sums = [(words, number(counts.count(words))) for words in ("carried out", "in part", "not yet")]
    overviews = [_overview(key, words, found) for key, words in DOCUMENTS.items()]
    blocks = [_block(duty, found.get(duty.id, ())) for duty in duties()]
    counted = table(("state", "rows"), sums)
    yield (
        "duties.md",
        page(
            "Duties", ABOUT, counted, table(("word", "meaning"), WORDS), *overviews, "## Row by row", *blocks
        ),
    )


def state(covering: tuple[Coverage, ...]) -> str:
    """Whether a row is carried out, given what covers it."""
    if not covering:
        return "not yet"
    return "carried out" if any(not one.left for one in covering) else "in part"


@cache
def by_row() -> dict[str, tuple[Coverage, ...]]:
    """What covers each row: what the data declare and what the code says of its own basis."""
    found: dict[str, list[Coverage]] = {}
    for one in (*coverage(), *declared_in_code()):
        for row in one.rows:
            found.setdefault(row, []).append(one)
    return {row: tuple(covering) for row, covering in found.items()}


def declared_in_code() -> Iterator[Coverage]:
    """Modules that name their basis (``BASIS = …``, ``basis=…``, a rule's declaration), with their tests.

    The examples of a module are the TOML file beside it; without one its test is looked for where tests mirror
    the code. What a module carries out alone is taken for a part; what no test shows is not taken for anything.
    """
    for path in sorted(SRC.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rows, tests = _basis(tree), tuple(_tests_of(path))
        if rows and tests:
            dotted = ".".join(path.relative_to(SRC).with_suffix("").parts)
            declared = {call.func.id for call in _rules(tree) if isinstance(call.func, ast.Name)}
            yield Coverage(rows, (dotted,), tests, LEFT["TermsRule" if "TermsRule" in declared else "Rule"])


def _basis(tree: ast.Module) -> tuple[str, ...]:
    values = [n.value for n in tree.body if isinstance(n, ast.Assign) and _names(n) == ["BASIS"]]
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    values += [k.value for call in calls for k in call.keywords if k.arg == "basis"]
    values += [argument for call in _rules(tree) for argument in call.args if isinstance(argument, ast.Tuple)]
    texts = [n.value for value in values for n in ast.walk(value) if isinstance(n, ast.Constant)]
    return tuple(dict.fromkeys(t for t in texts if isinstance(t, str) and t.startswith("D-")))


def _rules(tree: ast.Module) -> list[ast.Call]:
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in LEFT]


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _tests_of(path: Path) -> Iterator[str]:
    examples = path.with_suffix(".toml")
    mirrored = ROOT / "tests" / path.relative_to(SRC / "ketju").with_name(f"test_{path.name}")
    for candidate in (examples, mirrored):
        if candidate.is_file():
            yield candidate.relative_to(ROOT).as_posix()


def _overview(key: str, words: str, found: dict[str, tuple[Coverage, ...]]) -> str:
    rows = [
        (f"[{duty.id}](#{duty.id.lower()})", duty.title, kind_of(duty), state(found.get(duty.id, ())))
        for duty in duties()
        if duty.source.startswith(key)
    ]
    columns = ("row", "what it asks", "kind", "state")
    return f"## {words[0].upper() + words[1:]} ({key})\n\n{table(columns, rows)}"


def kind_of(duty: Duty) -> str:
    """What a row is, in words: "duty of the processor", "right of the controller, field"."""
    owned = ("duty", "right")
    return ", ".join(
        f"{kind} of the {duty.whose}" if duty.whose and kind in owned else kind for kind in duty.kinds
    )


def _block(duty: Duty, covering: tuple[Coverage, ...]) -> str:
    facts = [(name, [held]) for name, held in _asked(duty) if held]
    facts += [("state", [f"**{state(covering)}**"]), *_carried_out(covering)]
    lines = "\n".join(_fact(name, list(dict.fromkeys(held))) for name, held in facts if held)
    return f"### {duty.id}\n\n{duty.title}.\n\n{lines}"


def _fact(name: str, held: list[str]) -> str:
    """A fact on its line; of several each has a line of its own."""
    if len(held) == 1:
        return f"- {name}: {cell(held[0])}"
    return "\n".join([f"- {name}:", *(f"  - {cell(one)}" for one in held)])


def _asked(duty: Duty) -> Iterator[tuple[str, str]]:
    yield "source", ", ".join([duty.source, *([f"GDPR Art. {duty.article}"] if duty.article else [])])
    yield "kind", kind_of(duty)
    yield "verbs", ", ".join(duty.verbs)
    yield "actors", ", ".join(duty.actors)
    yield "trigger", duty.trigger
    yield "deadline", duty.deadline
    yield "evidence", duty.evidence


def _carried_out(covering: tuple[Coverage, ...]) -> Iterator[tuple[str, list[str]]]:
    yield "starts at", [code(one.starts_at) for one in covering if one.starts_at]
    yield "code", [code(name.removeprefix("ketju.")) for one in covering for name in one.code]
    yield "tests", [code(test) for one in covering for test in one.tests]
    if state(covering) != "carried out":
        yield "left", [one.left for one in covering if one.left]
