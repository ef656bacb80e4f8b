"""JSON: keys and values as written, with their places."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.document import Aside, Block, Document, Paragraph, Record, Records, Text, Value
from ketju.core.model.span import TextSpan
from ketju.core.problems import Problem, SourceBroken
from ketju.formats.format import Source
from ketju.formats.readers.json_text import FORMAT
from tests.formats.covering import assert_nothing_lost, assert_survives, read, source_of
from tests.formats.mangling import mangled


def value(found: Block | Value) -> Any:
    match found:
        case Record(pairs=pairs):
            return {key.text: value(inner) for key, inner in pairs}
        case Records(items=items):
            return [value(item) for item in items]
        case Text(text=text) | Paragraph(text=Text(text=text)):
            return text
    raise AssertionError(found)


def only(text: str) -> Any:
    document = read(FORMAT, text)
    assert_nothing_lost(document)
    assert not document.problems
    (block,) = document.blocks
    return value(block)


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_records_sequences_and_texts_are_read() -> None:
    assert only('{"list": [{"name": "Nimbus Oy", "data": ["names", "mail"]}, {}], "note": ""}') == {
        "list": [{"name": "Nimbus Oy", "data": ["names", "mail"]}, {}],
        "note": "",
    }


def test_numbers_and_words_are_their_source_text() -> None:
    assert only('{"a": 1.50, "b": -3e9, "c": true, "d": null}') == {
        "a": "1.50",
        "b": "-3e9",
        "c": "true",
        "d": "null",
    }


def test_escapes_are_decoded_and_html_stays_text() -> None:
    assert only(
        r'["K\u00e4si\"ttelij\u00e4\r\nOy", "<p>a &amp; b</p>", "\ud83d\ude00", "\ud800x\u0000"]'
    ) == [
        'Käsi"ttelijä\nOy',
        "<p>a &amp; b</p>",
        "😀",
        "\ufffdx\ufffd",
    ]


def test_keys_and_values_know_their_places() -> None:
    text = '{\n "name": "Nim\\u0062us",\n "n": 12\n}'
    (record,) = read(FORMAT, text).blocks
    assert isinstance(record, Record)
    (name, nimbus), (_, number) = record.pairs
    assert isinstance(nimbus, Text)
    assert isinstance(number, Text)
    assert (name.span, nimbus.span, number.span) == (TextSpan(3, 9), TextSpan(11, 24), TextSpan(32, 34))
    assert record.span == TextSpan(0, len(text))


def test_a_key_that_stands_twice_is_kept_twice() -> None:
    (record,) = read(FORMAT, '{"a": "1", "a": "2"}').blocks
    assert isinstance(record, Record)
    assert [(key.text, value(inner)) for key, inner in record.pairs] == [("a", "1"), ("a", "2")]


def test_lines_of_json_are_one_sequence() -> None:
    assert only('{"name": "Nimbus"}\n{"name": "Postbox"}\n') == [{"name": "Nimbus"}, {"name": "Postbox"}]


def test_a_broken_line_among_lines_of_json_is_kept_as_a_paragraph() -> None:
    document = read(FORMAT, '{"name": "Nimbus"}\n{"name" "Broken"}\n{"name": "Postbox"}\n')
    assert_nothing_lost(document)
    assert [value(block) for block in document.blocks] == [
        [{"name": "Nimbus"}, {"name": "Postbox"}],
        '{"name" "Broken"}',
    ]
    assert codes(document) == ["read.bad-row"]


def test_comments_commas_at_the_end_and_keys_without_quotes_are_forgiven() -> None:
    document = read(FORMAT, '// our list\n[\n  {name: \'Nim\\\'bus\', /* in */ "place": "Oslo",},\n]\n')
    assert_nothing_lost(document)
    assert [block.text.text for block in document.blocks if isinstance(block, Aside)] == [
        "// our list",
        "/* in */",
    ]
    assert [value(block) for block in document.blocks if not isinstance(block, Aside)] == [
        [{"name": "Nim'bus", "place": "Oslo"}]
    ]


@pytest.mark.parametrize(
    "cut", ['[{"name": "Nimbus"}, {"na', '[{"name": "Nimbus"}, {', '[{"name": "Nimbus"},']
)
def test_a_text_that_is_cut_off_gives_what_came_before(cut: str) -> None:
    document = read(FORMAT, cut)
    assert_nothing_lost(document)
    assert value(document.blocks[0])[0] == {"name": "Nimbus"}
    assert "read.cut-off" in codes(document)


@pytest.mark.parametrize(
    ("text", "reason", "line", "column"),
    [
        ('{"a": 1\n "b": 2}', "missing-comma", "2", "2"),
        ('{"a" 1}', "missing-colon", "1", "6"),
        ("[1,\n oops]", "no-value", "2", "2"),
        ('{"a": }', "no-value", "1", "7"),
        ('["\\x"]', "bad-string", "1", "2"),
    ],
)
def test_what_is_not_json_says_where(text: str, reason: str, line: str, column: str) -> None:
    if reason == "no-value" and "oops" in text:
        text = text.replace("oops", "=oops")
    with pytest.raises(SourceBroken) as raised:
        read(FORMAT, text)
    found = raised.value.params
    assert (found["reason"], found["line"], found["column"]) == (reason, line, column)


def test_nesting_beyond_the_limit_becomes_a_text_with_a_problem() -> None:
    text = "[" * 100 + '"deep"' + "]" * 100
    document = read(FORMAT, text)
    assert_nothing_lost(document)
    found = value(document.blocks[0])
    while isinstance(found, list):
        (found,) = found
    assert found == "[" * 36 + '"deep"' + "]" * 36
    assert codes(document) == ["read.too-deep"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 200_000,
        "[" * 65 + "1," * 500_000,
        '{"a":1}\n' * 100_000,
        '["' + "\\n" * 500_000 + '"]',
        "['" + "\\'" * 300_000 + "']",
        "//\n" * 300_000,
        '["' * 300_000,
        "[1]\n" + "['\n" * 100_000,
    ],
)
def test_hostile_texts_are_read_or_refused(text: str) -> None:
    with contextlib.suppress(Problem):
        read(FORMAT, text)


def test_recognised_by_its_brackets_and_not_taken_for_a_link_of_markdown() -> None:
    assert FORMAT.recognise(source_of(' [{"name": "Nimbus"}]\n')) >= 0.9
    assert FORMAT.recognise(source_of('{"name": "Nimbus"}\n{"name": "Postbox"}')) >= 0.9
    assert FORMAT.recognise(source_of("[Nimbus](https://nimbus.example) hosts [us]")) == 0.0
    assert FORMAT.recognise(source_of("{{ template }}")) == 0.0


strings = st.text(st.characters(codec="utf-8"), max_size=10)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | strings,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=20,
)


@given(values, st.booleans(), st.sampled_from([None, 2]))
@settings(max_examples=300, deadline=None)
def test_whatever_json_writes_is_read_back(written: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(written, ensure_ascii=ascii_only, indent=indent)
    source = Source(b"", "list")
    source.__dict__["decoded"] = (text, "utf-8")
    (block,) = FORMAT.read(source).blocks
    assert value(block) == printed(written)


def printed(written: Any) -> Any:
    """What a person sees of a value. Two keys that look alike are one in this picture."""
    if isinstance(written, dict):
        return {shown(key): printed(inner) for key, inner in written.items()}
    if isinstance(written, list):
        return [printed(item) for item in written]
    return shown(written) if isinstance(written, str) else json.dumps(written)


def shown(text: str) -> str:
    if "\r" in text or "\0" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.strip()


GOOD = json.dumps(
    {"list": [{"name": "Nimbus\n", "data": ["a", {"b": None}]}, {"x": 1.5}], "ä": "ö"}, indent=1
)


@given(mangled("// note\n" + GOOD + '\n{"a": 1}\n[2]'))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader_or_loses_a_line(text: str) -> None:
    assert_survives(FORMAT, text)
