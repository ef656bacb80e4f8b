"""Transfer tools of GDPR Chapter V: printed words → tool and article."""

from __future__ import annotations

from functools import lru_cache

from ketju.core.vocabulary.lexicon import lexicon

ARTICLES = {
    "SCC": "46(2)(c)",
    "DPF": "45(3)",
    "ADEQUACY": "45(3)",
    "BCR": "47",
    "CODE": "46(2)(e)",
    "CERTIFICATION": "46(2)(f)",
    "CONSENT": "49(1)(a)",
    "DEROGATION": "49",
    "ARTICLE_46": "46",
}
"""The article each tool rests on; the UK tools and Privacy Shield rest on none of the GDPR's that is in force."""


@lru_cache(maxsize=2048)
def transfer_tools(text: str) -> tuple[str, ...]:
    """The tools named in ``text``, in order of place, each once. Source: Art. 44-49, requirements 6.1."""
    return tuple(dict.fromkeys(match.meaning for match in lexicon("transfers").find(text)))


def is_tool_only(text: str) -> bool:
    """Whether ``text`` names tools and little else, as a cell of a safeguards column does.

    >>> is_tool_only("Standard Contractual Clauses (SCCs)"), is_tool_only("keeps SCC files for us")
    (True, False)
    """
    named = {i for match in lexicon("transfers").find(text) for i in range(match.start, match.end)}
    letters = [i for i, letter in enumerate(text) if letter.isalnum()]
    return bool(named) and len(named.intersection(letters)) >= 0.6 * len(letters)


def articles(tools: tuple[str, ...]) -> tuple[str, ...]:
    """The articles of the GDPR that the tools rest on, each once."""
    return tuple(dict.fromkeys(ARTICLES[tool] for tool in tools if tool in ARTICLES))
