"""Compile the vocabulary: TOML files of every language and CLDR names into the tables that the package loads.

Run it with ``make data`` after a change to ``src/ketju/core/vocabulary``; a test fails while a table is out of date.
"""

from __future__ import annotations

import json
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent / "src" / "ketju" / "core" / "vocabulary"
sys.path.insert(0, str(ROOT.parents[2]))

from ketju.core.vocabulary.fold import fold, tokens  # noqa: E402
from ketju.core.vocabulary.lexicon import STEM_KEY, packed  # noqa: E402

Phrase = tuple[str, str, str]
"""(phrase, meaning, language)"""

CLDR = {"nb": "nb", "nn": "nn", "mt": "mt", "ga": "ga"}
NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
"""Codes that CLDR names beside those of countries: groups, tests, parts that ISO only reserves a code for."""


def read(path: Path) -> dict[str, Any]:
    """A TOML file, or {} when there is none."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def languages() -> list[str]:
    """The languages that have a folder."""
    return sorted(p.parent.name for p in ROOT.glob("*/fields.toml"))


def pattern_words(phrase: str) -> list[str]:
    """The folded words of a phrase; a word keeps its final ``*``, a lone ``*`` stands for any word."""
    found: list[str] = []
    for part in unicodedata.normalize("NFC", phrase).split():
        if part == "*":
            found.append("*")
        found += [
            token.word + ("*" if part[token.end : token.end + 1] == "*" else "") for token in tokens(part)
        ]
    return found


def is_shouted(phrase: str) -> bool:
    """Whether a phrase only counts in capitals: a short abbreviation such as US or EØS."""
    letters = [c for c in phrase if c.isalpha()]
    return 0 < len(letters) <= 3 and all(c.isupper() for c in letters) and "*" not in phrase


def lexicon(phrases: Iterable[Phrase], *, shout: bool = False) -> dict[str, Any]:
    """Phrases as the two look-up maps that ``ketju.core.vocabulary.lexicon`` reads."""
    meanings: dict[tuple[str, ...], set[tuple[str, str, bool]]] = defaultdict(set)
    for phrase, meaning, language in phrases:
        words = tuple(pattern_words(phrase))
        if words and words[0] != "*":
            meanings[words].add((meaning, language, shout and is_shouted(phrase)))
    exact: dict[str, list[str]] = defaultdict(list)
    stems: dict[str, list[str]] = defaultdict(list)
    for words, found in sorted(meanings.items(), key=lambda item: (-len(item[0]), item[0])):
        first, rest = words[0], list(words[1:])
        if first.endswith("*"):
            stems[first[:-1][:STEM_KEY]].append(f"{first[:-1]} {packed(rest, sorted(found))}")
        else:
            second = f" {rest[0]}" if rest and not rest[0].endswith("*") else ""
            exact[first + second].append(packed(rest, sorted(found)))
    return {
        name: {key: ";".join(held) for key, held in sorted(group.items())}
        for name, group in (("exact", exact), ("stems", stems))
    }


def grouped(language: str, file: str, group: str | None = None) -> Iterator[Phrase]:
    """The phrases of a file whose tables map a meaning to phrases: "labels.name" or, with ``group``, "name"."""
    for table, entries in read(ROOT / language / file).items():
        if isinstance(entries, dict) and (group is None or table == group):
            for meaning, phrases in entries.items():
                for phrase in phrases:
                    yield phrase, meaning if group else f"{table}.{meaning}", language


def cldr_countries(language: str) -> Iterator[Phrase]:
    """CLDR's country names in a language."""
    for code, name in Locale.parse(CLDR.get(language, language)).territories.items():
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}:
            yield name, f"country:{code}", language


def places() -> Iterator[Phrase]:
    """Names of countries, blocs, states and cities."""
    for language in languages():
        yield from cldr_countries(language)
        data = read(ROOT / language / "places.toml")
        for code, names in data.get("countries", {}).items():
            yield from ((name, f"country:{code}", language) for name in names)
        for bloc, names in data.get("blocs", {}).items():
            yield from ((name, f"bloc:{bloc}", language) for name in names)
        yield from ((name, f"city:{code}", language) for name, code in data.get("cities", {}).items())
    for table, entries in read(ROOT / "common" / "cities.toml").items():
        kind = "city" if table == "cities" else "state"
        if isinstance(entries, dict) and not table.endswith("_codes"):
            yield from ((name, f"{kind}:{code}", "") for name, code in entries.items())


