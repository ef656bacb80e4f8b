"""Addresses of changes, under /staff/<processor>/."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff.changes import (
    acts,
    calendar,
    closing,
    customers,
    health,
    listing,
    notices,
    objections,
    one,
    place,
    receiving,
)

READ, WRITE, APPROVE = staff("cases.read"), staff("cases.write"), staff("registers.publish")
_ALL = "staff/<slug:processor>/changes/"
_ONE = f"{_ALL}<str:change>/"
_ENGAGED = f"{_ONE}companies/<str:engagement>/"
_NOTICE = f"{_ONE}notices/<str:notice>/"
_TOUCHED = f"{_ONE}customers/<str:customer>/"
_OBJECTION = f"{_ALL}objections/<str:objection>/"
urlpatterns = [
    route(_ALL, listing.running, READ, "cases"),
    route(f"{_ALL}propose/", listing.propose, WRITE, "case-propose"),
    route(f"{_ALL}calendar/", calendar.show, READ, "cases-calendar"),
    route(f"{_ALL}contacts/", health.show, READ, "contact-health"),
    route(f"{_ALL}contacts/<str:customer>/ask/", health.ask, WRITE, "contact-health-ask"),
    route(f"{_ALL}letters/", customers.letters, READ, "letters"),
    route(f"{_ALL}letters/<str:delivery>/", customers.letter, READ, "letter"),
    route(f"{_ALL}letters/<str:delivery>/letter.pdf", customers.letter_file, READ, "letter-file"),
    route(f"{_ALL}letters/<str:delivery>/posted/", customers.posted, WRITE, "letter-posted"),
    route(f"{_ALL}objections/", objections.listed, READ, "objections"),
    route(f"{_ALL}objections/new/", receiving.receive, WRITE, "objection-new"),
    route(f"{_ALL}objections/customers/", receiving.customers, WRITE, "objection-customers"),
    route(_OBJECTION, objections.show, READ, "objection"),
    route(f"{_OBJECTION}files/<str:file>/", objections.file, READ, "objection-file"),
    route(f"{_OBJECTION}say/", objections.say, WRITE, "objection-say"),
    route(f"{_OBJECTION}link/", objections.link, WRITE, "objection-link"),
    route(f"{_OBJECTION}end/", objections.end, WRITE, "objection-end"),
    route(f"{_ALL}customer/<str:customer>/", customers.of_customer, READ, "customer-changes"),
    route(_ONE, one.show, READ, "case"),
    route(f"{_ONE}gates/", one.gates, READ, "case-gates"),
    route(f"{_ONE}texts/", one.texts, READ, "case-texts"),
    route(f"{_ONE}plan/", acts.plan, WRITE, "case-plan"),
    route(f"{_ONE}move/", acts.move, WRITE, "case-move"),
    route(f"{_ONE}prepare/", acts.prepare, WRITE, "case-prepare"),
    route(f"{_ONE}approve/", acts.approve, APPROVE, "case-approve"),
    route(f"{_ONE}dry-run/", acts.rehearse, WRITE, "case-dry-run"),
    route(f"{_ONE}announce/", acts.send, WRITE, "case-announce"),
    route(f"{_ONE}tell-rest/", acts.tell_others, WRITE, "case-tell-rest"),
    route(f"{_ONE}withdraw/", acts.withdraw, WRITE, "case-withdraw"),
    route(f"{_ONE}correct/", acts.correct, WRITE, "case-correct"),
    route(f"{_ONE}waive/", acts.waive, APPROVE, "case-waive"),
    route(f"{_ONE}risk/", closing.decide, APPROVE, "case-risk"),
    route(f"{_ONE}close/", closing.close, WRITE, "case-close"),
    route(f"{_ONE}frozen/", closing.frozen, READ, "case-frozen"),
    route(f"{_ONE}frozen/pdf/", closing.frozen_pdf, READ, "case-frozen-pdf"),
    route(f"{_ONE}evidence/", acts.evidence, READ, "case-evidence"),
    route(f"{_ENGAGED}evidence/", acts.add_evidence, WRITE, "engagement-evidence"),
    route(f"{_ENGAGED}evidence/end/", acts.drop_evidence, WRITE, "engagement-evidence-end"),
    route(f"{_ENGAGED}access/", acts.set_access, WRITE, "engagement-access"),
    route(f"{_ENGAGED}contract/", acts.set_mapping, WRITE, "engagement-contract"),
    route(f"{_ONE}customers/", customers.listed, READ, "case-customers"),
    route(_TOUCHED, place.show, READ, "case-customer"),
    route(f"{_TOUCHED}authorisation/", place.authorise, WRITE, "case-authorisation"),
    route(f"{_TOUCHED}waive/", place.waive, APPROVE, "case-customer-waive"),
    route(f"{_TOUCHED}condition/", place.condition, WRITE, "case-condition"),
    route(_NOTICE, notices.show, READ, "case-notice"),
    route(f"{_NOTICE}approve/", notices.approve, APPROVE, "case-notice-approve"),
    route(f"{_NOTICE}send/", notices.send, WRITE, "case-notice-send"),
    route(f"{_NOTICE}discard/", notices.discard, WRITE, "case-notice-discard"),
]
