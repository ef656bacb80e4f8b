"""Turn published lists into the office formats and PDFs in which other publishers hand them out.

    python -m benchmarks.convert --lists DIR --out DIR [--formats docx,odt,xlsx,csv,pdf-office,pdf-browser]

Every list in DIR is rendered as a web page (see ``rendering``; plain text stays plain text) and converted by
LibreOffice and Chromium; the results stand in OUT/<format>/<name of the list>.<suffix>. A list that the reader
understands must be understood in these clothes as well: readers are scored on the converted files against the same
labels. Exits with 2 and one sentence when a tool or a folder is missing, with 1 when a list was not converted.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from benchmarks.rendering import rendered

OFFICE_SECONDS = 300
BROWSER_SECONDS = 60


class ToolMissing(Exception):
    """A program that a format needs is not installed."""


@dataclass(frozen=True)
class Target:
    """How one format is made: ``output`` is LibreOffice's filter, "" for the browser; imports by kind of source."""

    suffix: str
    output: str = ""
    page_import: str = ""
    text_import: str = ""


WRITER_PAGE, WRITER_TEXT = "HTML (StarWriter)", "Text (encoded):UTF8"
CALC_PAGE = "HTML (StarCalc)"
# Tabs separate; every column is text, so that company numbers keep their leading noughts.
CALC_TEXT = "Text - txt - csv (StarCalc):9,34,76,1," + "/".join(f"{column}/2" for column in range(1, 21))
TARGETS = {
    "docx": Target(".docx", "docx:MS Word 2007 XML", WRITER_PAGE, WRITER_TEXT),
    "odt": Target(".odt", "odt:writer8", WRITER_PAGE, WRITER_TEXT),
    "xlsx": Target(".xlsx", "xlsx:Calc MS Excel 2007 XML", CALC_PAGE, CALC_TEXT),
    "ods": Target(".ods", "ods:calc8", CALC_PAGE, CALC_TEXT),
    "xls": Target(".xls", "xls:MS Excel 97", CALC_PAGE, CALC_TEXT),
    "csv": Target(".csv", "csv:Text - txt - csv (StarCalc):44,34,76,1", CALC_PAGE, CALC_TEXT),
    "pdf-office": Target(".pdf", "pdf:writer_pdf_Export", WRITER_PAGE, WRITER_TEXT),
    "pdf-browser": Target(".pdf"),
}
DEFAULT = "docx,odt,xlsx,csv,pdf-office,pdf-browser"


def convert_all(lists: list[Path], out: Path, formats: list[str]) -> list[str]:
    """Convert every list to every format; gives one line for each file that was not made."""
    missing: list[str] = []
    with tempfile.TemporaryDirectory(prefix="ketju-convert-") as scratch:
        pages, texts = _prepare(lists, Path(scratch))
        for name in formats:
            target, folder = TARGETS[name], out / name
            folder.mkdir(parents=True, exist_ok=True)
            if target.output:
                _office(target.output, target.page_import, pages, folder, Path(scratch))
                _office(target.output, target.text_import, texts, folder, Path(scratch))
            else:
                _browser([*pages, *(_as_page(text) for text in texts)], folder, Path(scratch))
            made = {path.stem for path in folder.glob(f"*{target.suffix}") if path.stat().st_size}
            missing += [f"{name}: {path.name} was not converted" for path in lists if path.stem not in made]
    return missing


def _prepare(lists: list[Path], scratch: Path) -> tuple[list[Path], list[Path]]:
    """Write each list as a page or as a text of the same stem; gives both kinds."""
    pages, texts = [], []
    for path in lists:
        page = rendered(path)
        if page is None:
            texts.append(scratch / f"{path.stem}.txt")
            shutil.copyfile(path, texts[-1])
        else:
            pages.append(scratch / f"{path.stem}.html")
            pages[-1].write_text(page, encoding="utf-8")
    return pages, texts


def _as_page(text: Path) -> Path:
    """A text as a page: lines stay lines; those with tabs are rows of the table that they were copied from."""
    lines = text.read_text(encoding="utf-8").split("\n")
    parts = []
    for has_tabs, stretch in groupby(lines, key=lambda line: "\t" in line):
        shown = [escape(line) for line in stretch]
        rows = ("<tr><td>" + line.replace("\t", "</td><td>") + "</td></tr>" for line in shown)
        parts.append(f"<table>{''.join(rows)}</table>" if has_tabs else "<pre>" + "\n".join(shown) + "</pre>")
    style = "<style>pre{white-space:pre-wrap;font-family:sans-serif} td{padding:3px 9px;vertical-align:top}</style>"
    page = text.with_suffix(".html")
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8">{style}{"".join(parts)}', encoding="utf-8")
    return page


def _office(output: str, source: str, files: list[Path], folder: Path, scratch: Path) -> None:
    """Convert files in one run of LibreOffice with a profile of its own."""
    if not files:
        return
    profile = (scratch / "profile").as_uri()
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile}", f"--infilter={source}"]
    command = [_tool("soffice", "libreoffice"), *options, "--convert-to", output, "--outdir", str(folder)]
    _run([*command, *map(str, files)], OFFICE_SECONDS)


def _browser(pages: list[Path], folder: Path, scratch: Path) -> None:
    """Print each page to PDF with a headless browser that opens no connections."""
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", f"--user-data-dir={scratch / 'browser'}"]
    program = _tool("chromium", "chromium-browser", "google-chrome")
    for page in pages:
        made = folder / f"{page.stem}.pdf"
        printing = [f"--print-to-pdf={made}", "--no-pdf-header-footer", page.as_uri()]
        _run([program, "--headless", "--no-sandbox", *quiet, *printing], BROWSER_SECONDS)


def _run(command: list[str], seconds: int) -> None:
    """Run a converter; what it did not make is found afterwards by looking for the files."""
    try:
        subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took longer than {seconds} s", file=sys.stderr)


def _tool(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise ToolMissing(f"{names[0]} is not installed (tried {', '.join(names)})")


def main(arguments: list[str] | None = None) -> int:
    """Command line; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.convert",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lists", type=Path, required=True, help="folder of published lists")
    parser.add_argument("--out", type=Path, required=True, help="folder for the converted files")
    parser.add_argument("--formats", default=DEFAULT, help=f"of {', '.join(TARGETS)} (default: {DEFAULT})")
    given = parser.parse_args(arguments)
    formats = given.formats.split(",")
    if unknown := [name for name in formats if name not in TARGETS]:
        parser.error(f"unknown format {unknown[0]}: choose of {', '.join(TARGETS)}")
    lists = sorted(path for path in given.lists.glob("*") if path.is_file())
    if not lists:
        parser.error(f"no lists in {given.lists}")
    try:
        missing = convert_all(lists, given.out, formats)
    except (ToolMissing, ValueError, OSError) as error:
        parser.error(str(error))
    print(*missing, f"{len(lists)} lists, {len(missing)} files missing", sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
