from django.apps import AppConfig


class ReaderConfig(AppConfig):
    name = "danvan.reader"
    label = "reader"
