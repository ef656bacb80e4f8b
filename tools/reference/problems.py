"""The page of problems: every code that Ketju may show, with its sentence and its advice."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ketju.text.render import phrasebook
from tools.reference.markdown import code, page, table

SRC = Path(__file__).resolve().parents[2] / "src" / "ketju"
GROUPS = {
    "read": "## Problems of reading\n\nShown beside the register; the rest of the source was read.",
    "unread": "## Why a part was not read\n\nEach part of the source that nobody made sense of carries one of these.",
    "guess": "## Why a value is a guess\n\nA value with a confidence below 1 carries one of these.",
    "register": "## Problems of a register file\n\nMistakes in `ketju.yaml`, each with its line and column.",
}
_KEY = re.compile(rf"({'|'.join(GROUPS)})\.[a-z]+(?:-[a-z]+)*")
_PARAMS = re.compile(r"Params?: (.+?)\.?$", re.DOTALL)
_NO_CODE = (".hint", ".did-you-mean", ".json", ".yaml")
"""Endings of texts that only look like codes: keys of advice, names of files."""


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page."""
    introduction = (
        "A problem is shown as `error[CODE]: sentence`, with its place and, where there is any, advice; "
        "programs find the code in the JSON. Sentences in Finnish and Swedish stand in `src/ketju/text/locale`. "
        "A word in braces is filled in."
    )
    parts = [_stopping()]
    codes = _codes()
    for group, title in GROUPS.items():
        parts.append(
            f"{title}\n\n{table(('code', 'sentence', 'advice'), [_row(key) for key in codes[group]])}"
        )
    yield "problems.md", page("Problems", introduction, *parts)


def _row(key: str, hint: str = "") -> tuple[str, str, str]:
    phrases = phrasebook("en")
    advice = next((one for one in (hint, f"{key}.hint") if one and phrases.has(one)), "")
    return code(key), _words(key) or "(no words yet)", _words(advice)


def _words(key: str) -> str:
    """The sentence of a key, its places left open; that of one where it counts."""
    phrases = phrasebook("en")
    if not key or not phrases.has(key):
        return ""
    found = phrases(key)
    return found if found != key else phrases(key, count=2).replace("2", "{count}", 1)


def _stopping() -> str:
    """Problems that stop a command: the classes below Problem."""
    rows = []
    for code_, hint, doc in sorted(_classes()):
        key, sentence, advice = _row(code_, hint)
        told = _PARAMS.search(doc)
        rows.append((key, sentence, advice, re.sub(r"\s+", " ", told[1]) if told else ""))
    about = "## Problems that stop a command\n\nExit code 2, and nothing is written."
    return f"{about}\n\n{table(('code', 'sentence', 'advice', 'parameters'), rows)}"


def _classes() -> Iterator[tuple[str, str, str]]:
    """(code, hint, docstring) of each class of problem."""
    for tree in _trees().values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef) or not any(_is_problem(base) for base in node.bases):
                continue
            values = {
                target.id: statement.value.value
                for statement in node.body
                if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
                for target in statement.targets
                if isinstance(target, ast.Name)
            }
            if values.get("code"):
                yield str(values["code"]), str(values.get("hint", "")), ast.get_docstring(node) or ""


def _is_problem(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id == "Problem"


def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SRC.rglob("*.py"))}


def _codes() -> dict[str, list[str]]:
    """Every code that stands in the code as a text, by group."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in _trees().values():
        for node in ast.walk(tree):
            key = node.value if isinstance(node, ast.Constant) else None
            if isinstance(key, str) and _KEY.fullmatch(key) and not key.endswith(_NO_CODE):
                found[key.partition(".")[0]].add(key)
    return {group: sorted(found[group]) for group in GROUPS}
