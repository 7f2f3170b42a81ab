"""Django settings. Everything a county changes comes from the environment or its own folder.

JUNHENG_HOME    folder for data (database, attachments, secret); default: a folder of the user's
JUNHENG_DB      postgresql://user:password@host:port/name; default: SQLite in JUNHENG_HOME
JUNHENG_KEYS    file with the keys of sealed fields; default: keys.json in JUNHENG_HOME; never in a backup
JUNHENG_COUNTY  the county's own folder: overlays, calendars, words; default: none
JUNHENG_HOSTS   names the site answers to, separated by commas; default: this machine only
JUNHENG_TODAY   an ISO date shown as today (demonstrations); default: the real date
JUNHENG_TLS     1 when the site is served over https (secure cookies)
JUNHENG_DEMO    1 for a demonstration: second factors are not demanded
JUNHENG_DEBUG   1 while developing
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

PACKAGE = Path(__file__).resolve().parent.parent


def data_home() -> Path:
    """The folder for data, made on first use and readable by its owner only."""
    named = os.environ.get("JUNHENG_HOME")
    if named:
        home = Path(named).expanduser()
    else:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        home = Path(base) / "junheng"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def secret_key(home: Path) -> str:
    """The site's secret, made once and kept beside the data."""
    path = home / "secret"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        fresh = secrets.token_urlsafe(50)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(fresh)
        return fresh


def database(home: Path) -> dict[str, object]:
    """SQLite in write-ahead mode, or the PostgreSQL database that JUNHENG_DB names."""
    address = os.environ.get("JUNHENG_DB", "")
    if address:
        parts = urlsplit(address)
        if parts.scheme not in {"postgres", "postgresql"}:
            raise ValueError("JUNHENG_DB starts with postgresql://")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "junheng.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
        },
    }


HOME = data_home()
COUNTY = os.environ.get("JUNHENG_COUNTY") or None
TODAY = os.environ.get("JUNHENG_TODAY") or None
TLS = os.environ.get("JUNHENG_TLS") == "1"
JUNHENG_DEMO = os.environ.get("JUNHENG_DEMO") == "1"
DEBUG = os.environ.get("JUNHENG_DEBUG") == "1"
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = [h for h in os.environ.get("JUNHENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if TLS and not host.startswith("[")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "junheng.ground.units",
    "junheng.ground.audit",
    "junheng.ground.vault",
    "junheng.ground.files",
    "junheng.ground.notify",
    "junheng.ground.people",
    "junheng.ground.jobs",
    "junheng.ground.draws",
    "junheng.ground.snapshots",
    "junheng.registry",
    "junheng.rooms.wellbeing",
    "junheng.rooms.indicators",
    "junheng.rooms.classes",
    "junheng.rooms.admissions",
    "junheng.rooms.plans",
    "junheng.shell",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "junheng.shell.middleware.PolicyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "junheng.shell.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "junheng.shell.middleware.Clock",
    "junheng.shell.middleware.NoNul",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "junheng.shell.middleware.DutiesFirst",
    "junheng.shell.middleware.NotThere",
]

ROOT_URLCONF = "junheng.shell.urls"
WSGI_APPLICATION = "junheng.shell.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "shell" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "junheng.shell.context.house",
            ],
        },
    }
]

DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# Sign-in: https://docs.allauth.org. Accounts are opened by the system administrator, never by sign-up.
ACCOUNT_ADAPTER = "junheng.ground.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/10m/ip,5/10m/key"}
MFA_ADAPTER = "junheng.ground.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Junheng"
MFA_RECOVERY_CODE_COUNT = 10
USERSESSIONS_TRACK_ACTIVITY = False
# Rate limits are counted in the database, so that every worker sees the same count.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "junheng_cache"}}

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [
    PACKAGE / "shell" / "locale",
    PACKAGE / "ground" / "kernel" / "locale",
    PACKAGE / "ground" / "documents" / "locale",
    PACKAGE / "ground" / "sheets" / "locale",
    PACKAGE / "ground" / "standards" / "locale",
]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
FILES_ROOT = HOME / "files"
# Keys of sealed fields: on another disk or a stick where JUNHENG_KEYS names a file, and never in a backup.
VAULT_KEYS = Path(os.environ.get("JUNHENG_KEYS") or HOME / "keys.json")
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES + 1024 * 1024
FILE_UPLOAD_HANDLERS = ["junheng.ground.files.uploads.SizeLimit"]

# Other channels for messages than the house itself, by import path (ground/notify/channels.py); none is open.
NOTICE_CHANNELS: tuple[str, ...] = ()

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
