"""Settings of Django, from the environment alone."""

from __future__ import annotations

import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from ketju.web.config.environment import EnvironmentWrong, environment_from
from ketju.web.config.event_secrets import SECRETS
from ketju.web.config.oidc import oidc_provider

try:
    ENV = environment_from(os.environ)
except EnvironmentWrong as wrong:
    raise ImproperlyConfigured("\n".join(["The environment is wrong:", *wrong.faults])) from None

WEB = Path(__file__).resolve().parent.parent
_ADDRESS = urlsplit(ENV["KETJU_URL"])
_IS_SECURE = _ADDRESS.scheme == "https"

DEBUG = False
SECRET_KEY = ENV["KETJU_SECRET_KEY"]
ENCRYPTION_KEYS: list[bytes] = ENV["KETJU_ENCRYPTION_KEYS"]
IS_DEMO: bool = ENV["KETJU_DEMO"]
IS_REHEARSAL: bool = ENV["KETJU_REHEARSAL"]
METRICS_TOKEN: str = ENV["KETJU_METRICS_TOKEN"]
PUBLIC_URL: str = ENV["KETJU_URL"]
ALLOWED_HOSTS = [_ADDRESS.hostname or "", *ENV["KETJU_HOSTS"]]
CSRF_TRUSTED_ORIGINS = [f"{_ADDRESS.scheme}://{_ADDRESS.netloc}"]
ROOT_URLCONF = "ketju.web.config.urls"
WSGI_APPLICATION = "ketju.web.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "ketju.web.base.jobs",
    "ketju.web.base.encryption",
    "ketju.web.base.accounts",
    "ketju.web.base.access",
    "ketju.web.base.audit",
    "ketju.web.base.outbox",
    "ketju.web.base.inbox",
    "ketju.web.base.tokens",
    "ketju.web.base.backup",
    "ketju.web.base.pages",
    "ketju.web.apps.people",
    "ketju.web.apps.parties",
    "ketju.web.apps.services",
    "ketju.web.apps.agreements",
    "ketju.web.apps.selfservice",
    "ketju.web.apps.campaigns",
    "ketju.web.apps.exchange",
    "ketju.web.apps.registers",
    "ketju.web.apps.notices",
    "ketju.web.apps.cases",
    "ketju.web.apps.retention",
    "ketju.web.apps.signing",
    "ketju.web.config",
]

MIDDLEWARE = [
    "ketju.web.sites.public.lists.ListPages",
    "ketju.web.base.pages.requests.RequestIds",
    "ketju.web.base.pages.metrics.Measured",
    "ketju.web.base.pages.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ketju.web.base.pages.languages.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ketju.web.apps.people.sessions.SessionLife",
    "ketju.web.base.pages.slowing.Paced",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ketju.web.base.pages.errors.Problems",
    "ketju.web.base.access.errors.Refusals",
    "ketju.web.sites.public.old_addresses.OldAddresses",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "base" / "pages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ketju.web.base.pages.context.page",
            ],
            "builtins": ["ketju.web.base.pages.templatetags.words"],
        },
    }
]
for _site in ("staff", "portal", "public"):
    TEMPLATES[0]["DIRS"].append(WEB / "sites" / _site / "templates")  # type: ignore[attr-defined]

