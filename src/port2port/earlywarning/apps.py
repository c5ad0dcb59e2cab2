from django.apps import AppConfig


class EarlywarningConfig(AppConfig):
    name = "port2port.earlywarning"
    label = "earlywarning"
