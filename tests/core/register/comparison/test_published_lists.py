"""Lists as they are published, before and after: what is a change and what is none."""

from ketju.core.reading.reader import read
from ketju.core.register.comparison.changes import changes_between
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.formats.registerfile.reading import read_register
from ketju.formats.registerfile.register_json import read_json, write_json
from ketju.formats.registerfile.writing import write_register

OLD = """# Sub-processors of Ruskoilves

Last updated: 3 March 2026

| Company | Purpose | Server location | Data |
|---|---|---|---|
| Oakenlock Identity Limited | Log-in of users | Ireland | Names, e-mail addresses |
| Bluepenny Inc. | Sending of e-mail | Germany | E-mail addresses |
| Lehtokuja Pilvet Oy | Servers | Finland | Everything that users store |
| Kestrel GmbH | Error monitoring | Germany | IP addresses |
| Owlpost Ltd | Customer support | Ireland | Names |
"""


def register(text, name="list.md"):
    return read(read_document(Source(text.encode(), name))).register


def told(old, new):
    """(kind, name) of every change but those of wording."""
    changes = changes_between(register(old), register(new))
    return [(change.kind, change.name) for change in changes if change.kind != "wording-only"]


def row(text, old, new):
    assert old in text
    return text.replace(old, new)


def test_a_list_in_another_order_layout_and_spelling_has_not_changed():
    new = """# Who helps us

We use these sub-processors (March 2026).

- **Owlpost Ltd**
  - Location: Ireland
  - Purpose: customer support
  - Data: names
- **Lehtokuja Pilvet Oy**
  - Location: Finland
  - Purpose: servers
  - Data: everything that users store
- **Oakenlock Identity Ltd.**
  - Location: Ireland
  - Purpose: log-in of users
  - Data: names, e-mail addresses
- **Bluepenny, Inc**
  - Location: Germany
  - Purpose: sending of e-mail
  - Data: e-mail addresses
- **Kestrel GmbH**
  - Location: Germany
  - Purpose: error monitoring
  - Data: IP addresses
"""
    assert told(OLD, new) == []


def test_a_translated_list_has_not_changed():
    new = """# Ruskoilveksen alikäsittelijät

Päivitetty: 3.3.2026

| Yritys | Tarkoitus | Palvelinten sijainti | Tiedot |
|---|---|---|---|
| Bluepenny Inc. | Sähköpostin lähetys | Saksa | Sähköpostiosoitteet |
| Oakenlock Identity Limited | Käyttäjien kirjautuminen | Irlanti | Nimet, sähköpostiosoitteet |
| Lehtokuja Pilvet Oy | Palvelimet | Suomi | Kaikki, mitä käyttäjät tallentavat |
| Kestrel GmbH | Virheiden seuranta | Saksa | IP-osoitteet |
| Owlpost Ltd | Asiakastuki | Irlanti | Nimet |
"""
    assert told(OLD, new) == told(new, OLD) == []


def test_in_a_translated_list_a_new_company_and_a_new_place_are_seen():
    new = """# Underbiträden

| Företag | Ändamål | Plats |
|---|---|---|
| Bluepenny Inc. | Utskick av e-post | Tyskland, USA |
| Oakenlock Identity Limited | Inloggning | Irland |
| Lehtokuja Pilvet Oy | Servrar | Finland |
| Kestrel GmbH | Övervakning av fel | Tyskland |
| Owlpost Ltd | Kundtjänst | Irland |
| Fernmail AB | Nyhetsbrev | Sverige |
"""
    found = [one for one in told(OLD, new) if one[0] != "no-longer-stated"]
    assert found == [
        ("added", "Fernmail AB"),
        ("first-third-country", "Bluepenny Inc."),
        ("place-added", "Bluepenny Inc."),
    ]


def test_a_new_column_says_more_and_changes_nothing():
    new = OLD.replace("| Data |", "| Data | Company number |").replace("|---|\n", "|---|---|\n")
    new = new.replace("that users store |", "that users store | 2431560-5 |")
    new = "\n".join(
        line + " |" if line.startswith("| ") and line.count("|") == 5 else line for line in new.splitlines()
    )
    assert told(OLD, new) == [("now-stated", "Lehtokuja Pilvet Oy")]


