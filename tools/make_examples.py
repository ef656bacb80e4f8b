"""Write ``examples/``: each source in ``tools/example_documents`` as a document of every format that Ketju reads.

    python tools/make_examples.py [--text-only]

Text formats are written here; office formats come from LibreOffice and the PDF from Chromium, which only a
maintainer needs: what they make is committed. ``--text-only`` leaves those files as they are.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.convert import ToolMissing, convert_all  # noqa: E402
from ketju.formats.registerfile.writing import write_register  # noqa: E402
from tools.example_documents import data, markup  # noqa: E402
from tools.example_documents.blocks import Page  # noqa: E402
from tools.example_documents.layouts import page_from  # noqa: E402
from tools.example_documents.truth import register_from  # noqa: E402

SOURCES = ROOT / "tools" / "example_documents"
EXAMPLES = ROOT / "examples"
WRITERS: dict[str, Callable[[Page], str]] = {
    "txt": markup.plain,
    "md": markup.markdown,
    "mdx": markup.mdx,
    "html": markup.html,
    "rst": markup.restructured,
    "adoc": markup.asciidoc,
    "csv": lambda page: data.separated(page, ";"),
    "tsv": lambda page: data.separated(page, "\t"),
    "json": data.json_text,
    "yaml": data.yaml_text,
}
OFFICE: tuple[tuple[Callable[[Page], str], dict[str, str]], ...] = (
    (markup.printed_html, {"docx": "docx", "odt": "odt", "pdf-office": "pdf"}),
    (markup.table_html, {"xlsx": "xlsx", "ods": "ods", "xls": "xls"}),
)
MAX_BYTES = 60_000


def text_documents(page: Page) -> dict[str, str]:
    """The documents in text formats, by suffix."""
    return {suffix: write(page) for suffix, write in WRITERS.items()}


def main() -> int:
    """Write all examples; gives the exit code."""
    pages = []
    for path in sorted(SOURCES.glob("*.toml")):
        source = tomllib.loads(path.read_text(encoding="utf-8"))
        page = page_from(source)
        folder = EXAMPLES / page.slug
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, text in text_documents(page).items():
            (folder / f"list.{suffix}").write_text(text, encoding="utf-8")
        (folder / "ketju.yaml").write_text(write_register(register_from(source)), encoding="utf-8")
        pages.append(page)
    if "--text-only" not in sys.argv:
        try:
            _write_office(pages)
        except ToolMissing as missing:
            print(f"{missing}; --text-only writes the other formats", file=sys.stderr)
            return 1
    large = [path for path in EXAMPLES.glob("*/*") if path.stat().st_size > MAX_BYTES]
    for path in large:
        print(f"{path.relative_to(ROOT)} is larger than {MAX_BYTES} bytes", file=sys.stderr)
    return 1 if large else 0


def _write_office(pages: list[Page]) -> None:
    """Convert pages of the formats that other programs make."""
    for write, targets in OFFICE:
        with tempfile.TemporaryDirectory(prefix="ketju-examples-") as scratch:
            lists, out = Path(scratch) / "lists", Path(scratch) / "out"
            lists.mkdir()
            for page in pages:
                (lists / f"{page.slug}.html").write_text(write(page), encoding="utf-8")
            convert_all(sorted(lists.iterdir()), out, list(targets))
            for target, suffix in targets.items():
                for page in pages:
                    made = out / target / f"{page.slug}.{suffix}"
                    (EXAMPLES / page.slug / f"list.{suffix}").write_bytes(made.read_bytes())


if __name__ == "__main__":
    raise SystemExit(main())
