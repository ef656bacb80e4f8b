"""What holds, worked out the slow and obvious way from the rules of the issue and requirements D-13, D-22, X-1, X-22."""

from datetime import date

from ketju.core.periods.lengths import Length, OpenLength

CONTRADICTORY = "contradictory"
UNSET = "unset"
DOCUMENTS = ["data-protection", "main-agreement", "other-appendix", "register-description"]
LAW = {
    "objection.right": True,
    "breach.in_parts": True,
    "breach.notice": OpenLength("undue-delay"),
    "end.retained": ("law",),
    "end.choices": ("erasure", "return"),
}
"""What the GDPR gives, of the parameters that the oracle knows. Source: Art. 28(2), 33(4), 33(2), 28(3)(g)."""
KNOWN = (*LAW, "notice.length", "security.restore", "agreement.clauses")


def in_time(one, on):
    start = one.first if one.first is not None else one.signed
    if start is not None and on < start:
        return False
    return not (one.last is not None and on > one.last)


def values(layers, parameter, on):
    """(rank, value, day it was settled) of everything that gives a value on the day."""
    found = []
    for layer in layers:
        for one in layer.statements:
            if one.parameter == parameter and one.value is not None and in_time(one, on):
                found.append((layer.rank, one.value, one.signed or one.first or date(1, 1, 1)))
    return found


def order_of_documents(stack):
    named = {given for _, given, _ in values(stack.agreement, "precedence.first", stack.on)}
    if len(named) != 1:
        return DOCUMENTS
    first = named.pop()
    return [first] + [rank for rank in DOCUMENTS if rank != first]


def of_documents(said, order):
    """The value of the document that prevails; UNSET where none speaks, CONTRADICTORY where it says two things."""
    for rank in order:
        here = [given for of, given, _ in said if of == rank]
        if here:
            return here[0] if all(given == here[0] for given in here) else CONTRADICTORY
    return UNSET


def of_customer(said):
    if not said:
        return UNSET
    newest = max(day for _, _, day in said)
    here = [given for _, given, day in said if day == newest]
    return here[0] if all(given == here[0] for given in here) else CONTRADICTORY


def over_floor(parameter, value):
    """The least that the law leaves."""
    if parameter == "objection.right":
        return True
    if parameter == "breach.notice" and isinstance(value, Length):
        return OpenLength("undue-delay")
    if parameter == "end.retained":
        return tuple(name for name in value if name == "law")
    if parameter == "end.choices":
        return ("erasure", "return")
    return value


def expected(stack, parameter):
    """(state, value, layer)."""
    law = LAW.get(parameter, UNSET) if stack.on >= date(2018, 5, 25) else UNSET
    agreed = of_documents(values(stack.agreement, parameter, stack.on), order_of_documents(stack))
    house = of_documents(values(stack.policy, parameter, stack.on), DOCUMENTS)
    own = of_customer(values(stack.customer, parameter, stack.on))
    has_figure = agreed != UNSET and not isinstance(agreed, OpenLength)
    if own != UNSET:
        value, layer = own, "customer"
    elif house != UNSET and not has_figure:
        value, layer = house, "policy"
    elif agreed != UNSET:
        value, layer = agreed, "agreement"
    elif law != UNSET:
        value, layer = law, "statute"
    else:
        return UNSET, None, None
    is_floor = law != UNSET and parameter != "breach.in_parts"
    if value == CONTRADICTORY:
        return (CONTRADICTORY, law, "statute") if is_floor else (CONTRADICTORY, None, None)
    least = over_floor(parameter, value) if is_floor else value
    return "set", least, (layer if least == value else "statute")
