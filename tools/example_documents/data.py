"""The table of an example as CSV, TSV, JSON and YAML."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import yaml

from tools.example_documents.blocks import Page


def separated(page: Page, separator: str) -> str:
    """The table with separators between the cells."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator, lineterminator="\n")
    writer.writerow(page.table.headers)
    writer.writerows([" ".join(cell.split()) for cell in row] for row in page.table.rows)
    return target.getvalue()


def json_text(page: Page) -> str:
    """An object with the rows as objects."""
    return json.dumps(_records(page), ensure_ascii=False, indent=2) + "\n"


def yaml_text(page: Page) -> str:
    """The same as YAML."""
    return yaml.safe_dump(_records(page), allow_unicode=True, sort_keys=False, width=100)


def _records(page: Page) -> dict[str, Any]:
    rows = [
        {header: " ".join(cell.split()) for header, cell in zip(page.table.headers, row, strict=True) if cell}
        for row in page.table.rows
    ]
    key = {"fi": "alikäsittelijät", "sv": "underbiträden"}[page.language]
    return {"title": page.title, "publisher": page.publisher, key: rows}
