from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "danvan.reports"
    label = "reports"

    def ready(self) -> None:
        # After each migrate, so that a new release brings its rules and a flushed database has them again.
        post_migrate.connect(_load_due_rules, sender=self)


def _load_due_rules(**_signal: object) -> None:
    from django.db import connection

    from .loading import load_due_rules
    from .models import DueRule

    if DueRule._meta.db_table in connection.introspection.table_names():  # else migrated back to before it had one
        load_due_rules()
