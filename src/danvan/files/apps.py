from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "danvan.files"
    label = "files"
