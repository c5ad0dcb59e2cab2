"""Addresses of early warning."""

from django.urls import path

from port2port.earlywarning.views import alarms, board, seasons

app_name = "earlywarning"
urlpatterns = [
    path("watch-board/", board.board, name="board"),
    path("watch-board/board.csv", board.export, name="export"),
    path("watch-board/new/", board.new, name="new"),
    path("watch-board/seasons/", seasons.seasons, name="seasons"),
    path("watch-board/seasons/forget/", seasons.forget, name="forget"),
    path("watch-board/seasons/<uuid:key>/", seasons.season, name="season"),
    path("watch-board/seasons/<uuid:key>/play/", seasons.play, name="play"),
    path("watch-board/seasons/<uuid:key>/conclude/", seasons.conclude, name="conclude"),
    path("watch-board/alarms/<uuid:key>/", alarms.alarm, name="alarm"),
    path("watch-board/alarms/<uuid:key>/acknowledge/", alarms.acknowledge, name="acknowledge"),
    path("watch-board/alarms/<uuid:key>/judge/", alarms.judge, name="judge"),
    path("watch-board/alarms/<uuid:key>/ask/", alarms.ask, name="ask"),
    path("watch-board/news/<uuid:key>/", alarms.news, name="news"),
    path("watch-board/<uuid:key>/", board.watch, name="watch"),
    path("watch-board/<uuid:key>/weeks.csv", board.export_watch, name="export_watch"),
    path("watch-board/<uuid:key>/thresholds/", board.thresholds, name="thresholds"),
    path("watch-board/<uuid:key>/begin/", board.begin, name="begin"),
    path("watch-board/<uuid:key>/stop/", board.stop, name="stop"),
]
