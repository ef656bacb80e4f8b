"""What stands in a signed copy: parties, text with hash, who accepted when in which position, the countersignature, the
annex of sub-processors as of that moment, and what the customer has agreed besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ketju.core.periods.instants import Instant
from ketju.formats.sealed import sealed
from ketju.formats.writers.paper import Block, facts, heading, paper_of, paragraph
from ketju.text.periods import instant_words
from ketju.text.render import Phrasebook
from ketju.text.values import date_words
from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion
from ketju.web.apps.registers.annex import annex_blocks, annex_data, annex_of
from ketju.web.apps.registers.reads_customers import View
from ketju.web.apps.retention.models import RoleHolder

FORM = "ketju-signed-copy/1"


def evidence_of(
    acceptance: Acceptance, holder: RoleHolder, view: View, at: datetime, phrases: Phrasebook
) -> dict[str, Any]:
    """The evidence as plain data; ``sha256`` is that of everything else."""
    return sealed(
        {
            "form": FORM,
            "made_at": at.isoformat(timespec="seconds"),
            "language": phrases.language,
            "parties": _parties(acceptance),
            "agreement": _agreement(acceptance.agreement),
            "accepted": _accepted(acceptance),
            "countersigned": {
                "by": holder.name, "role": holder.role, "holder": holder.public_id,
                "in_role_since": holder.first.isoformat(), "at": at.isoformat(timespec="seconds"),
            },
            "annex": annex_data(view, at, phrases),
        }
    )  # fmt: skip


def _parties(acceptance: Acceptance) -> dict[str, Any]:
    processor, customer = acceptance.processor, acceptance.customer
    return {
        "processor": {
            "name": processor.name, "business_id": processor.business_id, "country": processor.country,
        },
        "customer": {
            "id": customer.public_id, "name": customer.name, "business_id": customer.business_id,
            "country": customer.country, "postal_address": customer.postal_address,
        },
    }  # fmt: skip


def _agreement(version: AgreementVersion) -> dict[str, Any]:
    texts = version.texts.order_by("language")
    return {
        "id": version.public_id, "agreement": version.slug, "name": version.name, "version": version.version,
        "valid_from": version.valid_from.isoformat(), "terms_sha256": version.sha256,
        "texts": [{"language": one.language, "sha256": one.sha256} for one in texts],
    }  # fmt: skip


def _accepted(acceptance: Acceptance) -> dict[str, Any]:
    text = acceptance.text
    return {
        "id": acceptance.public_id, "by": acceptance.by, "capacity": acceptance.capacity, "how": acceptance.how,
        "at": acceptance.accepted_at.isoformat(timespec="seconds"),
        "text": {"language": text.language, "sha256": text.sha256, "text": text.text} if text else None,
    }  # fmt: skip


def pdf_of_copy(evidence: dict[str, Any], acceptance: Acceptance, view: View, phrases: Phrasebook) -> bytes:
    """The copy on paper; its last line names the hash of the evidence. Raises WriterMissing."""
    title = f"{evidence['agreement']['name']} {evidence['agreement']['version']}"
    blocks = [*_blocks(evidence, acceptance, phrases), *_annex(view, phrases)]
    footer = f"{evidence['accepted']['id']} · SHA-256 {evidence['sha256']}"
    author = evidence["parties"]["processor"]["name"]
    return paper_of(title, blocks, author=author, language=phrases.language, footer=footer)


def _blocks(evidence: dict[str, Any], acceptance: Acceptance, phrases: Phrasebook) -> Iterator[Block]:
    processor, customer = evidence["parties"]["processor"], evidence["parties"]["customer"]
    yield paragraph(phrases("web.copy.lead"))
    yield heading(phrases("web.copy.parties"))
    yield facts(
        [
            (phrases("web.contract.processor"), _party(processor)),
            (phrases("web.contract.customer"), _party(customer)),
        ]
    )
    yield heading(phrases("web.copy.signatures"))
    signed = evidence["accepted"]
    yield facts(
        [
            (phrases("web.copy.accepted"), ", ".join(filter(None, (signed["by"], signed["capacity"])))),
            (phrases("web.copy.accepted-at"), _moment(acceptance.accepted_at, acceptance, phrases)),
            (phrases("web.copy.countersigned"), f"{evidence['countersigned']['by']}, {processor['name']}"),
            (phrases("web.copy.countersigned-at"),
             _moment(datetime.fromisoformat(evidence["countersigned"]["at"]), acceptance, phrases)),
        ]
    )  # fmt: skip
    yield from _text(evidence, acceptance.text, phrases)


def _text(evidence: dict[str, Any], text: AgreementText | None, phrases: Phrasebook) -> Iterator[Block]:
    version = evidence["agreement"]
    yield heading(phrases("web.copy.text"))
    hashes = [(phrases(f"language.{one['language']}"), one["sha256"]) for one in version["texts"]]
    yield facts([(phrases("web.copy.text-hash", language=name), hash) for name, hash in hashes])
    if text is None:
        yield paragraph(phrases("web.copy.text-elsewhere"))
        return
    yield paragraph(phrases("web.copy.text-read", language=phrases(f"language.{text.language}")))
    yield from (paragraph(one) for one in text.text.split("\n\n") if one.strip())


def _annex(view: View, phrases: Phrasebook) -> Iterator[Block]:
    yield heading(phrases("web.annex.title"))
    yield facts([(phrases("web.annex.on"), date_words(view.on, phrases))])
    yield from annex_blocks(annex_of(view, phrases), phrases)


def _party(one: dict[str, Any]) -> str:
    said = (
        one["name"],
        one["business_id"],
        one.get("postal_address", "").replace("\n", ", "),
        one["country"],
    )
    return ", ".join(filter(None, said))


def _moment(at: datetime, acceptance: Acceptance, phrases: Phrasebook) -> str:
    return instant_words(Instant(at, ZoneInfo(acceptance.processor.zone)), phrases)
