"""Short ways of finding things, each beside the plain way that looks at everything."""

from __future__ import annotations

from random import Random

from ketju.core.model.document import Document, Row, Table, Text
from ketju.core.model.result import PartKind
from ketju.core.model.span import TextSpan
from ketju.core.reading.coverage import Coverage, Taken
from ketju.core.reading.draft import Draft, Field, Settled
from ketju.core.reading.footnotes import marks_of, notes_by_mark
from ketju.core.reading.parts import account
from ketju.core.reading.vertical import LEAST_LABEL, read_vertical
from ketju.core.vocabulary.labels import label_for

KINDS: tuple[PartKind, ...] = ("field", "note", "header", "unread")
KEYS = ("name", "purpose", "place", "seat")
ENGLISH = frozenset({"en"})


def test_what_covers_a_place_is_the_first_of_all_stretches_that_overlap_it() -> None:
    random = Random(5)
    for _ in range(300):
        coverage = Coverage()
        added: list[tuple[int, int, PartKind]] = []
        for _ in range(random.randint(0, 12)):
            start, kind = random.randint(0, 40), random.choice(KINDS)
            added.append((start, start + random.choice((0, 1, 3, 30)), kind))
            coverage.add(TextSpan(*added[-1][:2]), kind)
        for start in range(45):
            end = start + random.choice((0, 1, 5))
            plain = next((kind for a, b, kind in sorted(added) if a < end and b > start), None)
            assert coverage.taken(TextSpan(start, end)) == (plain and Taken(plain))


def test_a_stretch_that_is_added_after_a_look_is_found() -> None:
    coverage = Coverage()
    coverage.add(TextSpan(5, 9), "note")
    assert coverage.taken(TextSpan(0, 3)) is None
    coverage.add(TextSpan(0, 2), "header")
    assert coverage.taken(TextSpan(0, 3)) == Taken("header")


def test_fields_found_by_key_are_those_found_by_looking_at_all() -> None:
    random = Random(6)
    for _ in range(300):
        fields = [
            Field(random.choice(KEYS), Text(random.choice(("", " ", "a", "b")), TextSpan(at, at + 1)))
            for at in range(random.randint(0, 6))
        ]
        draft = Draft(fields)
        settled = Settled(draft)
        asked = random.sample(KEYS, random.randint(1, 3))
        assert settled.all(*asked) == draft.all(*asked)
        assert settled.first(*asked) is draft.first(*asked)


def test_lines_that_no_block_holds_are_those_that_no_text_touches() -> None:
    random = Random(7)
    for _ in range(200):
        source = "".join(random.choice("ab -\n") for _ in range(60))
        spans = [TextSpan(at := random.randint(0, 60), at + random.randint(0, 9)) for _ in range(5)]
        table = Table(tuple(Row((Text("x", span),), span) for span in spans))
        parts = account(Document("plain", (table,), source), [], [])
        found = [part.span for part in parts if part.reason == "unread.no-block"]
        plain, at = [], 0
        for line in source.split("\n"):
            end = at + len(line)
            touched = any(span.start < end and span.end > at for span in spans)
            if not touched and any(c.isalnum() for c in line):
                plain.append(TextSpan(at, end))
            at = end + 1
        assert found == plain


def test_an_upright_table_is_told_by_the_share_of_its_labels() -> None:
    random = Random(8)
    labels = ("Name", "Purpose", "Location", "Address")
    assert all(label_for(label, ENGLISH, LEAST_LABEL) for label in labels)
    assert not label_for("Kxqz", ENGLISH, LEAST_LABEL)
    for _ in range(200):
        known = [random.random() < 0.6 for _ in range(random.randint(2, 15))]
        texts = [random.choice(labels) if is_label else "Kxqz" for is_label in known]
        span = TextSpan(0, 1)
        table = Table(tuple(Row((Text(text, span), Text("Acme Oy", span)), span) for text in texts))
        named = {text for text in texts if text != "Kxqz"}
        enough = sum(known) >= 2 and sum(known) * 5 >= len(known) * 3
        upright = enough and "Name" in named and len(named) >= 2
        assert (read_vertical(table, (), ENGLISH) is not None) == upright


def test_notes_are_found_by_their_mark_in_the_order_of_the_document() -> None:
    notes = [("*", Text("one", TextSpan(0, 1))), ("†", Text("two", TextSpan(1, 2)))]
    notes.append(("*", Text("three", TextSpan(2, 3))))
    assert notes_by_mark(notes) == {"*": [(0, notes[0][1]), (2, notes[2][1])], "†": [(1, notes[1][1])]}
    draft = Draft([Field("name", Text("Acme* and Beta†", TextSpan(0, 1)))])
    assert marks_of(draft) == ["*", "†"]
