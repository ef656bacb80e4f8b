"""Blocks of "key: value" lines, labels with values below, and sentences about the engagement → drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.stream import Line
from ketju.core.reading.texts import bold_start, cut, joined, word_count
from ketju.core.vocabulary.labels import label_for

TELLING = {
    "purpose",
    "data",
    "place",
    "since",
    "identifier",
    "vat_id",
    "outside_eea",
    "transfer",
    "storage_place",
    "function",
    "address",
    "legal_entity",
    "seat",
    "dpa",
    "service",
}
"""Keys that records of sub-processors have."""
AHEAD = 3
"""How many lines after a name the first key may stand."""


class BlockReader:
    """Splits a stream of lines into records. A record starts with a short line that keys follow."""

    def __init__(self, stream: Sequence[Line]) -> None:
        self._stream = stream
        self._first_key = self._usual_first_key()
        self.drafts: list[Draft] = []
        self.used: set[int] = set()
        self.footnotes: list[Text] = []
        self._open: str = ""
        self._open_label: Text | None = None
        self._group: Text | None = None

    def read(self) -> Found | None:
        """The records of the stream, or None when there are no two alike and no single rich one."""
        if not any(line.kind in ("pair", "label", "engagement") for line in self._stream):
            return None
        for index, line in enumerate(self._stream):
            self._take(index, line)
        self.drafts = [draft for draft in self.drafts if self._is_record(draft)]
        if not self.drafts:
            return None
        found = Found("blocks", self._score(), self.drafts)
        found.notes += self.footnotes
        return found

    def _usual_first_key(self) -> str:
        votes: Counter[str] = Counter()
        for index, line in enumerate(self._stream[:-1]):
            after = self._stream[index + 1]
            if line.kind in ("short", "heading", "bullet") and after.kind in ("pair", "label", "engagement"):
                votes["since" if after.kind == "engagement" else after.pair.key if after.pair else ""] += 1
        return votes.most_common(1)[0][0] if votes else ""

    def _take(self, index: int, line: Line) -> None:
        match line.kind:
            case "short" | "heading":
                self._title(index, line)
            case "pair" | "label":
                self._pair(index, line)
            case "engagement":
                if self.drafts:
                    self.drafts[-1].add("engagement", line.text)
                    self.used.add(index)
                self._open = ""
            case "bullet" | "prose":
                self._value(index, line)
            case "footnote":
                self.footnotes.append(line.text)
            case "stop":
                self._open = ""

    def _title(self, index: int, line: Line) -> None:
        current = self.drafts[-1] if self.drafts else None
        if self._open and current is not None and self._is_value(index):
            self._add_value(current, line.text)
            self.used.add(index)
            return
        if self._starts_record(index):
            self._open = ""
            if (
                current is not None
                and len(current.fields) == 1
                and index - 1 in self.used
                and self._stream[index - 1].depth == line.depth
                and line.kind != "heading"
                and self._stream[index - 1].kind != "heading"
            ):
                current.add("function", line.text)
            elif line.text.text.rstrip().endswith(":") and self._next_is_name(index):
                self._group = line.text
                return
            else:
                self._group = None
                self.drafts.append(Draft([], line.path))
                self.drafts[-1].add("name", _without_colon(line.text))
            self.used.add(index)
        elif line.kind == "heading":
            self._open = ""

    def _next_is_name(self, index: int) -> bool:
        """Whether a later pair of the same record is its name, so that this line is only a group's title."""
        depth = self._stream[index].depth
        for line in self._stream[index + 1 : index + 9]:
            if line.kind == "heading" or line.depth <= depth:
                return False
            if line.pair and line.pair.key in ("name", "legal_entity"):
                return True
        return False

    def _starts_record(self, index: int) -> bool:
        line = self._stream[index]
        printed = line.text.text.strip()
        if (
            word_count(printed) > 10
            or names_subprocessors(printed)
            or label_for(printed.rstrip(":"), least=1.0)
        ):
            return False
        following = self._stream[index + 1 : index + 1 + AHEAD]
        for step, after in enumerate(following):
            if after.kind in ("pair", "label", "engagement"):
                key = "since" if after.kind == "engagement" else after.pair.key if after.pair else ""
                return key in TELLING or key in ("name", "link", "contact", "role")
            if after.kind != "short" or step > 1 or after.depth > line.depth:
                return False
        return False

    def _is_value(self, index: int) -> bool:
        """Whether a short line is the value of the label above it rather than the next name."""
        if not self._starts_record(index):
            return True
        for after in self._stream[index + 1 : index + 1 + AHEAD]:
            if after.kind in ("pair", "label", "engagement"):
                key = "since" if after.kind == "engagement" else after.pair.key if after.pair else ""
                return key != self._first_key
        return True

    def _pair(self, index: int, line: Line) -> None:
        pair = line.pair
        if pair is None:
            return
        current = self.drafts[-1] if self.drafts else None
        names = pair.key == "name" or (
            pair.key == "legal_entity" and (current is None or current.first("legal_entity") is not None)
        )
        if names and pair.value.text:
            if current is None or current.first("name") is not None:
                path = (*line.path, self._group) if self._group else line.path
                current = Draft([], path)
                self.drafts.append(current)
                self._move_early_pairs(index, current)
            current.add("name", pair.value, pair.label.text)
            self.used.add(index)
            self._open = ""
            return
        if current is None or self._group is not None and not self._is_of(current, line):
            self._open = ""
            return
        self.used.add(index)
        if pair.value.text:
            current.add(pair.key, pair.value, pair.label.text)
        else:
            current.add("label", pair.label, pair.label.text)
        self._open, self._open_label = pair.key, pair.label

    def _is_of(self, current: Draft, line: Line) -> bool:
        return bool(current.path) and current.path[-1] is self._group

    def _move_early_pairs(self, index: int, draft: Draft) -> None:
        """Pairs of the same group that stand before the name ("Purpose", then "Provider")."""
        depth = self._stream[index].depth
        for before in range(index - 1, max(index - 8, -1), -1):
            line = self._stream[before]
            if (
                line.kind != "pair"
                or line.depth != depth
                or line.pair is None
                or line.pair.key == "name"
                or before in self.used
            ):
                break
            draft.fields.insert(0, _field(line))
            self.used.add(before)

    def _value(self, index: int, line: Line) -> None:
        current = self.drafts[-1] if self.drafts else None
        if current is None:
            return
        if self._open:
            self._add_value(current, line.text)
            self.used.add(index)
        elif line.kind == "bullet" and line.text.marks:
            current.add("note", line.text)
            self.used.add(index)

    def _add_value(self, draft: Draft, text: Text) -> None:
        last = draft.fields[-1]
        if last.key == self._open and last.header and not last.reason:
            last.text = joined(last.text, text, "\n")
        else:
            draft.add(self._open, text, self._open_label.text if self._open_label else "")

    def _is_record(self, draft: Draft) -> bool:
        keys = {field.key for field in draft.fields}
        return "name" in keys and bool(keys & (TELLING | {"engagement"}) or "label" in keys)

    def _score(self) -> float:
        keys = Counter(key for draft in self.drafts for key in {f.key for f in draft.fields if f.text.text})
        shared = [key for key, times in keys.items() if key in TELLING | {"engagement"} and times >= 2]
        if len(self.drafts) < 2:
            return -0.5
        return 0.8 * min(len(shared), 3) + (0.7 if len(self.drafts) >= 3 else 0.0)


def _field(line: Line):  # type: ignore[no-untyped-def]
    from ketju.core.reading.draft import Field

    assert line.pair
    return Field(line.pair.key, line.pair.value, line.pair.label.text)


def _without_colon(text: Text) -> Text:
    bold = bold_start(text)
    end = len(text.text.rstrip().rstrip(":："))
    return cut(text, 0, min(end, bold) if bold and not text.text[bold:].strip(" :：") else end)
