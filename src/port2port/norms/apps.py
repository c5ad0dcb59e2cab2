from django.apps import AppConfig


class NormsConfig(AppConfig):
    name = "port2port.norms"
    label = "norms"
