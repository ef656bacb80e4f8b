"""Change a register file in place: only what means something else changes, all other text stays as it is.

The text is never parsed and dumped again. Each node of the tree is compared with what it should mean, and
where the two differ the stretch of text that holds the node is replaced.
``docs/decisions/rewriting-the-register-file.md`` says why. The result is read again before it is given
back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ketju.core.model.register import Register
from ketju.core.problems import SourceBroken
from ketju.core.problems.register import RewriteFailed
from ketju.core.register.canonical import SOURCE, data_from_register, language_tag, normal, settled
from ketju.core.register.shape import Kind, ListKind, MapKind, RecordKind, WordsKind
from ketju.formats.registerfile.layout import Layout
from ketju.formats.registerfile.nodes import Mapping, Node, Scalar, Sequence, compose
from ketju.formats.registerfile.reading import VERSION_KEY, NodeReader
from ketju.formats.registerfile.writing import STEP, Emitter, first_language, write_register


def rewrite(text: str, register: Register, name: str = "") -> str:
    """The text of a register file, changed as little as makes it mean ``register``.

    Entries that could not be read stay as they are, unless the register has an entry of their id. A file in
    brackets from its start, as JSON is, is written anew. Raises SourceBroken when the text is no register
    file, RewriteFailed when it is written in a way that cannot be changed in place, and ValueError when two
    records of a kind in the register share an id.
    """
    wanted = data_from_register(register, whole=True)
    root, data = _read(text, register, name)
    if data == wanted:
        return text
    if root.flow:
        return write_register(register)
    editor = _Editor(text, first_language(register))
    editor.pairs(RecordKind(Register), root, _content(data), _content(wanted))
    changed = editor.layout.changed()
    if _read(changed, register, name)[1] != wanted:
        raise RewriteFailed(file=name)
    return changed


def _read(text: str, register: Register, name: str) -> tuple[Mapping, dict[str, Any]]:
    """The tree and its data; words are read in the new first language."""
    root, refused = compose(text, name)
    reader = NodeReader(name, first_language(register))
    data = reader.read(root, is_refused=bool(refused))
    if data is None or not isinstance(root, Mapping):
        first = (*refused, *reader.problems)[0]
        line, column = (first.position.line, first.position.column) if first.position else ("", "")
        raise SourceBroken(file=name, format="ketju", reason=first.code, line=line, column=column)
    version = data.pop(VERSION_KEY)
    return root, {VERSION_KEY: version, **settled(RecordKind(Register), data)}


def _content(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != VERSION_KEY}


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a value hangs: after the colon of a key, or after the dash of an item."""

    key: Scalar | None
    column: int


