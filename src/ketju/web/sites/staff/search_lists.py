"""The short lists that a search goes through whole: staff, products, agreements, registers, all in one query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BinaryField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.registers.models import Register, Version
from ketju.web.apps.services.models import Product
from ketju.web.base.access.models import Membership, Processor


@dataclass(frozen=True, slots=True)
class Small:
    """One thing: of which kind, its id (of a member of staff the role), what it is called, and all it is found by.

    A register has its ``slug``, and the public id of the ``version`` that holds ("" where none does).
    """

    kind: str
    id: str
    title: str
    text: str
    slug: str = ""
    version: str = ""


def short_lists(processor: Processor, on: date, language: str) -> list[Small]:
    """Everything in them. People come first, as their names are decrypted by the column of the first part."""
    staff = Membership.objects.holding(on).filter(processor=processor, customer="").order_by()
    products = Product.objects.filter(processor=processor).order_by()
    registers = Register.objects.filter(processor=processor).order_by()
    newest = Version.objects.filter(register=OuterRef("pk"), on__lte=on).order_by("-on", "-number")
    held = Coalesce(Subquery(newest.values("public_id")[:1]), Value(""))
    slug = Concat(F("slug"), Value(" "), held, output_field=TextField())
    versions = AgreementVersion.objects.filter(processor=processor).order_by()
    rows = _part(staff, "staff", F("role"), F("user__email"), F("user__name")).union(
        _part(products, "product", F("slug"), F("names"), _NOBODY),
        _part(registers, "register", F("public_id"), F("titles"), _NOBODY, slug),
        _part(versions, "agreement", F("public_id"), F("name"), _NOBODY, F("version")),
        all=True,
    )
    return [_read(language, *row) for row in rows]


_NOBODY = Value(b"", output_field=BinaryField())


def _part(rows: QuerySet[Any], kind: str, id: F, text: F, name: Any, more: Any = None) -> Any:
    plain = {"kind_": Value(kind), "id_": id, "text_": text, "more_": more or Value("")}
    cast = {key: Cast(value, TextField()) for key, value in plain.items()}
    return rows.values_list(*(cast[key] for key in cast), name)


def _read(language: str, kind: str, id: str, text: str, more: str, name: str) -> Small:
    if kind == "staff":
        return Small(kind, id, name or text, f"{name} {text}")
    if kind in ("product", "register"):
        names: dict[str, str] = json.loads(text) if text else {}
        slug, _, version = more.partition(" ")
        title = names.get(language) or names.get("en") or next(iter(names.values()), slug or id)
        return Small(kind, id, title, " ".join([slug or id, *names.values()]), slug, version)
    return Small(kind, id, f"{text} {more}", f"{text} {more}")
