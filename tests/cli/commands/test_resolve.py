from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import REGISTER, Run


def test_what_applies_is_told_with_the_reasons(ketju: Run, register: Path) -> None:
    ran = ketju("resolve", register, "--service", "post", "--region", "eu", "--as-of", "2026-01-31")

    assert (ran.code, ran.err) == (0, "")
    assert "Post · EU, on 2026-01-31" in ran.out
    assert "2 sub-processors apply:" in ran.out
    assert "in the group “Background”, which every product uses" in ran.out
    assert "Post uses the group “Shared mail servers”" in ran.out
    assert "Solo Servers" not in ran.out


def test_a_condition_holds_an_entry_back_until_its_option_is_there(ketju: Run, register: Path) -> None:
    question = ("resolve", register, "--service", "post", "--region", "uk", "--format", "json")
    without = json.loads(ketju(*question).out)["answers"][0]
    with_it = json.loads(ketju(*question, "--option", "dedicated").out)["answers"][0]

    assert [one["id"] for one in without["applying"]] == ["acme"]
    assert [one["id"] for one in without["withheld"]] == ["solo"]
    assert without["withheld"][0]["reasons"][-1] == {"kind": "condition-not-met", "option": "dedicated"}
    assert [one["id"] for one in with_it["applying"]] == ["acme", "solo"]


def test_without_a_region_every_region_of_the_product_is_answered(ketju: Run, register: Path) -> None:
    post = json.loads(ketju("resolve", register, "--service", "post", "--format", "json").out)
    press = json.loads(ketju("resolve", register, "--service", "press", "--format", "json").out)

    assert [answer["region"] for answer in post["answers"]] == ["eu", "uk"]
    assert [answer["region"] for answer in press["answers"]] == ["eu"]


def test_the_day_decides_what_has_ended(ketju: Run, register: Path) -> None:
    question = ("resolve", register, "--service", "press", "--format", "json", "--as-of")
    before = json.loads(ketju(*question, "2020-06-30").out)["answers"][0]
    after = json.loads(ketju(*question, "2020-07-01").out)["answers"][0]

    assert [one["id"] for one in before["applying"]] == ["acme", "old"]
    assert [one["id"] for one in after["applying"]] == ["acme"]
    assert after["withheld"][0]["reasons"][-1] == {"kind": "ended", "on": "2020-06"}


def test_the_whole_table_is_shown(ketju: Run, register: Path) -> None:
    ran = ketju("resolve", register, "--matrix", "--as-of", "2026-01-31")

    assert ran.out.splitlines() == [
        "  Region          Only with          Sub-processors",
        "  ──────────────  ─────────────────  ─────────────────────────────────",
        "  ▸ Post",
        "  EU                                 Acme Hosting GmbH, Bolt Mail Inc.",
        "  United Kingdom                     Acme Hosting GmbH",
        "                  Dedicated servers  Solo Servers Ltd.",
        "",
        "  ▸ Press",
        "  EU                                 Acme Hosting GmbH",
    ]


def test_the_table_is_there_for_programs(ketju: Run, register: Path) -> None:
    cells = json.loads(ketju("resolve", register, "--matrix", "--format", "json").out)["cells"]

    assert {"service": "post", "region": "uk", "option": "dedicated", "entries": ["solo"]} in cells


def test_a_product_that_is_not_there_gets_suggestions(ketju: Run, register: Path) -> None:
    ran = ketju("resolve", register, "--service", "pots")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "error[product-unknown]: The register has no product “pots”.",
        "hint: Perhaps: post. ketju resolve REGISTER --matrix shows everything there is.",
    ]


def test_a_region_where_the_product_is_not_sold_is_refused(ketju: Run, register: Path) -> None:
    ran = ketju("resolve", register, "--service", "press", "--region", "uk")

    assert ran.err.splitlines() == [
        "error[product-not-in-region]: The product “press” is not sold in the region “uk”.",
        "hint: It is sold in: eu.",
    ]


def test_a_day_that_no_calendar_has_is_refused(ketju: Run, register: Path) -> None:
    ran = ketju("resolve", register, "--service", "press", "--as-of", "2026-02-30")

    assert ran.err.startswith("error[date-wrong]: “2026-02-30” is not a date.\n")


def test_a_mistake_in_the_register_is_told_beside_the_answer(ketju: Run, register: Path) -> None:
    register.write_text(REGISTER.replace("places: [US]", "places: [USA]"), encoding="utf-8")
    ran = ketju("resolve", register, "--service", "post", "--region", "eu")

    assert ran.code == 2
    assert "1 sub-processor applies:" in ran.out
    assert (
        f"error[register.unknown-country]: “USA” is not the code of a country.\n  --> {register}:25:14"
        in ran.err
    )


def test_a_list_is_no_register(ketju: Run, listed: Path) -> None:
    ran = ketju("resolve", listed, "--matrix")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[register.")


def test_an_answer_in_finnish(ketju: Run, register: Path) -> None:
    ran = ketju("resolve", register, "--service", "post", "--region", "eu", "--lang", "fi")

    assert "2 alikäsittelijää koskee tätä:" in ran.out
    assert "Post käyttää ryhmää ”Shared mail servers”" in ran.out