class _Editor:
    """Collects the edits that make a tree mean something else."""

    def __init__(self, text: str, language: str) -> None:
        self.layout = Layout(text)
        self.emitter = Emitter(language)

    def value(self, kind: Kind, node: Node, current: Any, wanted: Any, slot: _Slot) -> None:
        """Make a node that means ``current`` (None: nothing) mean ``wanted``; only a record's may be empty."""
        if current == wanted:
            return
        if isinstance(node, Mapping) and self._is_kept(kind, node, current, wanted, slot):
            self.pairs(kind, node, current, wanted)
        elif isinstance(node, Sequence) and isinstance(kind, ListKind) and not node.flow and current:
            self.items(kind, node, wanted)
        else:
            self.replace(kind, node, wanted, slot)

    def pairs(self, kind: Kind, node: Mapping, current: dict[str, Any], wanted: dict[str, Any]) -> None:
        """Make a block mapping mean ``wanted``: change, insert and take out pairs."""
        present = {_name(kind, key): (key, value) for key, value in node.pairs}
        removed = _removed(kind, node, current, wanted)
        kept = [pair for name, pair in present.items() if name not in removed]
        pairs = self.emitter.pairs(kind, wanted)
        for name, inner, plain in pairs:
            if name in present:
                key, value = present[name]
                self.value(inner, value, current.get(name), plain, _Slot(key, key.column))
        anchor = kept[-1] if isinstance(kind, MapKind) else present.get(VERSION_KEY)
        for name, inner, plain in pairs:
            if name not in present:
                self._insert_pair(node, kept[0][0], anchor, self._new_pair(kind, node, name, inner, plain))
            elif not isinstance(kind, MapKind):
                anchor = present[name]
        for name in removed:
            key, value = present[name]
            self.layout.delete_lines(key.start, self.layout.content_end(value))

    def items(self, kind: ListKind, node: Sequence, wanted: list[Any]) -> None:
        """Make a block sequence mean ``wanted``: change, insert and take out items."""
        currents = [self._current(kind.item, item) for item in node.items]
        plan = list(_plan(currents, wanted, kind.ordered))
        staying = [at for at, new in plan if at is not None and new is not _NOTHING]
        after: int | None = None
        for at, new in plan:
            if at is None:
                self._insert_item(kind.item, node, staying[0], after, new)
            elif new is _NOTHING:
                self.layout.delete_lines(self._dash(node, at), self.layout.content_end(node.items[at]))
            else:
                after = at
                slot = _Slot(None, node.column)
                self.value(kind.item, node.items[at], currents[at], new, slot)

    def replace(self, kind: Kind, node: Node, wanted: Any, slot: _Slot) -> None:
        """Write a value anew in place of a node."""
        is_flow = isinstance(node, Mapping | Sequence) and node.flow
        style = node.style if isinstance(node, Scalar) else ""
        line = self.emitter.flow(kind, wanted) if is_flow else self.emitter.inline(kind, wanted, style)
        is_block_scalar = style in ("|", ">")
        if line is None or (is_block_scalar and "\\n" in line):
            indent = slot.column - 1 if slot.key else node.column - 1 - STEP
            first, *rest = self.emitter.value(kind, wanted, indent + STEP)
        else:
            first, rest = line, []
        if slot.key is None and not first:
            first, rest = rest[0].lstrip(), rest[1:]
        if slot.key is None or not isinstance(node, Mapping | Sequence) or is_flow:
            self._replace_text(node, first, rest, slot)
        else:
            self._replace_lines(node, first, rest, slot.key)

    def _replace_text(self, node: Node, first: str, rest: list[str], slot: _Slot) -> None:
        """Replace a node that starts on the line of its key or dash."""
        start, end = node.start, self.layout.content_end(node)
        gap = ""
        if slot.key is not None and not first:
            start = self._after_colon(slot.key)
        elif node.start == node.end:
            gap = " "
        if isinstance(node, Scalar) and node.style in ("|", ">"):
            new = self.layout.newline.join([gap + first, *rest])
            self.layout.replace(start, end, new)
            return
        self.layout.replace(start, end, gap + first)
        self.layout.insert_lines(self.layout.next_line(end), rest)

    def _replace_lines(self, node: Node, first: str, rest: list[str], key: Scalar) -> None:
        """Replace a block that starts below its key."""
        if first:
            colon = self._after_colon(key)
            self.layout.replace(colon, colon, f" {first}")
        start = self.layout.line_start(node.start)
        self.layout.replace(start, self.layout.next_line(self.layout.content_end(node)), "")
        self.layout.insert_lines(start, rest)

    def _new_pair(self, kind: Kind, node: Mapping, name: str, inner: Kind, plain: Any) -> list[str]:
        """The lines of a new pair, after an empty line where the others have one between them."""
        lines = self.emitter.pair(name, inner, plain, node.column - 1)
        if not isinstance(kind, MapKind) or len(node.pairs) < 2:
            return lines
        between = range(
            self.layout.next_line(self.layout.content_end(node.pairs[-2][1])), node.pairs[-1][0].start
        )
        has_gap = self.layout.is_blank(between.start) if between else False
        return ["", *lines] if has_gap else lines

    def _insert_pair(
        self, node: Mapping, first: Scalar, anchor: tuple[Scalar, Node] | None, lines: list[str]
    ) -> None:
        if anchor:
            at = self.layout.next_line(self.layout.content_end(anchor[1]))
            self.layout.insert_lines(at, lines)
            return
        pad = " " * (node.column - 1)
        text = self.layout.newline.join(lines).removeprefix(pad)
        self.layout.replace(first.start, first.start, text + self.layout.newline + pad)

    def _insert_item(self, item: Kind, node: Sequence, first: int, after: int | None, new: Any) -> None:
        lines = self.emitter.item(item, new, node.column - 1)
        if after is None:
            at = self.layout.line_start(self._dash(node, first))
        else:
            at = self.layout.next_line(self.layout.content_end(node.items[after]))
        self.layout.insert_lines(at, lines)

    def _is_kept(self, kind: Kind, node: Mapping, current: Any, wanted: Any, slot: _Slot) -> bool:
        """Whether a mapping can be changed pair by pair."""
        if node.flow or not current or not wanted or not isinstance(wanted, dict):
            return False
        if isinstance(kind, WordsKind):
            return set(current) == set(wanted) and current.get(SOURCE) == wanted.get(SOURCE)
        removed = _removed(kind, node, current, wanted)
        starts_behind_dash = slot.key is None and _name(kind, node.pairs[0][0]) in removed
        return not starts_behind_dash and len(removed) < len(node.pairs)

    def _current(self, kind: Kind, node: Node) -> Any:
        """What an item means now, None when it reads as nothing."""
        plain = NodeReader(language=self.emitter.language).value(kind, node, "")
        return None if plain is None else settled(kind, plain)

    def _after_colon(self, key: Scalar) -> int:
        return self.layout.text.index(":", key.end) + 1

    def _dash(self, node: Sequence, at: int) -> int:
        """Where the dash of an item stands."""
        start = self.layout.line_start(node.items[at].start)
        column = node.column - 1
        while self.layout.text[start : start + column + 1].strip() != "-":
            start = self.layout.line_start(start - 1)
        return start + column


