"""The headers of pages for everybody."""

from __future__ import annotations

from django.conf import settings

from ketju.web.apps.registers.serving import Headers, framed
from ketju.web.base.pages.headers import HEADERS

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_PERMISSIONS = HEADERS["Permissions-Policy"]


def security_headers(path: str) -> Headers:
    """The headers that keep a page safe; pages for other sites may stand in a frame there."""
    is_framed = path.rpartition("/")[2] in framed
    policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *") if is_framed else POLICY
    found = [
        ("Content-Security-Policy", policy),
        ("Permissions-Policy", _PERMISSIONS),
        ("Cross-Origin-Resource-Policy", "cross-origin" if is_framed else "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", str(settings.SECURE_REFERRER_POLICY)),
    ]
    if not is_framed:
        found += [("Cross-Origin-Opener-Policy", "same-origin"), ("X-Frame-Options", "DENY")]
    if settings.SECURE_HSTS_SECONDS:
        found.append(
            ("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains")
        )
    return found
