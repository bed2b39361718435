from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "danvan.portal"
    label = "portal"

    def ready(self) -> None:
        """Keep the public copy in step with Wagtail, and the site's frame standing after each migration."""
        from . import beside_work, following, indexing
        from .services.frame import stand

        following.connect()
        indexing.connect()
        beside_work.connect()
        post_migrate.connect(stand, sender=self, dispatch_uid="portal-frame")
