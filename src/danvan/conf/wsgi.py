"""The WSGI entry point; ``DJANGO_SETTINGS_MODULE`` says which settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.conf.settings.local")
application = get_wsgi_application()
