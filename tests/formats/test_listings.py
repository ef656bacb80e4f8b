"""List items with levels made into nested lists."""

from ketju.core.model.document import Paragraph, Text
from ketju.core.model.span import TextSpan
from ketju.formats.listings import MAX_LEVELS, ListLine, nested
from tests.formats.shape import shapes

SPAN = TextSpan(0, 0)


def line(text: str, level: int, ordered: bool = False, group: str = "") -> ListLine:
    return ListLine(Text(text, SPAN), level, ordered, "", group)


def test_deeper_items_are_children_of_the_one_before():
    lines = [line("a", 0), line("b", 1), line("c", 2), line("d", 1), line("e", 0)]
    assert shapes(nested(lines)) == [[("a", [[("b", [["c"]]), "d"]]), "e"]]


def test_a_list_may_begin_deep_and_come_up():
    assert shapes(nested([line("a", 3), line("b", 1), line("c", 2)])) == [["a", ("b", [["c"]])]]


def test_items_of_another_kind_or_group_begin_a_new_list():
    lines = [line("a", 0), line("b", 0, True, "1"), line("c", 0, True, "2")]
    assert shapes(nested(lines)) == [["a"], ["b"], ["c"]]


def test_what_stands_under_an_item_comes_before_its_inner_list():
    item = line("a", 0)
    item.blocks.append(Paragraph(Text("said", SPAN)))
    assert shapes(nested([item, line("b", 1)])) == [[("a", ["said", ["b"]])]]


def test_a_thousand_levels_cost_no_recursion():
    (outer,) = nested([line(str(level), level) for level in range(1000)])
    depth = 0
    block = outer
    while block.items[0].children:
        block, depth = block.items[0].children[0], depth + 1
    assert depth == MAX_LEVELS + 1 and len(block.items) == 1000 - MAX_LEVELS - 1


def test_no_items_make_no_list():
    assert nested([]) == []
