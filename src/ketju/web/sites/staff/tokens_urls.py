"""Addresses of tokens of programs."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff import tokens

urlpatterns = [
    route("", tokens.index, staff("tokens.manage"), "tokens"),
    route("<str:token>/revoke/", tokens.revoke, staff("tokens.manage"), "token-revoke"),
]
