"""Read a register file: every mistake in it at once, each with its place, and everything that is right.

An entry in which something is wrong is left out as a whole: half an entry could say the opposite of what
was meant (without its end date, its condition, its one country outside the EEA). What entries refer to is
kept as far as it can be read, so that one mistake does not make others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ketju.core.model.document import ReadProblem
from ketju.core.model.register import Identifier, Register
from ketju.core.register.canonical import (
    FORMAT,
    SOURCE,
    UNKNOWN_LANGUAGE,
    language_tag,
    normal,
    register_from_data,
)
from ketju.core.register.cycles import cycles
from ketju.core.register.nearest import nearest
from ketju.core.register.shape import (
    SHORT,
    ChoiceKind,
    DateKind,
    FlagKind,
    Home,
    Kind,
    ListKind,
    MapKind,
    NumberKind,
    RecordKind,
    TextKind,
    WordsKind,
    member,
    members,
    required,
)
from ketju.core.register.slugs import is_slug, slug
from ketju.formats.registerfile.checks import (
    bad_character,
    choice_fault,
    date_of,
    fault_in,
    flag_of,
    number_of,
)
from ketju.formats.registerfile.nodes import Mapping, Node, Scalar, Sequence, compose
from ketju.formats.registerfile.problems import CODES, problem

VERSION_KEY = "ketju"
ENTRIES = "entries"
KIND_OF: dict[Home, str] = {
    "regions": "region",
    "services": "service",
    "options": "option",
    "groups": "group",
    "entries": "entry",
}
"""What a record of each map is called in messages (``kind.region`` …)."""
_LANGUAGE = TextKind("language")


def read_register(text: str, name: str = "") -> tuple[Register | None, tuple[ReadProblem, ...]]:
    """The register in the text of a ``ketju.yaml``, and its problems in the order of the file.

    The register is None when the text is no YAML or no register of this form. Otherwise it holds every
    entry in which nothing is wrong. ``name`` is the file's name for messages.
    """
    root, refused = compose(text, name)
    return register_from_node(root, refused, name)


def register_from_node(
    root: Node | None, refused: list[ReadProblem], name: str
) -> tuple[Register | None, tuple[ReadProblem, ...]]:
    """The register in a tree, as ``read_register`` gives it."""
    reader = NodeReader(name, first_language(root))
    data = reader.read(root, is_refused=bool(refused))
    problems = sorted([*refused, *reader.problems], key=_place)
    return (None if data is None else register_from_data(data)), tuple(problems)


def first_language(root: Node | None) -> str:
    """The language of words that are written without one: the first that the register names."""
    named = root.get("languages") if isinstance(root, Mapping) else None
    first = named.items[0] if isinstance(named, Sequence) and named.items else None
    text = first.value if isinstance(first, Scalar) else ""
    return UNKNOWN_LANGUAGE if fault_in(text, "language") else language_tag(text)


def _place(found: ReadProblem) -> tuple[int, int]:
    return (found.position.line, found.position.column) if found.position else (0, 0)


@dataclass(frozen=True, slots=True)
class _Written:
    """A reference as it is written, and the entry in which it is."""

    kind: TextKind
    text: str
    node: Scalar
    path: str
    entry: str


class NodeReader:
    """Turns nodes into plain data as ``ketju.core.register.canonical`` has it; collects what is wrong."""

    def __init__(self, file: str = "", language: str = UNKNOWN_LANGUAGE) -> None:
        self.file = file
        self.language = language
        self.problems: list[ReadProblem] = []
        self.bad_entries: set[str] = set()
        self._entry = ""
        self._ids: dict[str, set[str]] = {}
        self._references: list[_Written] = []

    def read(self, root: Node | None, *, is_refused: bool = False) -> dict[str, Any] | None:
        """The data of a register, entries with mistakes left out; None when it is no register."""
        version = root.get(VERSION_KEY) if isinstance(root, Mapping) else None
        if not isinstance(root, Mapping) or version is None:
            if root is not None or not is_refused:
                self.complain("register.not-a-register", root, "")
            return None
        found = version.value if isinstance(version, Scalar) else ""
        if found != str(FORMAT):
            self.complain("register.version-unknown", version, VERSION_KEY, found=found, known=str(FORMAT))
            return None
        data = self.members_of(Register, root, "", besides=(VERSION_KEY,))
        self._check_references()
        entries = {key: entry for key, entry in data.get(ENTRIES, {}).items() if key not in self.bad_entries}
        return {"ketju": FORMAT, **data, ENTRIES: entries}

    def complain(self, code: str, at: Node | None, path: str, **params: str) -> None:
        """Note what is wrong; an error takes the entry it is in out of the register."""
        self.problems.append(problem(code, at, self.file, path, **params))
        if CODES[code][0] == "error":
            self.bad_entries.add(self._entry)

    def value(self, kind: Kind, node: Node, path: str) -> Any:
        """The plain form of a node, or None when nothing (or nothing right) stands there."""
        if node.bad:
            self.bad_entries.add(self._entry)
        if isinstance(node, Scalar) and not node.value and not isinstance(kind, RecordKind):
            return None
        match kind:
            case WordsKind():
                return self._words(node, path)
            case RecordKind(of):
                return self._record(of, node, path)
            case ListKind(item, _):
                return self._list(item, node, path)
            case MapKind(of):
                return self._map(of, node, path)
        text = self._text(node, path)
        return None if text is None else self._single(kind, text, node, path)

    def members_of(self, of: type, node: Mapping, path: str, besides: tuple[str, ...] = ()) -> dict[str, Any]:
        """The members of a record that are there and right."""
        kinds = {found.name: found.kind for found in members(of)}
        data: dict[str, Any] = {}
        for key, inner in node.pairs:
            if key.value in besides:
                continue
            if key.value not in kinds:
                suggestions = ", ".join(nearest(key.value, kinds, limit=1))
                where = _join(path, key.value)
                self.complain("register.unknown-key", key, where, found=key.value, suggestions=suggestions)
                continue
            plain = self.value(kinds[key.value], inner, _join(path, key.value))
            if plain is not None:
                data[key.value] = plain
        return data

    def _text(self, node: Node, path: str) -> str | None:
        if not isinstance(node, Scalar):
            self._wrong_type(node, path, "text")
            return None
        character = bad_character(node.value)
        if character:
            self.complain("register.bad-character", node, path, character=character)
            return None
        return normal(node.value)

    def _single(self, kind: Kind, text: str, node: Node, path: str) -> Any:
        """The plain form of one text."""
        match kind:
            case TextKind():
                return self._checked(text, kind, node, path)
            case ChoiceKind(values):
                if text in values:
                    return text
                code, params = choice_fault(text, values)
                self.complain(code, node, path, **params)
                return None
            case DateKind():
                return self._parsed(date_of(text), "register.bad-date", text, node, path)
            case NumberKind():
                return self._parsed(number_of(text), "register.bad-number", text, node, path)
            case FlagKind():
                return self._parsed(flag_of(text), "register.bad-flag", text, node, path)
        raise TypeError(kind)

    def _parsed(self, plain: Any, code: str, text: str, node: Node, path: str) -> Any:
        if plain is None:
            self.complain(code, node, path, found=text)
        return plain

    def _checked(self, text: str, kind: TextKind, node: Node, path: str) -> str | None:
        fault = fault_in(text, kind.check)
        if fault:
            code, params = fault
            self.complain(code, node, path, **params)
            if CODES[code][0] == "error":
                return None
        if kind.home and isinstance(node, Scalar):
            self._references.append(_Written(kind, text, node, path, self._entry))
        return language_tag(text) if kind.check == "language" else text

    def _words(self, node: Node, path: str) -> dict[str, str] | None:
        if isinstance(node, Scalar):
            text = self._text(node, path)
            return {self.language: text} if text else None
        if not isinstance(node, Mapping):
            self._wrong_type(node, path, "text")
            return None
        found: dict[str, str] = {}
        for key, inner in node.pairs:
            where = _join(path, key.value)
            code = SOURCE if key.value == SOURCE else self._checked(key.value, _LANGUAGE, key, where)
            text = self.value(TextKind(), inner, where)
            if code and text:
                found[code] = text
        return self._with_source(found, node, path) or None

    def _with_source(self, found: dict[str, str], node: Mapping, path: str) -> dict[str, str]:
        """The original: as written, else the register's first language, else the first that is there."""
        source = language_tag(found.pop(SOURCE)) if SOURCE in found else ""
        if source and source not in found:
            code, params = choice_fault(source, found)
            self.complain(code, node.get(SOURCE), _join(path, SOURCE), **params)
        if source not in found:
            source = self.language if self.language in found else next(iter(found), "")
        return {**found, SOURCE: source} if len(found) > 1 else found

    def _record(self, of: type, node: Node, path: str) -> dict[str, Any] | None:
        short = SHORT.get(of)
        if isinstance(node, Mapping):
            data = self.members_of(of, node, path)
        elif isinstance(node, Scalar) and not node.value:
            return None
        elif isinstance(node, Scalar) and short:
            plain = self.value(member(of, short).kind, node, path)
            return None if plain is None else {short: plain}
        else:
            self._wrong_type(node, path, "map")
            return None
        if of is Identifier and "value" in data:
            data.setdefault("printed", data["value"])
        return data if self._is_complete(of, data, node, node, path) else None

    def _is_complete(self, of: type, data: dict[str, Any], node: Node, at: Node, path: str) -> bool:
        """Whether nothing is missing that has to be there; what is there but wrong is not named twice."""
        missing = [name for name in required(of) if name not in data]
        for name in missing:
            if not _is_attempted(of, node, name):
                self.complain("register.missing", at, path, member=name)
        return not missing

    def _list(self, item: Kind, node: Node, path: str) -> list[Any] | None:
        if not isinstance(node, Sequence):
            self._wrong_type(node, path, "list")
            return None
        found = (self.value(item, inner, _join(path, str(at))) for at, inner in enumerate(node.items, 1))
        return [plain for plain in found if plain is not None] or None

    def _map(self, of: type, node: Node, path: str) -> dict[str, Any] | None:
        if not isinstance(node, Mapping):
            self._wrong_type(node, path, "map")
            return None
        self._ids[path] = {normal(key.value) for key, _ in node.pairs}
        found: dict[str, Any] = {}
        for key, inner in node.pairs:
            name, where = normal(key.value), _join(path, key.value)
            self._entry = name if path == ENTRIES else ""
            if not is_slug(name):
                self.complain("register.bad-id", key, where, found=name, suggestions=slug(name))
            if isinstance(inner, Scalar) and not inner.value:
                self._is_complete(of, {}, inner, key, where)
            plain = self.value(RecordKind(of), inner, where) or {}
            if is_slug(name):
                found[name] = plain
        self._entry = ""
        return found

    def _check_references(self) -> None:
        for one in self._references:
            known = self._ids.get(one.kind.home, set())
            if one.text not in known and not one.kind.former:
                self._entry = one.entry
                params = {"kind": KIND_OF[one.kind.home], "suggestions": ", ".join(nearest(one.text, known))}
                self.complain("register.unknown-reference", one.node, one.path, found=one.text, **params)
        self._check_circles()
        self._entry = ""

    def _check_circles(self) -> None:
        """Complain of records that refer to themselves by way of others of their kind, member by member."""
        edges: dict[tuple[str, str], list[_Written]] = {}
        for one in self._references:
            home, source, name, *_ = (*one.path.split("/"), "", "")
            if source and home == one.kind.home:
                edges.setdefault((home, name), []).append(one)
        for written in edges.values():
            for at, ids in cycles((one.path.split("/")[1], one.text) for one in written):
                last = written[at]
                self._entry = last.entry
                chain = " → ".join(ids)
                self.complain("register.cycle", last.node, last.path, found=last.text, chain=chain)

    def _wrong_type(self, node: Node, path: str, expected: str) -> None:
        found = {Scalar: "text", Mapping: "map", Sequence: "list"}[type(node)]
        self.complain("register.wrong-type", node, path, found=found, expected=expected)


def _is_attempted(of: type, node: Node, name: str) -> bool:
    """Whether a key is written, or misspelt, with something in it."""
    names = [found.name for found in members(of)]
    for key, inner in node.pairs if isinstance(node, Mapping) else ():
        is_meant = key.value == name or (key.value not in names and nearest(key.value, names, 1) == (name,))
        if is_meant and (inner.bad or not isinstance(inner, Scalar) or inner.value):
            return True
    return False


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name
