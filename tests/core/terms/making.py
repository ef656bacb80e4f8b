"""Small layers for tests: invented agreements of example.com, written as a dict of parameters."""

from datetime import date

from ketju.core.terms.checking import check_terms
from ketju.core.terms.layers import Layer, Lines, Statement
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Stack, resolve, resolve_all

DAY = date(2027, 1, 15)


def value(parameter, given):
    """A value as a file has it; None is one that is left open."""
    return None if given is None else parameters()[parameter].value(given)


def said(parameter, given, clause="", lines=(), **more):
    """A statement. ``lines`` are numbers or pairs of numbers."""
    pairs = [one if isinstance(one, tuple) else (one, one) for one in lines]
    return Statement(
        parameter, value(parameter, given), clause, tuple(Lines(*pair) for pair in pairs), **more
    )


def statements(terms):
    """Statements from a dict with values, or with statements where a value is not enough."""
    found = []
    for key, given in terms.items():
        found += given if _are_statements(given) else [said(key, given)]
    return tuple(found)


def _are_statements(given):
    return isinstance(given, tuple) or (
        isinstance(given, list) and bool(given) and isinstance(given[0], Statement)
    )


def agreement(terms=None, id="example-dpa", version="1", **more):
    return Layer("agreement", id, version=version, statements=statements(terms or {}), **more)


def policy(terms, **more):
    return Layer("policy", "house", statements=statements(terms), **more)


def customer(terms=None, id="acme", **more):
    return Layer("customer", id, statements=statements(terms or {}), **more)


def stack(agreed=None, house=None, own=None, on=DAY):
    """A stack of at most one document on each level."""
    return Stack(
        on,
        () if agreed is None else (agreement(agreed),),
        () if house is None else (policy(house),),
        () if own is None else (customer(own),),
    )


def holds(parameter, agreed=None, house=None, own=None, on=DAY):
    """What holds for a parameter."""
    return resolve(stack(agreed, house, own, on), parameters()[parameter])


def all_of(agreed=None, house=None, own=None, on=DAY):
    return resolve_all(stack(agreed, house, own, on))


def seen(rule, agreed=None, registers=(), **more):
    """What a rule sees in terms, as findings."""
    return [one for one in check_terms(stack(agreed, **more), registers) if one.rule.id == rule]
