"""Files with changes at random: a layer or None, and problems with places inside the text, never an exception."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Stack, resolve_all
from ketju.formats.registerfile.problems import CODES as SHARED
from ketju.formats.termsfile.problems import CODES
from ketju.formats.termsfile.reading import is_terms, read_terms
from tests.core.terms.making import DAY
from tests.formats.termsfile.editing import files

SNIPPETS = [
    "&a ",
    "*a",
    "!!str ",
    "\n",
    "  ",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "|",
    "#",
    "\t",
    "\x00",
    "\ud800",
]
SNIPPETS += [
    "---\n",
    "%",
    "é",
    "\u2028",
    "null",
    "<<: ",
    "0",
    "-",
    ",",
    "🙂",
    "\ufeff",
    "9999999999999999999 days",
]
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(SNIPPETS) | st.text(max_size=3)),
    max_size=6,
)
slowly = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200, deadline=None)


def changed(text: str, edits) -> str:
    for place, length, snippet in edits:
        at = int(place * len(text))
        text = text[:at] + snippet + text[at + length :]
    return text


def check(text: str) -> None:
    layer, problems = read_terms(text, "terms.yaml")
    assert layer is not None or problems
    # The parser counts other line ends as well, and what is missing at the end is missed one line below.
    last_line = 2 + sum(text.count(end) for end in "\n\r\x85\u2028\u2029")
    for one in problems:
        assert one.code in CODES or one.code in SHARED
        params = dict(one.params)
        assert params["file"] == "terms.yaml" and "path" in params
        if one.span:
            assert 0 <= one.span.start <= one.span.end <= len(text)
        if one.position:
            assert one.position.line >= 1 and one.position.column >= 1
            assert one.position.line <= last_line
    places = [(one.position.line, one.position.column) if one.position else (0, 0) for one in problems]
    assert places == sorted(places)
    if layer:
        for one in layer.statements:
            assert one.parameter in parameters()
        resolve_all(Stack(DAY, (layer,)))


@slowly
@given(files(), edits)
def test_a_changed_file_never_raises(text, changes):
    check(changed(text, changes))


@given(st.text())
def test_no_text_raises(text):
    check(text)
    assert is_terms(text) in (True, False)


@given(files())
def test_a_file_that_is_read_says_that_it_holds_terms(text):
    assert is_terms(text)


def test_a_long_beginning_without_a_key_is_soon_told_from_terms():
    assert not is_terms("---\n# x\n\n" * 50_000 + "x: 1\n")
    assert not is_terms(" " * 200_000 + "x")
    assert not is_terms("#" * 200_000)
