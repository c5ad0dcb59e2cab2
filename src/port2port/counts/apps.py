from django.apps import AppConfig


class CountsConfig(AppConfig):
    name = "port2port.counts"
    label = "counts"
