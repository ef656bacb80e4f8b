"""Addresses of campaigns."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff import campaigns

READ, MANAGE = staff("customers.read"), staff("campaigns.manage")
_HERE = "staff/<slug:processor>/campaigns/"
_ONE = f"{_HERE}<str:campaign>/"
urlpatterns = [
    route(_HERE, campaigns.listed, READ, "campaigns"),
    route(f"{_HERE}plan", campaigns.plan, MANAGE, "campaign-plan"),
    route(_ONE, campaigns.shown, READ, "campaign"),
    route(f"{_ONE}progress", campaigns.progress, READ, "campaign-progress"),
    route(f"{_ONE}begin", campaigns.begin, MANAGE, "campaign-begin"),
    route(f"{_ONE}remind", campaigns.remind, MANAGE, "campaign-remind"),
    route(f"{_ONE}retry", campaigns.retry, MANAGE, "campaign-retry"),
    route(f"{_ONE}end", campaigns.end, MANAGE, "campaign-end"),
]
