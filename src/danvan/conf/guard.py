"""What a real installation must have before it starts. Each refusal says what to do."""

from __future__ import annotations

from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
# Words that stand in published examples; a key that holds one of them is known to strangers.
KNOWN_PARTS = ("django-insecure", "changeme", "change-me", "only-for-tests", "example", "secret-key")
DURABLE = {
    "fsync": "on",
    "synchronous_commit": ("on", "remote_apply", "remote_write"),
    "full_page_writes": "on",
}


def require_secret(value: str) -> str:
    """Return the secret key, or refuse to start when it is missing, short or known."""
    if not value:
        raise ImproperlyConfigured("Set DANVAN_SECRET_KEY: a secret of at least 50 random characters.")
    if len(value) < SHORTEST_SECRET or any(part in value.lower() for part in KNOWN_PARTS):
        raise ImproperlyConfigured("DANVAN_SECRET_KEY is short or known from examples; make a random one.")
    return value


def require_setting(name: str, value: str) -> str:
    """Return a setting that has no safe default, or refuse to start."""
    if not value.strip():
        raise ImproperlyConfigured(f"Set {name} before starting.")
    return value


def weak_durability(settings_of_server: dict[str, str]) -> list[str]:
    """The names of server settings under which an acknowledged write could be lost."""
    return [
        name
        for name, wanted in DURABLE.items()
        if settings_of_server.get(name) not in ((wanted,) if isinstance(wanted, str) else wanted)
    ]


def refuse_debug(value: str) -> bool:
    """Refuse to start with DEBUG asked for: it shows settings and queries to strangers. Returns False."""
    if value.strip().lower() not in {"", "0", "false", "no"}:
        raise ImproperlyConfigured("DEBUG has no place in a real installation; unset DANVAN_DEBUG.")
    return False


@register("danvan", deploy=True)
def database_is_durable(app_configs, **kwargs) -> list[Error]:
    """An acknowledged report must survive a power cut."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select name, setting from pg_settings where name = any(%s)", [list(DURABLE)])
        weak = weak_durability(dict(cursor.fetchall()))
    return [
        Error(f"PostgreSQL runs with {name} off.", hint=f"Set {name} = on and restart.", id="danvan.E002")
        for name in weak
    ]
