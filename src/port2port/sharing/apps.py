from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "port2port.sharing"
    label = "sharing"
