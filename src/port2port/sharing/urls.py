"""The addresses of subscriptions, notifications and the audit."""

from django.urls import path

from port2port.sharing.views import audit, notifications, subscriptions

app_name = "sharing"
urlpatterns = [
    path("notifications/", notifications.notification_list, name="notifications"),
    path("notifications/read/", notifications.read_all, name="read_all"),
    path("notifications/<uuid:key>/read/", notifications.read_one, name="read_one"),
    path("notifications/ways/", notifications.hearing, name="hearing"),
    path("subscriptions/", subscriptions.subscription_list, name="subscriptions"),
    path("subscriptions/new/", subscriptions.new_subscription, name="subscribe"),
    path("subscriptions/<uuid:key>/", subscriptions.edit_subscription, name="subscription"),
    path("subscriptions/<uuid:key>/pause/", subscriptions.pause_subscription, name="pause"),
    path("subscriptions/<uuid:key>/take-up/", subscriptions.take_up_subscription, name="take_up"),
    path("subscriptions/<uuid:key>/delete/", subscriptions.delete_subscription, name="delete"),
    path("subscriptions/<uuid:key>/restore/", subscriptions.restore_subscription, name="restore"),
    path("subscriptions/<uuid:key>/secret/", subscriptions.new_secret, name="secret"),
    path("subscriptions/<uuid:key>/test/", subscriptions.test_webhook, name="test_webhook"),
    path("audit/", audit.audit_page, name="audit"),
    path("audit/<str:what>.csv", audit.audit_export, name="audit_export"),
]
