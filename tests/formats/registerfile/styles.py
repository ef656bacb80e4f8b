"""Register files as people write them: any key order, quotes, brackets, indents, comments, empty lines."""

import json
import random as randoms
from typing import Any

from ketju.core.register.canonical import data_from_register
from ketju.core.register.shape import RecordKind
from ketju.formats.registerfile.scalars import double_quoted, scalar
from ketju.formats.registerfile.writing import Emitter, first_language


class Hand:
    """Writes plain data by hand, in a style that ``random`` chooses at every step."""

    def __init__(self, register, random: randoms.Random) -> None:
        self.random = random
        self.emitter = Emitter(first_language(register))
        self.comments: list[str] = []

    def write(self, register) -> str:
        data = data_from_register(register, whole=True)
        version = data.pop("ketju")
        lines = [f"ketju: {version}", *self._pairs(RecordKind(type(register)), data, 0)]
        head = self.random.choice(([], ["---"], ["%YAML 1.2", "---"], ["# head"]))
        newline = self.random.choice(("\n", "\n", "\r\n"))
        return newline.join([*head, *lines]) + self.random.choice((newline, newline, newline * 2))

    def _comment(self) -> str:
        self.comments.append(f"# note {len(self.comments)}")
        return self.comments[-1]

    def _between(self, indent: int) -> list[str]:
        lines = []
        if self.random.random() < 0.15:
            lines.append("")
        if self.random.random() < 0.15:
            lines.append(" " * indent + self._comment())
        return lines

    def _trailing(self) -> str:
        return f"  {self._comment()}" if self.random.random() < 0.1 else ""

    def _scalar(self, text: str) -> str:
        choices = [scalar(text), double_quoted(text), scalar(text, "'")]
        return self.random.choice(choices)

    def _pairs(self, kind, plain: dict[str, Any], indent: int) -> list[str]:
        lines = []
        pairs = self.emitter.pairs(kind, plain)
        if type(kind).__name__ != "WordsKind":
            self.random.shuffle(pairs)
        for key, inner, value in pairs:
            lines += self._between(indent)
            lines += self._pair(self._scalar(key), inner, value, indent)
        return lines

    def _pair(self, key: str, kind, plain, indent: int) -> list[str]:
        name = " " * indent + key + ":"
        if self.random.random() < 0.2:
            return [f"{name} {self.emitter.flow(kind, plain)}{self._trailing()}"]
        if isinstance(plain, dict) and plain and self.random.random() < 0.7:
            deeper = indent + self.random.choice((1, 2, 4))
            return [name + self._trailing(), *self._pairs(kind, plain, deeper)]
        if isinstance(plain, list) and self.random.random() < 0.6:
            dash = indent + self.random.choice((0, 2, 4))
            return [name + self._trailing(), *self._items(kind.item, plain, dash)]
        if isinstance(plain, str) and self.random.random() < 0.6:
            return [f"{name}{self.random.choice((' ', '   '))}{self._scalar(plain)}{self._trailing()}"]
        return self.emitter.pair(json.loads(key) if key[0] == '"' else key.strip("'"), kind, plain, indent)

    def _items(self, kind, plain: list[Any], indent: int) -> list[str]:
        lines = []
        for value in plain:
            lines += self._between(indent)
            if isinstance(value, dict) and self.random.random() < 0.6:
                gap = self.random.choice((1, 3))
                first, *rest = self._pairs(kind, value, indent + 1 + gap)
                while not first.strip() or first.lstrip().startswith("#"):
                    lines.append(first)
                    first, *rest = rest
                lines += [" " * indent + "-" + " " * gap + first.lstrip(), *rest]
            else:
                lines += self.emitter.item(kind, value, indent)
        return lines
