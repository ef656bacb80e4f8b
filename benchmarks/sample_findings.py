"""Findings on published lists, counted by rule, and a random sample of them to judge by reading the source.

``python -m benchmarks.sample_findings [FOLDER] [--count 150] [--seed 1]`` prints each finding with its line. Whoever
reads them notes which are right; the share by rule is the rule's precision, and a rule below nine in ten becomes
an info.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from datetime import date
from pathlib import Path

from ketju.cli.render.places import short_place
from ketju.core.lint.engine import check
from ketju.core.lint.subject import Subject
from ketju.core.model.finding import Finding
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.text.findings import finding_words
from ketju.text.render import phrasebook

LISTS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "lists"


def findings_in(path: Path, on: date) -> list[tuple[Finding, str]]:
    """The findings on one list, each with a line that tells its place, its words and the line of the source."""
    document = read_document(Source(path.read_bytes(), path.name), None)
    result = read(document)
    phrases = phrasebook("en")
    found = []
    for finding in check(Subject(result.register, on, result=result, document=document)):
        place = short_place(finding.span, document, phrases) if finding.span else "-"
        words = finding_words(finding, phrases).sentence
        found.append((finding, f"{finding.rule} {path.name}:{place} {words}"))
    return found


def main() -> None:
    """Print the counts of all levels and the sample of errors and warnings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=LISTS)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 1))
    chosen = parser.parse_args()
    files = sorted(path for path in chosen.folder.iterdir() if path.is_file())
    found = [one for path in files for one in findings_in(path, chosen.as_of)]
    counts = Counter((finding.rule, finding.slug, finding.level) for finding, _ in found)
    for (rule, slug, level), count in sorted(counts.items()):
        print(f"{count:5}  {rule}  {level:8} {slug}")
    grave = [line for finding, line in found if finding.level != "info"]
    chance = random.Random(chosen.seed)
    print(f"\n{len(grave)} errors and warnings; a sample of {min(chosen.count, len(grave))}:")
    print("\n".join(sorted(chance.sample(grave, min(chosen.count, len(grave))))))


if __name__ == "__main__":
    main()
