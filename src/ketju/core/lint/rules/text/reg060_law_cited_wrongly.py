"""A law is cited that is no longer in force, or an article of the wrong law.

What: the text names a repealed act (Directive 95/46/EC, Privacy Shield, the clauses of 2001, 2004 or 2010, a national
act that the GDPR replaced), or articles 44 to 49 of a national act.
Why: a transfer cannot rest on what is not in force, and the rules on transfers stand in the GDPR alone.
Fix: cite the GDPR article, and for clauses Implementing Decision (EU) 2021/914.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ketju.core.lint.passages import passages, place_of
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.span import Span


def check(subject: Subject) -> Iterator[Observation]:
    """Each citation that is out of date or of the wrong act, once for each text."""
    told: set[Span] = set()
    citations = cache(_citations)
    for passage in passages(subject):
        for kind, words in citations(passage.text):
            span = place_of(subject, passage, words)
            if span is None or span not in told:
                told |= {span} if span else set()
                yield Observation(passage.path, {"words": words}, span=span, variant=kind)


def _citations(text: str) -> tuple[tuple[str, str], ...]:
    """(variant, words) of what a text cites wrongly; nothing where it tells the history of a law."""
    small = text.casefold()
    found = [
        (kind, match.group().strip())
        for kind, pieces, pattern in WRONG
        if any(piece in small for piece in pieces) and (match := pattern.search(text))
    ]
    return tuple(found) if found and not HISTORY.search(text) else ()


_ACTS = (
    r"dataskyddslagen|tietosuojala\w+|data protection act|bdsg|bundesdatenschutzgesetz\w*"
    r"|databeskyttelsesloven|personopplysningsloven|uavg|loi informatique"
)
_ARTICLE = r"\barti(?:cle|kel|kl|kkel|kla|culo|colo)\w* 4[4-9](?:[ .,]?\(?\d?\)?)?"
WRONG = tuple(
    (variant, pieces, re.compile(pattern, re.I))
    for variant, pieces, pattern in (
        (
            "repealed",
            ("95/46",),
            r"(?:Directive |Direktive |direktiivi |direktivet |Richtlinie )?95/46/E[CGYKFΚ]\w*",
        ),
        ("repealed", ("shield",), r"\b(?:EU[-–]U\.?S\.? |Swiss[-–]U\.?S\.? )?Privacy[ -]Shield\b"),
        ("repealed", ("harbo",), r"\bSafe[ -]Harbou?r (?:Framework|Principles|Agreement|Privacy|certif\w+)"),
        ("repealed", ("2001/497", "2004/915", "2010/87"), r"\b(?:2001/497|2004/915|2010/87)(?:/E[CGYU]\w*)?"),
        (
            "repealed",
            ("personuppgifts", "1998:204", "henkilötieto", "523/1999"),
            r"\bpersonuppgiftslagen\b|\(1998:204\)|\bhenkilötietola(?:ki|in|kia)\b|\b523/1999\b",
        ),
        (
            "repealed",
            ("bdsg", "persoonsgegevens", "protection act"),
            r"§ ?11 BDSG\b|\bWet bescherming persoonsgegevens\b|\bData Protection Act 1998\b",
        ),
        (
            "national",
            ("arti",),
            rf"{_ARTICLE} (?:i|of the|of|im|des|in der|af|van de|:n|de la|del) (?:\w+ )?(?:{_ACTS})",
        ),
        ("national", ("tietosuojalain",), r"\btietosuojalain 4[4-9] ?artikla\w*"),
    )
)
"""(variant, pieces, pattern) of citations that cannot be right; a match has one of the pieces in it, in small letters.
Sources: GDPR Art. 94; Decision (EU) 2021/914 Art. 4;
C-362/14 (Safe Harbour), C-311/18 (Privacy Shield); the national acts that brought the GDPR in."""

HISTORY = re.compile(
    r"invalid|repeal|annul|struck down|replaced|no longer|former|previous|schrems|kumot|kumoamin|upphäv"
    r"|ogiltig|tidigare|aufgehoben|ungültig|ehemal|invalidé|abrog|derogad|vervallen|ongeldig|ophævet|ugyldig|opphevet",
    re.I,
)


RULE = Rule("REG060", "law-cited-wrongly", "warning", ("L-12", "X-24", "GDPR Art. 46", "GDPR Art. 94"), check)
