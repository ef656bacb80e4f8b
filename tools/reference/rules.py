"""The pages of rules: one for all, and one for each with what it finds, why, how to fix it, and examples."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ketju.core.lint.engine import all_rules
from ketju.core.lint.rule import Rule
from ketju.text.render import phrasebook
from tools.reference.markdown import code, page, table

RULES = Path(__file__).resolve().parents[2] / "src" / "ketju" / "core" / "lint" / "rules"
_PART = re.compile(r"^(What|Why|Fix): (.+?)(?=^(?:What|Why|Fix): |\Z)", re.M | re.S)
_LANGUAGES = {
    "markdown": "markdown",
    "html": "html",
    "plain": "text",
    "csv": "csv",
    "rst": "rst",
    "json": "json",
}


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of each page."""
    phrases = phrasebook("en")
    rows, groups = [], _modules()
    for rule in all_rules():
        module = groups[rule.id]
        title = phrases(f"rule.{rule.slug}.title")
        rows.append(
            (f"[{rule.id}](rules/{rule.slug}.md)", code(rule.slug), rule.level, title, ", ".join(rule.basis))
        )
        yield f"rules/{rule.slug}.md", _page(rule, module, title)
    introduction = (
        "`ketju check` runs these rules. A finding is an error, a warning or an info; a register file may waive it "
        "with a reason, an owner and an end. D-, L-, G- and X-numbers are rows of the requirements."
    )
    yield (
        "rules.md",
        page("Rules", introduction, table(("id", "name", "level", "what it finds", "basis"), rows)),
    )


def _modules() -> dict[str, Path]:
    return {path.stem.partition("_")[0].upper(): path for path in sorted(RULES.glob("*/reg*.py"))}


def _page(rule: Rule, module: Path, title: str) -> str:
    doc = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    told = {name: re.sub(r"\s+", " ", text).strip() for name, text in _PART.findall(doc)}
    examples = tomllib.loads(module.with_suffix(".toml").read_text(encoding="utf-8"))
    facts = table(
        ("", ""),
        [
            ("name", code(rule.slug)),
            ("level", rule.level),
            ("basis", ", ".join(rule.basis)),
            ("group", module.parent.name),
            ("since", rule.since),
        ],
    )
    parts = [f"**{name}.** {_sentence(text)}" for name, text in told.items()]
    parts += [
        _examples("Flagged", examples.get("flags", [])),
        _examples("Passed", examples.get("passes", [])),
    ]
    return page(f"{rule.id}: {title}", facts, *parts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _examples(title: str, examples: list[dict[str, Any]]) -> str:
    parts = [f"## {title}"]
    for example in examples:
        text, language = example.get("register"), "yaml"
        if text is None:
            text, language = example["text"], _LANGUAGES[example.get("format", "markdown")]
        at = (
            f" (at {', '.join(code(path) if path else 'the register' for path in example['at'])})"
            if "at" in example
            else ""
        )
        parts.append(f"{_sentence(example['about'])}{at}:\n\n````{language}\n{text.strip()}\n````")
        parts += [
            f"beside {code(other['name'])}:\n\n````\n{(other.get('register') or other['text']).strip()}\n````"
            for other in example.get("with", [])
        ]
    return "\n\n".join(parts)
