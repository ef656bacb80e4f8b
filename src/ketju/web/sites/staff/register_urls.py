"""Addresses of search, agreements, decisions about the register, and the machine, under /staff/<processor>/."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff import agreements, copies, operate, policies, search, settings

_READ, _WRITE, _OPERATE = staff("settings.read"), staff("registers.write"), staff("settings.manage")

urlpatterns = [
    route("search/", search.show, staff("today.read"), "search"),
    route("agreements/", agreements.index, staff("agreements.read"), "agreements"),
    route("agreements/new/", agreements.add, staff("agreements.write"), "agreement-add"),
    route("agreements/compare/", agreements.compare, staff("agreements.read"), "agreements-compare"),
    route("agreements/policy/", policies.index, staff("agreements.read"), "policies"),
    route("agreements/policy/new/", policies.add, staff("agreements.write"), "policy-add"),
    route("agreements/copies/", copies.missing, staff("agreements.read"), "copies-missing"),
    route("agreements/copies/make/", copies.countersign, staff("agreements.write"), "copies-make"),
    route("agreements/<str:version>/", agreements.show, staff("agreements.read"), "agreement"),
    route("settings/", settings.index, _READ, "settings"),
    route("settings/retention/", settings.retention, staff("customers.erase"), "settings-retention"),
    route("settings/about/", settings.about, _WRITE, "settings-about"),
    route("settings/description/", settings.publish, staff("registers.publish"), "settings-publish"),
    route("settings/holders/", settings.holders, _READ, "holders"),
    route("settings/holders/new/", settings.add, _WRITE, "holder-add"),
    route("settings/holders/<str:holder>/end/", settings.end, _WRITE, "holder-end"),
    route("machine/jobs/", operate.jobs, _OPERATE, "jobs"),
    route("machine/jobs/<uuid:job>/retry/", operate.retry, _OPERATE, "job-retry"),
    route("machine/jobs/<uuid:job>/dismiss/", operate.dismiss, _OPERATE, "job-dismiss"),
    route("machine/backups/", operate.backups, _OPERATE, "backups"),
    route("machine/keys/", operate.keys, _OPERATE, "keys"),
]
