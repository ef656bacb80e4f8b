"""Long runs of blanks cost no more than other letters: none of them is gone through from each of its blanks."""

from __future__ import annotations

import time

import pytest

from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document

MOST_SECONDS = 20
"""A tenth of what such a run took when each of its blanks was a place to begin."""


@pytest.mark.parametrize(
    "text",
    [
        "Acme{}GmbH\n",
        "- Acme{}GmbH\n",
        "Purpose{}hosting\n",
        "Acme GmbH{}: hosting\n",
        "Acme{}– hosting\n",
        "Acme ({})\n",
    ],
)
def test_a_run_of_blanks_is_read_in_a_moment(text: str) -> None:
    begin = time.process_time()
    read(read_document(Source(text.format(" " * 60_000).encode(), "list.txt")))
    assert time.process_time() - begin < MOST_SECONDS


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("- Acme   –   hosting of servers", "Acme"),
        ("- Acme  :  hosting of servers", "Acme"),
        ("- Acme | hosting of servers", "Acme"),
        ("- Acme GmbH   (hosting of servers)", "Acme GmbH"),
    ],
)
def test_blanks_around_a_separator_belong_to_it(line: str, name: str) -> None:
    text = f"Sub-processors\n\n{line}\n- Nimbus Oy: e-mail\n- Postbox AB: lists\n"
    register = read(read_document(Source(text.encode(), "list.txt"))).register
    assert register.entries[0].name == name
