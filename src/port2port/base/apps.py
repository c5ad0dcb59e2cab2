from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "port2port.base"
    label = "base"
