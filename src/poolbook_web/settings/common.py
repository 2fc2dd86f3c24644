"""What holds wherever the site runs."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from poolbook_web.settings import environment, sqlite

PACKAGE = Path(__file__).resolve().parents[1]
DATA = Path(environment.text("POOLBOOK_DATA", "poolbook-data")).resolve()
NAME = environment.text("POOLBOOK_NAME", "Poolbook")
ADDRESS = environment.text("POOLBOOK_ADDRESS", "http://localhost:8000").rstrip("/")  # for links in letters
NOTICE: dict[str, str] = {}  # what every page says above all else; the demonstration says that it is one
THIS_MACHINE_ALONE = False

DEBUG = False
ROOT_URLCONF = "poolbook_web.urls"
WSGI_APPLICATION = "poolbook_web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MFA = environment.switch("POOLBOOK_MFA")
OIDC_URL = environment.text("POOLBOOK_OIDC_URL", "")
OIDC_NAME = environment.text("POOLBOOK_OIDC_NAME", "Your organisation")
OIDC_DOMAINS = environment.domains("POOLBOOK_OIDC_DOMAINS") if OIDC_URL else []  # whose addresses it vouches for

# `base` stands before the apps whose templates it replaces.
INSTALLED_APPS = [
    "poolbook_web.base",
    "poolbook_web.audit",
    "poolbook_web.partners",
    "poolbook_web.people",
    "poolbook_web.agreements",
    "poolbook_web.ledger",
    "poolbook_web.imports",
    "poolbook_web.monitoring",
    "poolbook_web.questions",
    "poolbook_web.reporting",
    "poolbook_web.home",
    "poolbook_web.upkeep",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    *(["allauth.mfa"] if MFA else []),
    *(["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if OIDC_URL else []),
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "poolbook_web.base.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "poolbook_web.people.middleware.SignedInMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # every page needs signing in, unless it says not
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "poolbook_web.base.requests.QueryMiddleware",
    "poolbook_web.base.requests.RefusedMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "poolbook_web.base.context.site",
            ],
            "builtins": ["poolbook_web.base.templatetags.poolbook"],
        },
    }
]
FORM_RENDERER = "poolbook_web.base.forms.Renderer"

# --- Words, times and figures

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "j F Y"

# --- The database

SQLITE_VERSION = sqlite.use_newer_library()
DATABASE_URL = environment.text("DATABASE_URL", "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.postgres(DATABASE_URL)
    if DATABASE_URL
    else sqlite.database(DATA / "poolbook.sqlite3", SQLITE_VERSION)
}

# Counts of failed sign-ins are kept where they outlive a restart, and where every process of the site sees them.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond which counts of failed sign-ins would be dropped
    }
}

# --- Who is asking

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 3600

SESSION_COOKIE_AGE = 12 * 3600  # nobody is signed in for longer than a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "poolbook_web.base.views.errors.csrf_failure"
IDLE_SECONDS = 60 * environment.whole("POOLBOOK_IDLE_MINUTES", 60, least=1)

ACCOUNT_ADAPTER = "poolbook_web.people.adapters.account.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "poolbook_web.people.signing_in.SignIn",
    "reset_password": "poolbook_web.people.signing_in.ForgottenPassword",
    "reset_password_from_key": "poolbook_web.people.signing_in.NewPassword",
    "change_password": "poolbook_web.people.signing_in.ChangePassword",
    "reauthenticate": "poolbook_web.people.signing_in.Confirm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever answers an invitation has shown that the address is theirs
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever asks is answered the same; strangers are not written to
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/10m/ip", "reset_password": "5/h/key,20/h/ip"}

MFA_ADAPTER = "poolbook_web.people.adapters.mfa.MFAAdapter"
MFA_FORMS = {
    "authenticate": "poolbook_web.people.adapters.codes.Code",
    "reauthenticate": "poolbook_web.people.adapters.codes.Confirm",
    "activate_totp": "poolbook_web.people.adapters.codes.TurnOn",
    "add_webauthn": "poolbook_web.people.adapters.passkeys.AddPasskey",
    "edit_webauthn": "poolbook_web.people.adapters.passkeys.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = NAME

if OIDC_URL:
    SOCIALACCOUNT_ADAPTER = "poolbook_web.people.adapters.organisation.OrganisationAdapter"
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "VERIFIED_EMAIL": OIDC_DOMAINS,
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": OIDC_NAME,
                    "client_id": environment.text("POOLBOOK_OIDC_CLIENT"),
                    "secret": environment.text("POOLBOOK_OIDC_SECRET"),
                    "settings": {"server_url": OIDC_URL},
                }
            ],
        }
    }

# --- What a page may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

PROXIES = environment.whole("POOLBOOK_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Style sheets: the address holds a hash over them all, so that a browser may keep them for ever


def static_version(folder: Path) -> str:
    """Twelve characters that change when any file in the folder does."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()[:12]


STATIC_URL = f"/static/{static_version(PACKAGE / 'base' / 'static')}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000

# --- Work in the background: kept in the database with the change that asks for it, done by `poolbook-site work`

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Whether whoever brings an extract in may also be the one to accept it.
ACCEPT_OWN_IMPORTS = environment.switch("POOLBOOK_ACCEPT_OWN_IMPORTS")

# --- Letters: written into the database with the change that they tell of, and sent by `poolbook-site deliver_mail`

EMAIL_BACKEND = "poolbook_web.base.mail.OutboxBackend"
DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "letters"
DEFAULT_FROM_EMAIL = environment.text("POOLBOOK_MAIL_FROM", "poolbook@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "poolbook_web.base.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # The site's own line for a request says what these would say again.
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django_tasks": {"handlers": [], "level": "WARNING", "propagate": True},
        "django_tasks_db": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
