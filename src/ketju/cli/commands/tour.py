"""``ketju tour``: the main job on real lists, from bytes to registers that are written and hashed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ketju.cli.command import Command
from ketju.core.problems import Problem
from ketju.text.render import LANGUAGES, Phrasebook

if TYPE_CHECKING:
    from datetime import date

    from ketju.cli.render.style import Style
    from ketju.core.model.register import Register

OUTPUT = "build/demo"
PUBLISHED = "../shared/spec"
"""Where published lists stand beside a checkout, as seen from its root; what else is there is no list."""

PUBLISHED_LISTS = ("000*", "002*", "003*")


class DemoNothing(Problem):
    """There is nothing to show. Params: folder."""

    code = "demo-nothing"
    hint = "demo-nothing.hint"


@dataclass(frozen=True, slots=True)
class Shown:
    """A list that was read and written: where from, where to."""

    source: Path
    file: Path
    register: Register


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="*", metavar="FILE", help=phrases("help.demo.files"))
    parser.add_argument("--output", default=OUTPUT, metavar="DIR", help=phrases("help.demo.output"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Read each list, show it, write its register, and say what to try next."""
    from ketju.cli.render.style import style_for
    from ketju.cli.render.width import wrap
    from ketju.cli.sources import today

    lists = [Path(file) for file in arguments.files] or demo_lists(checkout())
    if not lists:
        raise DemoNothing(folder=str(checkout() / "examples"))
    style = style_for()
    print("\n".join(wrap(phrases("demo.intro", count=len(lists)), style.columns)))
    shown: list[Shown] = []
    for number, path in enumerate(lists, 1):
        counted = phrases("demo.reading", number=number, total=len(lists), file=_near(path))
        print(f"\n{style.dim(style.rule * style.columns)}\n{style.bold(counted)}\n", flush=True)
        one = _shown(path, Path(arguments.output), phrases, style, today())
        shown += [one] if one else []
    if shown and not arguments.files:
        from ketju.cli.tour import compared_lines

        print("\n".join(compared_lines(checkout() / "examples", phrases, style)))
    if shown:
        _say_next(shown, phrases, style)
        _serve(shown, Path(arguments.output), phrases)
    return 0 if len(shown) == len(lists) else 2


def checkout() -> Path:
    """The root of the checkout that this file is in; the folder we are in where it is installed without one."""
    root = Path(__file__).resolve().parents[4]
    return root if (root / "examples").is_dir() else Path.cwd()


def demo_lists(root: Path) -> list[Path]:
    """The published lists beside the checkout, or else the examples in it."""
    published = root / PUBLISHED
    if published.is_dir():
        return sorted(path.resolve() for pattern in PUBLISHED_LISTS for path in published.glob(pattern))
    return sorted((root / "examples").glob("*/list.txt"))


def _shown(path: Path, output: Path, phrases: Phrasebook, style: Style, on: date) -> Shown | None:
    """Show one list and write its register; None, and nothing written, for a file that cannot be read."""
    from ketju.cli.render.problems import print_problem

    try:
        return _show(path, output, phrases, style, on)
    except Problem as problem:
        print_problem(problem, phrases)
        return None


def _show(path: Path, output: Path, phrases: Phrasebook, style: Style, on: date) -> Shown | None:
    from ketju.cli.render.problems import NO_LIST, print_read_problem
    from ketju.cli.render.reading import reading_lines, section
    from ketju.cli.render.resolution import matrix_lines
    from ketju.cli.sources import source_from
    from ketju.cli.tour import found_lines
    from ketju.core.reading.reader import read
    from ketju.formats.reading import read_document

    document = read_document(source_from(str(path)))
    result = read(document)
    print("\n".join(reading_lines(result, document, path.name, phrases, style, on)), flush=True)
    if not result.register.entries:
        for problem in result.problems:
            if problem.code == NO_LIST or problem.severity == "error":
                print_read_problem(problem, path.name, document, phrases, is_fatal=True)
        return None
    if result.register.services:
        lines = [*section(phrases("demo.matrix"), style), *matrix_lines(result.register, on, phrases, style)]
        print("\n".join(lines))
    print("\n".join(found_lines(result, document, phrases, style, on)))
    return _write(path, output, result.register, phrases, style, on)


