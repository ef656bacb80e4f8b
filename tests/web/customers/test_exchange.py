"""Imports: every problem by row and column, nothing half-written, the same file twice is no change; and exports."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from ketju.web.apps.exchange import importing, planning
from ketju.web.apps.exchange.columns import COLUMNS
from ketju.web.apps.exchange.exporting import export
from ketju.web.apps.exchange.importing import (
    ImportRefused,
    begin_import,
    problems_of,
    receive,
    run,
    stop_import,
)
from ketju.web.apps.exchange.jobs import run_import
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.exchange.reading import FileRefused, read_file
from ketju.web.apps.parties.models import ChangePayload, Contact, Customer
from ketju.web.apps.parties.reads import Filter
from ketju.web.apps.parties.searching import search
from ketju.web.apps.services.models import Product, Service
from ketju.web.apps.services.writes import add_service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db

FILE = """customer_id;Customer Name;customer_country;customer_business_id;contact_email;contact_first_name;service_id;service_product;service_country
C-1;Harmaahaikara Oy;FI;2431560-5;aino@heron.example;Aino;S-1;hosting;FI
C-1;;;;eero@heron.example;Eero;S-2;hosting;DE
C-2;Gråhäger AB;SE;;info@hager.example;;S-3;hosting;FI
"""


def checked(kite: Processor, text: str | bytes, name: str = "crm.csv") -> Import:
    data = text.encode() if isinstance(text, str) else text
    return receive(by=STAFF, at=NOON, processor=kite, name=name, data=data)


def imported(kite: Processor, text: str, **more: bool) -> Import:
    return run(by=STAFF, at=NOON, made=checked(kite, text), **more)


def test_a_file_becomes_customers_contacts_and_services(kite: Processor, hosting: Product) -> None:
    made = checked(kite, FILE)
    assert made.found == {"new": 2, "changed": 0, "same": 0, "problems": 0, "missing": 0, "rows": 3}
    assert not Customer.objects.exists()
    run(by=STAFF, at=NOON, made=made)
    heron, hager = Customer.objects.order_by("pk")
    assert (heron.name, heron.business_id_scheme, hager.name) == (
        "Harmaahaikara Oy",
        "fi-ytunnus",
        "Gråhäger AB",
    )
    assert [one.email for one in heron.contacts.all()] == ["aino@heron.example", "eero@heron.example"]
    assert [one.external_id for one in heron.services.all()] == ["S-1", "S-2"]
    assert (heron.role, heron.language, heron.services.get(external_id="S-2").country) == (
        "controller",
        "en",
        "DE",
    )
    assert [one.customer for one in search(kite, "grahager")] == [hager]
    assert [one.customer for one in search(kite, "eero@heron.example")] == [heron]


def test_every_thing_of_an_import_is_noted(kite: Processor, hosting: Product) -> None:
    imported(kite, FILE)
    noted = AuditEntry.objects.filter(action__endswith=".create").exclude(kind="product")
    assert sorted(one.kind for one in noted) == ["contact"] * 3 + ["customer"] * 2 + ["service"] * 3
    assert {one.customer for one in noted} == {one.public_id for one in Customer.objects.all()}
    assert AuditEntry.objects.filter(action="imports.finish").get().count == 2


def test_the_same_file_twice_changes_nothing(kite: Processor, hosting: Product) -> None:
    imported(kite, FILE)
    before = AuditEntry.objects.exclude(kind="import").count()
    again = checked(kite, FILE)
    assert (again.found["new"], again.found["changed"], again.found["same"]) == (0, 0, 2)
    run(by=STAFF, at=NOON, made=again)
    assert AuditEntry.objects.exclude(kind="import").count() == before
    assert (Customer.objects.count(), Contact.objects.count(), Service.objects.count()) == (2, 3, 3)


def test_a_delta_changes_what_differs_and_keeps_what_it_does_not_say(
    kite: Processor, hosting: Product
) -> None:
    imported(kite, FILE)
    text = "customer_id,customer_name,contact_email,contact_phone\nC-1,Haikara Oy,aino@heron.example,040 123 4567\n"
    made = checked(kite, text)
    assert (made.found["changed"], made.found["missing"], made.missing) == (1, 1, ["C-2"])
    run(by=STAFF, at=NOON, made=made)
    heron = Customer.objects.get(external_id="C-1")
    assert (heron.name, heron.country, heron.ended_on) == ("Haikara Oy", "FI", None)
    assert heron.contacts.get(email_index=heron.contacts.first().email_index).phone == "040 123 4567"
    assert ChangePayload.objects.get(entry__kind="customer").pairs == {
        "name": ("Harmaahaikara Oy", "Haikara Oy")
    }
    assert [one.customer for one in search(kite, "haikara")] == [heron]


def test_what_is_missing_ends_only_when_asked(kite: Processor, hosting: Product) -> None:
    imported(kite, FILE)
    imported(kite, "customer_id\nC-1\n")
    assert not Customer.objects.exclude(ended_on=None).exists()
    imported(kite, "customer_id\nC-1\n", ends_missing=True)
    assert Customer.objects.exclude(ended_on=None).get().external_id == "C-2"
    assert Customer.objects.count() == 2


BAD = """customer_id,customer_name,customer_country,customer_business_id,contact_email,service_id,service_product,service_country,colour
C-1,Heron,FI,2431560-4,aino,S-1,hosting,US,red
,Nobody,,,,,,,
C-3,,ZZ,,,S-1,hosting,,
C-4,Four,,,,S-4,parking,,
C-4,Fore,,,,S-5,,,
"""


def test_every_problem_is_told_by_row_and_column(kite: Processor, hosting: Product) -> None:
    made = checked(kite, BAD)
    assert [(one.row, one.column, one.key) for one in problems_of(made)] == [
        (1, "colour", "web.wrong.column"),
        (2, "contact_email", "web.wrong.mail"),
        (2, "customer_business_id", "web.wrong.business-id"),
        (2, "service_country", "web.wrong.not-offered"),
        (3, "customer_id", "web.wrong.missing"),
        (4, "customer_country", "web.wrong.country"),
        (4, "customer_name", "web.wrong.missing"),
        (4, "service_id", "web.wrong.twice"),
        (5, "service_product", "web.wrong.product"),
        (6, "customer_name", "web.wrong.differs"),
        (6, "service_product", "web.wrong.missing"),
    ]
    with pytest.raises(ImportRefused):
        run(by=STAFF, at=NOON, made=made)
    assert not Customer.objects.exists()
    assert made.rows == ""


def test_a_service_does_not_change_hands_nor_country_by_a_file(kite: Processor, hosting: Product) -> None:
    imported(kite, FILE)
    text = "customer_id,service_id,service_product,service_country\nC-2,S-1,hosting,FI\nC-1,S-2,hosting,FI\n"
    made = checked(kite, text)
    assert [(one.row, one.column, one.key) for one in problems_of(made)] == [
        (2, "service_id", "web.wrong.taken"),
        (3, "service_country", "web.wrong.no-consent"),
    ]


def test_an_import_that_is_done_is_not_done_again(kite: Processor, hosting: Product) -> None:
    made = imported(kite, FILE)
    assert Import.objects.get().rows == ""
    with pytest.raises(ImportRefused):
        run(by=STAFF, at=NOON, made=made)


def test_an_import_that_was_stopped_goes_on(
    kite: Processor, hosting: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ketju.web.apps.exchange import importing, planning

    monkeypatch.setattr(planning, "BATCH", 1)
    written = importing.write_new
    calls = []

    def stops(**given: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        written(**given)

    monkeypatch.setattr(importing, "write_new", stops)
    made = checked(kite, FILE)
    with pytest.raises(KeyboardInterrupt):
        run(by=STAFF, at=NOON, made=made)
    assert (Customer.objects.count(), Import.objects.get().done) == (1, 1)
    run(by=STAFF, at=NOON, made=Import.objects.get())
    assert (Customer.objects.count(), Contact.objects.count(), Import.objects.get().done) == (2, 3, 2)


def test_another_processors_customers_are_others(kite: Processor, other: Processor, hosting: Product) -> None:
    imported(kite, FILE)
    made = checked(other, "customer_id,customer_name\nC-1,Ours\n")
    assert (made.found["new"], made.found["missing"]) == (1, 0)
    run(by=STAFF, at=NOON, made=made)
    assert Customer.objects.filter(processor=kite, external_id="C-1").get().name == "Harmaahaikara Oy"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"name\nx\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0xx", b'customer_id\n"a\n', b"a\x00b"],
)
def test_what_is_no_file_of_customers_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        read_file("x", data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_usual_ways_of_csv_are_read(encoding: str, sign: str) -> None:
    text = f'customer_id{sign}customer_name\r\nC-1{sign}"Möller{sign} Söhne"\r\n'
    (row,) = read_file("x.csv", text.encode(encoding)).rows
    assert row.cells == {"customer_id": "C-1", "customer_name": f"Möller{sign} Söhne"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_read_back_as_no_change(kite: Processor, hosting: Product, form: str) -> None:
    imported(kite, FILE)
    Contact.objects.filter(email_index__isnull=False).update(phone="+358 40 123 4567")
    Customer.objects.filter(external_id="C-2").update(name="=1+1 Oy")
    data = export(by=STAFF, at=NOON, processor=kite, wanted=Filter(), form=form)
    again = checked(kite, data, f"x.{form}")
    assert problems_of(again) == []
    assert (again.found["new"], again.found["changed"], again.found["same"]) == (0, 0, 2)


def test_an_export_is_scoped_and_noted(kite: Processor, other: Processor, hosting: Product) -> None:
    imported(kite, FILE)
    data = export(by=STAFF, at=NOON, processor=kite, wanted=Filter(country="SE"), form="json")
    assert [one["customer_id"] for one in json.loads(data)["rows"]] == ["C-2"]
    entry = AuditEntry.objects.get(action="customers.export")
    assert (entry.count, entry.fields) == (1, "json")
    assert json.loads(export(by=STAFF, at=NOON, processor=other, wanted=Filter(), form="json"))["rows"] == []


def test_a_workbook_has_the_columns_of_the_import(kite: Processor) -> None:
    import io

    data = export(by=STAFF, at=NOON, processor=kite, wanted=Filter(), form="xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert list(COLUMNS) in sheet


def test_formulas_are_no_formulas_in_csv(kite: Processor, hosting: Product) -> None:
    imported(kite, "customer_id,customer_name\nC-9,=HYPERLINK(1)\n")
    data = export(by=STAFF, at=NOON, processor=kite, wanted=Filter(), form="csv").decode()
    assert "'=HYPERLINK(1)" in data


def test_days_of_workbooks_are_days() -> None:
    from ketju.web.apps.exchange.reading import _cell

    assert (_cell(date(2026, 1, 2)), _cell(3.0), _cell(3.5), _cell(True)) == ("2026-01-02", "3", "3.5", "yes")


def test_a_long_import_is_written_in_the_background(
    kite: Processor, hosting: Product, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ketju.web.base.jobs.models import Job
    from ketju.web.sites.staff import customer_files

    monkeypatch.setattr(customer_files, "AT_ONCE", 1)
    made = checked(kite, FILE)
    address = f"/staff/kite/customers/imports/{made.public_id}/"
    shown = officer.post(f"{address}run/", follow=True).content.decode()
    assert "Writing: 0 of 2." in shown and "<progress" in shown
    (waiting,) = Job.objects.filter(name="exchange.import")
    run_import.call(made.public_id, "privacy-officer", False)
    assert "Done: 2 customers." in officer.get(address).content.decode()
    assert run_import.call(made.public_id, "privacy-officer", False) == 2
    assert waiting.queue == "slow"


def test_reminders_go_out_by_themselves(heron: Customer, aino: Contact, hosting: Product) -> None:
    from ketju.web.apps.services.jobs import remind

    add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={})
    long_ago = timezone.now() - timedelta(days=20)
    Service.objects.update(asked_at=long_ago)
    assert remind.call() == 1
    assert remind.call() == 0


def many(count: int) -> str:
    rows = (f"C-{number};Company {number};FI" for number in range(count))
    return "customer_id;Customer Name;customer_country\n" + "\n".join(rows)


def test_an_import_that_is_stopped_stays_whole_and_goes_on_later(
    kite: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "BATCH", 3)
    made = checked(kite, many(8))
    begin_import(by=STAFF, at=NOON, made=made)
    batches = iter(range(10))
    write = importing._write

    def stopping(*given: object) -> None:
        write(*given)  # type: ignore[arg-type]
        if next(batches) == 1:
            assert stop_import(by=STAFF, at=NOON, made=made)

    monkeypatch.setattr(importing, "_write", stopping)
    run(by=STAFF, at=NOON, made=made)
    made.refresh_from_db()
    assert (made.done, made.finished_at, Customer.objects.count()) == (6, None, 6)
    assert made.stopped_at == NOON and not stop_import(by=STAFF, at=NOON, made=made)
    begin_import(by=STAFF, at=NOON, made=made)
    run(by=STAFF, at=NOON, made=made)
    made.refresh_from_db()
    assert (made.done, Customer.objects.count()) == (8, 8) and made.finished_at == NOON
    assert AuditEntry.objects.filter(action="imports.stop").count() == 1
    assert AuditEntry.objects.filter(action="customers.create").count() == 8


def test_the_page_tells_how_far_an_import_is_and_can_stop_it(officer: Client, kite: Processor) -> None:
    made = checked(kite, many(2))
    Import.objects.filter(pk=made.pk).update(begun_at=NOON, done=1)
    path = f"/staff/kite/customers/imports/{made.public_id}/"
    html = officer.get(path).content.decode()
    assert (
        "Writing: 1 of 2." in html and f'hx-get="{path}progress/"' in html and 'http-equiv="refresh"' in html
    )
    part = officer.get(f"{path}progress/")
    assert "<html" not in part.content.decode() and "HX-Refresh" not in part.headers
    assert "0 problems so far" in part.content.decode()
    assert officer.post(f"{path}stop/").status_code == 302
    assert officer.get(f"{path}progress/").headers["HX-Refresh"] == "true"
    html = officer.get(path).content.decode()
    assert (
        "Stopped: 1 of 2 are written." in html
        and "Go on" in html
        and "hx-get" not in html.partition("<main")[2]
    )


def test_an_import_that_no_longer_fits_is_shown_as_stopped(kite: Processor, hosting: Product) -> None:
    made = checked(kite, FILE)
    begin_import(by=STAFF, at=NOON, made=made)
    hosting.delete()
    with pytest.raises(ImportRefused):
        run(by=STAFF, at=NOON, made=made)
    one = Import.objects.get()
    assert (one.finished_at, one.stopped_at) == (None, NOON)
