"""Documents that speak of sub-processors, or look like a list of them, and hold none. The companies are invented."""

from __future__ import annotations

import pytest

from tests.core.reading.small import entries, names


def test_records_of_something_else_are_no_list() -> None:
    customers = """
        {"customers": [{"name": "Fernpost Ltd", "plan": "Pro", "country": "Ireland"},
                       {"name": "Mosskabel GmbH", "plan": "Basic", "country": "Germany"}]}
        """
    assert entries(customers, "customers.json") == ()
    containers = """
        services:
          web:
            image: larkwire
            location: eu-west-1
          db:
            image: mosskabel
            location: eu-central-1
        """
    assert entries(containers, "compose.yaml") == ()


def test_records_that_tell_purposes_are_a_list_without_a_title() -> None:
    found = entries(
        """
        - name: Fernpost
          purpose: Sending e-mail
          country: Ireland
        - name: Mosskabel
          purpose: Hosting
          country: Germany
        """,
        "vendors.yaml",
    )
    assert names(found) == ["Fernpost", "Mosskabel"]


@pytest.mark.parametrize(
    "text",
    [
        """
        # Subprocessor List

        **DRAFT**

        ## Section 2: Current Subprocessors

        Claims are not effective until legal approval.

        **Document Status:** DRAFT
        **Last Updated:** 2026-06-12
        **Legal Contact:** legal@ruskoilves.example
        """,
        """
        # Sub-processor change notification

        We intend to engage a new sub-processor. Details:

        | Field | Value |
        | --- | --- |
        | Legal name | [NAME] |
        | Purpose | [PURPOSE] |
        | Location | [COUNTRY] |
        | Start date | [DATE] |
        """,
        """
        # Annex II: Technical and organisational measures

        | Measure | Description |
        | --- | --- |
        | Access control | Roles, with a review each quarter |
        | Physical security | Data centres in Frankfurt, Germany |
        | Sub-processor management | Sub-processors are assessed before use |
        """,
        """
        # Subprocessors

        TBD
        """,
    ],
    ids=["drafts", "templates", "measures", "placeholders"],
)
def test_what_only_speaks_of_subprocessors_has_no_entries(text: str) -> None:
    assert entries(text) == ()
