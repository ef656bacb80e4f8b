"""The addresses of allauth that are used, under /account/. Those of OIDC are there only where it is set up."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from ketju.web.base.access.policy import PUBLIC, route


def elsewhere_urls() -> list[URLPattern | URLResolver]:
    """The addresses of signing in with an OpenID Connect provider."""
    from ketju.web.apps.people import elsewhere

    return [
        path("elsewhere/", include("allauth.socialaccount.urls")),
        route("oidc/<str:provider_id>/login/", elsewhere.begin, PUBLIC, "openid_connect_login"),
        route(
            "oidc/<str:provider_id>/login/callback/", elsewhere.come_back, PUBLIC, "openid_connect_callback"
        ),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    *(elsewhere_urls() if settings.OIDC else []),
]
