"""Start and end of an engagement."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.date import PartialDate
from ketju.core.reading.draft import Draft
from ketju.core.reading.interpret.values import Reader, Sources
from ketju.core.reading.texts import flat
from ketju.core.vocabulary.dates import DateFound, find_dates
from ketju.core.vocabulary.phrases import phrases


def read_period(
    draft: Draft, reader: Reader, sources: Sources
) -> tuple[PartialDate | None, PartialDate | None]:
    """(since, until) with the precision printed; L-3, L-4."""
    since, until = None, None
    for field in draft.all("since", "until", "engagement"):
        text = flat(field.text.text)
        for found in find_dates(text, reader.languages, month_first=reader.month_first):
            ends = field.key == "until" if field.key != "engagement" else _ends(text, found, reader.languages)
            if ends and until is None:
                until = found.date
                sources.note_field("until", field)
            elif not ends and since is None:
                since = found.date
                sources.note_field("since", field)
    return since, until


def _ends(text: str, found: DateFound, languages: Sequence[str]) -> bool:
    """Whether the word nearest to a date says that it is the end."""
    words = [
        m for m in phrases(text) if m.meaning in ("time.since", "time.until") and m.language in languages
    ]
    if not words:
        return False
    nearest = min(
        words, key=lambda m: (min(abs(m.start - found.end), abs(found.start - m.end)), m.start < found.start)
    )
    return nearest.meaning == "time.until"


def read_notified(draft: Draft, reader: Reader) -> PartialDate | None:
    """The day on which customers were told."""
    for field in draft.all("notified"):
        for found in find_dates(flat(field.text.text), reader.languages, month_first=reader.month_first):
            return found.date
    return None
