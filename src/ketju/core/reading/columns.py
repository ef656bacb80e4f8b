"""Which column of a table holds which field: told from its header, else from what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ketju.core.model.document import Text
from ketju.core.reading.evidence import names_subprocessors, names_suppliers
from ketju.core.reading.texts import flat, word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import answer, names_role
from ketju.core.vocabulary.places import is_place_only

_URL = re.compile(r"https?://|www\.|^[\w-]+(\.[\w-]+)+(/\S*)?$")
_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")
LEAST_HEADER = 0.5
"""A header cell counts as understood from this score on."""
SURE = 0.9
"""A header read with less than this may be overruled by what stands in the column."""
PLACES = frozenset(
    {"place", "storage_place", "backup_place", "access_place", "seat", "region", "outside_eea", "address"}
)
LONGEST_NAMED = 16
"""A cell with a company in it has at most this many words, its address counted."""
LONGEST_PRODUCT = 4
"""Names of products have at most so many words on average."""
SAMPLE = 40
"""How many cells of a column are looked at."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's field, how sure the mapping is, and why when it is a guess."""

    key: str
    header: str = ""
    confidence: float = 1.0
    reason: str = ""


def header_score(cells: Sequence[Text | None], languages: frozenset[str]) -> tuple[int, int]:
    """(understood, filled) cells of a row taken as a header."""
    filled = [flat(cell.text) for cell in cells if cell and cell.text.strip()]
    known = sum(label_for(text, languages, LEAST_HEADER) is not None for text in filled)
    return known, len(filled)


def is_all_labels(cells: Sequence[Text | None], languages: frozenset[str]) -> bool:
    """Whether every filled cell is a label. The last is tried first: names stand in front and are never alike."""
    return all(
        label_for(flat(cell.text), languages, LEAST_HEADER)
        for cell in reversed(cells)
        if cell and cell.text.strip()
    )


def looks_like_header(cells: Sequence[Text | None], languages: frozenset[str]) -> bool:
    """Whether a row that nothing marks as a header reads like one."""
    known, filled = header_score(cells, languages)
    if filled < 2 or known < 2 or known * 2 < filled:
        return False
    texts = [flat(cell.text) for cell in cells if cell and cell.text.strip()]
    if any(is_company(text, languages) or _is_link(text, languages) for text in texts):
        return False
    return sum(is_place_only(text) for text in texts) == 0 or known >= 3


def is_company(printed: str, languages: frozenset[str] = frozenset()) -> bool:
    """Whether a cell holds a legal form and is no label: "Unternehmen / Company" names a column."""
    return has_legal_form(printed) and label_for(printed, languages, SURE) is None


def _is_link(printed: str, languages: frozenset[str]) -> bool:
    """Whether a cell holds an address of the web and is no label: "Org.nr" names a column."""
    return _URL.search(printed) is not None and label_for(printed, languages, SURE) is None


def columns_from_header(cells: Sequence[Text | None], languages: frozenset[str]) -> list[Column]:
    """The columns that a header row names; a column without a readable name gets the key ""."""
    columns = []
    for cell in cells:
        printed = flat(cell.text) if cell else ""
        label = label_for(printed, languages, LEAST_HEADER) if printed else None
        if label:
            columns.append(
                Column(label.field, printed, label.score, "" if label.score >= 0.95 else "guess.header")
            )
        else:
            columns.append(Column("", printed))
    return columns


def complete(
    columns: list[Column], rows: Sequence[Sequence[Text | None]], languages: frozenset[str] = frozenset()
) -> list[Column]:
    """Settle double names and fill unnamed columns from what stands in them."""
    width = max([len(columns), *(len(row) for row in rows)], default=0)
    columns = columns + [Column("")] * (width - len(columns))
    samples = [_sample(rows, index) for index in range(width)]
    columns = [_checked(column, samples[i], languages) for i, column in enumerate(columns)]
    columns = [_described(column, columns, samples[i]) for i, column in enumerate(columns)]
    columns = _outer_places(_one_purpose(_one_name(columns, samples), samples))
    return _some_purpose(columns, samples)


def _sample(rows: Sequence[Sequence[Text | None]], index: int) -> list[str]:
    cells = [row[index] for row in rows[:SAMPLE] if index < len(row)]
    return [flat(cell.text) for cell in cells if cell and cell.text.strip()]


def _share(texts: Sequence[str], test: object) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0.0  # type: ignore[operator]


def _checked(column: Column, texts: Sequence[str], languages: frozenset[str]) -> Column:
    """A column without a sure header is named by its content when that is clear."""
    if not column.key:
        return _from_content(column, texts)
    if column.key == "role" and _share(texts, lambda text: names_role(text, languages)) < 0.5:
        return Column("purpose", column.header, 0.8, "guess.content")
    if column.key == "address" and _share(texts, is_place_only) >= 0.9:
        return Column("seat", column.header, 0.8, "guess.content")
    if column.header.endswith("?") and column.key == "data" and _share(texts, _is_answer) >= 0.5:
        return Column("note", column.header)
    if column.key == "name" and _share(texts, _is_answer) >= 0.5:
        return Column("", column.header)
    if column.key == "customer_data" and _share(texts, _tells_data) >= 0.5:
        return Column("data", column.header, 0.8, "guess.content")
    if column.confidence < SURE and column.key not in PLACES and _share(texts, is_place_only) >= 0.6:
        return Column("place", column.header, 0.8, "guess.content")
    return column


def _described(column: Column, columns: Sequence[Column], texts: Sequence[str]) -> Column:
    """A column "Service" with descriptions beside a purpose tells what the company does; products have short names."""
    words = sum(map(word_count, texts))
    described = column.key == "service" and words > LONGEST_PRODUCT * len(texts) > 0
    if described and any(other.key == "purpose" for other in columns):
        return Column("function", column.header, 0.8, "guess.content")
    return column


