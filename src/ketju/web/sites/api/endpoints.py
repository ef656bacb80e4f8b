"""An endpoint: its method, its address, the scope that it needs, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from typing import Any

from ninja import Router

from ketju.web.sites.api.doors import Scope
from ketju.web.sites.api.shapes import ProblemOut

WRONG = frozenset({400, 401, 403, 404, 409, 422, 429})
Operation = Callable[..., Any]

SCOPES: dict[str, set[str]] = {}
"""The scopes of the operations by their addresses, from which policies of addresses are made."""
FILES: dict[str, tuple[str, ...]] = {}
"""The media types of operations that answer with files, by their names."""


def endpoint(
    router: Router,
    method: str,
    address: str,
    scope: str,
    answer: Any,
    status: int = 200,
    wrong: Set[int] = frozenset(),
    auth: object = None,
    media: Collection[str] = (),
    extra: dict[str, Any] | None = None,
) -> Callable[[Operation], Operation]:
    """Declare an endpoint; ``wrong`` are statuses that only it has. Without a scope none can be declared.

    ``auth`` lets somebody in by other means than a token, who may then do what the scope says. ``media`` are the media
    types of an answer that is a file, ``extra`` what else the description says.
    """

    def declare(operation: Operation) -> Operation:
        SCOPES.setdefault(address, set()).add(scope)
        if media:
            FILES[operation.__name__] = tuple(media)
        made = router.api_operation(
            [method],
            address,
            auth=auth or Scope(scope),
            response={status: answer, WRONG | wrong: ProblemOut},
            summary=(operation.__doc__ or "").split("\n", 1)[0],
            operation_id=operation.__name__,
            openapi_extra=extra,
        )
        return made(operation)

    return declare
