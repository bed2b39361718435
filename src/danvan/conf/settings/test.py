"""The tests: a real PostgreSQL, cheap password hashing, jobs done at once after the commit."""

import atexit
import os

os.environ.setdefault("DANVAN_HOME", "var/test")

from danvan.conf import database, language  # noqa: E402

if database.start():
    atexit.register(database.stop)
language.compile_catalogues()

from .base import *  # noqa: E402, F403
from .base import DATABASES, STATIC_ROOT  # noqa: E402

# The tests ask what is true, not what survives a power cut; that has tests of its own.
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A transaction of a test is taken back, and no page made in one may be seen in the next.
PORTAL_PAGE_SECONDS = 0
# WhiteNoise warns of a missing folder, and a warning is an error here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
