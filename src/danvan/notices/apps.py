from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "danvan.notices"
    label = "notices"

    def ready(self) -> None:
        """Hear of changes of units."""
        from . import unit_changes  # noqa: F401
