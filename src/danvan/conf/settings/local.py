"""The program as a stranger starts it: the database in the box, the demo province, loopback only."""

from danvan.conf import env

from .base import *  # noqa: F403

SECRET_KEY = env.local_secret()
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
