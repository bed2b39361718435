from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "danvan.figures"
    label = "figures"
