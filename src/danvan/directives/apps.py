from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "danvan.directives"
    label = "directives"

    def ready(self) -> None:
        """Offer to the reader what the register and the tasks can make of a confirmed fact."""
        from .offers import make

        make()
