"""The compiler of the vocabulary, which is a tool and no module of the package."""

from __future__ import annotations

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[3]
TOOL = ROOT / "tools" / "compile_vocabulary.py"


@cache
def compiler() -> ModuleType:
    """``tools/compile_vocabulary.py`` as a module."""
    spec = spec_from_file_location("compile_vocabulary", TOOL)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
