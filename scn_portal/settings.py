"""Settings of the portal. Every secret and address comes from the environment; docs/operations.md lists them."""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent


def env(name, default=""):
    return os.environ.get(name, default)


def flag(name, default=False):
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def listed(name, default=""):
    return [each.strip() for each in env(name, default).split(",") if each.strip()]


# Demonstration on this machine: embedded servers, plain HTTP on loopback, mail kept on a page.
# The launcher sets it; it refuses to serve any other address.
ON_THIS_MACHINE = flag("SCN_ON_THIS_MACHINE")

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
BASE_URL = env("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if ON_THIS_MACHINE else "")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")
STATE_FOLDER = Path(env("SCN_STATE", ROOT / ".local"))

INSTALLED_APPS = [
    "scn_portal.ui.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "template_partials",
    "lucide",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "scn_portal.accounts",
    "scn_portal.audit",
    "scn_portal.files",
    "scn_portal.jobs",
    "scn_portal.notifications",
    "scn_portal.privacy",
    "scn_portal.search",
    "scn_portal.ui",
    "scn_portal.demo",
    "cities",
    "hub",
    "events",
    "twinning",
]

MIDDLEWARE = [
    "scn_portal.audit.request_number.RequestNumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "scn_portal.ui.middleware.HeadersMiddleware",
    "scn_portal.ui.middleware.RequestGuardMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "scn_portal.accounts.middleware.LoginEnds",
    "scn_portal.accounts.middleware.PersonLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "scn_portal.accounts.middleware.SecondFactorGate",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "scn_portal.urls"
WSGI_APPLICATION = "scn_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scn_portal.ui.context.portal",
            ],
            "builtins": [
                "scn_portal.ui.templatetags.portal",
                "scn_portal.ui.templatetags.drawing",
                "scn_portal.files.templatetags.pictures",
                "template_partials.templatetags.partials",
            ],
        },
    }
]
FORM_RENDERER = "scn_portal.ui.forms.PortalRenderer"

