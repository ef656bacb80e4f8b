"""Every key that the code uses has words in every language, and no words are left over."""

from __future__ import annotations

import ast
import io
import re
import tomllib
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import get_args

import pytest
import yaml
from babel.messages.catalog import Catalog, Message

from ketju.cli.command import added_names, command_names, command_of
from ketju.core.cases.gates import OPENER, GateKind
from ketju.core.lint.engine import all_rules
from ketju.core.model.finding import LEVELS
from ketju.core.model.register import ConditionKind, NoticeTerms, PlaceKind, Role
from ketju.core.periods.calendars import calendar_from, known_codes
from ketju.core.problems import Problem
from ketju.core.register.comparison.kinds import KINDS
from ketju.core.register.resolution import ReasonKind
from ketju.core.register.status import Status
from ketju.core.terms.checking import terms_rules
from ketju.core.terms.completeness import Degree, requirements
from ketju.core.terms.layers import LayerKind
from ketju.core.terms.parameters import RESPONSIBILITY, parameters
from ketju.core.terms.resolution import Why
from ketju.core.territory.facts import decisions
from ketju.formats.registerfile.problems import CODES, HINTED
from ketju.formats.termsfile.problems import CODES as TERMS_CODES
from ketju.text.messages import key_from
from ketju.text.render import LANGUAGES, phrasebook
from tools.compile_catalogues import LOCALE, catalogue_of, compiled

SRC = Path(__file__).parents[2] / "src" / "ketju"
CODE = re.compile(r"(?:read|guess|unread)\.[a-z]+(?:-[a-z]+)*")
"""Keys of problems and reasons, as they stand in the code as literals."""

WAITS = (
    "evidence", "clauses", "level", "content", "missing", "approval", "sending", "delivery", "terms", "consent",
    "for-good", "dialogue", "condition", "disputed",
)  # fmt: skip
"""What gates wait for."""

WEB_KEY = re.compile(r"web(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
"""Keys of the application's pages, as they stand in its code and its templates."""

# What the YAML parser complains of, each with a text that makes it.
BROKEN_YAML = (
    "a: b: c",
    "a:\n  - b\n c: d",
    "a: [b, c",
    "a: {b: c",
    "a: [b}",
    "a: @b",
    "a:\n\t- b",
    'a: "b',
    'a: "\\q"',
    "a\nb: c",
    "a: - b",
    "%YAML 1.2\na: b",
    "- a\nb: c",
    "a: b\nc\nd: e",
    "a: [,b]",
    "a:\n  b: c\n\td: e",
    'a: "b\n---\nc"',
)


@cache
def trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SRC.rglob("*.py")))


@cache
def literals() -> frozenset[str]:
    """Every string that is written out in the code."""
    nodes = (node for tree in trees() for node in ast.walk(tree))
    return frozenset(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


@cache
def prefixes() -> frozenset[str]:
    """What keys begin with that are put together in the code: f"table.{name}" and "reason" + …"""
    nodes = [node for tree in trees() for node in ast.walk(tree)]
    joined = {n.values[0] for n in nodes if isinstance(n, ast.JoinedStr) and n.values}
    added = {n.left for n in nodes if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add)}
    values = {n.value for n in joined | added if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    values |= {text for text in literals() if re.fullmatch(r"web(?:\.[a-z-]+)+\.", text)}
    pages = {n.args[0].values[0] for n in _calls("edition") if isinstance(n.args[0], ast.JoinedStr)}
    values |= {f"site.{n.value}" for n in pages if isinstance(n, ast.Constant)}
    values |= {n.args[0].value + "." for n in _calls("_period") if isinstance(n.args[0], ast.Constant)}
    return frozenset({v for v in values if v.endswith(".")} | {"reason.", "kind.", "shape."})


@cache
def _all_calls() -> tuple[ast.Call, ...]:
    return tuple(node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call))


