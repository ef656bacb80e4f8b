"""The three layouts: what is in a source → the page that the company would publish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.example_documents.blocks import Block, Bullets, Grid, Head, Page, Pair, Para

Source = dict[str, Any]
YES_NO = {True: "kyllä", False: "ei", None: ""}


def page_from(source: Source) -> Page:
    """The page of a source in its layout."""
    blocks, table = {"blocks": _blocks, "pairs": _pairs, "tables": _tables}[source["layout"]](source)
    return Page(
        source["slug"],
        source["title"],
        source["language"],
        source["domain"],
        source["publisher"],
        tuple(blocks),
        table,
        spacious=source["layout"] == "blocks",
    )


def _blocks(source: Source) -> tuple[list[Block], Grid]:
    """A block for each company: sentences, labels, bullets."""
    blocks: list[Block] = [Head(1, source["title"]), Para(source["revision"]), Para(source["tlp"])]
    blocks += [Para(text) for text in source["intro"]]
    for entry in source["entries"]:
        blocks += _company_block(entry, source)
    columns: dict[str, str] = source["columns"]
    rows = tuple(
        (
            entry["name"],
            entry.get("function", ""),
            _finnish_date(entry.get("since", "")),
            _finnish_date(entry.get("until", "")),
            entry.get("number", ""),
            YES_NO[entry.get("outside")],
            "; ".join(entry.get("data", ())),
            ", ".join(entry.get("places", ())),
        )
        for entry in source["entries"]
    )
    return blocks, Grid(tuple(columns.values()), rows)


def _finnish_date(iso: str) -> str:
    """As a spreadsheet kept by hand has it: 1.2.2025, or the year alone."""
    return ".".join(str(int(part)) for part in reversed(iso.split("-"))) if iso else ""


def _company_block(entry: Source, source: Source) -> Iterator[Block]:
    labels = source["labels"]
    yield Head(2, entry["name"])
    if "function" in entry:
        yield Para(entry["function"])
    for sentence in entry["since_printed"]:
        yield Para(sentence)
    yield Pair(labels["id"], entry.get("number", ""))
    yield Pair(labels["outside"], YES_NO[entry.get("outside")])
    has_nothing = "data" not in entry and "places" not in entry
    if "data" in entry or has_nothing:
        yield Bullets(labels["data"], tuple(entry.get("data", ())))
    if "places" in entry or has_nothing:
        yield Bullets(labels["places"], tuple(entry.get("places", ())))
    if entry.get("more"):
        yield Para(labels["more"], f"https://{source['domain']}/{entry['id']}")


def _pairs(source: Source) -> tuple[list[Block], Grid]:
    """The company's name, then lines of "key: value"."""
    labels = source["labels"]
    blocks: list[Block] = [Head(1, source["title"]), Para(source["lead"])]
    for entry in source["entries"]:
        blocks.append(Head(2, entry["name"], gap=entry.get("gap", False)))
        printed = {**entry, "places": ", ".join(entry.get("places", ()))}
        blocks += [Pair(label, printed[key]) for key, label in labels.items() if printed.get(key)]
        if entry.get("footnote_after"):
            blocks.append(Para(source["footnote"]))
    rows = tuple(
        (entry["name"], entry["purpose"], entry.get("data", ""), ", ".join(entry.get("places", ())))
        for entry in source["entries"]
    )
    return blocks, Grid(tuple(source["columns"].values()), rows)


def _tables(source: Source) -> tuple[list[Block], Grid]:
    """A table for each product of each region."""
    blocks: list[Block] = [Head(1, source["title"]), *map(Para, source["intro"])]
    rows: list[tuple[str, ...]] = []
    region = ""
    for section in source["sections"]:
        outer = section["kind"] in ("region", "controller")
        blocks.append(Head(2 if outer else 3, section["heading"]))
        if "lead" in section:
            blocks.append(Para(section["lead"]))
        region = section["heading"] if section["kind"] == "region" else region
        if section["kind"] != "region":
            inside = "" if section["kind"] == "controller" else region
            blocks += _section_blocks(section)
            rows += _section_rows(section, inside)
    blocks += [Head(2, source["outro_heading"]), *map(Para, source["outro"])]
    return blocks, Grid(tuple(source["columns"].values()), tuple(rows))


def _section_blocks(section: Source) -> Iterator[Block]:
    headers = tuple(section["headers"])
    rows = [
        tuple(cell for at, cell in enumerate(row[:4]) if at != 1 or len(headers) == 4)
        for row in section["rows"]
    ]
    reference = section.get("reference", "")
    if reference and section.get("reference_in_table"):
        rows.append((reference, *[""] * (len(headers) - 1)))
    yield Grid(headers, tuple(rows), section.get("split_after", 0), section.get("dashes_after", 0))
    if reference and not section.get("reference_in_table"):
        yield Para(reference)


def _section_rows(section: Source, region: str) -> Iterator[tuple[str, ...]]:
    for name, number, place, purpose, *_ in section["rows"]:
        yield region, section["heading"], name, number, place, purpose
    if "reference" in section:
        yield region, section["heading"], section["reference"], "", "", ""
