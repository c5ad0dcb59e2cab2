from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "port2port.drills"
    label = "drills"
