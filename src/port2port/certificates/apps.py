from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "port2port.certificates"
    label = "certificates"
