"""What several writers need of the same object is made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import local
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")


def kept_by_object(most: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep the last results of a function by the identity of its first argument, which is large and never changes.

    Other arguments are told apart by ``language`` where they have one. Each thread keeps its own.
    """

    def keeping(function: Callable[..., T]) -> Callable[..., T]:
        here = local()

        @wraps(function)
        def asked(subject: Any, *others: Any) -> T:
            held: dict[Hashable, tuple[Any, T]] = here.__dict__.setdefault("held", {})
            key = id(subject), *(getattr(one, "language", id(one)) for one in others)
            found = held.get(key)
            if found is None or found[0] is not subject:
                while len(held) >= most:
                    held.pop(next(iter(held)))
                found = held[key] = subject, function(subject, *others)
            return found[1]

        return asked

    return keeping