def test_a_company_that_leaves_and_one_that_comes_for_the_same_use_are_a_replacement():
    new = row(OLD, "| Kestrel GmbH |", "| Sparrow Logs AS |")
    found = changes_between(register(OLD), register(new))
    assert [(c.kind, c.before, c.after) for c in found] == [
        ("replaced", ("Kestrel GmbH",), ("Sparrow Logs AS",))
    ]
    assert found[0].notice.owed == "yes"


def test_a_company_that_comes_for_another_use_is_no_replacement():
    new = row(OLD, "| Kestrel GmbH | Error monitoring | Germany |", "| Fernmail AB | Newsletters | Sweden |")
    assert told(OLD, new) == [("added", "Fernmail AB"), ("removed", "Kestrel GmbH")]


def test_two_that_leave_and_one_that_comes_leave_it_open_who_is_replaced():
    old = row(OLD, "| Owlpost Ltd | Customer support |", "| Owlpost Ltd | Error monitoring |")
    new = "\n".join(line for line in old.splitlines() if "Owlpost" not in line)
    new = row(new, "| Kestrel GmbH |", "| Sparrow Logs AS |")
    kinds = sorted(kind for kind, _ in told(old, new))
    assert kinds == ["added", "removed", "removed"]


def test_a_company_under_a_new_name_is_renamed():
    new = row(OLD, "| Kestrel GmbH |", "| Buzzard GmbH (formerly Kestrel GmbH) |")
    assert told(OLD, new) == [("renamed", "Buzzard GmbH (formerly Kestrel GmbH)")]


def test_another_legal_form_is_another_legal_person():
    new = row(OLD, "| Bluepenny Inc. |", "| Bluepenny Ireland Ltd |")
    assert ("replaced", "Bluepenny Ireland Ltd") in told(OLD, new)
    new = row(OLD, "| Bluepenny Inc. |", "| Bluepenny GmbH |")
    assert told(OLD, new) == [("legal-entity", "Bluepenny GmbH")]


def test_a_row_that_is_split_by_use_has_not_changed():
    old = row(OLD, "| Owlpost Ltd | Customer support |", "| Owlpost Ltd | Customer support, newsletters |")
    line = "| Owlpost Ltd | Customer support, newsletters | Ireland | Names |"
    split = "| Owlpost Ltd | Customer support | Ireland | Names |\n| Owlpost Ltd | Newsletters | Ireland | Names |"
    assert told(old, row(old, line, split)) == []
    assert told(row(old, line, split), old) == []


def test_a_second_row_for_another_use_is_something_new():
    line = "| Owlpost Ltd | Customer support | Ireland | Names |"
    new = row(OLD, line, f"{line}\n| Owlpost Ltd | Newsletters | United States | E-mail addresses |")
    assert ("added", "Owlpost Ltd") in told(OLD, new)


def test_a_place_that_goes_is_seen_and_needs_no_notice():
    new = row(
        OLD,
        "| Bluepenny Inc. | Sending of e-mail | Germany |",
        "| Bluepenny Inc. | Sending of e-mail | France |",
    )
    found = changes_between(register(OLD), register(new))
    assert [(c.kind, c.before, c.after, c.notice.owed) for c in found] == [
        ("place-added", (), ("FR",), "by agreement"),
        ("place-removed", ("DE",), (), "no"),
    ]


def test_a_list_and_its_register_file_and_its_json_are_the_same():
    found = register(OLD)
    file, problems = read_register(write_register(found), "ketju.yaml")
    assert not problems
    assert changes_between(found, file) == changes_between(file, found) == ()
    assert changes_between(found, read_json(write_json(found))[0]) == ()


SECTIONS = """# {title}

## {shop}

| {company} | {purpose} |
|---|---|
| Bluepenny Inc. | {mail} |
| Kestrel GmbH | {support} |

## {blog}

| {company} | {purpose} |
|---|---|
| Owlpost Ltd | {support} |
"""


def test_translated_headings_are_no_other_scope():
    old = SECTIONS.format(
        title="Sub-processors", shop="Web shop", blog="Blog", company="Company", purpose="Purpose",
        mail="Sending of e-mail", support="Customer support",
    )  # fmt: skip
    new = SECTIONS.format(
        title="Alikäsittelijät", shop="Verkkokauppa", blog="Blogi", company="Yritys", purpose="Tarkoitus",
        mail="Sähköpostin lähetys", support="Asiakastuki",
    )  # fmt: skip
    assert told(old, new) == []
