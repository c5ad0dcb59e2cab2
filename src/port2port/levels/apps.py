from django.apps import AppConfig


class LevelsConfig(AppConfig):
    name = "port2port.levels"
    label = "levels"
