import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from ketju.core.model.date import PartialDate
from ketju.core.model.register import DataCategory, Entry, NoticeTerms, Place, Register, Scope, Words
from ketju.core.problems import SourceBroken
from ketju.core.problems.register import RewriteFailed
from ketju.core.register.canonical import data_from_register
from ketju.formats.registerfile.reading import read_register
from ketju.formats.registerfile.rewriting import rewrite
from ketju.formats.registerfile.writing import write_register
from tests.core.register.registers import edited, randoms, registers, relaxed
from tests.formats.registerfile.styles import Hand

DATA = Path(__file__).resolve().parents[2] / "data" / "register"
REVONTULI = (DATA / "revontuli.yaml").read_text(encoding="utf-8")

TEXT = """\
# Our list. Ask Maija before changing the ids.
ketju: 1
languages: [fi]     # Finnish first
publisher:   'Revontuli Oy'

entries:
  # The first one
  pilvi:            # since the beginning
    places:   [FI,  SE]
    name: "Pilvi
      Cloud"        # two lines
    data:
      # asked for in 2024
      - nimet       # first and last
      - {printed: osoitteet, terms: [PostalAddress]}
      - puhelinnumerot
    tier: 1

  # Reviewed every year
  yla:
    name: Ylä Oy
    since: 2015-04
    notes:
    - Ensimmäinen
    - |
      Toinen
      rivi

  # Came last
  loppu: {name: Loppu Oy, outside_eea: no}
# The end
"""


def register_in(text: str) -> Register:
    register, problems = read_register(text)
    assert register is not None
    assert problems == ()
    return register


def changed(text: str, **members) -> str:
    """The text with members of the entries "pilvi", "yla" or "loppu" changed, None taking an entry out."""
    register = register_in(text)
    entries = [
        replace(entry, **(members.get(entry.id) or {}))
        for entry in register.entries
        if members.get(entry.id, {}) is not None
    ]
    return rewrite(text, replace(register, entries=tuple(entries)))


