"""Which column of a table holds what, where the header alone does not tell. The companies are invented."""

from __future__ import annotations

from tests.core.reading.small import entries, names, purposes


def test_a_column_of_answers_is_no_column_of_names() -> None:
    found = entries("""
        # Sub-processors

        | Service | Purpose | External recipient? | Underlying provider | Region |
        | --- | --- | --- | --- | --- |
        | Larkwire Cloud | Hosting | Yes | Larkwire | Ireland |
        | Mosskabel Monitor | Error tracking | No, hosted by us | Larkwire | Ireland |
        """)
    assert names(found) == ["Larkwire Cloud", "Mosskabel Monitor"]
    assert purposes(found) == ["Hosting", "Error tracking"]


def test_a_column_headed_customer_data_tells_what_data_or_only_whether_there_are_any() -> None:
    told = entries("""
        # Sub-processors

        | Name | Purpose | Customer data |
        | --- | --- | --- |
        | Fernpost Ltd | E-mail | Names, e-mail addresses |
        | Mosskabel GmbH | Hosting | All content of the service |
        """)
    assert [data.printed for data in told[0].data] == ["Names", "e-mail addresses"]
    asked = entries("""
        # Sub-processors

        | Name | Purpose | Customer data |
        | --- | --- | --- |
        | Fernpost Ltd | E-mail | Yes |
        | Mosskabel GmbH | Hosting | No, metrics only |
        """)
    assert [entry.data for entry in asked] == [(), ()]


def test_a_role_that_is_a_description_is_the_purpose() -> None:
    found = entries("""
        # Sub-processors

        | Sub-processor | Role | Processing location |
        | --- | --- | --- |
        | Fernpost Ltd and its affiliates | Operator of the platform on which the app runs | Ireland |
        """)
    assert names(found) == ["Fernpost Ltd and its affiliates"]
    assert purposes(found) == ["Operator of the platform on which the app runs"]


def test_a_controller_is_told_in_the_language_of_the_list_or_in_english() -> None:
    romanian = """
        # Lista subîmputerniciților

        | Denumire | Scop | Calitate |
        | --- | --- | --- |
        | Fernpost SRL | Găzduirea datelor clienților | persoană împuternicită |
        | Mosskabel SRL | Plăți cu cardul pentru clienți | {role} |
        """
    for role in ("operator", "controller"):
        assert names(entries(romanian.format(role=role))) == ["Fernpost SRL"]


def test_the_publishers_name_inside_a_header_is_no_part_of_the_label() -> None:
    found = entries("""
        # Sub-processors

        | Entity name | Relevant Ruskoilves Services | Purpose of processing |
        | --- | --- | --- |
        | Fernpost Ltd | Harbour Mail | Sending e-mail |
        | Mosskabel GmbH | Harbour Shop | Hosting |
        """)
    assert [entry.applies_to.sections for entry in found] == [("Harbour Mail",), ("Harbour Shop",)]
