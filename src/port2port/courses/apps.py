from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "port2port.courses"
    label = "courses"
