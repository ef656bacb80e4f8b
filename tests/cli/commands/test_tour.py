from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ketju.cli.commands import tour
from ketju.cli.commands.tour import demo_lists, slug_of
from ketju.formats.registerfile.reading import read_register
from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with nothing but the examples, without published lists beside it."""
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "examples").symlink_to(EXAMPLES)
    monkeypatch.chdir(root)
    monkeypatch.setattr(tour, "checkout", lambda: root)
    return root


def test_the_examples_are_shown_where_no_published_lists_are(ketju: Run, here: Path) -> None:
    ran = ketju("tour")

    assert (ran.code, ran.err) == (0, "")
    for number, slug in enumerate(("granris", "kaarnapilvi", "ruskoilves"), 1):
        assert f"[{number}/3] examples/{slug}/list.txt" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_each_register_is_written_and_hashed(ketju: Run, here: Path) -> None:
    ran = ketju("tour")

    for slug in ("granris", "kaarnapilvi", "ruskoilves"):
        folder = here / "build/demo" / slug
        register, problems = read_register((folder / "ketju.yaml").read_text(encoding="utf-8"))
        digest = hashlib.sha256((folder / "register.json").read_bytes()).hexdigest()
        assert register is not None
        assert problems == ()
        assert (folder / "register.json.sha256").read_text(encoding="utf-8") == f"{digest}  register.json\n"
        assert digest in ran.out


def test_the_table_of_products_is_shown_for_the_list_that_has_some(ketju: Run, here: Path) -> None:
    assert ketju("tour").out.count("What applies to which product, in which region") == 1


def test_commands_to_try_next_work(ketju: Run, here: Path) -> None:
    out = ketju("tour").out.partition("What to try next")[2]
    commands = [
        line.split() for line in out.replace("\\\n", " ").splitlines() if line.strip().startswith("ketju ")
    ]

    assert [command[1] for command in commands] == ["read", "resolve", "check", "hash", "read", "read"]
    for command in commands[:-1]:
        found = 1 if command[1] == "check" else 0
        assert ketju(*command[1:]).code == found, command


def test_it_may_be_run_twice(ketju: Run, here: Path) -> None:
    assert ketju("tour") == ketju("tour")


def test_other_lists_may_be_named(ketju: Run, here: Path) -> None:
    ran = ketju("tour", "examples/granris/list.csv", "--output", "elsewhere", "--lang", "sv")

    assert ran.code == 0
    assert "14 underbiträden" in ran.out
    assert (here / "elsewhere/granris/ketju.yaml").exists()


def test_without_any_list_the_demo_says_what_to_do(
    ketju: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour, "checkout", lambda: tmp_path)

    assert ketju("tour").err.startswith("error[demo-nothing]: There are no lists to show")


def test_published_lists_beside_the_checkout_come_first(tmp_path: Path) -> None:
    root, published = tmp_path / "main", tmp_path / "shared" / "spec"
    root.mkdir()
    published.mkdir(parents=True)
    for name in ("000-a.txt", "001-no-list.txt", "002-b.txt", "003-c.txt", "004-no-list.txt"):
        (published / name).touch()

    assert [path.name for path in demo_lists(root)] == ["000-a.txt", "002-b.txt", "003-c.txt"]


@pytest.mark.parametrize(
    ("path", "slug"), [("examples/acme/list.txt", "acme"), ("x/003-acme-list.fi.txt", "003-acme-list")]
)
def test_each_list_has_a_folder_of_its_own(path: str, slug: str) -> None:
    assert slug_of(Path(path)) == slug


def test_the_demo_tells_what_the_rules_find_and_what_changed(ketju: Run, here: Path) -> None:
    shown = ketju("tour").out

    assert shown.count("What a careful reader would flag") == 3
    assert "REG004" in shown
    assert "takes the place of Kvittervind" in shown
