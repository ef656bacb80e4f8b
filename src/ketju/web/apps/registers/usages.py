"""How a customer uses a product, and where in a register that is: the product, the region, what was chosen.

The way from the country of a service to a region of the register is the one that the register declares, by the places
of its regions. What it does not decide is a doubt, and every region that is left stays possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketju.core.model.register import Register
from ketju.core.territory.membership import is_in_eea, is_in_eu
from ketju.web.apps.services.models import Service

Doubt = Literal["", "product", "country-missing", "country-nowhere", "country-twofold", "several", "not-sold"]
"""What of a service the register does not decide; "" nothing."""
REGION = "region"
"""The flag of a service that names its region itself."""
UNKNOWN = "?"
"""Stands for a product that the register does not name."""
_ON = frozenset({"yes", "true", "on", "1"})


@dataclass(frozen=True, slots=True, order=True)
class Usage:
    """What of a service matters for registers: services that are alike in this are touched by the same companies.

    ``countries`` are where it was ordered to be and where its server stands; ``region`` is the one it names itself;
    ``options`` are what was ordered, flags that are on and consents that hold.
    """

    product: str
    countries: tuple[str, ...] = ()
    region: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """Where in a register a usage is: its service ("" in a register without any) and every region that is possible."""

    service: str
    regions: tuple[str, ...]
    doubt: Doubt = ""


def usage_of(service: Service, consents: Iterable[str]) -> Usage:
    """The usage of a service with the subjects of the consents that hold for it."""
    server = service.server.country if service.server else ""
    return usage_from(
        service.product.slug, (service.country, server), service.options, service.flags, consents
    )


def usage_from(
    product: str, countries: Iterable[str], options: Iterable[object], flags: Mapping[str, object],
    consents: Iterable[str],
) -> Usage:  # fmt: skip
    """The usage that columns of a service describe."""
    chosen = {name for name, value in flags.items() if str(value).casefold() in _ON}
    return Usage(
        product,
        tuple(sorted({one for one in countries if one})),
        str(flags.get(REGION, "")),
        tuple(sorted({*map(str, options), *chosen, *consents})),
    )


def placed(register: Register, usage: Usage, on: date) -> Placing:
    """Where in a register a usage is on a day."""
    known = {one.id: one for one in register.services}
    is_known = not known or usage.product in known
    service = "" if not known else usage.product if is_known else UNKNOWN
    every = tuple(one.id for one in register.regions)
    if not every:
        return Placing(service, ("",), "" if is_known else "product")
    sold = known[usage.product].regions if known and is_known else ()
    regions, doubt = _regions(register, usage, tuple(one for one in every if not sold or one in sold), on)
    return Placing(service, regions, doubt if is_known else "product")


def _regions(
    register: Register, usage: Usage, sold: tuple[str, ...], on: date
) -> tuple[tuple[str, ...], Doubt]:
    """The possible regions among those in which the product is sold, and why they are not one."""
    if usage.region in sold:
        return (usage.region,), ""
    if len(sold) == 1:
        return sold, ""
    named = [declared for country in usage.countries for declared in regions_for(register, country, on)]
    found = tuple(one for one in sold if one in named)
    if len(found) == 1:
        return found, ""
    if found:
        return found, "country-twofold" if len(usage.countries) > 1 else "several"
    if named:
        return sold, "not-sold"
    return sold, "country-nowhere" if usage.countries else "country-missing"


def regions_for(register: Register, country: str, on: date) -> tuple[str, ...]:
    """The regions that a register declares for a country: those that name it, else a bloc that it is in, else those
    of the whole world.
    """
    blocs = {
        *(["EU"] if is_in_eu(country, on) else []),
        *(["EEA"] if is_in_eea(country, on) else []),
    }
    for wanted in ({country}, blocs, {"GLOBAL"}):
        found = tuple(one.id for one in register.regions if wanted & set(one.places))
        if found:
            return found
    return ()
