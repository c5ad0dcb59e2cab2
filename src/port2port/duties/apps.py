from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "port2port.duties"
    label = "duties"
