from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "port2port.proof"
    label = "proof"
