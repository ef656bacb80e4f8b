"""The policy of an address: who gets in. An address without one cannot be made.

A person who may not see something gets the same answer as for what does not exist, so that nobody can find out what
there is. The views get what was checked: ``request.standing``, and for portals ``request.customer_id``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.permission import Standing, standing_of
from ketju.web.base.access.zones import day_at as day_at
from ketju.web.base.events import noted

View = Callable[..., HttpResponse]
Kind = Literal["public", "signed-in", "member", "staff", "customer", "token", "operator"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Who gets in: everybody, whoever signed in, staff before they promised confidentiality ("member"), staff or a
    customer's people who may do ``action``, programs with a token that may do it, or whoever runs the machine.
    """

    kind: Kind
    action: str = ""


PUBLIC = Policy("public")
SIGNED_IN = Policy("signed-in")
MEMBER = Policy("member")
OPERATOR = Policy("operator")


def staff(action: str) -> Policy:
    """Staff of the processor in the address who may do something."""
    return Policy("staff", action)


def customer(action: str) -> Policy:
    """People of the customer in the address who may do something."""
    return Policy("customer", action)


def route(address: str, view: View, policy: Policy, name: str) -> URLPattern:
    """An address with its policy, which the view cannot forget to ask."""
    guarded = _guarded(view, policy)
    guarded.policy = policy  # type: ignore[attr-defined]
    return path(address, guarded, name=name)


def _guarded(view: View, policy: Policy) -> View:
    if policy.kind in ("public", "operator", "token"):

        @wraps(view)
        def opened(*args: Any, **names: Any) -> HttpResponse:
            return view(*args, **names)

        return opened

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if policy.kind == "member":
            _as_member(request, names)
        elif policy.kind == "staff":
            names = _as_staff(request, policy.action, names)
        elif policy.kind == "customer":
            names = _as_customer(request, policy.action, names)
        return view(request, *args, **names)

    return guarded


def _as_member(request: HttpRequest, names: dict[str, Any]) -> Standing:
    """Put the processor of the address on the request, for its staff; for others it does not exist."""
    processor = Processor.objects.filter(slug=names.pop("processor", "")).first()
    if processor is None:
        raise _absent(request, "no such processor")
    standing = _standing(request, processor)
    if not standing.staff_roles:
        raise _absent(request, "no member")
    return standing


def _as_staff(request: HttpRequest, action: str, names: dict[str, Any]) -> dict[str, Any]:
    """The same for whoever may do the action."""
    standing = _as_member(request, names)
    if not standing.is_bound:
        noted("access.unbound", request)
        raise NotBound(standing.processor.slug)
    if not standing.may(action) and _lacks_only_a_factor(standing, action):
        noted("access.second-factor-missing", request)
        raise SecondFactorMissing
    if not standing.may(action):
        raise _absent(request, "role")
    return names


def _as_customer(request: HttpRequest, action: str, names: dict[str, Any]) -> dict[str, Any]:
    wanted = names.pop("customer", "")
    held = Membership.objects.filter(user=request.user.pk, customer=wanted).select_related("processor")
    member = next((one for one in held if one.holds(day_at(one.processor))), None)
    if not wanted or member is None:
        raise _absent(request, "no member")
    standing = _standing(request, member.processor)
    if not standing.may(action, wanted) and _lacks_only_a_factor(standing, action, wanted):
        noted("access.second-factor-missing", request)
        raise SecondFactorMissing
    if not standing.may(action, wanted):
        raise _absent(request, "role")
    request.customer_id = wanted  # type: ignore[attr-defined]
    return names


def _absent(request: HttpRequest, reason: str) -> Http404:
    """What to raise: told apart in the log, and to nobody else."""
    noted("access.refused", request, reason)
    request.is_refused = True  # type: ignore[attr-defined]
    return Http404()


def _standing(request: HttpRequest, processor: Processor) -> Standing:
    found = standing_of(request.user, processor, day_at(processor))  # type: ignore[arg-type]
    request.standing = found  # type: ignore[attr-defined]
    request.processor = processor  # type: ignore[attr-defined]
    return found


def _lacks_only_a_factor(standing: Standing, action: str, customer: str = "") -> bool:
    whole = Standing(standing.user, standing.processor, standing.memberships, standing.is_bound, True)
    return whole.may(action, customer)


class NotBound(Exception):
    """A member of staff has not promised confidentiality yet, or has to renew it. Its text is the processor's slug."""


class SecondFactorMissing(Exception):
    """A role needs a second factor, and the person has none yet."""
