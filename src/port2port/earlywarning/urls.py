"""Addresses of early warning."""

from django.urls import path

from port2port.earlywarning.views import board, seasons

app_name = "earlywarning"
urlpatterns = [
    path("watch-board/", board.board, name="board"),
    path("watch-board/seasons/", seasons.seasons, name="seasons"),
    path("watch-board/seasons/forget/", seasons.forget, name="forget"),
    path("watch-board/seasons/<uuid:key>/", seasons.season, name="season"),
    path("watch-board/seasons/<uuid:key>/play/", seasons.play, name="play"),
    path("watch-board/seasons/<uuid:key>/conclude/", seasons.conclude, name="conclude"),
]