def months() -> dict[str, dict[str, int]]:
    """Month names and abbreviations, folded: word → language → month."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for language in languages():
        locale = Locale.parse(CLDR.get(language, language))
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    word = " ".join(fold(part).strip(".") for part in name.split())
                    if len(word) >= 3 and word.replace(" ", "").isalpha():
                        found[word].setdefault(language, number)
    return {word: dict(sorted(by.items())) for word, by in sorted(found.items())}


def stop_words() -> dict[str, list[str]]:
    """The commonest words of each language, in small letters but with their diacritics."""
    found: dict[str, list[str]] = defaultdict(list)
    for language in languages():
        for word in read(ROOT / language / "words.toml").get("stop", {}).get("words", []):
            found[word.casefold()].append(language)
    return dict(sorted(found.items()))


def legal_forms() -> dict[str, list[str]]:
    """Legal forms as printed → countries."""
    found: dict[str, list[str]] = defaultdict(list)
    for country, entry in read(ROOT / "common" / "legal_forms.toml").items():
        for form in entry["forms"]:
            found[form].append(country)
    return dict(sorted(found.items()))


def territories() -> dict[str, Any]:
    """Membership and adequacy by date, and the codes of all countries: ISO 3166-1 with Kosovo's XK."""
    data = read(ROOT.parent / "territory" / "data" / "territories.toml")
    codes = {code for code in map(str, Locale.parse("en").territories) if len(code) == 2 and code.isalpha()}
    return {**json.loads(json.dumps(data, default=str)), "countries": sorted(codes - NO_COUNTRIES)}


def authorities() -> dict[str, Any]:
    """The supervisory authorities by country."""
    return json.loads(json.dumps(read(ROOT.parent / "territory" / "data" / "authorities.toml"), default=str))  # type: ignore[no-any-return]


def calendars() -> dict[str, Any]:
    """Whose public holidays count, as the data of periods declare it."""
    return read(ROOT.parent / "periods" / "data" / "calendars.toml")


def terms() -> dict[str, Any]:
    """The parameters of agreements, who owes what, and what an agreement has to state."""
    return read(ROOT.parent / "terms" / "data" / "parameters.toml")


def duties() -> dict[str, Any]:
    """The rows of the requirements by number, and what carries them out."""
    folder = ROOT.parent / "duties"
    covered, counted = read(folder / "coverage.toml"), ("module", "killed", "made")
    rows = [row for path in folder.glob("*.toml") for row in read(path).get("row", ())]
    return {
        "rows": sorted(rows, key=lambda row: int(row["id"].removeprefix("D-"))),
        "carried_out": covered["carried_out"],
        "mutants": [{key: one[key] for key in counted} for one in covered["mutants"] if "made" in one],
        "declarations": covered["declarations"]["modules"],
    }


def names() -> dict[str, Any]:
    """How lists that are written name places, months and days: language → names by code, months in order, a form."""
    own = read(ROOT / "common" / "names.toml")
    countries = set(territories()["countries"])
    found = {}
    for language, instead in own["places"].items():
        locale = Locale.parse(language)
        known = {code: name for code, name in locale.territories.items() if code in countries}
        months = locale.months["stand-alone"]["wide"]
        found[language] = {
            "places": dict(sorted({**known, **instead}.items())),
            "months": [months[number] for number in range(1, 13)],
            "day": own["days"][language],
        }
    return found


def tables() -> dict[str, Any]:
    """Every compiled table by name."""
    every = languages()
    result: dict[str, Any] = {
        "labels": lexicon(p for lang in every for p in grouped(lang, "fields.toml", "labels")),
        "words": lexicon(
            (p for lang in every for p in grouped(lang, "words.toml") if not p[1].startswith("stop.")),
            shout=False,
        ),
        "data": lexicon(p for lang in every for p in grouped(lang, "data.toml", "terms")),
        "purposes": lexicon(p for lang in every for p in grouped(lang, "purposes.toml", "terms")),
        "transfers": lexicon(
            (p for lang in every for p in grouped(lang, "transfer.toml", "tools")), shout=True
        ),
        "places": {**lexicon(places(), shout=True), "countries": countries()},
        "kinds": lexicon(p for lang in every for p in grouped(lang, "places.toml", "kinds")),
        "months": months(),
        "stop": stop_words(),
        "forms": legal_forms(),
        "languages": every,
        "territories": territories(),
        "authorities": authorities(),
        "calendars": calendars(),
        "duties": duties(),
        "terms": terms(),
        "names": names(),
    }
    for name in ("cloud_regions", "identifiers"):
        result[name] = read(ROOT / "common" / f"{name}.toml")
    cities = read(ROOT / "common" / "cities.toml")
    result["state_codes"] = {
        k: v for table, entries in cities.items() if table.endswith("_codes") for k, v in entries.items()
    }
    return result


def countries() -> str:
    """The codes of the countries that have a name, with blanks between."""
    return " ".join(sorted({meaning[8:] for _, meaning, _ in places() if meaning.startswith("country:")}))


def main() -> int:
    """Write the tables; with ``--check`` only say whether they are up to date."""
    check = "--check" in sys.argv[1:]
    folder = ROOT.parent / "compiled"
    folder.mkdir(exist_ok=True)
    stale = []
    for name, data in tables().items():
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
        path = folder / f"{name}.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    if stale:
        print(("out of date, run make data: " if check else "compiled: ") + ", ".join(stale))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
