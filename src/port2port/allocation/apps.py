from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "port2port.allocation"
    label = "allocation"
