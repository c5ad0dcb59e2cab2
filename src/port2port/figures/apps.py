from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "port2port.figures"
    label = "figures"
