from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "port2port.studies"
    label = "studies"
