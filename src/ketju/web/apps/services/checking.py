"""Check what is written into fields of products, servers and services."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ketju.web.apps.parties.checking import (
    Fault,
    Reader,
    Wrong,
    choice,
    code,
    country,
    day,
    flag,
    line,
    read_fields,
)

TENANCIES = ("shared", "dedicated")
"""Whether a server is shared with other customers."""
STORAGE_FORMS = ("database", "files", "backup", "email", "logs", "paper")
"""Forms of storage that have words; others may be written."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug(given: str) -> str:
    """An id of small letters, digits and hyphens. Raises Wrong."""
    text = given.strip().lower()
    if text and (len(text) > 60 or not _SLUG.fullmatch(text)):
        raise Wrong("slug", found=text[:60])
    return text


def several(given: str) -> list[str]:
    """Texts between commas or semicolons, each once. Raises Wrong."""
    return list(dict.fromkeys(line(part) for part in re.split(r"[,;\n]", given) if part.strip()))


def countries(given: str) -> list[str]:
    """Codes of countries between commas. Raises Wrong."""
    return [country(part) for part in several(given)]


PRODUCT: dict[str, Reader] = {
    "slug": slug,
    "name": line,
    "nature": line,
    "tenancy": choice(*TENANCIES),
    "storage_forms": several,
    "countries": countries,
}
"""How each field of a product is read."""

SERVER: dict[str, Reader] = {"code": code, "cluster": code, "country": country}
"""How each field of a server is read."""

SERVICE: dict[str, Reader] = {
    "external_id": code,
    "label": line,
    "country": country,
    "backup_country": country,
    "tenancy": choice(*TENANCIES),
    "options": several,
    "is_sensitive": flag,
    "security_level": choice("basic", "raised", "high"),
    "started_on": day,
    "ended_on": day,
}
"""How each field of a service is read. Its product and server are looked up by their ids."""


def product_from(given: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """The columns of a product, and what is wrong."""
    faults: list[Fault] = []
    found = read_fields(given, PRODUCT, faults)
    faults += [Fault("slug", "web.wrong.missing")] * (found.get("slug") == "")
    found["tenancy"] = found.get("tenancy") or "shared"
    return found, faults


def server_from(given: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """The columns of a server, and what is wrong."""
    faults: list[Fault] = []
    found = read_fields(given, SERVER, faults)
    faults += [Fault("code", "web.wrong.missing")] * (found.get("code") == "")
    return found, faults


def service_from(given: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """The columns of a service, and what is wrong; those of its product stay out."""
    faults: list[Fault] = []
    found = read_fields(given, SERVICE, faults)
    started, ended = found.get("started_on"), found.get("ended_on")
    if started and ended and ended < started:
        faults.append(Fault("ended_on", "web.wrong.order"))
    return found, faults


def offered(countries: list[str], chosen: str) -> list[Fault]:
    """A fault for a country that the product is not offered in (D-82)."""
    if chosen and countries and chosen not in countries:
        return [Fault("country", "web.wrong.not-offered", {"found": chosen, "known": ", ".join(countries)})]
    return []
