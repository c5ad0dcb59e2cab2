from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "port2port.members"
    label = "members"
