"""What somebody may have meant who wrote a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

CLOSE_ENOUGH = 0.6


def nearest(word: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known words that are most like ``word``, likest first; equally like ones in alphabetical order.

    >>> nearest("shared-mial", ["shared-mail", "background"])
    ('shared-mail',)
    """
    folded: dict[str, list[str]] = {}
    for candidate in sorted(set(known)):
        folded.setdefault(candidate.casefold(), []).append(candidate)
    close = get_close_matches(word.casefold(), folded, n=limit, cutoff=CLOSE_ENOUGH)
    return tuple(candidate for match in close for candidate in folded[match])[:limit]
