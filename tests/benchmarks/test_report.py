"""The page of figures."""

from __future__ import annotations

from benchmarks.measuring import Table
from benchmarks.report import page


def table(title: str, figure: int) -> Table:
    return Table(title, ("what", "ms"), (("one", figure),), ("A note.",))


def test_tables_that_were_not_measured_now_stay() -> None:
    before = page([table("Lists", 1), table("The register", 2), table("Growth", 3)], ["lists"])
    after = page([table("Growth", 30), table("Lists", 10)], ["lists", "growth"], before)
    assert after == page(
        [table("Lists", 10), table("The register", 2), table("Growth", 30)], ["lists", "growth"]
    )


def test_what_is_for_the_terminal_alone_is_not_on_the_page() -> None:
    hidden = Table("Names", ("what",), (("one",),), on_page=False)
    assert "Names" not in page([table("Lists", 1), hidden], ["lists"])
