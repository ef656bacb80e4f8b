"""Addresses of the inbox."""

from __future__ import annotations

from ketju.web.base.access.policy import route, staff
from ketju.web.sites.staff import inbox

READ, MANAGE = staff("inbox.read"), staff("inbox.manage")
_HERE = "staff/<slug:processor>/inbox/"
_ONE = f"{_HERE}<str:received>/"
urlpatterns = [
    route(_HERE, inbox.listed, READ, "inbox"),
    route(f"{_HERE}test", inbox.test, MANAGE, "inbox-test"),
    route(_ONE, inbox.shown, READ, "inbox-message"),
    route(f"{_ONE}original", inbox.original, READ, "inbox-original"),
    route(f"{_ONE}files/<int:number>", inbox.attached, READ, "inbox-file"),
    route(f"{_ONE}assign", inbox.assign, MANAGE, "inbox-assign"),
    route(f"{_ONE}finish", inbox.finish, MANAGE, "inbox-finish"),
    route(f"{_ONE}reopen", inbox.reopen, MANAGE, "inbox-reopen"),
]