def _is_answer(text: str) -> bool:
    """Whether a cell says yes or no, with or without a condition after it."""
    return answer(text) is not None and not has_legal_form(text)


def _tells_data(text: str) -> bool:
    """Whether a cell under "customer data" says what data these are rather than whether there are any."""
    return word_count(text) >= 2 and answer(text) is None


def _from_content(column: Column, texts: Sequence[str]) -> Column:
    if _share(texts, is_place_only) >= 0.6:
        return Column("place", column.header, 0.7, "guess.content")
    if _share(texts, _URL.search) >= 0.6:
        return Column("link", column.header, 0.8, "guess.content")
    if _share(texts, _NUMBER.match) >= 0.9 and not column.header:
        return Column("ordinal", column.header, 0.7, "guess.content")
    return column


def _one_name(columns: list[Column], samples: Sequence[Sequence[str]]) -> list[Column]:
    """One column is the name; a second one with more legal forms is the legal entity. Without any, guess."""
    names = [i for i, column in enumerate(columns) if column.key == "name"]
    columns = list(columns)
    if len(names) > 1:
        keep, other = _brand_and_entity(columns, samples, names)
        for i in names:
            if i != keep:
                columns[i] = Column(
                    "legal_entity" if i == other else "", columns[i].header, 0.8, "guess.two-names"
                )
    elif not names:
        guess = _guess_name(columns, samples)
        if guess is not None:
            columns[guess] = Column("name", columns[guess].header, 0.7, "guess.first-column")
    return columns


def _brand_and_entity(
    columns: list[Column], samples: Sequence[Sequence[str]], names: list[int]
) -> tuple[int, int | None]:
    announced = [i for i in names if names_subprocessors(columns[i].header)]
    legal = {i: _share(samples[i], has_legal_form) for i in names}
    most = max(names, key=lambda i: (legal[i], -i))
    if legal[most] > 0.3 and any(legal[i] < legal[most] for i in names):
        if not all(any(c.isalnum() for c in text) for i in names if i != most for text in samples[i]):
            return (
                most,
                None,
            )  # companies without a further one below them: a column of the chain, not of brands
        keep = next((i for i in announced if i != most), next(i for i in names if i != most))
        return keep, most
    keep = announced[0] if announced else names[0]
    return keep, None


def _guess_name(columns: list[Column], samples: Sequence[Sequence[str]]) -> int | None:
    for key in ("legal_entity", "brand", "service"):
        for i, column in enumerate(columns):
            if column.key == key:
                return i
    for i, column in enumerate(columns):
        if (
            column.key == "function"
            and names_suppliers(column.header)
            and len({*samples[i]}) == len(samples[i])
        ):
            return i
    for i, column in enumerate(columns):
        if column.key == "" and samples[i] and _share(samples[i], _is_name_like) >= 0.6:
            return i
    return None


def _is_name_like(text: str) -> bool:
    if has_legal_form(text):
        return word_count(text) <= LONGEST_NAMED
    return word_count(text) <= 8 and (text[0].isupper() or text[0].isdigit()) and not text.endswith(".")


def _outer_places(columns: list[Column]) -> list[Column]:
    """A column of places before the name, when another stands after it, tells where the entry applies."""
    keys = [column.key for column in columns]
    name = keys.index("name") if "name" in keys else 0
    if "place" not in keys[:name] or "place" not in keys[name:]:
        return columns
    return [
        Column("products", column.header, 0.8, "guess.service")
        if at < name and column.key == "place"
        else column
        for at, column in enumerate(columns)
    ]


def _one_purpose(columns: list[Column], samples: Sequence[Sequence[str]]) -> list[Column]:
    """Of several columns that say what a company does, the one with the surest header, then the longest texts."""
    several = [i for i, column in enumerate(columns) if column.key == "purpose"]
    if len(several) < 2:
        return columns
    keep = max(several, key=lambda i: (columns[i].confidence, sum(map(len, samples[i]))))
    return [
        Column("function", column.header, column.confidence, column.reason)
        if i in several and i != keep
        else column
        for i, column in enumerate(columns)
    ]


def _some_purpose(columns: list[Column], samples: Sequence[Sequence[str]]) -> list[Column]:
    """Without a purpose, a column "Service" tells what the company does, else the longest remarks do."""
    keys = [column.key for column in columns]
    if {"purpose", "function"} & set(keys):
        return columns
    if "service" in keys:
        i = keys.index("service")
    else:
        open_columns = [i for i, key in enumerate(keys) if key in ("", "note") and samples[i]]
        i = max(open_columns, key=lambda i: sum(map(len, samples[i])), default=-1)
    if i >= 0:
        columns[i] = Column("purpose", columns[i].header, 0.8, "guess.service")
    return columns


def without_header(rows: Sequence[Sequence[Text | None]]) -> list[Column]:
    """Columns of a table without a header: name first, places and links by content, the longest text the purpose."""
    width = max((len(row) for row in rows), default=0)
    samples = [_sample(rows, index) for index in range(width)]
    columns = [_from_content(Column(""), sample) for sample in samples]
    name = next(
        (i for i, c in enumerate(columns) if not c.key and _share(samples[i], _is_name_like) >= 0.6), None
    )
    if name is None:
        return columns
    columns[name] = Column("name", "", 0.6, "guess.first-column")
    open_columns = [i for i, c in enumerate(columns) if not c.key and samples[i]]
    if open_columns:
        longest = max(open_columns, key=lambda i: sum(map(len, samples[i])) / len(samples[i]))
        columns[longest] = Column("purpose", "", 0.6, "guess.content")
    return columns
