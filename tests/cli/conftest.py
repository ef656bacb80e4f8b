"""The command line as a user meets it: arguments in, exit code and text out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ketju.cli.main import main

LIST = """\
Sub-processors of Example Mail

Name | Purpose | Location
--- | --- | ---
Acme Hosting GmbH | Hosting of servers | Germany
Bolt Mail Inc. | Sending of e-mail | United States
"""

REGISTER = """\
ketju: 1
publisher: Example Mail
title: Sub-processors of Example Mail
languages: [en]
regions:
  eu: {name: EU, places: [EU]}
  uk: {name: United Kingdom, places: [GB]}
services:
  post: {name: Post, regions: [eu, uk], groups: [shared-mta]}
  press: {name: Press, regions: [eu]}
options:
  dedicated: {name: Dedicated servers, kind: contract}
groups:
  background: {name: Background, regions: [eu, uk], all_services: yes}
  shared-mta: {name: Shared mail servers, regions: [eu]}
entries:
  acme:
    name: Acme Hosting GmbH
    purpose: Hosting
    places: [DE]
    applies_to: {groups: [background]}
  bolt:
    name: Bolt Mail Inc.
    purpose: Sending of e-mail
    places: [US]
    applies_to: {regions: [eu], groups: [shared-mta]}
  solo:
    name: Solo Servers Ltd.
    places: [GB]
    condition: {printed: only by contract, kind: contract, option: dedicated}
    applies_to: {services: [post], regions: [uk]}
  old:
    name: Old Press AB
    places: [SE]
    until: 2020-06
    applies_to: {services: [press]}
"""


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def ketju(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in English unless told otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Ran:
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A small list."""
    path = tmp_path / "list.md"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with products, regions, groups, an option and an entry that has ended."""
    path = tmp_path / "ketju.yaml"
    path.write_text(REGISTER, encoding="utf-8")
    return path
