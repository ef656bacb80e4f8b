"""Addresses of a person's own account, and of invitations."""

from __future__ import annotations

from ketju.web.base.access.policy import PUBLIC, SIGNED_IN, route
from ketju.web.sites.public import account, invitation, sessions

urlpatterns = [
    route("account/", account.profile, SIGNED_IN, "profile"),
    route("account/sessions/", sessions.sessions, SIGNED_IN, "usersessions_list"),
    route("invitation/<str:secret>/", invitation.accept, PUBLIC, "invitation"),
]