def _calls(*names: str) -> list[ast.Call]:
    return [c for c in _all_calls() if getattr(c.func, "id", getattr(c.func, "attr", "")) in names and c.args]


def problems() -> list[type[Problem]]:
    """Every kind of problem that a module declares."""
    for path in (SRC / "cli").rglob("*.py"):
        module = "ketju.cli." + ".".join(path.relative_to(SRC / "cli").with_suffix("").parts)
        __import__(module.removesuffix(".__init__"))
    for name in added_names():
        command_of(name)
    todo, found = [Problem], []
    while todo:
        kinds = todo.pop().__subclasses__()
        todo += kinds
        found += kinds
    return [kind for kind in found if kind.__module__.startswith("ketju.")]


@cache
def known_keys() -> frozenset[str]:
    """Keys that the code can ask for."""
    return frozenset(keys_in_code() | keys_by_value())


def keys_in_code() -> set[str]:
    """Keys that stand in the code as they are."""
    found = {text for text in literals() if CODE.fullmatch(text)}
    found |= {c.args[0].value for c in _calls("phrases") if isinstance(c.args[0], ast.Constant)}
    found |= {f"site.{c.args[0].value}" for c in _calls("edition") if isinstance(c.args[0], ast.Constant)}
    found |= set(CODES) | {f"{code}.hint" for code in HINTED} | {"register.did-you-mean"}
    found |= {kind.code for kind in problems()} | {kind.hint for kind in problems() if kind.hint}
    found |= {f"{code}{end}" for code in TERMS_CODES for end in ("", ".hint")}
    found |= {f"terms.rule.{rule.slug}{end}" for rule in terms_rules() for end in ("", ".fix")}
    found |= {text for text in literals() if WEB_KEY.fullmatch(text)} | keys_in_templates()
    return found | {f"rule.{rule.slug}{end}" for rule in all_rules() for end in ("", ".title", ".fix")}


@cache
def template_words() -> frozenset[str]:
    """What stands between quotation marks in the templates of pages."""
    texts = (path.read_text(encoding="utf-8") for path in (SRC / "web").rglob("templates/**/*.*"))
    return frozenset(word for text in texts for word in re.findall(r'"([^"\s]+)"', text))


def keys_in_templates() -> set[str]:
    """Keys that stand in the templates of pages."""
    return {word for word in template_words() if WEB_KEY.fullmatch(word)}


def keys_by_value() -> set[str]:
    """Keys that are made of the values of the model and the vocabulary."""
    units = [u.replace(" ", "-") for u in get_args(get_args(NoticeTerms.__annotations__["unit"])) if u] or [
        "days",
        "working-days",
        "weeks",
        "months",
    ]
    tools = tomllib.loads((SRC / "core/vocabulary/en/transfer.toml").read_text(encoding="utf-8"))["tools"]
    languages = [path.parent.name for path in (SRC / "core/vocabulary").glob("*/fields.toml")]
    fields = [c.args[0].value for c in _calls("note") if isinstance(c.args[0], ast.Constant)]
    values = {
        "why": get_args(ReasonKind),
        "place-kind": [kind.replace(" ", "-") for kind in get_args(PlaceKind) if kind != "processing"],
        "role": [role.replace(" ", "-") for role in get_args(Role) if role != "processor"],
        "listed-role": [role.replace(" ", "-") for role in get_args(Role)],
        "status": get_args(Status),
        "condition": get_args(ConditionKind),
        "option": get_args(ConditionKind),
        "access": ["none", "metadata"],
        "role-name": [role.replace(" ", "-") for role in get_args(Role)],
        "access-name": ["none", "metadata", "content"],
        "change": [*(kind.id for kind in KINDS), "added-controller"],
        "notice-reason": [notice.reason for kind in KINDS for notice in kind.notices],
        "notice.before": units,
        "objection.within": units,
        "tool": tools,
        "language": languages,
        "purpose": terms("purposes"),
        "data": terms("data"),
        "field": [name for name in fields if isinstance(name, str)] + ["locations", "transfer_mechanism"],
        "web.registers.choice": [v.replace(" ", "-") for v in (*get_args(Role), *get_args(PlaceKind))],
        "finding": [f"count-{level}" for level in (*LEVELS, "waived")],
        "severity": ["error", "warning", "info", "hint"],
        "shape": ["text", "map", "list"],
        "kind": ["service", "region", "group", "option"],
        "reason": [*reasons(), *(key_from(_complaint(text)) for text in BROKEN_YAML)],
        "territory.fact": [one.fact for one in decisions() if one.fact],
        "period.source": [one.source for one in map(calendar_from, [*known_codes(), "DK"])],
        **terms_of_agreements(),
        **register_description(),
        "web.cases.gate": get_args(GateKind),
        "web.cases.waits": WAITS,
        "web.cases.opener": {*OPENER.values(), "nobody"},
        "command": command_names(),
    }
    made = {f"{group}.{value}" for group, of in values.items() for value in of}
    return (made - {"field.places_printed"}) | {f"command.{name}.about" for name in values["command"]}


