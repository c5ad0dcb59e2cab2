from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "port2port.ledger"
    label = "ledger"
