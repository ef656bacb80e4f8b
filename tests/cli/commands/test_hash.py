from __future__ import annotations

import hashlib
from pathlib import Path

from tests.cli.conftest import REGISTER, Run


def test_the_hash_is_that_of_the_canonical_bytes(ketju: Run, register: Path) -> None:
    digest = ketju("hash", register).out
    canonical = ketju("hash", "--canonical", register).out

    assert digest == hashlib.sha256(canonical.encode()).hexdigest() + "\n"
    assert canonical.startswith('{"entries":{"acme":{')
    assert "\n" not in canonical


def test_comments_and_order_change_nothing_and_meaning_does(ketju: Run, register: Path) -> None:
    first = ketju("hash", register).out
    lines = REGISTER.splitlines()
    lines[1:3] = ["# a comment", lines[2], lines[1]]
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")
    second = ketju("hash", register).out
    register.write_text(REGISTER.replace("Hosting\n", "Hosting of mail\n"), encoding="utf-8")

    assert first == second
    assert ketju("hash", register).out != first


def test_the_canonical_form_has_the_same_hash(ketju: Run, register: Path, tmp_path: Path) -> None:
    digest = ketju("hash", register).out
    canonical = tmp_path / "register.json"
    canonical.write_text(ketju("hash", "--canonical", register).out, encoding="utf-8")

    assert ketju("hash", canonical).out == digest


def test_a_register_with_a_mistake_has_no_hash(ketju: Run, register: Path) -> None:
    register.write_text(REGISTER.replace("places: [US]", "places: [USA]"), encoding="utf-8")
    ran = ketju("hash", register)

    assert (ran.code, ran.out) == (2, "")
    assert f"  --> {register}:25:14\n" in ran.err
