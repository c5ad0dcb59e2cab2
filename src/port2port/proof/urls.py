"""Addresses of the proof pack."""

from django.urls import path

from port2port.proof import views

app_name = "proof"
urlpatterns = [
    path("proof/<uuid:key>/", views.proof, name="proof"),
    path("proof/<uuid:key>/proof.pdf", views.paper, name="paper"),
    path("proof/<uuid:key>/oscal.zip", views.bundle, name="bundle"),
]
