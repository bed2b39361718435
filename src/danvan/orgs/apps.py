from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrgsConfig(AppConfig):
    name = "danvan.orgs"
    label = "orgs"

    def ready(self) -> None:
        post_migrate.connect(_compose_lineage, sender=self)


def _compose_lineage(**_signal: object) -> None:
    """After the release that brought ``Carry``: compose the lineage of the units that are there already."""
    from django.db import connection

    from .models import Carry, Unit
    from .services import rebuild_carry

    if Carry._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to before there was a composed lineage
    if Unit.objects.exists() and not Carry.objects.exists():
        rebuild_carry()
