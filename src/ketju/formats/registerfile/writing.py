"""Write a register as a ``ketju.yaml`` that people can edit: short forms, sensible order, nothing empty."""

from __future__ import annotations

from typing import Any

from ketju.core.model.register import Register
from ketju.core.register.canonical import SOURCE, UNKNOWN_LANGUAGE, data_from_register, language_tag
from ketju.core.register.shape import (
    SHORT,
    DateKind,
    FlagKind,
    Kind,
    ListKind,
    MapKind,
    NumberKind,
    RecordKind,
    TextKind,
    WordsKind,
    member,
    members,
)
from ketju.formats.registerfile.scalars import literal, scalar

HEADER = """\
# Register of sub-processors, in the form ketju 1. The form is described in ketju.schema.json.
# Every value is a text: NO is Norway, yes and no are answers. Dates are 2015, 2015-04 or 2015-04-01.
# A text without a language is in the first of the languages. The keys of entries, regions, services, options,
# groups and sites are ids: once published they stay, whatever the name becomes.
# Comments and the order of keys are kept when Ketju changes this file.
"""

STEP = 2
LINE = 100
"""The longest list that is written on one line."""


def write_register(register: Register) -> str:
    """The text of a new register file. Raises ValueError when two records of a kind share an id."""
    data = data_from_register(register, whole=True)
    emitter = Emitter(first_language(register))
    text = HEADER + f"\nketju: {data.pop('ketju')}\n"
    was_long = False
    for found in members(Register):
        if found.name in data:
            lines = emitter.pair(found.name, found.kind, data[found.name], 0, spaced=found.name == "entries")
            is_long = len(lines) > 1
            text += "\n" * (is_long or was_long) + "\n".join(lines) + "\n"
            was_long = is_long
    return text


def first_language(register: Register) -> str:
    """The language of words that a file writes without one."""
    return language_tag(register.languages[0]) if register.languages else UNKNOWN_LANGUAGE


class Emitter:
    """Writes plain data as YAML; ``language`` is the one that need not be named."""

    def __init__(self, language: str) -> None:
        self.language = language

    def pair(self, key: str, kind: Kind, plain: Any, indent: int, *, spaced: bool = False) -> list[str]:
        """The lines of a key with its value; ``spaced``: with an empty line between the values of a map."""
        name = " " * indent + scalar(key) + ":"
        first, *rest = self.value(kind, plain, indent + STEP, spaced=spaced)
        return [f"{name} {first}" if first else name, *rest]

    def item(self, kind: Kind, plain: Any, indent: int) -> list[str]:
        """The lines of an item of a list, with its dash."""
        first, *rest = self.value(kind, plain, indent + STEP)
        dash = " " * indent + "-"
        if first or not rest:
            return [f"{dash} {first}", *rest]
        return [f"{dash} {rest[0].lstrip()}", *rest[1:]]

    def inline(self, kind: Kind, plain: Any, style: str = "") -> str | None:
        """A value on one line if it has such a form without brackets around records; None otherwise."""
        match kind:
            case FlagKind():
                return "yes" if plain else "no"
            case NumberKind() | DateKind():
                return str(plain)
            case WordsKind():
                return scalar(plain[self.language], style) if list(plain) == [self.language] else None
            case RecordKind(of) if not plain:
                return "{}"
            case RecordKind(of):
                short = SHORT.get(of)
                is_short = short is not None and list(plain) == [short]
                return (
                    self.inline(member(of, short).kind, plain[short], style) if is_short and short else None
                )
            case ListKind(item, _):
                found = [self._in_brackets(item, value) for value in plain]
                line = f"[{', '.join(value or '' for value in found)}]"
                return line if all(found) and len(line) <= LINE else None
            case MapKind():
                return None
        return scalar(plain, style)

    def flow(self, kind: Kind, plain: Any) -> str:
        """A value in brackets, on one line whatever it is."""
        match kind:
            case ListKind(item, _):
                return f"[{', '.join(self.flow(item, value) for value in plain)}]"
            case WordsKind() | RecordKind() | MapKind() if self.inline(kind, plain) is None:
                pairs = (f"{scalar(k, flow=True)}: {self.flow(t, v)}" for k, t, v in self.pairs(kind, plain))
                return "{" + ", ".join(pairs) + "}"
            case WordsKind():
                return scalar(plain[self.language], flow=True)
            case RecordKind(of) if plain:
                short = SHORT[of]
                return self.flow(member(of, short).kind, plain[short])
            case FlagKind() | NumberKind() | DateKind() | RecordKind():
                return self.inline(kind, plain) or ""
        return scalar(plain, flow=True)

    def pairs(self, kind: Kind, plain: dict[str, Any]) -> list[tuple[str, Kind, Any]]:
        """The keys of a record, a map or words in the order of writing, with kind and value."""
        match kind:
            case RecordKind(of):
                return [(m.name, m.kind, plain[m.name]) for m in members(of) if m.name in plain]
            case MapKind(of):
                return [(key, RecordKind(of), value) for key, value in plain.items()]
        texts = {code: text for code, text in plain.items() if code != SOURCE}
        source = plain.get(SOURCE) or next(iter(texts))
        codes = sorted(texts, key=lambda code: (code != source, code))
        found: list[tuple[str, Kind, Any]] = [(code, TextKind(), texts[code]) for code in codes]
        if self.language in texts and source != self.language:
            found.append((SOURCE, TextKind(), source))
        return found

    def value(self, kind: Kind, plain: Any, indent: int, *, spaced: bool = False) -> list[str]:
        """What follows the colon or the dash, then the lines below."""
        text = self._long_text(kind, plain)
        block = literal(text, indent) if text else None
        if block:
            return block
        line = self.inline(kind, plain)
        if line is not None:
            return [line]
        if isinstance(kind, ListKind):
            return ["", *(line for value in plain for line in self.item(kind.item, value, indent))]
        found = [self.pair(k, t, value, indent) for k, t, value in self.pairs(kind, plain)]
        gap = [""] if spaced else []
        return ["", *(line for at, lines in enumerate(found) for line in [*(gap if at else []), *lines])]

    def _long_text(self, kind: Kind, plain: Any) -> str:
        """The text of a value that is one text of several lines."""
        match kind:
            case TextKind() if "\n" in plain:
                return str(plain)
            case WordsKind() if list(plain) == [self.language] and "\n" in plain[self.language]:
                return str(plain[self.language])
            case RecordKind(of) if SHORT.get(of) and list(plain) == [SHORT[of]]:
                return self._long_text(member(of, SHORT[of]).kind, plain[SHORT[of]])
        return ""

    def _in_brackets(self, item: Kind, plain: Any) -> str | None:
        """A short item of a list that is written on one line: a word or two, no sentence."""
        line = self.inline(item, plain)
        if line is None or isinstance(item, ListKind) or len(line) > 30:
            return None
        return line if line == self.flow(item, plain) else None
