from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "danvan.access"
    label = "access"
