from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FiguresConfig(AppConfig):
    name = "danvan.figures"
    label = "figures"

    def ready(self) -> None:
        """Load the definitions with the tables, and hear of changes of units."""
        from . import unit_changes  # noqa: F401

        # After each migrate, so that a new release brings its new indicators and a flushed database has them again.
        post_migrate.connect(_load_definitions, sender=self)


def _load_definitions(**_signal: object) -> None:
    from django.db import connection

    from .definitions import load_indicators, load_lines
    from .models import Line

    if Line._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to before this app had tables
    load_indicators()
    load_lines()
