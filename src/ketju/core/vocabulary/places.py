"""Places as printed → ISO 3166-1 codes and blocs, with what was only concluded from a city or a cloud region."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ketju.core.packaged import table
from ketju.core.vocabulary.fold import Token, tokens
from ketju.core.vocabulary.lexicon import Match, lexicon
from ketju.core.vocabulary.phrases import phrases
from ketju.core.vocabulary.place_codes import ODD_CODES, code_at

Kind = Literal["country", "bloc", "city", "state", "cloud region", "code"]

_CLOUD = re.compile(r"(?<![\w.-])(?=[\w-]*[\d-])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*(?![\w-])")
_FIRST_FLAG = 0x1F1E6
_FLAG = re.compile(f"[{chr(_FIRST_FLAG)}-{chr(_FIRST_FLAG + 25)}]{{2}}")
"""Two letters of their own kind, which programs show as a flag."""
LEAST_SHOUTED = 3
"""In a text of so many words all in capitals two letters are no code."""
LONGEST_CODE = 3
LONGEST_REACH = 2
LEAST_WORD = 4
"""Shorter words between places join them: "and", "ja"."""
LONGEST_PLACES = 160
"""A text with more characters than this says more than places."""
_BRACKETED = re.compile(r"\([^()]*\)")
PLACE_JOIN = re.compile(r"\s*(?:/|,|\+|&|–|-)\s*|\s+\w{1,4}\s+")


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place in a text: code, how it was named, and where (code points)."""

    code: str
    kind: Kind
    start: int
    end: int
    printed: str

    @property
    def inferred(self) -> bool:
        """Whether the country is a conclusion, not what is printed."""
        return self.kind in ("city", "state", "cloud region")


@lru_cache(maxsize=1)
def _iso() -> frozenset[str]:
    codes: str = table("places")["countries"]
    return frozenset(codes.split())


def _named(text: str, words: Sequence[Token], language: str) -> list[PlaceFound]:
    book = lexicon("places")
    found: list[PlaceFound] = []
    index = 0
    while index < len(words):
        here = [
            m
            for m in book.at(words, index)
            if words[index].capital
            or m.words == len(words)
            or _ends_a_row(text, found, m)
            or _is_reach(words, m)
        ]
        if not here:
            index += 1
            continue
        rank = {"bloc": 0, "country": 1, "city": 2, "state": 3}
        best = min(here, key=lambda m: (-m.words, not m.exact, rank[m.meaning.split(":")[0]], m.meaning))
        kind, code = best.meaning.split(":")
        own = any(m.meaning == best.meaning and m.language == language for m in here)
        if kind == "bloc" and not own and _is_code_alone(text, best):
            index += best.words
            continue
        if kind == "bloc" and best.words > 1 and (parts := _blocs_inside(words, best)):
            found += [
                PlaceFound(part.meaning[5:], "bloc", part.start, part.end, text[part.start : part.end])
                for part in parts
            ]
            index += best.words
            continue
        found.append(PlaceFound(code, kind, best.start, best.end, text[best.start : best.end]))  # type: ignore[arg-type]
        index += best.words
    return found


def _ends_a_row(text: str, found: Sequence[PlaceFound], match: Match) -> bool:
    """Whether a bloc in small letters is the last of several places: "United States and worldwide"."""
    return (
        match.meaning.startswith("bloc:")
        and bool(found)
        and PLACE_JOIN.fullmatch(text, found[-1].end, match.start) is not None
        and text[match.end :].strip(" .")[:1] in ("", ",", ";", ")", "(")
    )


def _is_reach(words: Sequence[Token], match: Match) -> bool:
    """Whether the world in small letters is where something short is: "CDN worldwide", "worldwide (edge)"."""
    if match.meaning != "bloc:GLOBAL" or len(words) > LONGEST_REACH:
        return False
    return match.first == 0 or (words[0].upper and match.first + match.words == len(words))


def _is_code_alone(text: str, match: Match) -> bool:
    """Whether two letters that are a bloc in one language and a country everywhere (AE) stand without a slash."""
    printed = text[match.start : match.end]
    if len(printed) != 2 or (printed not in _iso() and printed not in ODD_CODES):
        return False
    beside = {
        token.word for token in tokens(text) if token.end == match.start - 1 or token.start == match.end + 1
    }
    blocs = {
        token
        for token in beside
        for m in lexicon("places").whole(token.upper())
        if m.meaning.startswith("bloc:")
    }
    return not blocs or "/" not in text[max(match.start - 1, 0) : match.end + 1]


def _blocs_inside(words: Sequence[Token], match: Match) -> list[Match]:
    """The blocs that a phrase such as "EU/EEA" puts together, when each of its ends is one."""
    book = lexicon("places")
    parts = []
    for index in (match.first, match.first + match.words - 1):
        single = [m for m in book.at(words, index) if m.words == 1 and m.meaning.startswith("bloc:")]
        parts += single[:1]
    return parts if len(parts) == 2 and parts[0].meaning != parts[1].meaning else []


