"""The oracle is the plain way: everything in memory, then ``json.dumps``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketju.formats.writers.json_text import json_pieces

WORDS = st.text(st.sampled_from('ab"\\/\n\t\x00\x7fé\u2028\ud800😀'), max_size=6)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(st.dictionaries(WORDS, VALUES, max_size=3))
def test_pieces_are_what_the_plain_way_writes(data: dict[str, Any]) -> None:
    assert "".join(json_pieces(data)) == json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@PATIENT
@given(st.dictionaries(WORDS, st.lists(VALUES, max_size=3), max_size=2))
def test_lists_that_are_made_on_the_way_are_written_like_others(data: dict[str, list[Any]]) -> None:
    made = {name: iter(values) for name, values in data.items()}
    assert "".join(json_pieces(made)) == json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@PATIENT
@given(st.lists(st.lists(VALUES, max_size=3), max_size=3))
def test_lists_in_lists_that_are_made_on_the_way_are_written_like_others(data: list[list[Any]]) -> None:
    made = {"files": iter([{"name": "a", "found": iter(values)} for values in data])}
    plain = {"files": [{"name": "a", "found": values} for values in data]}
    assert "".join(json_pieces(made)) == json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


@PATIENT
@given(st.lists(VALUES, max_size=3))
def test_items_by_line_are_the_same_data_with_a_line_for_each(data: list[Any]) -> None:
    text = "".join(json_pieces({"found": iter(data), "more": {"a": [1]}}, item_by_line=True))
    plain = json.dumps({"found": [], "more": {"a": [1]}}, ensure_ascii=False, indent=2) + "\n"
    items = [f"    {json.dumps(one, ensure_ascii=False)}" for one in data]
    found = "[\n" + ",\n".join(items) + "\n  ]" if items else "[]"
    assert text == plain.replace('"found": []', f'"found": {found}', 1)


def test_an_item_is_written_before_the_next_one_is_made() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    pieces = json_pieces({"items": items()})
    seen = [(piece, list(made)) for piece in pieces]
    assert [known for piece, known in seen if piece.strip(" ,[\n").isdigit()] == [[0], [0, 1], [0, 1, 2]]
