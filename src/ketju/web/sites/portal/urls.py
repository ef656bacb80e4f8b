"""Addresses of the portal, below /portal/<customer>/."""

from __future__ import annotations

from django.views.decorators.http import require_safe

from ketju.web.base.access.policy import customer, route
from ketju.web.sites.portal import (
    agreements,
    annex,
    changes,
    comparing,
    contacts,
    links,
    objecting,
    organisation,
    people,
    program,
    recipients,
    registers,
    seen,
    services,
    start,
)

READ = customer("portal.read")
CONTACTS = customer("portal.contacts")
DATA = customer("portal.data")
PEOPLE = customer("portal.people")
OBJECT = customer("portal.object")
EXPORT = customer("portal.export")

urlpatterns = [
    route("", start.show, READ, "portal"),
    route("organisation/", organisation.show, READ, "portal-organisation"),
    route("organisation/change/", organisation.change, CONTACTS, "portal-organisation-change"),
    route("contacts/", contacts.show, READ, "portal-contacts"),
    route("contacts/new/", contacts.add, CONTACTS, "portal-contact-new"),
    route("contacts/confirm/", contacts.confirm, CONTACTS, "portal-contacts-confirm"),
    route("contacts/own/", contacts.change_own, READ, "portal-contact-own"),
    route("contacts/program/", program.show, CONTACTS, "portal-program"),
    route("contacts/program/secret/", program.renew, CONTACTS, "portal-program-secret"),
    route("contacts/program/test/", program.test, CONTACTS, "portal-program-test"),
    route("contacts/program/end/", program.end, CONTACTS, "portal-program-end"),
    route("contacts/<str:contact>/", contacts.change, CONTACTS, "portal-contact"),
    route("contacts/<str:contact>/end/", contacts.end, CONTACTS, "portal-contact-end"),
    route("contacts/<str:contact>/deputy/", contacts.deputy, CONTACTS, "portal-contact-deputy"),
    route("services/", services.show, READ, "portal-services"),
    route("services/<str:service>/", services.show_one, READ, "portal-service"),
    route("services/<str:service>/data/", services.declare, DATA, "portal-service-data"),
    route("consents/", require_safe(services.consents), READ, "portal-consents"),
    route("consents/give/", services.consents, DATA, "portal-consent-give"),
    route("consents/<int:consent>/withdraw/", services.withdraw, DATA, "portal-consent-withdraw"),
    route("agreements/", agreements.show, READ, "portal-agreements"),
    route("agreements/compare/", comparing.show, READ, "portal-compare"),
    route("agreements/terms/", agreements.show_terms, READ, "portal-terms"),
    route("agreements/annex/", annex.show, READ, "portal-annex"),
    route("agreements/annex/download/", annex.download, EXPORT, "portal-annex-download"),
    route("agreements/<str:version>/", agreements.show_one, READ, "portal-agreement"),
    route("agreements/copies/<str:copy>/download/", agreements.download, EXPORT, "portal-copy"),
    route("agreements/letters/<str:letter>/", agreements.download_letter, EXPORT, "portal-letter"),
    route(
        "agreements/<str:version>/texts/<str:language>/", agreements.show_text, READ, "portal-agreement-text"
    ),
    route("agreements/<str:version>/accept/", agreements.accept, customer("portal.accept"), "portal-accept"),
    route("people/", people.show, PEOPLE, "portal-people"),
    route("people/<str:membership>/end/", people.end, PEOPLE, "portal-people-end"),
    route("sub-processors/", registers.show, READ, "portal-registers"),
    route("sub-processors/changes/", registers.changes, READ, "portal-registers-changes"),
    route(
        "sub-processors/download/",
        registers.download_it,
        customer("portal.export"),
        "portal-registers-download",
    ),
    route("sub-processors/links/", links.show, PEOPLE, "portal-links"),
    route("sub-processors/links/<str:link>/revoke/", links.revoke, PEOPLE, "portal-link-revoke"),
    route("sub-processors/<slug:register>/<str:entry>/", registers.show_one, READ, "portal-registers-entry"),
    route("changes/", changes.show, READ, "portal-changes"),
    route("changes/recipients/", recipients.show, READ, "portal-recipients"),
    route("changes/recipients/export/", recipients.export, EXPORT, "portal-recipients-export"),
    route("changes/objections/<str:objection>/say/", objecting.say, OBJECT, "portal-objection-say"),
    route(
        "changes/objections/<str:objection>/withdraw/",
        objecting.withdraw,
        OBJECT,
        "portal-objection-withdraw",
    ),
    route(
        "changes/objections/<str:objection>/files/<str:file>/", objecting.file, READ, "portal-objection-file"
    ),
    route("changes/<str:change>/", changes.show_one, READ, "portal-change"),
    route("changes/<str:change>/acknowledge/", changes.acknowledge, OBJECT, "portal-change-acknowledge"),
    route("changes/<str:change>/object/", objecting.object_to, OBJECT, "portal-change-object"),
    route("changes/<str:change>/consent/", changes.consent, OBJECT, "portal-change-consent"),
    route("seen/", seen.show, READ, "portal-seen"),
    route("export/", seen.export, customer("portal.export"), "portal-export"),
]
