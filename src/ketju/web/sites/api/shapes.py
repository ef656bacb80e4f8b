"""What goes in and comes out of the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import told
from ketju.web.apps.services.models import Service


class Given(Schema):
    """What a program sends. A field that is not there stays as it is."""

    model_config = ConfigDict(extra="forbid")

    def texts(self) -> dict[str, str]:
        """The fields that were sent, as texts for checking."""
        return {name: told(value) for name, value in self.dict(exclude_unset=True).items()}


class CustomerIn(Given):
    """A customer."""

    external_id: str | None = None
    name: str | None = None
    business_id: str | None = None
    country: str | None = Field(None, description="ISO 3166-1 alpha-2")
    postal_address: str | None = None
    billing_address: str | None = None
    authority: str | None = None
    role: Literal["controller", "processor"] | None = None
    pass_on_days: int | None = None
    language: Literal["en", "fi", "sv"] | None = None
    signed_up_on: date | None = None


class ContactIn(Given):
    """A contact of a customer."""

    external_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    role: str | None = None
    relation: Literal["own", "employee", "partner"] | None = None
    is_role_address: bool | None = None
    is_main_user: bool | None = None
    may_instruct: bool | None = None
    authority_proof: str | None = None
    language: Literal["en", "fi", "sv"] | None = None
    away_until: date | None = None


class ServiceIn(Given):
    """A service of a customer."""

    external_id: str | None = None
    label: str | None = None
    country: str | None = None
    backup_country: str | None = None
    tenancy: Literal["shared", "dedicated"] | None = None
    options: list[str] | None = None
    is_sensitive: bool | None = None
    security_level: Literal["basic", "raised", "high"] | None = None
    started_on: date | None = None


class NewServiceIn(ServiceIn):
    """A service that a customer ordered."""

    product: str
    server: str | None = None


class DeclarationIn(Given):
    """What a customer says is in a service."""

    data_categories: list[str]
    data_subjects: list[str]


class EndIn(Given):
    """The last day of something."""

    ended_on: date


class RowsIn(Given):
    """Rows of an import: cells by column, as in files."""

    name: str = "api"
    rows: list[dict[str, str]] = Field(max_length=100_000)


class RunIn(Given):
    """How an import that was checked is written."""

    ends_missing: bool = False


class CustomersAsked(Schema):
    """Which customers, and how many."""

    state: Literal["current", "ended", "all"] = "current"
    country: str = Field("", max_length=2, pattern="^[A-Z]*$")
    role: Literal["", "controller", "processor"] = ""
    after: str = Field("", max_length=40)
    size: int = Field(20, ge=1, le=200)


class SearchAsked(Schema):
    """What is searched for."""

    q: str = Field(min_length=1, max_length=200)


class CustomerOut(Schema):
    """A customer."""

    id: str
    external_id: str
    name: str
    business_id: str
    business_id_scheme: str
    country: str
    postal_address: str
    billing_address: str
    authority: str
    role: str
    pass_on_days: int | None
    language: str
    signed_up_on: date | None
    ended_on: date | None

    @staticmethod
    def resolve_id(one: Customer) -> str:
        """The public id."""
        return one.public_id


class ContactOut(Schema):
    """A contact."""

    id: str
    external_id: str
    first_name: str
    last_name: str
    email: str
    phone: str
    role: str
    relation: str
    is_role_address: bool
    is_main_user: bool
    may_instruct: bool
    language: str
    away_until: date | None
    ended_on: date | None

    @staticmethod
    def resolve_id(one: Contact) -> str:
        """The public id."""
        return one.public_id


class ServiceOut(Schema):
    """A service."""

    id: str
    external_id: str
    product: str
    server: str
    label: str
    country: str
    backup_country: str
    tenancy: str
    options: list[str]
    is_sensitive: bool
    security_level: str
    data_categories: list[str]
    data_subjects: list[str]
    declared_at: datetime | None
    started_on: date | None
    ended_on: date | None

    @staticmethod
    def resolve_id(one: Service) -> str:
        """The public id."""
        return one.public_id

    @staticmethod
    def resolve_product(one: Service) -> str:
        """The id of the product."""
        return one.product.slug

    @staticmethod
    def resolve_server(one: Service) -> str:
        """The code of the server."""
        return one.server.code if one.server else ""


class CustomersOut(Schema):
    """A page of customers. ``next`` is what to give as ``after`` for the next one, null at the end."""

    items: list[CustomerOut]
    next: str | None


class ContactsOut(Schema):
    """The contacts of a customer."""

    items: list[ContactOut]


class ServicesOut(Schema):
    """The services of a customer."""

    items: list[ServiceOut]


class FoundOut(Schema):
    """A customer that a search found, and the contact by whom."""

    customer: CustomerOut
    contact: ContactOut | None


class SearchOut(Schema):
    """What a search found."""

    items: list[FoundOut]


class RowProblem(Schema):
    """What is wrong in a row and column."""

    row: int
    column: str
    code: str
    detail: str


class ImportOut(Schema):
    """An import: what the check found, and how far it has come."""

    id: str
    name: str
    found: dict[str, int]
    problems: list[RowProblem]
    missing: list[str]
    total: int
    done: int
    checked_at: datetime | None
    begun_at: datetime | None
    finished_at: datetime | None


class FieldError(Schema):
    """What is wrong with a field."""

    field: str
    code: str
    detail: str


class ProblemOut(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = Field(default_factory=list)
    theirs: dict[str, Any] | None = Field(
        None, description="What stands there now, where somebody else changed it"
    )
    fields: list[str] = Field(default_factory=list, description="What both changed")
