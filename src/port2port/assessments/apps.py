from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "port2port.assessments"
    label = "assessments"
