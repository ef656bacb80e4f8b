"""Blocks of "key: value" lines, labels with values below, and sentences about the engagement → drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ketju.core.model.document import Text
from ketju.core.reading.block_records import (
    KEYED,
    TELLING,
    depths_over_functions,
    field_below_name,
    is_record,
    odd_contacts,
    score_of,
)
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import names_subprocessors, names_suppliers
from ketju.core.reading.pairs import Pair
from ketju.core.reading.stream import Line
from ketju.core.reading.texts import bold_start, cut, is_site, word_count
from ketju.core.reading.whereabouts import POSTCODE
from ketju.core.vocabulary.companies import has_legal_form, legal_forms
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import has, is_whole
from ketju.core.vocabulary.places import is_place_only

NAMES = ("name", "legal_entity")
NAMED_PLACES = ("name", "address")
PLACES = ("place", "storage_place", "backup_place", "access_place", "seat")
AHEAD = 3
"""How many lines after a name the first key may stand."""


class BlockReader:
    """Splits a stream of lines into records. A record starts with a short line that keys follow."""

    def __init__(self, stream: Sequence[Line]) -> None:
        self._stream = stream
        self._first_key = self._usual_first_key()
        self._bullets = self._bulleted_values()
        self._names_at = self._depths_of_names()
        self._names_said = sum(line.pair is not None and line.pair.key == "name" for line in stream) > 1
        self.drafts: list[Draft] = []
        self.used: set[int] = set()
        self._found = Found("blocks", 0.0)
        self._current: Draft | None = None
        self._depth = 0
        self._open: Pair | None = None
        self._open_depth = 0
        self._group: Text | None = None

    def read(self) -> Found | None:
        """The records of the stream, or None when there are no two alike and no single rich one."""
        if not any(line.kind in KEYED for line in self._stream):
            return None
        for index, line in enumerate(self._stream):
            self._take(index, line)
        for draft in [draft for draft in self.drafts if not is_record(draft)]:
            self.drafts.remove(draft)
            self._found.unread += [(field.text, "unread.in-list") for field in draft.fields]
        if not self.drafts:
            return None
        self._drop_odd_contacts()
        self._drop_odd_functions()
        self._found.drafts = self.drafts
        self._found.score = score_of(self.drafts)
        self._found.unread += [(line.text, "unread.in-list") for line in self._left_over()]
        return self._found

    def _drop_odd_contacts(self) -> None:
        for draft in odd_contacts(self.drafts):
            self.drafts.remove(draft)
            self._found.unread += [(field.text, "unread.in-list") for field in draft.fields]

    def _drop_odd_functions(self) -> None:
        """A line between name and first key that hardly any record has is no function but something unread."""
        having = [
            d
            for d in self.drafts
            if len(d.fields) > 1 and d.fields[1].key == "function" and not d.fields[1].header
        ]
        if len(having) * 4 < len(self.drafts):
            for draft in having:
                self._found.unread.append((draft.fields.pop(1).text, "unread.in-list"))

    def _bulleted_values(self) -> bool:
        """Whether values below a label are bullets in this list, so that a short line there is none."""
        after = [b.kind for a, b in zip(self._stream, self._stream[1:], strict=False) if a.kind == "label"]
        return after.count("bullet") > after.count("short") + after.count("prose")

    def _usual_first_key(self) -> str:
        votes: Counter[str] = Counter()
        for line, after in zip(self._stream, self._stream[1:], strict=False):
            if line.kind in ("short", "heading", "bullet") and after.kind in KEYED:
                votes[_key(after)] += 1
        return votes.most_common(1)[0][0] if votes else ""

    def _take(self, index: int, line: Line) -> None:
        if self._current is not None and line.depth < self._depth:
            if line.kind in KEYED and len(self._current.fields) == 1:
                self._depth = line.depth  # only the name was set as an item: "1. Name: …", then other keys
            else:
                self._close()
        match line.kind:
            case "short" | "heading":
                self._title(index, line)
            case "pair" | "label":
                self._pair(index, line)
            case "engagement":
                self._add(index, "engagement", line.text)
                self._open = None
            case "bullet" | "prose":
                self._value(index, line)
            case "footnote":
                self._found.notes.append(line.text)
            case "stop":
                self._close()

    def _close(self) -> None:
        self._current, self._open = None, None

    def _start(self, index: int, line: Line, path: tuple[Text, ...]) -> Draft:
        self._current, self._depth, self._open = Draft([], path), line.depth, None
        self.drafts.append(self._current)
        self.used.add(index)
        return self._current

    def _title(self, index: int, line: Line) -> None:
        if self._address_line(index, line) or self._address_below(index, line):
            return
        if self._open and self._current is not None and self._is_value(index) and self._goes_on(line):
            self._add_value(index, line.text)
        elif self._next_is_name(index):
            self._start(index, line, (*line.path, line.text))
            self._found.headers.append(line.text)
        elif self._starts_record(index):
            if self._heads_group(index):
                self._start(index, line, line.path)
                self.drafts.pop()
                self._group = line.text
                self._found.headers.append(line.text)
            elif self._is_function(index, line):
                self._add(index, "link" if is_site(line.text.text) else "function", line.text)
            else:
                path = (*line.path, self._group) if self._group else line.path
                self._start(index, line, path).add("name", _without_colon(line.text))
        elif line.kind == "heading":
            self._close()
            self._group = None
        elif self._names_said and ": " in line.text.text:
            self._add(index, "note", line.text)
            self._open = None

    def _address_line(self, index: int, line: Line) -> bool:
        """Take a line below a label for a name or an address: the company first, then street, town and country."""
        printed = line.text.text.strip()
        if self._open is None or self._open.key not in NAMED_PLACES or self._current is None:
            return False
        if line.kind != "short" or self._stream[index - 1].kind not in ("short", *KEYED):
            return False
        if self._current.first("name") is None:
            self._add(index, "name", line.text)
        elif has_legal_form(printed):
            if self._open.value.text or self._current.first("legal_entity"):
                return False  # the label has its value already: this is the next company
            self._add(index, "legal_entity", line.text)
        elif any(c.isdigit() for c in printed) or is_place_only(printed):
            known = self._current.first("address")
            if known:
                known.extend(line.text, "\n")
                self.used.add(index)
            else:
                self._add(index, "address", line.text)
        else:
            return False
        return True

    def _address_below(self, index: int, line: Line) -> bool:
        """Take a line right below a name, before the first key, that is an address or a number of the company."""
        current = self._current
        if current is None or line.kind != "short" or index - 1 not in self.used:
            return False
        field = field_below_name(current, line.text.text.strip())
        known = current.first("address") if field == "address" else None
        if known:
            known.extend(line.text, ", ")
            self.used.add(index)
        elif field:
            self._add(index, field, line.text)
        return bool(field)

    def _heads_group(self, index: int) -> bool:
        """A line all in capitals, or with a colon, right before a name that is not, is the title of a group."""
        line, after = self._stream[index], self._stream[index + 1]
        printed = line.text.text.strip()
        if after.kind != "short" or has_legal_form(printed) or after.depth != line.depth:
            return False
        stands_out = printed.endswith(":") or (printed.isupper() and not after.text.text.isupper())
        return stands_out and self._starts_record(index + 1)

    def _is_function(self, index: int, line: Line) -> bool:
        """The line right after a name, when it is a short line of the same depth, tells what the company does."""
        if self._current is None or len(self._current.fields) != 1 or index - 1 not in self.used:
            return False
        before = self._stream[index - 1]
        if has_legal_form(line.text.text) or line.kind != "short":
            return False
        if before.kind == "heading":
            return before.depth in self._names_at
        return before.depth == line.depth and before.kind == "short"

    def _depths_of_names(self) -> frozenset[int]:
        """The depths of headings that are names: labels follow directly, or after the address of a website."""
        stream = [line for line in self._stream if line.kind != "short" or not is_site(line.text.text)]
        direct = {
            line.depth
            for line, after in pairwise(stream)
            if line.kind == "heading"
            and after.kind in KEYED
            and _key(after) in TELLING
            and not _is_title(line.text.text.strip())
        }
        return frozenset(direct | depths_over_functions(stream))

    def _next_is_name(self, index: int) -> bool:
        """Whether a later pair of the same record is its name, so that this line is only a group's title."""
        line = self._stream[index]
        if line.text.text.rstrip().endswith(":") and self._flat_record(index):
            return True
        for after in self._stream[index + 1 : index + 9]:
            if after.kind == "heading" or after.depth <= line.depth:
                return False
            if after.pair and after.pair.key in NAMES:
                return True
        return False

    def _flat_record(self, index: int) -> bool:
        """Whether pairs right after a line with a colon have a name among them, but not first."""
        pairs = []
        for after in self._stream[index + 1 : index + 6]:
            if after.kind != "pair" or after.pair is None:
                break
            pairs.append(after.pair.key)
        return bool(pairs) and pairs[0] not in NAMES and "name" in pairs

    def _starts_record(self, index: int) -> bool:
        line = self._stream[index]
        printed = line.text.text.strip()
        if _is_title(printed) or self._is_street(index) or (self._names_said and ": " in printed):
            return False
        for step, after in enumerate(self._stream[index + 1 : index + 1 + AHEAD]):
            if after.kind in KEYED:
                return _key(after) in TELLING and not (after.kind == "pair" and _key(after) == "name")
            if after.kind != "short" or step > 1:
                return False
            if after.depth > line.depth and not (line.kind == "heading" and line.depth in self._names_at):
                return False
        return False

    def _is_street(self, index: int) -> bool:
        """Whether a line with a number stands right before one that starts with a postcode."""
        after = self._stream[index + 1 : index + 2]
        street = self._stream[index].text.text
        return any(POSTCODE.match(line.text.text) for line in after) and any(c.isdigit() for c in street)

    def _is_value(self, index: int) -> bool:
        """Whether a short line is the value of the label above it rather than the next name."""
        if not self._starts_record(index):
            return True
        after = next((a for a in self._stream[index + 1 : index + 1 + AHEAD] if a.kind in KEYED), None)
        return after is None or _key(after) != self._first_key

    def _goes_on(self, line: Line) -> bool:
        """Whether a short line can go on with the open label; a value there already only goes on in small letters."""
        assert self._current is not None and self._open is not None
        printed = line.text.text.strip()
        if not printed or has_legal_form(printed):
            return False
        if self._current.fields[-1].key != "label":
            return printed[0].islower() or self._current.fields[-1].text.text.rstrip()[-1:] in ",;/&"
        inside = line.depth > self._open_depth
        if self._bullets and not inside:
            return printed[0].islower()
        return inside or self._open.key not in PLACES or is_place_only(printed) or printed[0].islower()

    def _pair(self, index: int, line: Line) -> None:
        pair = line.pair
        assert pair is not None
        current = self._current
        known = current.first("name") if current else None
        if pair.key == "name" and not pair.value.text and self._names_next(index):
            self._start(index, line, (*line.path, self._group) if self._group else line.path)
            self._open, self._open_depth = pair, line.depth
            return
        if pair.key == "name" and not _may_be_name(pair.value.text):
            self._close()
            return
        if pair.value.text and (pair.key == "name" or (pair.key == "legal_entity" and known is None)):
            if current is None or known is not None:
                self._take_group(index)
                self._start(index, line, (*line.path, self._group) if self._group else line.path)
            self._add(index, "name", pair.value, pair.label.text)
            self._open = None
            return
        if pair.value.text:
            self._add(index, pair.key, pair.value, pair.label.text)
        else:
            self._add(index, "label", pair.label, pair.label.text)
        self._open, self._open_depth = pair, line.depth

    def _names_next(self, index: int) -> bool:
        """Whether the line below a name label without a value is the name."""
        after = self._stream[index + 1] if index + 1 < len(self._stream) else None
        return after is not None and after.kind == "short" and _may_be_name(after.text.text)

    def _take_group(self, index: int) -> None:
        """A short line of its own right before a record that names itself is the title of a group."""
        before = self._stream[index - 1] if index else None
        if (
            before is not None
            and before.kind == "short"
            and index - 1 not in self.used
            and not _is_title(before.text.text)
        ):
            self._group = before.text
            self._found.headers.append(before.text)
            self.used.add(index - 1)

    def _add(self, index: int, key: str, text: Text, header: str = "") -> None:
        if self._current is not None:
            self._current.add(key, text, header)
            self.used.add(index)

    def _value(self, index: int, line: Line) -> None:
        if self._open and self._current is not None:
            self._add_value(index, line.text)
            self._current.fields[-1].listed = line.kind == "bullet"
        elif line.kind == "bullet" and line.text.marks:
            self._add(index, "note", line.text)

    def _add_value(self, index: int, text: Text) -> None:
        assert self._current is not None and self._open is not None
        last = self._current.fields[-1]
        if last.key == self._open.key and last.header == self._open.label.text:
            last.extend(text, "\n")
            self.used.add(index)
        else:
            self._add(index, self._open.key, text, self._open.label.text)

    def _left_over(self) -> Iterator[Line]:
        """Lines between the first and the last record that no record took, but for prose and headings."""
        inside = range(min(self.used), max(self.used)) if self.used else range(0)
        for index in inside:
            if index not in self.used and self._stream[index].kind in ("short", "bullet", *KEYED):
                yield self._stream[index]


def _is_title(printed: str) -> bool:
    """Whether a short line is the title of a list or a label rather than a name."""
    if (
        word_count(printed) > (14 if has_legal_form(printed) else 10)
        or names_subprocessors(printed)
        or label_for(printed.rstrip(":"), least=1.0)
    ):
        return True
    if has(printed, "time.updated") or is_whole(printed, "other.definitions"):
        return True
    return word_count(printed) >= 3 and names_suppliers(printed) and not has_legal_form(printed)


def _may_be_name(printed: str) -> bool:
    return 0 < word_count(printed) <= 9 or bool(legal_forms(printed))


def _key(line: Line) -> str:
    if line.kind == "engagement":
        return "engagement"
    return line.pair.key if line.pair else ""


def _without_colon(text: Text) -> Text:
    bold = bold_start(text)
    end = len(text.text.rstrip().rstrip(":："))
    return cut(text, 0, min(end, bold) if bold and not text.text[bold:].strip(" :：") else end)