def _codes(text: str, words: Sequence[Token], taken: list[PlaceFound]) -> list[PlaceFound]:
    """All of ``taken`` and the two-letter codes in capitals; a state right behind a city is where the city is."""
    shouts = len(words) >= LEAST_SHOUTED and all(token.upper for token in words)
    if shouts and any(token.end - token.start > LONGEST_CODE for token in words):
        return taken
    covered = {i for place in taken for i in range(place.start, place.end)}
    found = list(taken)
    for token in words:
        printed = text[token.start : token.end]
        if len(printed) != 2 or not printed.isupper() or token.start in covered:
            continue
        before = next((p for p in found if _stands_before(text, p, token.start)), None)
        city = before.code if before and _is_around(text, before, token.start) else ""
        kind, code = code_at(text, token.start, token.end, city)
        if kind == "state" and before is not None and before.code != code:
            found.remove(before)
        if kind and code in _iso():
            found.append(
                PlaceFound(code, "state" if kind == "state" else "code", token.start, token.end, printed)
            )
    return found


def _is_around(text: str, before: PlaceFound, start: int) -> bool:
    """Whether a place holds the state whose code follows: a city ("Boston, MA"), or a country with it in brackets."""
    return before.kind in ("city", "state") or (before.kind == "country" and "(" in text[before.end : start])


def _stands_before(text: str, place: PlaceFound, start: int) -> bool:
    return place.end <= start and text[place.end : start].strip(" ,(") == ""


def _without_namesakes(text: str, found: list[PlaceFound]) -> list[PlaceFound]:
    """Cities and a country that a state right beside them puts elsewhere: London, Ontario and Atlanta, Georgia."""
    kept: list[PlaceFound] = []
    for place in found:
        before = kept[-1] if kept and _stands_before(text, kept[-1], place.start) else None
        if (
            before is not None
            and before.kind == "city"
            and place.kind == "state"
            and before.code != place.code
        ):
            kept.pop()
        if (
            before is not None
            and before.kind == "city"
            and before.code == "US"
            and place.printed == "Georgia"
        ):
            place = replace(place, code="US", kind="state")
        kept.append(place)
    return kept


def _flags(text: str, taken: Sequence[PlaceFound]) -> list[PlaceFound]:
    """Flags, which are two letters of a code each: where nothing else names that country."""
    known = {place.code for place in taken}
    found = []
    for match in _FLAG.finditer(text) if not text.isascii() else ():
        letters = "".join(chr(ord(c) - _FIRST_FLAG + ord("A")) for c in match.group())
        code = ODD_CODES.get(letters, letters)
        if code not in known and (code in _iso() or code == "EU"):
            kind: Kind = "bloc" if code == "EU" else "code"
            found.append(PlaceFound(code, kind, match.start(), match.end(), letters))
    return found


def _cloud_regions(text: str) -> list[PlaceFound]:
    regions = table("cloud_regions").get("regions", {})
    found = []
    for match in _CLOUD.finditer(text):
        region = regions.get(match.group().lower())
        if region:
            found.append(
                PlaceFound(region["country"], "cloud region", match.start(), match.end(), match.group())
            )
    return found


def _without_outside(text: str, found: list[PlaceFound]) -> list[PlaceFound]:
    """Drop blocs that a phrase such as "outside the EU/EEA" only names as what it is outside of."""
    for outside in (m for m in phrases(text) if m.meaning == "outside.outside"):
        end = outside.end
        kept = []
        for place in found:
            joined = place.start <= end or PLACE_JOIN.fullmatch(text, end, place.start) is not None
            if place.kind == "bloc" and place.end > outside.start and joined and place.start >= outside.start:
                end = max(end, place.end)
            else:
                kept.append(place)
        found = kept
    left = [m for m in phrases(text) if m.meaning == "outside.of"]
    return [place for place in found if not any(_is_left(text, place, word) for word in left)]


def _is_left(text: str, place: PlaceFound, word: Match) -> bool:
    """Whether a word such as "outside" stands right before a place, at most an article between them."""
    return (
        word.end <= place.start
        and re.fullmatch(r"\s+(?:\w{1,3}\s+)?", text[word.end : place.start]) is not None
    )


@lru_cache(maxsize=8192)
def find_places(text: str, language: str = "") -> tuple[PlaceFound, ...]:
    """The places named in ``text``, in order, without blocs that are only named as being left ("outside the EU").

    Two letters that are a bloc in ``language`` and a country elsewhere are the bloc.

    >>> [place.code for place in find_places("Frankfurt, Germany")]
    ['DE', 'DE']
    """
    words = tokens(text)
    found = _codes(text, words, _without_namesakes(text, _named(text, words, language)))
    found += [p for p in _cloud_regions(text) if not any(q.start < p.end and p.start < q.end for q in found)]
    found += _flags(text, found)
    return tuple(_without_outside(text, sorted(found, key=lambda place: place.start)))


def is_all_place(text: str) -> bool:
    """Whether every word of ``text`` is part of a place, but for the words that join them: "EU, Ireland"."""
    found = find_places(text) if len(text) <= LONGEST_PLACES else ()
    if not found:
        return False
    left = list(text)
    for place in found:
        left[place.start : place.end] = " " * (place.end - place.start)
    return not any(token.capital or len(token.word) >= LEAST_WORD for token in tokens("".join(left)))


def is_place_only(text: str) -> bool:
    """Whether ``text`` names places and little else, as a cell of a location column does."""
    found = find_places(text) if len(text) <= LONGEST_PLACES else ()
    if not found:
        return False
    outside = _BRACKETED.sub(
        lambda m: m.group() if any(m.start() < p.end <= m.end() for p in found) else "", text
    )
    covered = sum(place.end - place.start for place in found)
    return covered >= 0.6 * sum(c.isalnum() for c in outside)
