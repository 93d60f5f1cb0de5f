"""How one installation runs. Business numbers are not here: they are fields of the versioned `Policy`."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "for-development-only-not-a-secret-0123456789-0123456789"  # noqa: S105 (refused in production)
DEVELOPMENT_FIELD_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtISE="
DEVELOPMENT_PSEUDONYM_KEY = "for-development-only-not-a-secret"

env = Env()
PRODUCTION = env.bool("PRODUCTION", False)
DEMO = env.bool("DEMO", False)
DEBUG = env.bool("DEBUG", False)
VAR_DIR = env.path("VAR_DIR", ROOT / "var")
MEDIA_ROOT = env.path("MEDIA_DIR", VAR_DIR / "media")
_inbox = env.str("EXTRACT_INBOX", "")
EXTRACT_INBOX = Path(_inbox) if _inbox else None  # a folder in which deliveries are dropped; empty: there is none

SECRET_KEY = env.str("SECRET_KEY", DEVELOPMENT_SECRET)
FIELD_KEYS = env.list("FIELD_KEYS", [DEVELOPMENT_FIELD_KEY])
PSEUDONYM_KEY = env.str("PSEUDONYM_KEY", DEVELOPMENT_PSEUDONYM_KEY)

if PRODUCTION:
    faults = [
        sentence
        for wrong, sentence in (
            (DEBUG, "DEBUG is on"),
            (DEMO, "DEMO is on (it shows login codes on the page)"),
            (SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < 40, "SECRET_KEY is missing, short, or the default"),
            (
                not FIELD_KEYS or not all(FIELD_KEYS) or DEVELOPMENT_FIELD_KEY in FIELD_KEYS,
                "FIELD_KEYS is missing or the default",
            ),
            (
                PSEUDONYM_KEY == DEVELOPMENT_PSEUDONYM_KEY or len(PSEUDONYM_KEY) < 32,
                "PSEUDONYM_KEY is missing, short, or the default",
            ),
            (not env.list("ALLOWED_HOSTS", []), "ALLOWED_HOSTS is empty"),
            (
                env.str("EMAIL_URL", "").partition(":")[0] in {"", "console"},
                "EMAIL_URL is missing: the codes to log in would stand in the log",
            ),
        )
        if wrong
    ]
    if faults:
        raise ImproperlyConfigured("Not started in production: " + "; ".join(faults) + ". See docker/env.example.")

# How many proxies of our own stand before us: who asks is read from X-Forwarded-For, so many from the end.
# In production one at least ends the HTTPS.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", int(PRODUCTION))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = env.str("SITE_URL", "http://localhost:8000")  # printed in letters and mails; never guessed from a request

INSTALLED_APPS = [
    "bezoekdienst.audit",
    "bezoekdienst.policy",
    "bezoekdienst.accounts",
    "bezoekdienst.notices",
    "volunteers",
    "bezoekdienst.visiting",
    "letters",
    "matching",
    "bezoekdienst.retention",
    "bezoekdienst.reports",
    "bezoekdienst.web",
    "bezoekdienst.mobile",
    "bezoekdienst.api",
    "bezoekdienst.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "bezoekdienst.accounts.apps.AdminConfig",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "heroicons",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "bezoekdienst.web.middleware.address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bezoekdienst.web.typography.whole",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bezoekdienst.accounts.middleware.sessions",
    "bezoekdienst.web.middleware.origin",
    "bezoekdienst.web.middleware.doors",
    "bezoekdienst.web.middleware.refusals",
]

ROOT_URLCONF = "bezoekdienst.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bezoekdienst.web.context.site",
            ],
            "builtins": ["django.templatetags.static", "bezoekdienst.web.templatetags.look"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'bezoekdienst.sqlite3'}")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # two people at once: the second waits instead of failing half-way
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        "timeout": 20,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs. The rows are the queue; a message only wakes a worker. Without Redis a folder carries the messages.
REDIS_URL = env.str("REDIS_URL", "")
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 1, "socket_timeout": 5, "retry_on_timeout": False}
    if REDIS_URL
    else {"data_folder_in": str(BROKER_DIR), "data_folder_out": str(BROKER_DIR), "control_folder": str(BROKER_DIR)}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_TIMEZONE = "Europe/Amsterdam"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_DIR", VAR_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production files come from where they are written; collecting them takes longer than the demo may.
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# Logging in: a code by e-mail or a passkey; nobody signs up by herself.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "bezoekdienst.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/15m/key", "enrol_phone": "10/15m/ip"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # so long is a proof fresh
MFA_ADAPTER = "bezoekdienst.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SECOND_FACTOR = env.bool("SECOND_FACTOR", PRODUCTION)  # demo and tests log in with the code alone

SESSION_COOKIE_AGE = 180 * 24 * 3600  # the longest there is; by role much shorter, see accounts/limits.py
SESSION_COOKIE_HTTPONLY = True
# What is said after an act may hold a name: it stays on the server, not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^gezond$"]  # the container's own health check speaks plain HTTP
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# An extract is read as a stream through memory and never put on disk (Django's own handler would).
FILE_UPLOAD_HANDLERS = ["bezoekdienst.web.uploads.MemoryOnlyUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "console://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_HOST", ""), EMAIL_CONFIG.get("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
    EMAIL_CONFIG.get("EMAIL_HOST_USER", ""),
    EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD", ""),
)
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") or None  # file:////folder: mails to look at
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "bezoekdienst@localhost")

PRINTER_URL = env.str("PRINTER_URL", "")  # an IPP queue, for instance ipp://printer:631/ipp/print; empty: download only

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["bezoekdienst.api.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["bezoekdienst.api.permissions.Nobody"],
    "DEFAULT_PARSER_CLASSES": ["bezoekdienst.api.parsing.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/minute"},
    "EXCEPTION_HANDLER": "bezoekdienst.api.errors.handle",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "bezoekdienst",
    "DESCRIPTION": "What the volunteer's phone does: whom do I visit, log a visit, report a signal, ask for a call.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "bezoekdienst.api.views.schema.tell_answers",
    ],
    "ENUM_NAME_OVERRIDES": {
        "GatheringKind": "volunteers.models.Gathering.Kind",
        "Mood": "bezoekdienst.visiting.states.Mood",
        "SignalKind": "bezoekdienst.visiting.states.SignalKind",
        "SignalState": "bezoekdienst.visiting.states.SignalState",
        "TrajectoryState": "bezoekdienst.visiting.states.TrajectoryState",
        "VisitKind": "bezoekdienst.visiting.states.VisitKind",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"discreet": {"()": "bezoekdienst.lib.discretion.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a refusal is an answer, not an incident
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},  # with the filter
    },
}
