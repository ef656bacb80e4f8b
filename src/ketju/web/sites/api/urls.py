"""Addresses for programs, under /api/v1/, each with its policy."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from ketju.web.base.access.policy import PUBLIC, Policy
from ketju.web.sites.api import (
    changes,
    customers,
    documents,
    drafts,
    findings,
    imports,
    links,
    notices,
    pushes,
    records,
    registers,
    touching,
    versions,
    webhooks,
)
from ketju.web.sites.api.doors import guarded, once
from ketju.web.sites.api.endpoints import FILES, SCOPES
from ketju.web.sites.api.problems import MEDIA_TYPE, handle_problems


class Api(NinjaAPI):
    """The API; its description names the media type of problems."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        options["path_prefix"] = "/api/v1/"
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                files = FILES.get(operation["operationId"], ())
                if files:
                    operation["responses"][200]["content"] = {kind: {"schema": {}} for kind in files}
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return schema


api = Api(
    title="Ketju",
    version="1",
    description="The customers, lists of sub-processors and changes of a processor.",
    docs_url=None,
    urls_namespace="api",
)
handle_problems(api)
api.add_router("", customers.router)
api.add_router("", imports.router)
for _module in (
    notices, webhooks, registers, versions, documents, drafts, records, findings, touching, pushes, changes, links,
):  # fmt: skip
    api.add_router("", _module.router)


def _with_policy(pattern: URLPattern) -> URLPattern:
    """The same address with its policy: the least that it asks for. Each operation asks for its own scope."""
    address = "/" + str(pattern.pattern).replace("<", "{").replace(">", "}").replace("str:", "")
    scopes = SCOPES.get(address)
    view = guarded(once(pattern.callback))
    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.policy = Policy("token", min(scopes)) if scopes else PUBLIC  # type: ignore[attr-defined]
    return path(str(pattern.pattern), view, name=pattern.name)


urlpatterns = [_with_policy(one) for one in api.urls[0] if isinstance(one, URLPattern) and str(one.pattern)]
