from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "port2port.vocabulary"
    label = "vocabulary"
