"""YAML: every scalar a text, nothing resolved, nothing lost."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings

from ketju.core.model.document import Aside, Block, Paragraph, Record, Records, Text, Value
from ketju.core.model.span import TextSpan
from ketju.core.problems import Problem, SourceBroken
from ketju.formats.readers.yaml_text import FORMAT
from tests.formats.covering import assert_nothing_lost, assert_survives, read, source_of
from tests.formats.mangling import mangled


def value(found: Block | Value) -> Any:
    """Records as lists of pairs, since a key may stand twice."""
    match found:
        case Record(pairs=pairs):
            return [(key.text, value(inner)) for key, inner in pairs]
        case Records(items=items):
            return [value(item) for item in items]
        case Text(text=text) | Paragraph(text=Text(text=text)):
            return text
    raise AssertionError(found)


def content(text: str) -> list[Any]:
    document = read(FORMAT, text)
    assert_nothing_lost(document)
    assert not document.problems
    return [value(block) for block in document.blocks if not isinstance(block, Aside)]


def asides(text: str) -> list[tuple[str, str]]:
    return [(block.text.text, block.kind) for block in read(FORMAT, text).blocks if isinstance(block, Aside)]


def test_every_scalar_is_the_text_that_is_written() -> None:
    text = "country: NO\nsince: 2024-03-01\nversion: 1.10\neu: yes\nid: 0123\nnothing:\ntilde: ~\n"
    assert content(text) == [
        [
            ("country", "NO"),
            ("since", "2024-03-01"),
            ("version", "1.10"),
            ("eu", "yes"),
            ("id", "0123"),
            ("nothing", ""),
            ("tilde", "~"),
        ]
    ]


def test_lists_of_records_block_and_folded_texts() -> None:
    text = "- name: Nimbus\n  note: |\n    one # no comment\n    two\n  long: >-\n    a\n    b\n- [x, {y: 'z'}]\n"
    assert content(text) == [
        [[("name", "Nimbus"), ("note", "one # no comment\ntwo"), ("long", "a b")], ["x", [("y", "z")]]]
    ]


def test_a_key_that_stands_twice_is_kept_twice() -> None:
    assert content("name: Nimbus\nname: Postbox\n") == [[("name", "Nimbus"), ("name", "Postbox")]]


def test_keys_and_values_know_their_places_beyond_the_first_plane() -> None:
    text = 'ä: 😀 x\nb: "q"\n'
    (record,) = read(FORMAT, text).blocks
    assert isinstance(record, Record)
    assert [(key.span, inner.span) for key, inner in record.pairs] == [
        (TextSpan(0, 1), TextSpan(3, 6)),
        (TextSpan(7, 8), TextSpan(10, 13)),
    ]


def test_comments_are_asides_and_signs_inside_texts_are_no_comments() -> None:
    text = '# our list\n# of today\nname: Nimbus # the first\nlink: https://x.example/#a\nq: "a # b"\n'
    assert asides(text) == [("our list\nof today", "comment"), ("the first", "comment")]


def test_several_documents_are_several_blocks() -> None:
    text = "%YAML 1.2\n---\na: 1\n...\n---\n- b\n--- c\n"
    assert content(text) == [[("a", "1")], ["b"], "c"]
    assert [kind for _, kind in asides(text)] == ["markup"] * 4


def test_anchors_and_merges_are_put_in() -> None:
    text = "base: &b {place: Oslo, use: mail}\nlist:\n- name: Nimbus\n  use: own\n  <<: *b\n- *b\n"
    base = [("place", "Oslo"), ("use", "mail")]
    assert content(text) == [
        [("base", base), ("list", [[("name", "Nimbus"), ("use", "own"), ("place", "Oslo")], base])]
    ]


def test_an_alias_without_an_anchor_is_a_text() -> None:
    assert content("a: *nobody\n") == [[("a", "*nobody")]]
    assert content("a: &x [*x]\n") == [[("a", ["*x"])]]


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 12)]
    document = read(FORMAT, "\n".join(lines))
    assert_nothing_lost(document)
    assert {problem.code for problem in document.problems} == {"read.too-many-aliases"}


def test_tabs_for_indentation_are_forgiven() -> None:
    assert content("list:\n\t- name: Nimbus\n\t  use: mail\n") == [
        [("list", [[("name", "Nimbus"), ("use", "mail")]])]
    ]


def test_control_letters_are_replaced_and_places_stay() -> None:
    (record,) = read(FORMAT, "a: x\x07y\nb: z\n").blocks
    assert value(record) == [("a", "x\ufffdy"), ("b", "z")]


@pytest.mark.parametrize(
    ("text", "line"),
    [("name: Nimbus\nuse: mail: lists\n", "2"), ("a: [1, 2\nb: 3\n", "2"), ("- a\nb: c\n", "2")],
)
def test_what_is_not_yaml_says_where(text: str, line: str) -> None:
    with pytest.raises(SourceBroken) as raised:
        read(FORMAT, text)
    assert raised.value.params["line"] == line
    assert raised.value.params["format"] == "YAML"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("- name: Nimbus\n  use: mail\n- name: Postbox\n  use: lists\n", 0.8, 1.0),
        ("# c\nupdated: 2024\nlist:\n  - name: Nimbus\n    use: a\n", 0.8, 1.0),
        ("ketju: 1\nregister: {}\n", 0.9, 1.0),
        ("Nimbus\nPurpose: mail\nPlace: Oslo\n\nPostbox\nPurpose: lists\nPlace: Oslo\n", 0.0, 0.2),
        ("Name: Nimbus\nPurpose: mail\n\nName: Postbox\nPurpose: lists\n", 0.0, 0.2),
        ("- Nimbus\n- Postbox\n", 0.0, 0.0),
        ("---\ntitle: List\nlayout: page\n---\n\n# Our list\n\nWe use these.\n\n- Nimbus\n", 0.0, 0.0),
        ("Dear all,\nplease note: we changed.\n", 0.0, 0.0),
    ],
)
def test_yaml_is_told_from_prose(text: str, low: float, high: float) -> None:
    assert low <= FORMAT.recognise(source_of(text)) <= high


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 200_000,
        "- " * 300_000,
        "? " * 300_000,
        "a: b\n" * 300_000,
        "".join(" " * at + "a:\n" for at in range(1500)),
        "---\n" * 200_000,
        "#\n" * 500_000,
        "- &a x\n" + "- *a\n" * 200_000,
        "a0: &a0 [x]\n" + "".join(f"a{at}: &a{at} [*a{at - 1}]\n" for at in range(1, 3000)),
        "!" * 300_000,
        "{" * 900 + "a," * 200_000,
    ],
)
def test_hostile_texts_are_read_or_refused(text: str) -> None:
    with contextlib.suppress(Problem):
        read(FORMAT, text)


GOOD = """%YAML 1.2
---
# top
# second
updated: 2024-03-01   # when
base: &b {region: NO, x: "y # z"}
list:
- name: Nimbus
  <<: *b
  text: |
    a # no
    b
  folded: >-
    a
  empty:
  name: Dup
- *b
- [a, b]
? complex
: yes
...
---
- x
"""


@given(mangled(GOOD))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader_or_loses_a_line(text: str) -> None:
    assert_survives(FORMAT, text)
