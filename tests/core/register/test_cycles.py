from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ketju.core.register.cycles import cycles

edges = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=15)


def test_what_leads_back_to_its_beginning_is_named_with_the_way_around():
    assert list(cycles([("a", "b"), ("b", "c"), ("c", "a")])) == [(2, ("a", "b", "c", "a"))]
    assert list(cycles([("a", "a")])) == [(0, ("a", "a"))]


def test_two_ways_to_one_end_are_no_circle():
    assert list(cycles([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")])) == []


def test_a_way_of_a_hundred_thousand_steps_is_followed():
    way = [(str(at), str(at + 1)) for at in range(100_000)]
    assert list(cycles(way)) == []
    assert [at for at, _ in cycles([*way, ("100000", "0")])] == [100_000]


def has_circle(pairs: list[tuple[str, str]]) -> bool:
    """By taking away, again and again, what nothing leads out of."""
    left = set(pairs)
    while ends := {target for _, target in left} - {source for source, _ in left}:
        left = {(source, target) for source, target in left if target not in ends}
    return bool(left)


@given(edges)
def test_without_the_references_that_are_named_there_is_no_circle(pairs):
    found = dict(cycles(pairs))
    assert bool(found) is has_circle(pairs)
    assert not has_circle([pair for at, pair in enumerate(pairs) if at not in found])
    for at, ids in found.items():
        assert ids[0] == ids[-1] == pairs[at][1]
        assert set(pairwise(ids)) <= set(pairs)
