"""Addresses of companies that are engaged, under /staff/<processor>/companies/."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff.companies import acts, from_mail, listing, notices, one

READ, WRITE = staff("cases.read"), staff("cases.write")
_ALL = "staff/<slug:processor>/companies/"
_NOTICES = f"{_ALL}notices/"
_NOTICE = f"{_NOTICES}<str:told>/"
_ONE = f"{_ALL}<str:engagement>/"
urlpatterns = [
    route(_ALL, listing.show, READ, "companies"),
    route(f"{_ALL}rechecks/", listing.rechecks, READ, "rechecks"),
    route(f"{_ALL}proofs/", listing.proofs, READ, "end-proofs"),
    route(f"{_ALL}files/<str:attachment>/", listing.file, READ, "attachment"),
    route(_NOTICES, notices.listed, READ, "supplier-notices"),
    route(f"{_NOTICES}new/", notices.receive, WRITE, "supplier-notice-new"),
    route(f"{_NOTICES}from/<str:received>/", from_mail.receive, WRITE, "supplier-notice-from"),
    route(_NOTICE, notices.show, READ, "supplier-notice"),
    route(f"{_NOTICE}take-back/", from_mail.take_back, WRITE, "supplier-notice-take-back"),
    route(f"{_NOTICE}open/", notices.open_it, WRITE, "supplier-notice-open"),
    route(f"{_NOTICE}settle/", notices.settle, WRITE, "supplier-notice-settle"),
    route(_ONE, one.show, READ, "company"),
    route(f"{_ONE}terms/", acts.set_terms, WRITE, "company-terms"),
    route(f"{_ONE}access/", acts.set_access, WRITE, "company-access"),
    route(f"{_ONE}contract/", acts.set_mapping, WRITE, "company-contract"),
    route(f"{_ONE}evidence/", acts.add_evidence, WRITE, "company-evidence"),
    route(f"{_ONE}evidence/end/", acts.drop_evidence, WRITE, "company-evidence-end"),
    route(f"{_ONE}rechecks/<str:recheck>/", acts.close, WRITE, "recheck-close"),
    route(f"{_ONE}proof/ask/", acts.ask, WRITE, "end-proof-ask"),
    route(f"{_ONE}proof/accept/", acts.accept, WRITE, "end-proof-accept"),
]
