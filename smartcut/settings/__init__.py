"""Django settings: every value has a default that runs at once; docs/operations.md lists all."""

import sys
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError

from smartcut.core import limits, queues
from smartcut.settings.env import env_bool, env_int, env_list, env_path, env_str

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = env_path("SMARTCUT_DATA_DIR", BASE_DIR / "var")

DEBUG = env_bool("SMARTCUT_DEBUG")
PORT = env_int("SMARTCUT_PORT", 8000)
BIND = env_str("SMARTCUT_BIND", "127.0.0.1")
SECRET_KEY_FILE = DATA_DIR / "secret_key"
SECRET_KEY = env_str("SMARTCUT_SECRET_KEY") or (
    SECRET_KEY_FILE.read_text() if SECRET_KEY_FILE.exists() else "insecure-until-manage.py-up-writes-one"
)
ALLOWED_HOSTS = env_list("SMARTCUT_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("SMARTCUT_ORIGINS")

# Which plugins `manage.py up` starts, by name; all that can run here when none is named
PLUGINS = env_list("SMARTCUT_PLUGINS")

# An example to try, made by `manage.py up` when it is not there yet
DEMO_VIDEO = DATA_DIR / "demo" / "demo-camera.mp4"
WITH_DEMO = env_bool("SMARTCUT_DEMO", default=True)

# Limits of the pilot
MAX_SIZE_BYTES = env_int("SMARTCUT_MAX_SIZE_BYTES", limits.MAX_SIZE_BYTES)
MAX_DURATION_S = float(env_int("SMARTCUT_MAX_DURATION_S", int(limits.MAX_DURATION_S)))
MAX_REQUESTS_IN_PROCESS = env_int("SMARTCUT_MAX_REQUESTS", limits.MAX_REQUESTS_IN_PROCESS)
KEEP_FEATURES_DAYS = env_int("SMARTCUT_KEEP_FEATURES_DAYS", 30)
EXPIRE_AFTER_S = env_int("SMARTCUT_EXPIRE_AFTER_S", 24 * 3600)

# Redis
EMBEDDED_REDIS_PORT = env_int("SMARTCUT_REDIS_PORT", 6399)
IS_REDIS_EMBEDDED = not env_str("REDIS_URL")
REDIS_URL = env_str("REDIS_URL", f"redis://127.0.0.1:{EMBEDDED_REDIS_PORT}/0")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            "prefix": "smartcut",
            "hosts": [
                {
                    "address": REDIS_URL,
                    # redis-py 8 drops an idle WebSocket's connection after 5 s otherwise
                    # (https://github.com/django/channels_redis/issues/422)
                    "socket_timeout": None,
                    # the first command after a restart of Redis fails otherwise
                    "retry": Retry(ExponentialBackoff(cap=1, base=0.05), 5),
                    "retry_on_error": [RedisConnectionError],
                }
            ],
        },
    }
}

# Celery reads CELERY_*: the results worker's queues are its own, the rest all processes share
CELERY_SETTINGS: dict[str, Any] = queues.celery_settings(REDIS_URL)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "smartcut",
    "apps.users",
    "apps.cameras",
    "apps.plugins",
    "apps.upload",
    "apps.results",
    "apps.editor",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "smartcut.urls"
ASGI_APPLICATION = "smartcut.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Database
_SQLITE = {
    # WAL and IMMEDIATE: without them parallel uploads fail with "database is locked"
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'smartcut.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = _SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Storage of chunks, shared by web and workers
_STORAGE_BACKEND = env_str("SMARTCUT_STORAGE", "file")
_S3 = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": env_str("SMARTCUT_S3_BUCKET", "smartcut"),
        "endpoint_url": env_str("SMARTCUT_S3_ENDPOINT") or None,
        "access_key": env_str("SMARTCUT_S3_ACCESS_KEY") or None,
        "secret_key": env_str("SMARTCUT_S3_SECRET_KEY") or None,
        "file_overwrite": True,
    },
}
_FILES = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": DATA_DIR / "storage", "allow_overwrite": True},
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": _S3 if _STORAGE_BACKEND == "s3" else _FILES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = limits.MAX_CHUNK_BYTES

# Static files: ours, and the npm packages from the lock file, straight from where they lie
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("npm/mediabunny", BASE_DIR / "node_modules" / "mediabunny" / "dist" / "bundles"),
    ("npm/noble-hashes", BASE_DIR / "node_modules" / "@noble" / "hashes"),
    ("npm/uplot", BASE_DIR / "node_modules" / "uplot" / "dist"),
]
# Optional (docs/decisions/0016): without it, the page says which videos it cannot read
_FFMPEG = BASE_DIR / "node_modules" / "@ffmpeg" / "core" / "dist" / "esm"
if _FFMPEG.is_dir():
    STATICFILES_DIRS.append(("npm/ffmpeg-core", _FFMPEG))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 60

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Security
SESSION_ENGINE = "apps.users.sessions"
SESSION_COOKIE_AGE = 365 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = env_str("SMARTCUT_SESSION_COOKIE", "smartcut_session")
IS_HTTPS = env_bool("SMARTCUT_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if IS_HTTPS else 0
X_FRAME_OPTIONS = "DENY"
# subdomains and the browsers' preload list belong to the owner of the domain, not to SmartCut
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CSRF_FAILURE_VIEW = "apps.api.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env_str("SMARTCUT_LOG_LEVEL", "INFO")},
    # a line for each task, every few seconds; failures are errors and still come
    "loggers": {
        name: {"level": "WARNING"} for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace")
    },
}
