from django.urls import path

from port2port.ledger import views

app_name = "ledger"
urlpatterns = [path("limits/", views.limits, name="limits")]