def _write(
    path: Path, output: Path, register: Register, phrases: Phrasebook, style: Style, on: date
) -> Shown:
    from ketju.cli.output import write_whole
    from ketju.cli.render.facts import labelled
    from ketju.core.register.canonical import canonical_bytes, content_hash
    from ketju.formats.registerfile.writing import write_register

    folder = output / slug_of(path)
    folder.mkdir(parents=True, exist_ok=True)
    digest = content_hash(register)
    files: dict[str, str | bytes] = {
        "ketju.yaml": write_register(register),
        "register.json": canonical_bytes(register),
        "register.json.sha256": f"{digest}  register.json\n",
    }
    for name, content in files.items():
        write_whole(folder / name, content)
    written = "\n".join(str(folder / name) for name in files)
    pages = _publish(register, folder / "site", on)
    facts = [
        (phrases("demo.written"), written),
        (phrases("demo.hash"), digest),
        (phrases("demo.published"), str(pages)),
    ]
    print()
    print("\n".join(labelled(facts, style)))
    return Shown(path, folder / "ketju.yaml", register)


def _publish(register: Register, folder: Path, on: date) -> Path:
    """Publish a list as a site, and give its front page. The lists of the demo are public already."""
    from ketju.cli.folders import earlier_versions, replace_folder
    from ketju.core.register.projection import PUBLIC_LABEL, public_register
    from ketju.formats.publishing import next_publication, publication_files

    earlier = earlier_versions(str(folder), force=True)
    publication = next_publication(earlier, public_register(register, PUBLIC_LABEL), on)
    replace_folder(str(folder), publication_files(publication, LANGUAGES))
    return folder / "index.html"


def _serve(shown: list[Shown], output: Path, phrases: Phrasebook) -> None:
    """Show the sites until Ctrl-C, where somebody sits before the screen; programs get no server."""
    import os

    from ketju.cli.serving import server_for

    if os.environ.get("CI") or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    with server_for(str(output), 0) as server:
        print()
        for one in shown:
            print(phrases("serve.address", address=f"{server.address}{one.file.parent.name}/site/"))
        print(phrases("serve.end"), flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def slug_of(path: Path) -> str:
    """The folder for a list: its name without its endings, or that of its folder where all lists are called alike."""
    from ketju.core.register.slugs import slug

    name = path.name.partition(".")[0]
    return slug(path.parent.name if name == "list" else name)


def _say_next(shown: list[Shown], phrases: Phrasebook, style: Style) -> None:
    """Commands to copy, with the lists and registers that are there."""
    from ketju.cli.render.reading import section

    ketju = _near(Path(sys.argv[0])) if Path(sys.argv[0]).name == "ketju" else "ketju"
    first = shown[0]
    tips = [("json", f"{ketju} read --format json {_near(first.source)}")]
    tips += [
        ("resolve", f"{ketju} resolve {one.file} {_question(one.register)}")
        for one in shown
        if one.register.services
    ]
    tips.append(("check", f"{ketju} check {_near(first.source)}"))
    tips.append(("hash", f"{ketju} hash {first.file}"))
    tips.append(("yaml", f"{ketju} read --format yaml --output my.yaml {_near(first.source)}"))
    tips.append(("own", f"{ketju} read FILE"))
    lines = section(phrases("demo.next"), style)
    for name, command in tips:
        lines += [
            f"  {style.dim('# ' + phrases('demo.next.' + name))}",
            f"  {_broken(command, style.columns - 2)}",
            "",
        ]
    print("\n".join(lines[:-1]))


def _broken(command: str, columns: int) -> str:
    """A command over several lines where it is too long for one; the shell joins them again."""
    return command if len(command) <= columns else command.replace(" --", " \\\n      --")


def _question(register: Register) -> str:
    """A question to ask of a register: the product with a condition that says most."""
    asked = [e for e in register.entries if e.condition and e.condition.option and e.applies_to.services]
    asked = [e for e in asked if e.role == "processor"] or asked
    service = asked[0].applies_to.services[0] if asked else register.services[-1].id
    option = f" --option {asked[0].condition.option}" if asked and asked[0].condition else ""
    return f"--service {service}{option}"


def _near(path: Path) -> str:
    """A path as short as it can be said from here."""
    absolute, here = path.absolute(), Path.cwd()
    if absolute.is_relative_to(here):
        return str(absolute.relative_to(here))
    if absolute.is_relative_to(here.parent):
        return str(Path("..") / absolute.relative_to(here.parent))
    return str(path)


COMMAND = Command(configure, run)
