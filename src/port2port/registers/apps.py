from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "port2port.registers"
    label = "registers"