def _removed(kind: Kind, node: Mapping, current: Any, wanted: dict[str, Any]) -> list[str]:
    """The keys to take out: what means something now and shall not. What reads as nothing stays."""
    if isinstance(kind, WordsKind):
        return []
    names = (_name(kind, key) for key, _ in node.pairs)
    return [name for name in names if name in current and name not in wanted]


def _name(kind: Kind, key: Scalar) -> str:
    """What a key is called in the data."""
    is_language = isinstance(kind, WordsKind) and key.value != SOURCE
    return language_tag(key.value) if is_language else normal(key.value)


_NOTHING = object()


def _plan(currents: list[Any], wanted: list[Any], ordered: bool) -> Iterator[tuple[int | None, Any]]:
    """What becomes of the items: (place, its own value or a new one or nothing), (None, a value to insert).

    A set keeps its order: what is new takes the place of what goes, the rest follows at the end.
    """
    there = [at for at, current in enumerate(currents) if current is not None]
    keys = [json.dumps(currents[at], sort_keys=True) for at in there]
    new_keys = [json.dumps(value, sort_keys=True) for value in wanted]
    if not ordered:
        yield from _plan_of_set(there, keys, dict(zip(new_keys, wanted, strict=True)), currents)
        return
    for _, i, k, j, m in SequenceMatcher(None, keys, new_keys, autojunk=False).get_opcodes():
        same = keys[i:k] == new_keys[j:m]
        for step in range(max(k - i, m - j)):
            at = there[i + step] if i + step < k else None
            new = wanted[j + step] if j + step < m else _NOTHING
            yield at, currents[at] if same and at is not None else new


def _plan_of_set(
    there: list[int], keys: list[str], wanted: dict[str, Any], currents: list[Any]
) -> Iterator[tuple[int | None, Any]]:
    added = [value for key, value in wanted.items() if key not in keys]
    for at, key in zip(there, keys, strict=True):
        if key in wanted:
            yield at, currents[at]
        else:
            yield at, added.pop(0) if added else _NOTHING
    yield from ((None, value) for value in added)
