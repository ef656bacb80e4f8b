"""An endpoint: its method, its address, the scope that it needs, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

from ninja import Router

from ketju.web.sites.api.doors import Scope
from ketju.web.sites.api.shapes import ProblemOut

WRONG = frozenset({400, 401, 403, 404, 409, 422, 429})
Operation = Callable[..., Any]

SCOPES: dict[str, set[str]] = {}
"""The scopes of the operations by their names, from which policies of addresses are made."""


def endpoint(
    router: Router,
    method: str,
    address: str,
    scope: str,
    answer: Any,
    status: int = 200,
    wrong: Set[int] = frozenset(),
) -> Callable[[Operation], Operation]:
    """Declare an endpoint; ``wrong`` are statuses that only it has. Without a scope none can be declared."""

    def declare(operation: Operation) -> Operation:
        SCOPES.setdefault(address, set()).add(scope)
        made = router.api_operation(
            [method],
            address,
            auth=Scope(scope),
            response={status: answer, WRONG | wrong: ProblemOut},
            summary=(operation.__doc__ or "").split("\n", 1)[0],
            operation_id=operation.__name__,
        )
        return made(operation)

    return declare
