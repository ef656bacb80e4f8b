"""Which delimiter a text uses, by counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from ketju.formats.delimited.cells import Cells, Splitter

DELIMITERS = ("\t", ";", "|", ",")
SAMPLE_RECORDS = 60
SAMPLE_LENGTH = 20_000
MAX_PREAMBLE = 8
"""Lines before the first record that do not speak against a delimiter."""
AFTER_PREAMBLE = 0.7
"""How much a delimiter weighs that the first lines do not have: one that they have, too, is the likelier one."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A delimiter, how many columns most records have, and the share of the records that have as many."""

    delimiter: str
    columns: int
    share: float
    records: int
    start: int = 0
    preamble: int = 0

    @property
    def weight(self) -> float:
        """How much speaks for it: that the records agree, and that there are columns at all."""
        if self.columns < 2:
            return 0.0
        return self.share * (1 + min(self.columns, 8) * 0.08) * (AFTER_PREAMBLE if self.preamble else 1)


def dialect_of(source: str, suffix: str = "") -> Dialect:
    """The dialect of a text. A first line ``sep=;``, which spreadsheets write, decides it."""
    if source[:4].lower() == "sep=" and source[5:6] in ("\n", ""):
        return _counted(source, source[4:5] or ",", 6)
    found = [_counted(source, delimiter) for delimiter in DELIMITERS]
    if suffix in (".tsv", ".tab") and found[0].columns > 1:
        return found[0]
    best = max(found, key=lambda dialect: dialect.weight)
    return best if best.columns > 1 else found[-1]


def sample_of(source: str, delimiter: str, start: int = 0) -> list[Cells]:
    """The first records, without one that the sample cuts off."""
    cut = len(source) - start > SAMPLE_LENGTH
    splitter = Splitter(source[start : start + SAMPLE_LENGTH], delimiter)
    records = list(islice(splitter.records(), SAMPLE_RECORDS))
    return records[:-1] if cut and 1 < len(records) < SAMPLE_RECORDS else records


def _counted(source: str, delimiter: str, start: int = 0) -> Dialect:
    records = sample_of(source, delimiter, start)
    counts = Counter(len(record.texts) for record in records)
    many = {count: times for count, times in counts.items() if count > 1}
    if not many:
        return Dialect(delimiter, 1, 0.0, len(records), start)
    columns = max(many, key=lambda count: (many[count], count))
    first = next(at for at, record in enumerate(records) if len(record.texts) == columns)
    preamble = min(first, MAX_PREAMBLE, len(records) // 2)
    share = many[columns] / (len(records) - preamble)
    return Dialect(delimiter, columns, share, len(records), start, preamble)
