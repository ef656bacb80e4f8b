"""``ketju publish``: a register → a folder with pages and files that any web server can show."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ketju.cli.command import Command
from ketju.text.render import LANGUAGES, Phrasebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketju.core.model.publication import Publication
    from ketju.core.model.register import Register


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="REGISTER", help=phrases("help.publish.file"))
    parser.add_argument("--out", required=True, metavar="DIR", help=phrases("help.publish.out"))
    parser.add_argument("--on", default="", metavar="DATE", help=phrases("help.publish.on"))
    parser.add_argument(
        "--languages", default=",".join(LANGUAGES), metavar="LIST", help=phrases("help.publish.languages")
    )
    parser.add_argument("--formats", default="", metavar="LIST", help=phrases("help.publish.formats"))
    parser.add_argument("--title", default="", metavar="TEXT", help=phrases("help.publish.title"))
    parser.add_argument("--base-url", default="", metavar="URL", help=phrases("help.publish.base-url"))
    parser.add_argument("--tlp", default="", metavar="LABEL", help=phrases("help.publish.tlp"))
    parser.add_argument("--force", action="store_true", help=phrases("help.publish.force"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Write the whole folder, or nothing; 2 when the register has mistakes or may not be published."""
    from ketju.cli.days import day_from
    from ketju.cli.folders import earlier_versions, replace_folder
    from ketju.cli.sources import today
    from ketju.core.register.projection import public_register
    from ketju.formats.publishing import check_formats, missing_formats, next_publication, publication_files

    on = day_from(arguments.on) if arguments.on else today()
    languages = _languages(arguments.languages)
    formats = _listed(arguments.formats)
    check_formats(formats)
    base_url = _base_url(arguments.base_url)
    register = public_register(_register(arguments.file, phrases), arguments.tlp)
    earlier = earlier_versions(arguments.out, force=arguments.force)
    publication = next_publication(earlier, register, on, title=arguments.title, base_url=base_url)
    files = publication_files(publication, languages, formats)
    replace_folder(arguments.out, files)
    _say(arguments.out, publication, files, len(earlier), phrases)
    if not formats and missing_formats():
        print(phrases("publish.left-out", formats=", ".join(missing_formats())), file=sys.stderr)
    return 0


def _register(file: str, phrases: Phrasebook) -> Register:
    """The register in the file: one of ours, which must be right, or anybody's list, of which what was read counts."""
    from ketju.cli.inputs import input_from
    from ketju.core.problems.publishing import NothingToPublish, RegisterWrong

    given = input_from(file)
    result = given.result
    if given.complain(phrases) and result.register.entries:
        raise RegisterWrong(file=given.name, count=sum(one.severity == "error" for one in result.problems))
    if not result.register.entries:
        raise NothingToPublish(file=given.name)
    if result.unread:
        print(phrases("unread-note", count=len(result.unread), file=given.name), file=sys.stderr)
    return result.register


def _languages(text: str) -> list[str]:
    from ketju.core.problems.publishing import LanguageUnknown

    asked = _listed(text) or list(LANGUAGES)
    for language in asked:
        if language not in LANGUAGES:
            raise LanguageUnknown(found=language, known=", ".join(LANGUAGES))
    return asked


def _listed(text: str) -> list[str]:
    """Words with commas between, each once."""
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _base_url(text: str) -> str:
    """An address with a slash at its end. Raises BaseUrlWrong."""
    from urllib.parse import urlsplit

    from ketju.core.problems.publishing import BaseUrlWrong

    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise BaseUrlWrong(found=text) from error
    is_plain = parts.scheme in ("http", "https") and parts.netloc and not (parts.query or parts.fragment)
    if not is_plain or any(c.isspace() or c in "<>\"'" for c in text):
        raise BaseUrlWrong(found=text)
    return text.rstrip("/") + "/"


def _say(
    folder: str, publication: Publication, files: Mapping[str, bytes], earlier: int, phrases: Phrasebook
) -> None:
    """What was written, which version it is, and under which label."""
    current = publication.current
    state = "publish.new-version" if current.number > earlier else "publish.same-version"
    print(phrases("publish.written", count=len(files), folder=folder))
    print(phrases(state, number=current.number, label=publication.register.tlp))
    print(f"{phrases('demo.hash')} {current.digest}")


COMMAND = Command(configure, run)
