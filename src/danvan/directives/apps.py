from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "danvan.directives"
    label = "directives"

    def ready(self) -> None:
        """Directives can be found, and the reader is told what the register and the tasks can make of its facts."""
        from .indexing import connect
        from .offers import make

        connect()
        make()
