"""Addresses of campaigns and kits."""

from django.urls import path

from port2port.campaigns.views import campaigns, kits

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="list"),
    path("campaigns/new/", campaigns.new, name="new"),
    path("campaigns/talks.csv", campaigns.export, name="export"),
    path("campaigns/kits/<slug:slug>/", kits.kit_page, name="kit"),
    path("campaigns/kits/<slug:slug>/quiz-on-screen/", kits.screen, name="screen"),
    path("campaigns/kits/<slug:slug>/print/<slug:piece>/", kits.on_paper, name="print"),
    path("campaigns/kits/<slug:slug>/<slug:piece>.pdf", kits.pdf, name="pdf"),
    path("campaigns/<uuid:key>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:key>/join/", campaigns.join, name="join"),
    path("campaigns/<uuid:key>/leave/", campaigns.leave, name="leave"),
    path("campaigns/<uuid:key>/end/", campaigns.end, name="end"),
    path("campaigns/<uuid:key>/talk/", campaigns.talk, name="talk"),
    path("campaigns/<uuid:key>/put-up/", campaigns.put_up, name="put_up"),
    path("campaigns/<uuid:key>/talks/<uuid:talk_key>/take-back/", campaigns.take_back_talk, name="take_back_talk"),
    path(
        "campaigns/<uuid:key>/put-up/<uuid:put_up_key>/take-back/", campaigns.take_back_put_up, name="take_back_put_up"
    ),
]
