from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "port2port.campaigns"
    label = "campaigns"