# Database: PostgreSQL only. The web role has no DDL; `manage.py migrate` uses DATABASE_OWNER_URL.
DATABASES = {
    "default": dj_database_url.parse(env("DATABASE_URL", "postgres:///scn"), conn_max_age=600, conn_health_checks=True)
}
WORKER = flag("SCN_WORKER")
_limits = (
    {"statement_timeout": "60s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
    if WORKER
    else {"statement_timeout": "5s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "30s"}
)
if not env("DATABASE_NO_LIMITS"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=3, options=" ".join(f"-c {name}={value}" for name, value in _limits.items())
    )
WEB_ROLE = env("DATABASE_WEB_ROLE", "scn_web")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The default cache holds rate limits and lives in PostgreSQL: losing Redis costs nothing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Celery: Redis protocol as broker only; nothing is kept there alone.
# REDIS_URL is written as redis-py wants it (a socket: unix:///path); filesystem:// is a folder instead of a server.
REDIS_URL = env("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 3}
if REDIS_URL.startswith("filesystem:"):
    _queue = STATE_FOLDER / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(_queue / "control"),
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 8
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "scn_portal.jobs.beat:OnlyBeat"
CELERY_BEAT_SCHEDULE = {
    "relay": {"task": "scn_portal.notifications.tasks.relay", "schedule": 5, "options": {"expires": 5}},
    "sweep": {"task": "scn_portal.jobs.tasks.sweep", "schedule": 30, "options": {"expires": 30}},
    "work": {"task": "scn_portal.jobs.tasks.work", "schedule": 5, "options": {"expires": 5}},
    "alone": {
        "task": "scn_portal.jobs.tasks.alone",
        "schedule": 5,
        "options": {"expires": 5, "queue": "alone"},
    },
    "due": {"task": "scn_portal.jobs.tasks.due", "schedule": 300, "options": {"expires": 300}},
}

# People and sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",
    "rules.permissions.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "scn_portal.accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "scn_portal.accounts.passwords.NetworkWordsValidator"},
]
# Words that no password may be mostly made of: functions by name, so that the ground knows no app.
PASSWORD_WORDS_FROM = ["cities.passwords.words_around"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "scn_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/5m/key",
    "reset_password": "20/d/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
MFA_ADAPTER = "scn_portal.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account is made for a proven address only; a new one waits beside it
MFA_TOTP_ISSUER = "Strong Cities Network"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ON_THIS_MACHINE
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("ALLAUTH_TRUSTED_PROXY_COUNT", "0"))
# Who must use a second factor: predicates by name, so that the ground knows no app.
SECOND_FACTOR_REQUIRED_FOR = ["scn_portal.accounts.rules.is_staff"]

# Cookies, headers, policy. On this machine the portal speaks plain HTTP on loopback only;
# browsers accept __Host- and Secure cookies there as well.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "scn_portal.ui.errors.csrf_failure"
SECURE_SSL_REDIRECT = not ON_THIS_MACHINE and flag("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 0 if ON_THIS_MACHINE else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not ON_THIS_MACHINE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "report-uri": "/csp-report/",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_UPLOAD_HANDLERS = [
    "scn_portal.files.uploads.StopAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

FORMS_URLFIELD_ASSUME_HTTPS = True  # as Django 6 does

# Languages: the same address for all; a cookie set by POST, else the person's choice, else Accept-Language.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files and uploads
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", ROOT / "staticfiles"))
MEDIA_ROOT = Path(env("MEDIA_ROOT", STATE_FOLDER / "media"))
ERASURE_LIST = Path(env("ERASURE_LIST", STATE_FOLDER / "erasures.jsonl"))  # kept apart from the database's backups
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: the portal writes outbox rows; the relay hands them to MAIL_TRANSPORT.
EMAIL_BACKEND = "scn_portal.notifications.backend.OutboxBackend"
MAIL_TRANSPORT = "scn_portal.notifications.transport." + ("KeptMail" if flag("SCN_KEEP_MAIL") else "Smtp")
KEEP_MAIL = flag("SCN_KEEP_MAIL")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Strong Cities Network <portal@strongcities.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EVENTS_MAILBOX = env("EVENTS_MAILBOX", "events@strongcities.example")  # the organiser in people's calendars
CALENDAR_UID_SUFFIX = env("CALENDAR_UID_SUFFIX", "calendar.strongcities.example")  # changed once, entries come twice
SECURITY_ADDRESS = env("SECURITY_ADDRESS", "security@strongcities.example")
EMAIL_HOST = env("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20

# Periods that people at ISD settle (days unless said)
JOIN_LINK_DAYS = 30
INVITATION_DAYS = 30
HANDOVER_DAYS = 30
HANDOVER_OBJECTION_DAYS = 7
NOTICE_DAYS = 30
EVIDENCE_DAYS = 60
MAIL_CODE_MINUTES = 30
CONFIRM_DUE_MONTHS = 12
ON_HOLD_MONTHS = 15
LETTER_AGE_DAYS = 183
REGISTER_ROWS_DAYS = 60
LETTER_KEPT_MONTHS = 24  # after the decision; the fact of the check stays
REFUSED_KEPT_MONTHS = 6  # join requests that came to nothing, invitations that were not accepted
MESSAGE_KEPT_MONTHS = 12  # messages of the contact form, after they were closed
DRAFT_DAYS = 180
SUBMISSION_DAYS = 30
LOG_DAYS = 365
UNUSED_ACCOUNT_DAYS = 730  # after two notices, 60 and 30 days before
HOLIDAYS = set(listed("HOLIDAYS"))  # dates on which staff do not work, as 2026-12-25
HOST_NAME = _("Institute for Strategic Dialogue")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "scn_portal.audit.logs.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["stdout"], "propagate": False},
        "django.request": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # addresses are unique without regard to case, by a constraint on lower(email)
]
