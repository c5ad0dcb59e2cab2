from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "port2port.log"
    label = "log"
