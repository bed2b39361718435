from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "danvan.directives"
    label = "directives"

    def ready(self) -> None:
        """Directives can be found from the start."""
        from .indexing import connect

        connect()
