"""Characters that no font of the PDF has are said in words; the PDF is made all the same."""

from __future__ import annotations

import pytest

from ketju.formats.writers.fonts import alike, without
from ketju.text.render import phrasebook
from tests.formats.writers.carried import read_again
from tests.formats.writers.test_round_trip import BY_ID, published


@pytest.mark.parametrize(
    ("text", "sign", "said"),
    [
        ("🇫🇮 Finland", "🇫", "FI Finland"),
        ("Acme 💻\ufe0f💾 Oy", "💻", "Acme [personal computer][floppy disk] Oy"),
        ("中文 Ltd", "中", "[U+4E2D U+6587] Ltd"),
        ("日本の Ltd", "の", "日本[U+306E] Ltd"),
        ("Acme Oy", "中", "Acme Oy"),
    ],
)
def test_a_character_that_is_missing_is_said_by_its_name_or_number(text: str, sign: str, said: str) -> None:
    assert without(text, alike(sign)) == said


def test_a_list_with_signs_of_every_kind_becomes_a_pdf_that_is_read_back() -> None:
    page = (
        "# Sub-processors of Fjord\n\nTLP:CLEAR\n\n| Name | Purpose | Country |\n|---|---|---|\n"
        "| Acme Oy | Hosting ✓ 🧑\u200d💻 | 🇫🇮 Finland |\n| Вест ООД | Поща 中文 | България |\n| Βήτα Α.Ε. | Mail → | Greece |\n"
    )
    made = BY_ID["pdf"].write(published(read_again(page.encode(), "list.md")), phrasebook("en"))
    again = read_again(made, "list.pdf")
    assert [entry.name for entry in again.entries] == ["Acme Oy", "Вест ООД", "Βήτα Α.Ε."]
    assert [next(iter(dict(entry.purpose.texts).values())) for entry in again.entries] == [
        "Hosting ✓ [adult][personal computer]",
        "Поща [U+4E2D U+6587]",
        "Mail →",
    ]
