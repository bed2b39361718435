"""A real office. Every secret comes from the environment, and weak settings refuse to start."""

import os

from danvan.conf.guard import refuse_debug, require_secret, require_setting

from .base import *  # noqa: F403

SECRET_KEY = require_secret(os.environ.get("DANVAN_SECRET_KEY", ""))
DEBUG = refuse_debug(os.environ.get("DANVAN_DEBUG", ""))
ALLOWED_HOSTS = require_setting("DANVAN_HOSTS", os.environ.get("DANVAN_HOSTS", "")).split(",")
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The same one proxy names the visitor; without it all of an office would share one limit on sign-in.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-danvan"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "danvan.web.storage.BundledStorage"},
}
