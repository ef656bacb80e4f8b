"""Import: keep what was read, check it whole, then write it batch by batch.

Nothing is written while anything is wrong. Each batch is one transaction, and a batch that is written is the same when
it comes again, so that an import that was stopped goes on where it was, and the same file twice changes nothing.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from ketju.core.problems import Problem
from ketju.web.apps.exchange.drafts import Draft, drafts_from
from ketju.web.apps.exchange.filling import write_new
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.exchange.planning import Differs, Plan, batches, known_of, missing_from, plan
from ketju.web.apps.exchange.reading import Row, RowFault, Table, read_file
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.searching import index_contact, index_customer
from ketju.web.apps.parties.writes import change, end_customer, indexes_of, make_room
from ketju.web.apps.services.models import Product, Server, Service
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import Actor, audited

MOST_TOLD = 1000
"""So many problems of a file are kept."""


class ImportRefused(Problem):
    """The import cannot be done: there are problems in the file, it no longer fits, or it is finished already."""

    code = "web.import.why.problems"
    hint = "web.import.refused.hint"

    def __init__(self, why: str) -> None:
        self.code = f"web.import.why.{why}"
        super().__init__()


def receive(*, by: Actor, at: datetime, processor: Processor, name: str, data: bytes) -> Import:
    """Keep a file and check it: the dry run. Raises FileRefused."""
    table = read_file(name, data)
    return receive_table(
        by=by, at=at, processor=processor, name=name, table=table, sha256=hashlib.sha256(data).hexdigest()
    )


def receive_table(
    *, by: Actor, at: datetime, processor: Processor, name: str, table: Table, sha256: str = ""
) -> Import:
    """Keep rows and check them."""
    drafts, faults = _check(processor, table)
    found = {"new": 0, "changed": 0, "same": 0}
    for batch in batches(drafts):
        one = plan(processor, batch)
        faults += one.faults
        found["new"] += len(one.new)
        found["changed"] += len(one.differing)
        found["same"] += one.same
    faults.sort(key=lambda one: (one.row, one.column))
    missing = missing_from(processor, drafts, day_at(processor, at))
    found |= {"problems": len(faults), "missing": len(missing), "rows": len(table.rows)}
    rows = [[one.number, one.cells] for one in table.rows]
    text = json.dumps(rows, ensure_ascii=False)
    with transaction.atomic():
        made = Import.objects.create(
            processor=processor,
            by=by.user,
            name=name[:200],
            sha256=sha256 or hashlib.sha256(text.encode()).hexdigest(),
            rows="" if faults else text,
            found=found,
            problems=json.dumps([asdict(one) for one in faults[:MOST_TOLD]], ensure_ascii=False),
            missing=missing,
            total=len(drafts),
            checked_at=at,
        )
        audited(
            by, "imports.check", "import", at=at, processor=processor, subject=made.public_id,
            count=max(len(drafts), 1),
        )  # fmt: skip
    return made


def problems_of(one: Import) -> list[RowFault]:
    """What is wrong in the file, in its order."""
    return [RowFault(**given) for given in json.loads(one.problems or "[]")]


def _check(processor: Processor, table: Table) -> tuple[list[Draft], list[RowFault]]:
    drafts, faults = drafts_from(table.rows, known_of(processor))
    return drafts, [*table.faults, *faults]


def run(*, by: Actor, at: datetime, made: Import, ends_missing: bool = False) -> Import:
    """Write an import that was checked. Raises ImportRefused where something is wrong, now or then, or it is done."""
    if made.finished_at is not None:
        raise ImportRefused("finished")
    if made.found.get("problems"):
        raise ImportRefused("problems")
    if made.total and not made.rows:
        raise ImportRefused("gone")
    with _left_alone():
        return _run(by, at, made, ends_missing)


@contextmanager
def _left_alone() -> Iterator[None]:
    """What is there by now is not looked through for garbage meanwhile: drafts are many, and none of them is."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _run(by: Actor, at: datetime, made: Import, ends_missing: bool) -> Import:
    rows = tuple(Row(number, cells) for number, cells in json.loads(made.rows or "[]"))
    drafts, faults = _check(made.processor, Table(rows))
    if faults:
        Import.objects.filter(pk=made.pk, begun_at__isnull=False).update(stopped_at=at)
        raise ImportRefused("changed")
    gc.freeze()
    made.begun_at, made.done, made.ends_missing = made.begun_at or at, 0, ends_missing
    made.save(update_fields=("begun_at", "done", "ends_missing"))
    try:
        is_whole = _write_all(made, drafts, by, at)
    except ImportRefused:
        Import.objects.filter(pk=made.pk).update(stopped_at=at)
        raise
    if is_whole:
        _finish(made, drafts, by, at)
    return made


