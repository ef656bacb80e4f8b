"""Signing in with an OpenID Connect provider, stricter than allauth does it: the issuer is the one of the settings, the
signature of the ID token is checked whatever way it came, a nonce ties it to the question, and nothing that a stranger
puts into an address changes what is asked of the provider.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from ketju.web.apps.people.idtokens import TokenRefused, believed, nonce_of

PROVIDER = "oidc"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")


class Door(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What is asked of the provider, and what is believed of its answers."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's metadata. Raises OAuth2Error where they are those of another issuer, or not over TLS."""
        if not hasattr(self, "_checked"):
            self._checked = _checked_metadata(
                super().openid_config, self.get_provider().app.settings["issuer"]
            )
        return self._checked

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """The tokens for a code, of a try that we began. Raises OAuth2Error."""
        if not pkce_code_verifier:
            raise OAuth2Error("no verifier")
        self.nonce = nonce_of(pkce_code_verifier)
        found: dict[str, Any] = super().get_access_token_data(
            request, app, client, pkce_code_verifier=pkce_code_verifier
        )
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **more: Any) -> Any:
        """Who signed in, by an ID token that is believed and by user data of the same person. Raises OAuth2Error."""
        try:
            issuer, client = self.openid_config["issuer"], app.client_id
            claims = believed(
                more["response"].get("id_token"), self._keys(), issuer=issuer, client=client, nonce=self.nonce
            )
        except TokenRefused as refused:
            raise OAuth2Error(str(refused)) from None
        data = {"id_token": claims}
        if "userinfo_endpoint" in self.openid_config:
            data["userinfo"] = self._fetch_user_info(token.token)
            if data["userinfo"].get("sub") != claims["sub"]:
                raise OAuth2Error("user data of another person")
        return self.get_provider().sociallogin_from_response(request, data)

    def _keys(self) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        found = answer.json()
        return found if isinstance(found, dict) else {}


def _checked_metadata(found: Any, issuer: str) -> dict[str, Any]:
    if not isinstance(found, dict) or found.get("issuer") != issuer:
        raise OAuth2Error("the metadata are of another issuer")
    scheme = urlsplit(issuer).scheme
    for name in _ENDPOINTS:
        is_missing = name not in found and name != "userinfo_endpoint"
        if is_missing or (name in found and urlsplit(str(found[name])).scheme not in ("https", scheme)):
            raise OAuth2Error(f"no safe {name}")
    return found


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider as the sign-in page knows it."""

    oauth2_adapter_class = Door

    def get_pkce_params(self) -> dict[str, Any]:
        """PKCE, always, and the nonce that belongs to it."""
        made: dict[str, Any] = generate_code_challenge()
        return made | {"nonce": nonce_of(made["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Nothing from the address: whoever sends somebody a link has no say in what we ask."""
        return {}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """What we need, whatever the address says."""
        return ["openid", "profile", "email"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing is kept of what the provider says, beside the number by which it knows the person."""
        return {}


def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask whether to go to the provider; on the press of the button, go.

    The way there is a page of its own, since the policy lets forms lead to our own addresses alone.
    """
    door = _door(request, provider_id)
    try:
        answer: HttpResponse = OAuth2LoginView.adapter_view(door)(request)
    except (OAuth2Error, RequestException, ValueError) as error:
        return _failed(request, door, error)
    where = answer.get("Location", "")
    if answer.status_code == 302 and urlsplit(where).netloc:
        return render(request, "socialaccount/going.html", {"where": where, "name": door.get_provider().name})
    return answer


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """What the provider sends people back with."""
    door = _door(request, provider_id)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(door)(request)
    except (OAuth2Error, RequestException, ValueError, KeyError) as error:
        return _failed(request, door, error)
    return answer


def _door(request: HttpRequest, provider_id: str) -> Door:
    if provider_id != PROVIDER:
        raise Http404
    return Door(request, provider_id)


def _failed(request: HttpRequest, door: Door, error: Exception) -> HttpResponse:
    answer: HttpResponse = render_authentication_error(request, door.get_provider(), exception=error)
    return answer
