"""The OpenID Connect provider of the environment, as allauth wants it described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def oidc_apps(env: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The one provider, or none. Whoever runs the machine trusts it for addresses that it says are verified."""
    if not env["KETJU_OIDC_URL"]:
        return []
    settings = {
        "server_url": env["KETJU_OIDC_URL"],
        "email_authentication": True,
        "email_authentication_auto_connect": True,
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
