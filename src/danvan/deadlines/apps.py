from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeadlinesConfig(AppConfig):
    name = "danvan.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        # After each migrate, so that a new release brings its new days and a flushed database has them again.
        post_migrate.connect(_load_rows, sender=self)


def _load_rows(**_signal: object) -> None:
    from django.db import connection

    from .loading import load_all
    from .models import Term

    if Term._meta.db_table in connection.introspection.table_names():  # else migrated back to before it had tables
        load_all()
