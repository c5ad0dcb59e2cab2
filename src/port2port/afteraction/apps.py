from django.apps import AppConfig


class AfterActionConfig(AppConfig):
    name = "port2port.afteraction"
    label = "afteraction"
