from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "danvan.audit"
    label = "audit"

    def ready(self) -> None:
        """Hear of changes of units."""
        from . import unit_changes  # noqa: F401