def register_description() -> dict[str, list[str]]:
    """Keys of the register description, which is made of the declaration of columns."""
    given = tomllib.loads((SRC / "web/apps/retention/fields.toml").read_text(encoding="utf-8"))
    columns = {
        name: one for table in given["table"].values() for name, one in table.get("personal", {}).items()
    }
    return {
        "web.erasure.kind": ["customer", "contact", "person"],
        "web.class": ["service", "vouchers", "books", "account", "days", "trail"],
        "web.purpose": list(given["purpose"]),
        "web.legal-basis": list(given["purpose"].values()),
        "web.category": [one["category"] for one in columns.values()],
        "web.column": [
            one.get("called", name).replace("_", "-")
            for table in given["table"].values()
            for name, one in table.get("personal", {}).items()
            if not name.endswith("_index")
        ],
    }


def terms_of_agreements() -> dict[str, list[str]]:
    """Keys of the catalogue of parameters and of what is made of it."""
    ids = list(parameters())
    tasks = [one.removeprefix(RESPONSIBILITY) for one in ids if one.startswith(RESPONSIBILITY)]
    return {
        "terms.parameter": [one for one in ids if not one.startswith(RESPONSIBILITY)],
        "terms.task": tasks,
        "terms.group": [one.group for one in parameters().values()],
        "terms.value": ["none", *(choice for one in parameters().values() for choice in one.choices)],
        "terms.layer": list(get_args(LayerKind)),
        "terms.why": ["silent", *get_args(Why)],
        "terms.requirement": [one.row.replace(" ", "-") for one in requirements()],
        "terms.degree": list(get_args(Degree)),
    }


def terms(kind: str) -> list[str]:
    """The DPV terms that words are read as."""
    return list(tomllib.loads((SRC / f"core/vocabulary/en/{kind}.toml").read_text(encoding="utf-8"))["terms"])


def reasons() -> set[str]:
    """Why a file cannot be read, as the readers say it."""
    calls = _calls("broken", "hostile", "NotJson", "NotYaml", "SourceBroken", "SourceHostile")
    found = {c.args[0].value for c in calls if isinstance(c.args[0], ast.Constant)}
    everything = (node for tree in trees() for node in ast.walk(tree))
    found |= {
        k.value.value
        for k in everything
        if isinstance(k, ast.keyword) and k.arg == "reason" and isinstance(k.value, ast.Constant)
    }
    found |= {text.removesuffix(" (") for text in literals() if re.fullmatch(r"[a-z-]+ \(", text)}
    return {str(reason) for reason in found if reason and not str(reason).startswith("guess")}


