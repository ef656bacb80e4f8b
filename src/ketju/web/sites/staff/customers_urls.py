"""Addresses of the customer register."""

from __future__ import annotations

from django.views.decorators.http import require_safe

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff import (
    copies,
    customer_agreements,
    customer_annex,
    customer_contacts,
    customer_disclosures,
    customer_files,
    customer_program,
    customer_recipients,
    customer_registers,
    customer_retention,
    customer_services,
    customer_terms,
    customers,
)

READ, WRITE = staff("customers.read"), staff("customers.write")
IMPORT, EXPORT = staff("customers.import"), staff("customers.export")

urlpatterns = [
    route("", customers.index, READ, "customers"),
    route("new/", customers.add, WRITE, "customer-add"),
    route("without-agreement/", customer_agreements.missing, READ, "customers-without-agreement"),
    route("undeclared/", customer_services.waiting, READ, "services-undeclared"),
    route("products/", require_safe(customer_services.products), READ, "products"),
    route("products/new/", customer_services.products, WRITE, "product-add"),
    route("imports/", customer_files.imports, IMPORT, "imports"),
    route("imports/columns.csv", customer_files.template, IMPORT, "import-template"),
    route("imports/<str:made>/", customer_files.show_import, IMPORT, "import"),
    route("imports/<str:made>/run/", customer_files.run_it, IMPORT, "import-run"),
    route("imports/<str:made>/progress/", customer_files.progress, IMPORT, "import-progress"),
    route("imports/<str:made>/stop/", customer_files.stop, IMPORT, "import-stop"),
    route("export/", customer_files.exported, EXPORT, "customers-export"),
    route("erasure/", customer_retention.erasure, staff("customers.erase"), "customers-erasure"),
    route("description/", customer_retention.describe, READ, "customers-description"),
    route("touched/", customer_registers.touched, READ, "customers-touched"),
    route(
        "touched/<slug:register>/<str:entry>/", customer_registers.touched_by, READ, "customers-touched-by"
    ),
    route("<str:customer>/sub-processors/", customer_registers.show, READ, "customer-registers"),
    route("<str:customer>/recipients/", customer_recipients.show, READ, "customer-recipients"),
    route(
        "<str:customer>/recipients/export/", customer_recipients.export, EXPORT, "customer-recipients-export"
    ),
    route("<str:customer>/", customers.show, READ, "customer"),
    route("<str:customer>/correct/", customers.correct, WRITE, "customer-correct"),
    route("<str:customer>/end/", customers.end, WRITE, "customer-end"),
    route("<str:customer>/hold/", customer_retention.hold, staff("customers.erase"), "customer-hold"),
    route("<str:customer>/history/", customers.history, staff("audit.read"), "customer-history"),
    route("<str:customer>/agreements/", require_safe(customer_agreements.show), READ, "customer-agreements"),
    route("<str:customer>/agreements/record/", customer_agreements.show, WRITE, "customer-agreement-record"),
    route("<str:customer>/copies/<str:copy>/download/", copies.download, READ, "customer-copy"),
    route("<str:customer>/terms/", customer_terms.show, READ, "customer-terms"),
    route("<str:customer>/letters/<str:letter>/", customer_terms.letter, READ, "customer-letter"),
    route(
        "<str:customer>/terms/record/", customer_terms.record, staff("agreements.write"), "deviation-record"
    ),
    route(
        "<str:customer>/terms/<str:deviation>/correct/",
        customer_terms.correct,
        staff("agreements.write"),
        "deviation-correct",
    ),
    route(
        "<str:customer>/terms/<str:deviation>/end/",
        customer_terms.end,
        staff("agreements.write"),
        "deviation-end",
    ),
    route("<str:customer>/annex/", customer_annex.show, READ, "customer-annex"),
    route("<str:customer>/annex/download/", customer_annex.download, READ, "customer-annex-download"),
    route(
        "<str:customer>/disclosures/", require_safe(customer_disclosures.show), READ, "customer-disclosures"
    ),
    route("<str:customer>/disclosures/record/", customer_disclosures.show, WRITE, "customer-disclose"),
    route("<str:customer>/program/", customer_program.show, READ, "customer-program"),
    route("<str:customer>/program/set/", customer_program.set_address, WRITE, "customer-program-set"),
    route("<str:customer>/program/secret/", customer_program.renew, WRITE, "customer-program-secret"),
    route("<str:customer>/program/test/", customer_program.test, WRITE, "customer-program-test"),
    route("<str:customer>/program/end/", customer_program.end, WRITE, "customer-program-end"),
    route("<str:customer>/contacts/new/", customer_contacts.add, WRITE, "contact-add"),
    route("<str:customer>/contacts/<str:contact>/", customer_contacts.correct, WRITE, "contact-correct"),
    route("<str:customer>/contacts/<str:contact>/end/", customer_contacts.end, WRITE, "contact-end"),
    route(
        "<str:customer>/contacts/<str:contact>/marketing/",
        customer_contacts.marketing,
        WRITE,
        "contact-marketing",
    ),
    route("<str:customer>/services/new/", customer_services.add, WRITE, "service-add"),
    route("<str:customer>/services/ask/", customer_services.ask, WRITE, "services-ask"),
    route("<str:customer>/services/<str:service>/", customer_services.correct, WRITE, "service-correct"),
    route("<str:customer>/services/<str:service>/data/", customer_services.declare, WRITE, "service-declare"),
]
