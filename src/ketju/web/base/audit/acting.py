"""Who acts in a request: the person, in the role that counts, with the number of the request."""

from __future__ import annotations

from django.http import HttpRequest

from ketju.web.base.access.permission import Standing
from ketju.web.base.access.roles import ROLES
from ketju.web.base.audit.writing import Actor


def actor_of(request: HttpRequest, reason: str = "") -> Actor:
    """The person of the request, in the first of their roles in the order of ``ROLES``."""
    standing: Standing | None = getattr(request, "standing", None)
    customer = getattr(request, "customer_id", "")
    user = request.user if request.user.is_authenticated else None
    role = _role(standing, customer) if standing else ""
    return Actor(user=user, role=role, reason=reason, request_id=getattr(request, "request_id", ""))


def _role(standing: Standing, customer: str) -> str:
    held = {one.role for one in standing.memberships if one.customer == customer}
    return next((role for role in ROLES if role in held), "")