def _write_all(made: Import, drafts: list[Draft], by: Actor, at: datetime) -> bool:
    """Write batch by batch until there are no more, or until somebody stops it; whether all are written."""
    for batch in batches(drafts):
        with transaction.atomic():
            if not Import.objects.filter(pk=made.pk, stopped_at=None).update(done=made.done + len(batch)):
                return False
            _write(plan(made.processor, batch), made.processor, by, at)
        made.done += len(batch)
    return True


def stop_import(*, by: Actor, at: datetime, made: Import) -> bool:
    """Write no further batch: what is written stays, and it can go on later. Whether it was being written."""
    with transaction.atomic():
        running = Import.objects.filter(pk=made.pk, finished_at=None, stopped_at=None, begun_at__isnull=False)
        if not running.update(stopped_at=at):
            return False
        audited(by, "imports.stop", "import", at=at, processor=made.processor, subject=made.public_id)
    return True


def begin_import(*, by: Actor, at: datetime, made: Import) -> None:
    """Note that an import is about to be written, also one that was stopped."""
    with transaction.atomic():
        Import.objects.filter(pk=made.pk, finished_at=None).update(stopped_at=None)
        Import.objects.filter(pk=made.pk, finished_at=None, begun_at=None).update(begun_at=at)
        audited(by, "imports.begin", "import", at=at, processor=made.processor, subject=made.public_id)


def _write(planned: Plan, processor: Processor, by: Actor, at: datetime) -> None:
    """Write a batch whole. Raises ImportRefused where it no longer fits the register, which changed since the check."""
    if planned.faults:
        raise ImportRefused("changed")
    if planned.new:
        write_new(by=by, at=at, processor=processor, drafts=planned.new)
    for one in planned.differing:
        _write_differing(one, by, at)


def _write_differing(one: Differs, by: Actor, at: datetime) -> None:
    customer = one.customer
    if change(customer, one.values, by=by, at=at, kind="customer", customer=customer):
        index_customer(customer)
    for contact, values in one.contacts:
        contact.customer = customer
        make_room(contact, values, by, at)
        change(contact, values, by=by, at=at, kind="contact", customer=customer)
        index_contact(contact)
    for service, values in one.services:
        code = values.pop("server", "")
        if code:
            values["server"] = Server.objects.get(processor=customer.processor, code=code)
        change(service, values, by=by, at=at, kind="service", customer=customer)
    _add_parts(one, by, at)


def _add_parts(one: Differs, by: Actor, at: datetime) -> None:
    customer = one.customer
    for part in one.new_contacts:
        contact = Contact(
            processor=customer.processor, customer=customer, **part.values, **indexes_of(part.values)
        )
        make_room(contact, part.values, by, at)
        contact.save()
        index_contact(contact)
        _note(by, at, "contact", customer, contact.public_id)
    for part in one.new_services:
        product = Product.objects.get(processor=customer.processor, slug=part.product)
        server = Server.objects.filter(processor=customer.processor, code=part.server).first()
        service = Service.objects.create(
            processor=customer.processor, customer=customer, product=product, server=server, **part.values
        )
        _note(by, at, "service", customer, service.public_id)


def _note(by: Actor, at: datetime, kind: str, customer: Customer, subject: str) -> None:
    audited(
        by, f"{kind}s.create", kind, at=at, processor=customer.processor, customer=customer.public_id,
        subject=subject,
    )  # fmt: skip


def _finish(made: Import, drafts: list[Draft], by: Actor, at: datetime) -> None:
    with transaction.atomic():
        if made.ends_missing:
            today = day_at(made.processor, at)
            gone = missing_from(made.processor, drafts, today)
            for customer in Customer.objects.filter(processor=made.processor, external_id__in=gone):
                end_customer(by=by, at=at, customer=customer, on=max(today, customer.signed_up_on or today))
        made.finished_at, made.rows = at, ""
        made.save(update_fields=("finished_at", "rows"))
        audited(
            by, "imports.finish", "import", at=at, processor=made.processor, subject=made.public_id,
            count=max(made.done, 1),
        )  # fmt: skip