def _complaint(text: str) -> str:
    try:
        list(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        return error.problem or error.context or ""
    return "unreadable"


@cache
def catalogue(language: str) -> Catalog:
    return catalogue_of(language)


def messages(language: str) -> dict[str, Message]:
    """The messages by key."""
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in catalogue(language) if m.id}


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_up_to_date(language: str) -> None:
    source = LOCALE / language / "LC_MESSAGES" / "ketju.po"
    with source.with_suffix(".mo").open("rb") as file:
        committed = GNUTranslations(file)._catalog
    fresh = GNUTranslations(io.BytesIO(compiled(language)))._catalog

    assert {**committed, "": ""} == {**fresh, "": ""}, "run make data"


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    assert {path.name for path in LOCALE.iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_the_code_has_words(language: str) -> None:
    phrases = phrasebook(language)

    assert sorted(key for key in known_keys() if not phrases.has(key)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_over(language: str) -> None:
    known = known_keys()
    left = [key for key in messages(language) if key not in known and not is_used(key, known)]

    assert left == []


def is_used(key: str, known: frozenset[str]) -> bool:
    """Whether a key stands in the code, is the advice on one that does, or is put together there of its parts."""
    stem, _, last = key.rpartition(".")
    if key in literals() or (
        last in ("hint", "suggested", "about") and (stem in known or is_used(stem, known))
    ):
        return True
    variant = re.fullmatch(r"(?:terms\.)?rule\.[a-z-]+\.([a-z-]+)", key)
    if variant and variant[1] in literals():
        return True
    word = re.fullmatch(r"finding\.(\w+)\.([\w-]+)", key)
    if word and set(word.groups()) <= literals():
        return True
    if key.startswith("web."):
        return is_of_page(key)
    return any(key.startswith(prefix) and key.removeprefix(prefix) in literals() for prefix in prefixes())


@cache
def beginnings() -> frozenset[str]:
    """What keys of pages begin with that are put together."""
    begun = {word for word in template_words() if word.startswith("web.") and word.endswith(".")}
    return prefixes() | begun


@cache
def is_of_page(key: str) -> bool:
    """Whether a key is put together for a page: a beginning, what it is about, perhaps one of a few endings."""
    for prefix in beginnings():
        about, _, end = key.removeprefix(prefix).partition(".")
        is_known = about in literals() or about.replace("-", "_") in literals()
        if key.startswith(prefix) and is_known and end in ("", "why", "next", "good", "bad"):
            return True
    return False


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_filled_in(language: str) -> None:
    assert [key for key, message in messages(language).items() if not all(texts(message))] == []
    assert not any(message.fuzzy for message in messages(language).values())


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_languages_have_the_same_keys_with_the_same_places(language: str) -> None:
    english, other = messages(LANGUAGES[0]), messages(language)

    assert set(other) == set(english)
    for key, message in english.items():
        assert isinstance(message.string, str) == isinstance(other[key].string, str), key
        assert places(texts(message)[-1]) == places(texts(other[key])[-1]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_have_no_stray_blanks(language: str) -> None:
    odd = [
        key
        for key, message in messages(language).items()
        for text in texts(message)
        if key != "list.or" and (text != text.strip() or "  " in text)
    ]

    assert odd == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_problems_end_in_a_full_stop(language: str) -> None:
    found = messages(language)
    keys = [kind.code for kind in problems()] + [f"{kind.code}.hint" for kind in problems()]
    keys += [f"rule.{rule.slug}{end}" for rule in all_rules() for end in ("", ".fix")]
    keys += [*CODES, *(f"{code}.hint" for code in HINTED), *(k for k in found if k.startswith("read."))]

    # These end in what the user wrote, or in what there is to choose from.
    ends = (".", "?", "}", "ketju.yaml", "…")
    assert [k for k in keys if k in found and not texts(found[k])[0].endswith(ends)] == []


def test_quotation_marks_are_those_of_the_language() -> None:
    for language, wrong in (("en", '"„«'), ("fi", '"“„«'), ("sv", '"“„«')):
        assert not [k for k, m in messages(language).items() if set("".join(texts(m))) & set(wrong)], language
