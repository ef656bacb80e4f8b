"""The OpenID Connect provider of the environment, as allauth wants it described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_METADATA = "/.well-known/openid-configuration"


def oidc_apps(env: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The one provider, or none. Whoever runs the machine trusts it for addresses that it says are verified."""
    issuer = env["KETJU_OIDC_URL"]
    if not issuer:
        return []
    settings = {
        "issuer": issuer,
        "server_url": issuer.rstrip("/") + _METADATA,
        "email_authentication": True,
        "verified_email": False,
    }
    return [
        {
            "provider_id": "oidc",
            "name": env["KETJU_OIDC_NAME"],
            "client_id": env["KETJU_OIDC_CLIENT"],
            "secret": env["KETJU_OIDC_SECRET"],
            "settings": settings,
        }
    ]


def oidc_provider(env: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of allauth for OpenID Connect."""
    own = "ketju.web.apps.people.elsewhere.Provider"
    return {"openid_connect": {"APPS": oidc_apps(env), "OAUTH_PKCE_ENABLED": True, "provider_class": own}}
