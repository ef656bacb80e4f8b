"""What stands in a folder registers itself."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ketju.core.discovery import declared
from ketju.formats import readers
from ketju.formats.format import Format
from ketju.formats.reading import formats


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, ModuleType]]:
    """An empty package that tests put modules into."""
    name = "plants_of_a_test"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield folder, importlib.import_module(name)
    for module in [known for known in sys.modules if known.split(".")[0] == name]:
        del sys.modules[module]


def plant(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    importlib.invalidate_caches()


def test_each_module_declares_one_in_order_of_name(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    for name in ("oak", "ash", "elm"):
        plant(folder, name, f"PLANT = {name!r}\n")
    assert list(declared(module, "PLANT", str)) == ["ash", "elm", "oak"]


def test_a_module_whose_name_starts_with_an_underscore_is_passed_by(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    plant(folder, "_soil", "raise RuntimeError\n")
    plant(folder, "ash", "PLANT = 'ash'\n")
    assert list(declared(module, "PLANT", str)) == ["ash"]


def test_a_module_that_declares_none_is_told(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    plant(folder, "stone", "STONE = 1\n")
    with pytest.raises(AttributeError, match="PLANT"):
        list(declared(module, "PLANT", str))


def test_a_module_that_declares_something_else_is_told(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    plant(folder, "stone", "PLANT = 1\n")
    with pytest.raises(TypeError, match=r"stone\.PLANT is not a str"):
        list(declared(module, "PLANT", str))


def test_an_empty_package_declares_nothing(package: tuple[Path, ModuleType]) -> None:
    assert list(declared(package[1], "PLANT", str)) == []


def test_every_reader_in_the_folder_is_found() -> None:
    folder = Path(next(iter(readers.__path__)))
    files = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert len(formats()) == len(files) == len([*declared(readers, "FORMAT", Format)])
