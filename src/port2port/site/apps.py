from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "port2port.site"
    label = "site"
