"""The gallery of components."""

from django.urls import path

from port2port.base import views

app_name = "base"
urlpatterns = [path("ui/", views.gallery, name="gallery")]
