"""Documents as JSON and back."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.document import (
    Aside,
    Definition,
    Definitions,
    Document,
    Heading,
    Item,
    Listing,
    Mark,
    Paragraph,
    ReadProblem,
    Record,
    Records,
    Row,
    Table,
    Text,
)
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, TextSpan
from ketju.formats.document_json import document_from_json, json_from_document

whole = st.integers(0, 10**6)
words = st.text(max_size=20)
spans = st.one_of(
    st.builds(TextSpan, whole, whole),
    st.builds(CellSpan, words, whole, whole),
    st.builds(BoxSpan, whole, *[st.floats(-1e6, 1e6)] * 4),
    st.builds(NodeSpan, words, words, whole, whole),
)
marks = st.builds(Mark, st.sampled_from(["bold", "link", "code", "strike"]), whole, whole, words)
texts = st.builds(Text, words, spans, st.lists(marks, max_size=2).map(tuple))
rows = st.builds(Row, st.lists(st.none() | texts, max_size=3).map(tuple), spans, st.booleans())
values = st.recursive(
    texts,
    lambda inner: st.one_of(
        st.builds(Record, st.lists(st.tuples(texts, inner), max_size=2).map(tuple), spans),
        st.builds(Records, st.lists(inner, max_size=2).map(tuple), spans),
    ),
    max_leaves=4,
)
kinds = st.sampled_from(
    ["navigation", "footer", "front matter", "code", "comment", "script", "markup", "metadata"]
)
flat = st.one_of(
    st.builds(Heading, texts, st.integers(1, 6)),
    st.builds(Paragraph, texts, st.integers(0, 5)),
    st.builds(Aside, texts, kinds),
    st.builds(Table, st.lists(rows, max_size=3).map(tuple), st.none() | texts),
    values.filter(lambda value: not isinstance(value, Text)),
)


def nested(inner):
    children = st.lists(inner, max_size=2).map(tuple)
    return st.one_of(
        st.builds(
            Listing, st.lists(st.builds(Item, texts, children, words), max_size=2).map(tuple), st.booleans()
        ),
        st.builds(Definitions, st.lists(st.builds(Definition, texts, children), max_size=2).map(tuple)),
    )


blocks = st.recursive(flat, nested, max_leaves=5)
problems = st.builds(
    ReadProblem,
    words,
    st.none() | spans,
    st.lists(st.tuples(words, words), max_size=2).map(tuple),
    st.sampled_from(["error", "warning", "info"]),
)
documents = st.builds(
    Document,
    words,
    st.lists(blocks, max_size=3).map(tuple),
    st.none() | words,
    st.none() | texts,
    st.lists(words, max_size=2).map(tuple),
    st.lists(problems, max_size=2).map(tuple),
    words,
)


@given(documents)
def test_a_document_comes_back_as_it_was(document):
    assert document_from_json(json.loads(json.dumps(json_from_document(document)))) == document


json_values = st.recursive(
    st.none() | st.booleans() | whole | words, lambda inner: st.lists(inner, max_size=4), max_leaves=8
)


@given(
    json_values, st.sampled_from(["blocks", "title", "problems", "languages", "source", "format", "encoding"])
)
def test_anything_else_is_refused(value, key):
    written = json_from_document(Document("pdf", ()))
    written[key] = value
    with suppress(ValueError):
        document_from_json(written)


@pytest.mark.parametrize("value", [None, 7, "text", [], {}, {"blocks": []}])
def test_what_is_no_document_raises_value_error(value):
    with pytest.raises(ValueError, match=r"."):
        document_from_json(value)


def test_nesting_without_end_raises_value_error():
    block: list[object] = ["paragraph", ["x", ["text", 0, 1]], 1]
    for _ in range(500):
        block = ["listing", [[["x", ["text", 0, 1]], [block], ""]], False]
    with pytest.raises(ValueError, match="nested too deep"):
        document_from_json({**json_from_document(Document("pdf", ())), "blocks": [block]})


@pytest.mark.parametrize(
    "block",
    [
        ["paragraph", ["x", ["text", 0, 1]], True],
        ["paragraph", ["x", ["text", 0, "1"]], 1],
        ["paragraph", [7, ["text", 0, 1]], 1],
        ["aside", ["x", ["text", 0, 1]], "unheard of"],
        ["table", [[[None], ["text", 0, 1], "yes"]], None],
        ["value", ["x", ["text", 0, 1]]],
        ["unheard of"],
        "paragraph",
    ],
)
def test_values_of_the_wrong_kind_are_refused(block):
    with pytest.raises(ValueError, match=r"."):
        document_from_json({**json_from_document(Document("pdf", ())), "blocks": [block]})
