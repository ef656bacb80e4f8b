"""What touches a service, found slowly and obviously: every entry, every possible region, every way through groups."""

from __future__ import annotations

from ketju.core.model.register import Entry, Register


def touching(
    register: Register, product: str, countries: set[str], region: str, options: set[str]
) -> dict[str, bool]:
    """The entries that touch, and whether for certain."""
    regions = possible_regions(register, product, countries, region)
    found: dict[str, bool] = {}
    for entry in register.entries:
        answers = {touches(register, entry, product, one, options) for one in regions}
        if answers == {"yes"}:
            found[entry.id] = True
        elif answers & {"yes", "perhaps"}:
            found[entry.id] = False
    return found


def possible_regions(register: Register, product: str, countries: set[str], region: str) -> list[str]:
    if not register.regions:
        return [""]
    sold = [one.id for one in register.regions]
    for service in register.services:
        if service.id == product and service.regions:
            sold = list(service.regions)
    if region in sold:
        return [region]
    declared = set()
    for country in countries:
        exact = {one.id for one in register.regions if country in one.places}
        union = {one.id for one in register.regions if "EU" in one.places and country in EU}
        world = {one.id for one in register.regions if "GLOBAL" in one.places}
        declared |= exact or union or world
    return [one for one in sold if one in declared] or sold


EU = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())  # noqa: SIM905


def touches(register: Register, entry: Entry, product: str, region: str, options: set[str]) -> str:
    scope = entry.applies_to
    if scope.regions and region not in scope.regions:
        return "no"
    known = any(one.id == product for one in register.services)
    everything = not scope.services and not scope.groups
    direct = known and product in scope.services
    grouped = bool(set(scope.groups) & groups(register, product, region))
    if not (everything or direct or grouped):
        return "no"
    if entry.condition is None:
        return "yes"
    if not entry.condition.option:
        return "perhaps"
    return "yes" if entry.condition.option in options else "no"


def groups(register: Register, product: str, region: str) -> set[str]:
    """Every group that a product uses in a region, directly or by others."""

    def holds(regions: tuple[str, ...]) -> bool:
        return not regions or region in regions

    reached = {one.id for one in register.groups if one.all_services and holds(one.regions)}
    for service in register.services:
        if service.id == product:
            reached |= {one.group for one in service.groups if holds(one.regions)}
    reached = {one.id for one in register.groups if one.id in reached and holds(one.regions)}
    while True:
        more = set(reached)
        for group in register.groups:
            if group.id in reached:
                more |= {one.group for one in group.groups if holds(one.regions)}
        more = {one.id for one in register.groups if one.id in more and holds(one.regions)}
        if more == reached:
            return reached
        reached = more