def difference(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that are only in the old text and those that are only in the new."""
    old_lines, new_lines = old.splitlines(), new.splitlines()
    while old_lines and new_lines and old_lines[0] == new_lines[0]:
        del old_lines[0], new_lines[0]
    while old_lines and new_lines and old_lines[-1] == new_lines[-1]:
        del old_lines[-1], new_lines[-1]
    return old_lines, new_lines


@pytest.mark.parametrize(
    "text", [TEXT, REVONTULI, "\ufeff" + TEXT, TEXT.replace("\n", "\r\n"), TEXT.rstrip("\n")]
)
def test_the_same_register_gives_the_same_text(text):
    assert rewrite(text, register_in(text)) == text


@relaxed
@given(registers(), randoms)
def test_the_same_register_gives_the_same_text_in_any_style(register, random):
    text = Hand(register, random).write(register)
    assert rewrite(text, register_in(text)) == text


@relaxed
@given(registers(), registers(), randoms)
def test_an_edited_register_is_what_the_new_text_means(register, other, random):
    text = Hand(register, random).write(register)
    wanted = edited(register_in(text), other, random)
    new = rewrite(text, wanted)
    assert data_from_register(register_in(new), whole=True) == data_from_register(wanted, whole=True)
    assert rewrite(new, wanted) == new


@relaxed
@given(registers(), registers(), randoms)
def test_any_register_can_be_made_of_any_other(register, other, random):
    text = Hand(register, random).write(register)
    new = rewrite(text, other)
    assert data_from_register(register_in(new), whole=True) == data_from_register(other, whole=True)


@pytest.mark.soak
@settings(max_examples=5000, deadline=None)
@given(registers(max_entries=4), registers(max_entries=4), randoms)
def test_many_edited_registers_are_what_the_new_texts_mean(register, other, random):
    text = Hand(register, random).write(register)
    wanted = edited(register_in(text), other, random)
    assert data_from_register(register_in(rewrite(text, wanted)), whole=True) == data_from_register(
        wanted, whole=True
    )


@relaxed
@given(registers(), randoms)
def test_a_new_publisher_changes_no_other_line_and_no_comment(register, random):
    hand = Hand(register, random)
    text = hand.write(replace(register, publisher="Vanha Oy"))
    new = rewrite(text, replace(register_in(text), publisher="Uusi Oy"))
    assert new.replace("Uusi Oy", "Vanha Oy").replace('"Vanha Oy"', "Vanha Oy").replace(
        "'Vanha Oy'", "Vanha Oy"
    ) == (text.replace('"Vanha Oy"', "Vanha Oy").replace("'Vanha Oy'", "Vanha Oy"))
    assert all(comment in new for comment in hand.comments)


@relaxed
@given(registers(max_entries=3), randoms)
def test_a_new_entry_leaves_every_other_line_where_it_was(register, random):
    register = replace(register, entries=(*register.entries, Entry("last", "Last Oy")))
    text = Hand(register, random).write(register)
    if re.search(r"entries['\"]?: \{", text):
        return
    new = rewrite(
        text, replace(register_in(text), entries=(*register_in(text).entries, Entry("zz-new", "New Oy")))
    )
    old, added = difference(text, new)
    assert old == []
    assert [line.strip() for line in added if line.strip()] == ["zz-new:", "name: New Oy"]


def test_a_changed_text_keeps_its_quotes_and_the_comment_behind_it():
    new = rewrite(TEXT, replace(register_in(TEXT), publisher="L'Aurore"))
    assert difference(TEXT, new) == (["publisher:   'Revontuli Oy'"], ["publisher:   'L''Aurore'"])
    new = changed(TEXT, pilvi={"name": "Uusi\nPilvi"})
    assert difference(TEXT, new)[1] == ['    name: "Uusi\\nPilvi"        # two lines']


def test_a_list_in_brackets_stays_one():
    new = changed(TEXT, pilvi={"places": (Place("FI"), Place("DE", city="Frankfurt, Main"))})
    assert difference(TEXT, new) == (
        ["    places:   [FI,  SE]"],
        ['    places:   [{code: DE, city: "Frankfurt, Main"}, FI]'],
    )


def test_an_item_is_added_changed_and_taken_out_with_its_neighbours_comments_kept():
    names = [
        DataCategory("nimet"),
        DataCategory("osoitteet", ("PostalAddress",)),
        DataCategory("puhelinnumerot"),
    ]
    new = changed(TEXT, pilvi={"data": (*names, DataCategory("laskut"))})
    assert difference(TEXT, new) == ([], ["      - laskut"])
    new = changed(TEXT, pilvi={"data": (names[0], names[2])})
    assert difference(TEXT, new) == (["      - {printed: osoitteet, terms: [PostalAddress]}"], [])
    new = changed(TEXT, pilvi={"data": (names[1], names[2], DataCategory("etunimet"))})
    assert difference(TEXT, new) == (
        ["      - nimet       # first and last"],
        ["      - etunimet       # first and last"],
    )


def test_a_new_member_stands_where_the_model_has_it():
    new = changed(TEXT, yla={"until": PartialDate(2026)})
    assert difference(TEXT, new) == ([], ["    until: 2026"])
    assert "    since: 2015-04\n    until: 2026\n    notes:" in new


def test_new_members_and_new_entries_stand_in_their_order():
    new = changed(TEXT, yla={"until": PartialDate(2026), "notified": PartialDate(2014)})
    assert difference(TEXT, new) == ([], ["    until: 2026", "    notified: 2014"])
    register = register_in(TEXT)
    new = rewrite(TEXT, replace(register, entries=(*register.entries, Entry("zz", "Z"), Entry("aa", "A"))))
    assert [entry.id for entry in register_in(new).entries] == ["pilvi", "yla", "loppu", "zz", "aa"]
    assert new.endswith("  zz:\n    name: Z\n\n  aa:\n    name: A\n# The end\n")


def test_a_member_that_stands_behind_the_dash_may_go():
    text = "ketju: 1\nentries:\n  a:\n    name: A\n    places:\n      - city: Oulu\n        code: FI\n      - SE # x\n"
    (entry,) = register_in(text).entries
    wanted = replace(entry, places=(Place("FI"), Place("SE")))
    new = rewrite(text, replace(register_in(text), entries=(wanted,)))
    assert difference(text, new) == (["      - city: Oulu", "        code: FI"], ["      - FI"])


def test_an_item_in_short_form_grows_below_its_dash():
    names = [DataCategory("nimet", ("Name",)), DataCategory("osoitteet", ("PostalAddress",))]
    new = changed(TEXT, pilvi={"data": (*names, DataCategory("puhelinnumerot"))})
    assert difference(TEXT, new) == (
        ["      - nimet       # first and last"],
        ["      - printed: nimet       # first and last", "        terms: [Name]"],
    )


def test_a_dash_on_a_line_of_its_own_is_found():
    text = (
        "ketju: 1\nentries:\n  a:\n    name: A\n    places:\n    -   # the first\n      code: FI\n    - SE\n"
    )
    (entry,) = register_in(text).entries
    new = rewrite(text, replace(register_in(text), entries=(replace(entry, places=(Place("SE"),)),)))
    assert new == text.replace("    -   # the first\n      code: FI\n", "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    address:\n", "    address: Katu 1\n"),
        ("    address:   # unknown\n", "    address: Katu 1   # unknown\n"),
        ('    address: ""\n', '    address: "Katu 1"\n'),
    ],
)
def test_a_key_with_nothing_behind_it_is_filled(old, new):
    text = f"ketju: 1\nentries:\n  a:\n    name: A\n{old}    tier: 2\n"
    (entry,) = register_in(text).entries
    assert rewrite(text, replace(register_in(text), entries=(replace(entry, address="Katu 1"),))) == (
        text.replace(old, new)
    )


@pytest.mark.parametrize("empty", ["  data:   # none yet\n", "  data: []   # none yet\n"])
def test_an_empty_list_is_filled_where_it_stands(empty):
    text = f"ketju: 1\nentries:\n  a:\n    name: A\n  {empty}    tier: 2\n"
    (entry,) = register_in(text).entries
    wanted = replace(entry, data=(DataCategory("nimet, osoitteet"), DataCategory("b", ("Name",))))
    new = rewrite(text, replace(register_in(text), entries=(wanted,)))
    assert (
        register_in(new).entries[0].data == wanted.data[::-1]
        or register_in(new).entries[0].data == wanted.data
    )
    assert "# none yet" in new
    assert new.endswith("    tier: 2\n")


def test_a_member_may_come_before_all_others():
    text = "ketju: 1\nnotice:\n  # how long\n  days: 30\n"
    wanted = replace(register_in(text), notice=NoticeTerms("Kerrotaan ajoissa", 30))
    assert rewrite(text, wanted) == text.replace("  days", "  printed: Kerrotaan ajoissa\n  days")


def test_the_number_of_the_form_stays_on_top():
    text = "# Ours\nketju: 1\n\nentries:\n  a: {name: A}\n"
    wanted = replace(register_in(text), publisher="P", languages=("fi",))
    assert rewrite(text, wanted) == text.replace("ketju: 1\n", "ketju: 1\npublisher: P\nlanguages: [fi]\n")


def test_a_member_that_goes_takes_its_lines_and_no_others():
    assert difference(TEXT, changed(TEXT, yla={"since": None})) == (["    since: 2015-04"], [])
    old, new = difference(TEXT, changed(TEXT, yla={"notes": ()}))
    assert (old, new) == (["    notes:", "    - Ensimmäinen", "    - |", "      Toinen", "      rivi"], [])


def test_a_default_that_is_written_out_stays_until_it_changes():
    assert "    tier: 1\n" in changed(TEXT, pilvi={"name": "Muu"})
    assert "    tier: 2\n" in changed(TEXT, pilvi={"tier": 2})


def test_an_entry_that_goes_leaves_the_comments_of_its_neighbours():
    new = changed(TEXT, yla=None)
    assert all(
        line in new for line in ("# The first one", "# Reviewed every year", "# Came last", "# The end")
    )
    assert "Ylä" not in new
    assert [entry.id for entry in register_in(new).entries] == ["pilvi", "loppu"]


def test_an_entry_in_brackets_stays_in_brackets():
    new = changed(TEXT, loppu={"outside_eea": True})
    assert difference(TEXT, new)[1] == ["  loppu: {name: Loppu Oy, outside_eea: yes}"]


def test_lines_of_a_text_block_change_within_the_block():
    new = changed(TEXT, yla={"notes": ("Ensimmäinen", "Kolmas\nrivi\n")})
    assert register_in(new).entries[1].notes == ("Ensimmäinen", "Kolmas\nrivi\n")
    new = changed(TEXT, yla={"notes": ("Ensimmäinen", "Kolmas\nrivi")})
    assert difference(TEXT, new) == (["    - |", "      Toinen"], ["    - |-", "      Kolmas"])


def test_the_order_of_entries_in_the_file_stays():
    register = register_in(TEXT)
    assert rewrite(TEXT, replace(register, entries=tuple(reversed(register.entries)))) == TEXT


def test_windows_line_ends_stay():
    text = TEXT.replace("\n", "\r\n")
    register = register_in(text)
    new = rewrite(
        text, replace(register, entries=(*register.entries, Entry("uusi", "Uusi", since=PartialDate(2026))))
    )
    assert "\n" not in new.replace("\r\n", "")
    assert new.replace("\r\n", "\n") == rewrite(TEXT, replace(register, entries=(*register.entries, Entry(
        "uusi", "Uusi", since=PartialDate(2026)))))  # fmt: skip


def test_a_byte_order_mark_and_a_missing_last_line_end_stay():
    text = "\ufeff" + TEXT.rstrip("\n")
    new = rewrite(text, replace(register_in(text), publisher="Muu Oy"))
    assert new == text.replace("Revontuli Oy", "Muu Oy")


def test_words_in_another_first_language_name_their_own():
    text = "ketju: 1\nlanguages: [fi]\ntitle: Luettelo   # the title\n"
    new = rewrite(text, replace(register_in(text), languages=("en",)))
    assert new == "ketju: 1\nlanguages: [en]\ntitle:   # the title\n  fi: Luettelo\n"
    assert register_in(new).title == Words((("fi", "Luettelo"),))


def test_a_translation_is_added_beside_the_original():
    text = "ketju: 1\nlanguages: [fi]\nentries:\n  a:\n    name: A\n    purpose: Posti # what for\n"
    (entry,) = register_in(text).entries
    wanted = replace(entry, purpose=Words((("fi", "Posti"), ("sv", "Post"))))
    new = rewrite(text, replace(register_in(text), entries=(wanted,)))
    assert new == text.replace(
        "purpose: Posti # what for\n", "purpose: # what for\n      fi: Posti\n      sv: Post\n"
    )


def test_an_entry_that_cannot_be_read_stays_as_it_is():
    text = TEXT.replace("since: 2015-04", "since: keväällä  # when?")
    register, problems = read_register(text)
    assert [p.code for p in problems] == ["register.bad-date"]
    assert [entry.id for entry in register.entries] == ["pilvi", "loppu"]
    new = rewrite(text, replace(register, publisher="Muu Oy"))
    assert new == text.replace("Revontuli Oy", "Muu Oy")


def test_an_entry_that_cannot_be_read_is_written_anew_when_the_register_has_it():
    text = TEXT.replace("since: 2015-04", "since: keväällä  # when?")
    register, _ = read_register(text)
    wanted = replace(
        register, entries=(*register.entries, Entry("yla", "Ylä Oy", applies_to=Scope(sections=("A",))))
    )
    new = rewrite(text, wanted)
    assert "keväällä" not in new
    assert data_from_register(register_in(new)) == data_from_register(wanted)


def test_a_file_written_as_json_is_written_anew():
    text = '{"ketju": 1, "entries": {"a": {"name": "A"}}}'
    wanted = replace(register_in(text), publisher="B")
    assert rewrite(text, register_in(text)) == text
    assert rewrite(text, wanted) == write_register(wanted)


@pytest.mark.parametrize("text", ["", "a: [", "publisher: A\n", "ketju: 2\n"])
def test_what_is_no_register_file_is_not_rewritten(text):
    with pytest.raises(SourceBroken) as raised:
        rewrite(text, Register(), "ketju.yaml")
    assert raised.value.params["file"] == "ketju.yaml"
    assert raised.value.params["reason"].startswith("register.")


def test_a_file_that_cannot_be_changed_in_place_is_refused_rather_than_spoilt():
    # The last line has no end, so the text block has none either; with a line after it, it would.
    text = "ketju: 1\npublisher: |\n  A"
    register = register_in(text)
    assert register.publisher == "A"
    with pytest.raises(RewriteFailed):
        rewrite(text, replace(register, version="2"))


def test_a_block_that_keeps_its_empty_lines_keeps_them():
    text = "ketju: 1\npublisher: |+\n  A\n\nversion: 1\n"
    register = register_in(text)
    assert register.publisher == "A\n\n"
    new = rewrite(text, replace(register, tlp="TLP:CLEAR", version=""))
    assert new == "ketju: 1\npublisher: |+\n  A\n\ntlp: TLP:CLEAR\n"


def test_a_new_member_after_a_text_block_stands_right_below_it():
    new = changed(TEXT, yla={"notes": ("Ensimmäinen", "Toinen\nrivi\n", "Kolmas")})
    assert difference(TEXT, new) == ([], ["    - Kolmas"])
    assert "      rivi\n    - Kolmas\n\n  # Came last" in new
