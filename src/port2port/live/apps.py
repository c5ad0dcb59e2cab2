from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "port2port.live"
    label = "live"
