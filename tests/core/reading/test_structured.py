"""Records of JSON and YAML: which of them are entries, and which only groups or details. Invented companies."""

from __future__ import annotations

from tests.core.reading.small import codes, entries, names


def test_records_nested_in_an_entry_are_details_of_it() -> None:
    found = entries(
        """
        {"subprocessors": [
          {"name": "Fernpost", "purpose": "Sending e-mail", "location": "Ireland",
           "evidence": [{"file": "mail.yaml", "note": "where the server is named"}]},
          {"name": "Mosskabel", "purpose": "Hosting", "location": "Germany",
           "evidence": [{"file": "hosts.yaml", "note": "where the hosts are named"}]}
        ]}
        """,
        "list.json",
    )
    assert names(found) == ["Fernpost", "Mosskabel"]
    assert codes(found) == [["IE"], ["DE"]]


def test_records_with_names_make_a_group_of_what_they_are_nested_in() -> None:
    found = entries(
        """
        {"groups": [
          {"name": "Mail", "vendors": [{"name": "Fernpost", "purpose": "Sending e-mail"}]},
          {"name": "Shop", "vendors": [{"name": "Mosskabel", "purpose": "Hosting"}]}
        ]}
        """,
        "subprocessors.json",
    )
    assert names(found) == ["Fernpost", "Mosskabel"]
    assert [entry.applies_to.sections for entry in found] == [("Mail",), ("Shop",)]