DATABASES = {"default": ENV["DATABASE_URL"]}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "ketju.web.apps.people.passwords.Varied"},
    {"NAME": "ketju.web.apps.people.passwords.NotLeaked"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "places"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "ketju.web.apps.people.adapter.Accounts"
MFA_ADAPTER = "ketju.web.apps.people.adapter.SecondFactors"
SOCIALACCOUNT_ADAPTER = "ketju.web.apps.people.adapter.ForeignAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_TIMEOUT = 900
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "invite": "60/h/user",
    "accept_invitation": "20/m/ip",
    "confirm": "30/m/ip",
    "confirm_code": "10/m/ip,4/h/key",
    "subscribe": "10/m/ip",
    "subscribe_address": "3/h/key",
}
PAGES_PER_MINUTE: int = ENV["KETJU_PAGES_PER_MINUTE"]
CALLS_PER_MINUTE: int = ENV["KETJU_CALLS_PER_MINUTE"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ketju"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _IS_SECURE
OIDC: bool = bool(ENV["KETJU_OIDC_URL"])
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = oidc_provider(ENV)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fi", "Suomi"), ("sv", "Svenska")]
LANGUAGE_COOKIE_NAME = "__Host-language" if _IS_SECURE else "language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
READERS_ZONE: str = ENV["KETJU_ZONE"]

STATIC_URL = "/static/"
STATIC_ROOT = ENV["KETJU_STATIC_DIR"]
STATICFILES_DIRS = [WEB / "base" / "pages" / "static", WEB.parent / "formats" / "pictures" / "static"]
STORAGES = {
    "default": ENV["KETJU_STORAGE_URL"],
    "ledger": ENV["KETJU_LEDGER_URL"] or ENV["KETJU_STORAGE_URL"],
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

globals().update(ENV["KETJU_MAIL_URL"])
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["KETJU_MAIL_FROM"]
_KEPT = "ketju.web.base.outbox.backend.OutboxOnly"
MAIL_BACKEND: str = ENV["KETJU_MAIL_URL"]["EMAIL_BACKEND"]
MAIL_LEAVES: bool = not (IS_DEMO or IS_REHEARSAL or MAIL_BACKEND == _KEPT)
NOTICE_BEFORE_PUBLISHING = True
MAIL_PER_DOMAIN: int = ENV["KETJU_MAIL_PER_DOMAIN"]
EMAIL_BACKEND = "ketju.web.base.outbox.backend.ThroughOutbox" if MAIL_LEAVES else _KEPT
MAIL_EVENTS: dict[str, str] = {name: ENV[one.name] for name, one in SECRETS.items()}
MAIL_PROOF: str = ENV["KETJU_MAIL_PROOF"]
SES_CERTIFICATE: str = ENV["KETJU_EVENTS_SES_CERTIFICATE"]
DKIM_SELECTOR: str = ENV["KETJU_DKIM_SELECTOR"]
INBOX = ENV["KETJU_INBOX_URL"]
INBOX_ADDRESS: str = (parseaddr(ENV["KETJU_INBOX_ADDRESS"] or DEFAULT_FROM_EMAIL)[1] if INBOX else "").lower()
INBOX_OWNER: str = ENV["KETJU_INBOX_OWNER"]
BACKUP_DAYS: int = ENV["KETJU_BACKUP_DAYS"]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _IS_SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "__Host-session" if _IS_SECURE else "session"
CSRF_FAILURE_VIEW = "ketju.web.base.pages.errors.forbidden"
CSRF_COOKIE_NAME = "__Host-csrf" if _IS_SECURE else "csrf"
SECURE_SSL_REDIRECT = _IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^api/"]  # the API refuses http itself
SECURE_HSTS_SECONDS = 63072000 if _IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECOND_FACTOR_FOR: str = ENV["KETJU_SECOND_FACTOR"]
PROXIES: int = ENV["KETJU_PROXIES"]
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

BROKER_URL: str = ENV["KETJU_BROKER_URL"]
_JOBS = "brokered.BrokeredJobs" if BROKER_URL else "backend.DatabaseJobs"
QUEUES = ["default", "mail", "slow"]
TASKS = {"default": {"BACKEND": f"ketju.web.base.jobs.{_JOBS}", "QUEUES": QUEUES}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "ketju.web.base.pages.logs.JsonLines"},
        "text": {"()": "ketju.web.base.pages.logs.TextLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": ENV["KETJU_LOG"]}},
    "root": {"handlers": ["stderr"], "level": ENV["KETJU_LOG_LEVEL"]},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
        "django.db.backends": {"level": "INFO"},  # DEBUG would write out the values of every query
    },
}
